package randbook

import "strings"

// sheet is a table before it becomes CSV. Columns that begin with "!" are
// required: they stay even when every cell is empty.
type sheet struct {
	columns []string
	rows    []row
}

// row is the cells of one row by column name. extra adds fields beyond the
// header, or takes the last ones away; raw stands in for the whole line.
type row struct {
	cells map[string]string
	extra int
	raw   string
}

func newSheet(columns string) *sheet { return &sheet{columns: strings.Split(columns, ",")} }

// add takes names and cells in turn.
func (s *sheet) add(pairs ...string) {
	cells := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		cells[pairs[i]] = pairs[i+1]
	}
	s.rows = append(s.rows, row{cells: cells})
}

func (s *sheet) shuffle(g *gen) {
	g.Shuffle(len(s.rows), func(i, j int) { s.rows[i], s.rows[j] = s.rows[j], s.rows[i] })
}

// style is how a file is written; all styles mean the same.
type style struct {
	bom, crlf, padded, quoted, blankLines, noLastNewline bool
}

func (g *gen) style() style {
	return style{
		bom: g.chance(20), crlf: g.chance(20), padded: g.chance(20), quoted: g.chance(20),
		blankLines: g.chance(10), noLastNewline: g.chance(10),
	}
}

// header gives the columns that are written, in the order they are written.
func (s *sheet) header(g *gen) []string {
	var out []string
	for _, column := range s.columns {
		name := strings.TrimPrefix(column, "!")
		used := name != column
		for _, r := range s.rows {
			used = used || r.cells[name] != ""
		}
		if used || g.chance(30) {
			out = append(out, name)
		}
	}
	if g.chance(50) {
		g.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	}
	return out
}

// bytes writes the sheet. Cells of the columns in asIs are never padded.
func (s *sheet) bytes(g *gen, asIs string) []byte {
	var b strings.Builder
	st := g.style()
	end := "\n"
	if st.crlf {
		end = "\r\n"
	}
	if st.bom {
		b.WriteString("\ufeff")
	}
	header := s.header(g)
	for i, name := range header {
		b.WriteString(separator(i) + st.cell(g, name, false))
	}
	for _, r := range s.rows {
		b.WriteString(end)
		if st.blankLines && g.chance(10) {
			b.WriteString(end)
		}
		if r.raw != "" {
			b.WriteString(r.raw)
			continue
		}
		for i, name := range header[:min(len(header), len(header)+r.extra)] {
			b.WriteString(separator(i) + st.cell(g, r.cells[name], name == asIs))
		}
		for range r.extra {
			b.WriteString(",more")
		}
	}
	if !st.noLastNewline {
		b.WriteString(end)
	}
	return []byte(b.String())
}

func separator(i int) string {
	if i == 0 {
		return ""
	}
	return ","
}

// cell pads and quotes one cell. Padding goes inside the quotes: RFC 4180 has
// no space outside of them.
func (st style) cell(g *gen, text string, asIs bool) string {
	if st.padded && !asIs && g.chance(25) {
		text = pick(g, " ", "\t", "  ", "") + text + pick(g, " ", "\t", "")
	}
	if strings.ContainsAny(text, ",\"\r\n") || st.quoted && g.chance(30) {
		return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
	}
	return text
}
