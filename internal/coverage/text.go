package coverage

import (
	"fmt"
	"io"
	"strings"

	"github.com/lanewise/lanewise/internal/texttable"
	"github.com/lanewise/lanewise/rates"
)

// Write prints the report for a person, width columns wide.
func (r *Report) Write(w io.Writer, width int) error {
	var b strings.Builder
	if r.Fault != nil {
		fmt.Fprintf(&b, "Coverage on %s: every order of that day is invalid\n  %s: %s\n", r.Day, r.Fault.Column, texttable.Clean(r.Fault.Msg))
		_, err := io.WriteString(w, b.String())
		return err
	}
	b.WriteString(texttable.Paragraph("", "  ", fmt.Sprintf("Coverage on %s: %d countries, %d special kinds of goods, 1 to %d g; no value, size or promise given",
		r.Day, len(r.Countries), len(r.Attributes), r.HeaviestG), width))
	if len(r.Gaps) == 0 {
		b.WriteString("  somebody takes every parcel\n")
	}
	attribute := "\x00" // none yet
	for i := range r.Gaps {
		g := &r.Gaps[i]
		if g.Attribute != attribute {
			attribute = g.Attribute
			b.WriteString("  " + heading(attribute) + "\n")
		}
		b.WriteString(texttable.Paragraph("    "+r.words(g)+": ", "      ", list(g.Countries), width))
	}
	if len(r.ByPostcode) > 0 {
		b.WriteString(texttable.Paragraph("  some weights only with a postcode: ", "    ", list(r.ByPostcode), width))
	}
	if r.Elsewhere > 0 {
		words := fmt.Sprintf("%d other countries that the book does not name are served by nobody", r.Elsewhere)
		if r.Elsewhere == 1 {
			words = "1 other country that the book does not name is served by nobody"
		}
		b.WriteString(texttable.Paragraph("  ", "    ", words, width))
	}
	if r.Thinned {
		fmt.Fprintf(&b, "  the book has more than %d band edges: narrow gaps may not be listed\n", mostEdges)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func heading(attribute string) string {
	if attribute == "" {
		return "nobody takes plain goods"
	}
	return "nobody takes " + texttable.Clean(attribute) + " (countries where that is not as for plain goods)"
}

// words tells the ranges: `at any weight`, `above 2000 g`, `201–700 g and above 5000 g`.
func (r *Report) words(g *Gap) string {
	if g.Whole(r.HeaviestG) {
		return "at any weight"
	}
	var words []string
	for _, s := range g.Ranges {
		switch {
		case s.To == r.HeaviestG:
			words = append(words, fmt.Sprintf("above %d g", s.From-1))
		case s.From == s.To:
			words = append(words, fmt.Sprintf("%d g", s.From))
		default:
			words = append(words, fmt.Sprintf("%d–%d g", s.From, s.To))
		}
	}
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return words[0]
}

func list(countries []rates.Country) string {
	var words []string
	for _, c := range countries {
		words = append(words, c.String())
	}
	return strings.Join(words, ", ")
}
