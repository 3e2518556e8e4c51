package docscheck

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what the program gives now into the pages")

// docsDir is the folder of the pages, seen from this package.
const docsDir = "../../docs"

// page is a markdown file, line by line.
type page struct {
	name   string
	lines  []string
	blocks []block
}

// block is a fenced block. Its text runs from line first up to, not including, line last.
type block struct {
	lang        string
	attrs       map[string]string
	first, last int
}

// section is what stands under a heading, up to the next one of the same or a higher level.
type section struct {
	title       string
	level       int
	first, last int // lines below the heading
}

func pageNames(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(docsDir, "*.md"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no pages in %s (%v)", docsDir, err)
	}
	names := []string{"../README.md"}
	for _, p := range paths {
		names = append(names, filepath.Base(p))
	}
	return names
}

func readPage(t *testing.T, name string) *page {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(docsDir, name))
	if err != nil {
		t.Fatal(err)
	}
	p := &page{name: name, lines: strings.Split(string(data), "\n")}
	open := -1
	for i, line := range p.lines {
		switch {
		case !strings.HasPrefix(line, "```"):
		case open >= 0:
			b := &p.blocks[len(p.blocks)-1]
			b.last, open = i, -1
		default:
			open = i
			p.blocks = append(p.blocks, newBlock(strings.TrimPrefix(line, "```"), i+1))
		}
	}
	if open >= 0 {
		t.Fatalf("%s:%d: the block is not closed", name, open+1)
	}
	return p
}

func newBlock(info string, first int) block {
	b := block{attrs: map[string]string{}, first: first}
	for i, word := range strings.Fields(info) {
		if key, value, ok := strings.Cut(word, "="); ok {
			b.attrs[key] = value
		} else if i == 0 {
			b.lang = word
		}
	}
	return b
}

func (p *page) text(b block) []string { return p.lines[b.first:b.last] }

// inBlock reports whether a line belongs to a fenced block.
func (p *page) inBlock(line int) bool {
	return slices.ContainsFunc(p.blocks, func(b block) bool { return line >= b.first-1 && line <= b.last })
}

var heading = regexp.MustCompile(`^(#+) +(.*?) *$`)

// sections lists the headings with what stands under each.
func (p *page) sections() []section {
	var out []section
	for i, line := range p.lines {
		m := heading.FindStringSubmatch(line)
		if m == nil || p.inBlock(i) {
			continue
		}
		level := len(m[1])
		for j := range out {
			if out[j].last == len(p.lines) && out[j].level >= level {
				out[j].last = i
			}
		}
		out = append(out, section{m[2], level, i + 1, len(p.lines)})
	}
	return out
}

// section finds a heading by its text.
func (p *page) section(t *testing.T, title string) section {
	t.Helper()
	for _, s := range p.sections() {
		if s.title == title {
			return s
		}
	}
	t.Fatalf("%s: no heading %q", p.name, title)
	return section{}
}

// row is a line of a markdown table: its cells, and where it stands.
type row struct {
	line  int
	cells []string
}

// code is a cell's text if it is one word in backticks, such as `per_kg`, else "".
func (r row) code(i int) string {
	if i >= len(r.cells) {
		return ""
	}
	s, ok := strings.CutPrefix(r.cells[i], "`")
	if !ok || strings.Count(s, "`") != 1 || !strings.HasSuffix(s, "`") {
		return ""
	}
	return strings.TrimSuffix(s, "`")
}

// table reads the first table of a section whose first header cell is the given one.
func (p *page) table(t *testing.T, s section, head string) []row {
	t.Helper()
	for i := s.first; i < s.last-1; i++ {
		if p.inBlock(i) || !strings.HasPrefix(p.lines[i], "|") || splitRow(p.lines[i])[0] != head {
			continue
		}
		var out []row
		for j := i + 2; j < s.last && strings.HasPrefix(p.lines[j], "|"); j++ {
			out = append(out, row{j + 1, splitRow(p.lines[j])})
		}
		return out
	}
	t.Fatalf("%s: no table that starts with %q under %q", p.name, head, s.title)
	return nil
}

// splitRow parts a table's line at its bars; `\|` is a bar inside a cell.
func splitRow(line string) []string {
	line = strings.ReplaceAll(strings.Trim(strings.TrimSpace(line), "|"), `\|`, "\x00")
	cells := strings.Split(line, "|")
	for i := range cells {
		cells[i] = strings.ReplaceAll(strings.TrimSpace(cells[i]), "\x00", "|")
	}
	return cells
}

// codes lists the backticked words of a column of a table.
func (p *page) codes(t *testing.T, rows []row, column int) []string {
	t.Helper()
	var out []string
	for _, r := range rows {
		c := r.code(column)
		if c == "" {
			t.Errorf("%s:%d: no name in backticks in column %d", p.name, r.line, column+1)
		}
		out = append(out, c)
	}
	return out
}

// replace puts other lines in the place of a block's text and moves what stands below.
func (p *page) replace(n int, text []string) {
	b := &p.blocks[n]
	by := len(text) - (b.last - b.first)
	p.lines = slices.Concat(p.lines[:b.first], text, p.lines[b.last:])
	b.last += by
	for i := n + 1; i < len(p.blocks); i++ {
		p.blocks[i].first += by
		p.blocks[i].last += by
	}
}

func (p *page) save(t *testing.T) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(docsDir, p.name), []byte(strings.Join(p.lines, "\n")), 0o644); err != nil {
		t.Fatal(err)
	}
}

// sameSet compares what a page lists with what the program has.
func sameSet(t *testing.T, where string, page, program []string) {
	t.Helper()
	for _, name := range program {
		if !slices.Contains(page, name) {
			t.Errorf("%s: %s is missing", where, name)
		}
	}
	for i, name := range page {
		if !slices.Contains(program, name) {
			t.Errorf("%s: %s is not in the program", where, name)
		}
		if slices.Contains(page[:i], name) {
			t.Errorf("%s: %s stands twice", where, name)
		}
	}
}

// sameList is sameSet where the order matters too.
func sameList(t *testing.T, where string, page, program []string) {
	t.Helper()
	sameSet(t, where, page, program)
	if !t.Failed() && !slices.Equal(page, program) {
		t.Errorf("%s: the order is %v, in the program %v", where, page, program)
	}
}
