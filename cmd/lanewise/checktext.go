package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/lanewise/lanewise/internal/proof"
	"github.com/lanewise/lanewise/internal/texttable"
	"github.com/lanewise/lanewise/rates"
)

// text prints the report for a person. most is how many problems of one kind are shown, 0 = all.
func (f *finding) text(w io.Writer, width, most int) error {
	p := checkText{width: width, most: most}
	p.head(f)
	p.problems(f.problems, rates.Error, "Errors")
	p.problems(f.problems, rates.Warning, "Warnings")
	if f.usable {
		p.quotes(f)
		p.b.WriteByte('\n')
		if err := f.coverage.Write(&p.b, width); err != nil {
			return err
		}
	}
	p.verdict(f)
	_, err := io.WriteString(w, p.b.String())
	return err
}

type checkText struct {
	b           strings.Builder
	width, most int
}

func (p *checkText) head(f *finding) {
	b := f.book
	name := bookName(f.path)
	if b.Settings.Name != "" {
		name += ": " + b.Settings.Name
	}
	p.b.WriteString(texttable.Paragraph("", "  ", name, p.width))
	facts := []string{
		plural(len(b.Services), "service"), plural(len(b.Zones), "zone row"), plural(len(b.Rates), "rate"),
		plural(len(b.Surcharges), "surcharge"), plural(len(b.Rules), "rule"),
	}
	if b.Settings.Currency != 0 {
		facts = append(facts, "settles in "+b.Settings.Currency.String())
	}
	p.b.WriteString(texttable.Paragraph("  ", "  ", strings.Join(facts, ", "), p.width))
}

// problems prints those of one severity, grouped by code: what it means once, then the places.
func (p *checkText) problems(all rates.Problems, severity rates.Severity, title string) {
	var codes []string
	byCode := map[string]rates.Problems{}
	total := 0
	for _, x := range all {
		if x.Severity != severity {
			continue
		}
		if byCode[x.Code] == nil {
			codes = append(codes, x.Code)
		}
		byCode[x.Code] = append(byCode[x.Code], x)
		total++
	}
	if total == 0 {
		return
	}
	fmt.Fprintf(&p.b, "\n%s: %d\n", title, total)
	for _, code := range codes {
		p.group(code, byCode[code])
	}
}

func (p *checkText) group(code string, problems rates.Problems) {
	info := infoOf(code)
	p.b.WriteString(texttable.Paragraph("  ", "       ", fmt.Sprintf("%s %s (%d)", code, info.Title, len(problems)), p.width))
	// The advice of the code is said once; advice of a problem's own stands with the problem.
	general := !slices.ContainsFunc(problems, func(x rates.Problem) bool { return x.Hint != info.Hint })
	if general && info.Hint != "" {
		p.b.WriteString(texttable.Paragraph("       ", "       ", info.Hint, p.width))
	}
	for i, x := range problems {
		if p.most > 0 && i == p.most && len(problems) > p.most+1 {
			fmt.Fprintf(&p.b, "    … and %d more; --all shows them\n", len(problems)-i)
			return
		}
		if general {
			x.Hint = ""
		}
		p.problem(x)
	}
}

// problem prints one, without its code, which the heading has said.
func (p *checkText) problem(x rates.Problem) {
	first, rest, more := strings.Cut(strings.TrimSuffix(x.String(), " ["+x.Code+"]"), "\n")
	p.b.WriteString(texttable.Paragraph("    ", "      ", first, p.width))
	if !more {
		return
	}
	// A condition with carets under the offending word: the columns must stay as they are.
	for line := range strings.SplitSeq(rest, "\n") {
		p.b.WriteString("    " + texttable.Clean(line) + "\n")
	}
}

// infoOf explains a problem's code.
func infoOf(code string) rates.CodeInfo {
	for _, c := range rates.Codes() {
		if c.Code == code {
			return c
		}
	}
	return rates.CodeInfo{Code: code}
}

func (p *checkText) quotes(f *finding) {
	total := len(f.book.Quotes)
	if total == 0 {
		p.b.WriteString("\nQuotes: none to reproduce\n")
		return
	}
	fmt.Fprintf(&p.b, "\nQuotes: %d of %d reproduced\n", total-failed(f.failures), total)
	for i, x := range f.failures {
		if p.most > 0 && i == p.most && len(f.failures) > p.most+1 {
			fmt.Fprintf(&p.b, "    … and %d more; --all shows them\n", len(f.failures)-i)
			return
		}
		p.b.WriteString(texttable.Paragraph("    ", "      ", quotePlace(f.path, x)+" "+x.String(), p.width))
	}
}

// failed counts the quotes that are not reproduced; one may fail in several cells.
func failed(failures []proof.Failure) int {
	quotes := map[*rates.Quote]bool{}
	for _, x := range failures {
		quotes[x.Quote] = true
	}
	return len(quotes)
}

func quotePlace(path string, x proof.Failure) string {
	return fmt.Sprintf("%s:%d", tableFile(path)("quotes"), x.Quote.Line)
}

func (p *checkText) verdict(f *finding) {
	p.b.WriteByte('\n')
	switch n := f.problems.Errors(); {
	case n > 0:
		fmt.Fprintf(&p.b, "The book cannot be used: %s. Quotes and coverage were not checked.\n", plural(n, "error"))
	case len(f.failures) > 0:
		fmt.Fprintf(&p.b, "The book does not reproduce %s.\n", plural(failed(f.failures), "quote"))
	default:
		p.b.WriteString("The book can be used.\n")
	}
}
