package docscheck

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/rates"
)

const codesPage = "reasons-and-problems.md"

func TestReasons(t *testing.T) {
	p := readPage(t, codesPage)
	want := words(func(i int) string { return engine.Reason(i).String() }, int(engine.OK)+1)
	for i := range want {
		if want[i] == engine.RuledOut.String() {
			want[i] = "rule:NAME"
		}
	}
	sameList(t, p.name, p.codes(t, p.table(t, p.section(t, "Why a service cannot take an order"), "reason"), 0), want)
}

var codeHeading = regexp.MustCompile(`^([EW][0-9]{3}) (.+)$`)

// Every problem has a section of its own, with the program's title, in the part of its severity, with what to do, and
// with an example unless no table alone can show it.
func TestProblemCodes(t *testing.T) {
	p := readPage(t, codesPage)
	parts := map[rates.Severity]section{rates.Error: p.section(t, "Errors of a rate book"), rates.Warning: p.section(t, "Warnings of a rate book")}
	titles := map[string]section{}
	var have []string
	for _, s := range p.sections() {
		if m := codeHeading.FindStringSubmatch(s.title); m != nil {
			have = append(have, m[1])
			titles[m[1]] = s
		}
	}
	var want []string
	for _, c := range rates.Codes() {
		want = append(want, c.Code)
		s, ok := titles[c.Code]
		if !ok {
			continue
		}
		if got := strings.TrimPrefix(s.title, c.Code+" "); got != c.Title {
			t.Errorf("%s: %s is called %q, in the program %q", p.name, c.Code, got, c.Title)
		}
		if part := parts[c.Severity]; s.first < part.first || s.last > part.last {
			t.Errorf("%s: %s does not stand under %q", p.name, c.Code, part.title)
		}
		if words := prose(p, s); len(words) < 20 {
			t.Errorf("%s: %s says too little: %q", p.name, c.Code, words)
		}
		if !slices.ContainsFunc(p.blocks, func(b block) bool { return b.lang == "problem" && b.first > s.first && b.last < s.last }) && !withoutExample[c.Code] {
			t.Errorf("%s: %s has no example", p.name, c.Code)
		}
	}
	sameList(t, p.name, have, want)
}

// withoutExample are the problems that lines of text cannot show: of links, bytes, sizes and workbooks.
var withoutExample = map[string]bool{
	"E001": true, "E002": true, "E003": true, "E005": true, "E007": true, "E009": true, "E024": true, "E119": true,
	"E130": true, "E131": true,
}

// prose is what a section says outside its blocks.
func prose(p *page, s section) string {
	var out []string
	for i := s.first; i < s.last; i++ {
		if !p.inBlock(i) {
			out = append(out, p.lines[i])
		}
	}
	return strings.TrimSpace(strings.Join(out, " "))
}

// Each example is a small book with one or more tables changed. What it comes to is told below it.
func TestProblemExamples(t *testing.T) {
	p := readPage(t, codesPage)
	base := fstest.MapFS{}
	changed := false
	for i := range p.blocks {
		switch b := p.blocks[i]; {
		case b.lang == "csv" && b.attrs["base"] != "":
			base[b.attrs["base"]] = &fstest.MapFile{Data: []byte(strings.Join(p.text(b), "\n") + "\n")}
		case b.lang == "problem":
			changed = checkProblem(t, p, i, base) || changed
		}
	}
	if len(base) == 0 {
		t.Errorf("%s has no base book", p.name)
	}
	if _, problems := rates.Load(base); len(problems) > 0 {
		t.Errorf("%s: the base book has problems: %v", p.name, problems)
	}
	if changed {
		p.save(t)
	}
}

// checkProblem compares an example's problems with those the page tells; with -update it rewrites them.
func checkProblem(t *testing.T, p *page, n int, base fstest.MapFS) (changed bool) {
	t.Helper()
	book := fstest.MapFS{}
	for name, f := range base {
		book[name] = f
	}
	text := p.text(p.blocks[n])
	at := slices.Index(text, "problem")
	if at < 0 {
		t.Errorf("%s:%d: the example has no line `problem`", p.name, p.blocks[n].first)
		return false
	}
	changeTables(book, text[:at])
	got := []string{"problem"}
	_, problems := rates.Load(book)
	for _, pr := range problems {
		for line := range strings.SplitSeq(pr.String(), "\n") {
			got = append(got, "  "+line)
		}
	}
	if slices.Equal(got, text[at:]) {
		code := codeOf(p, p.blocks[n].first)
		if !slices.ContainsFunc(problems, func(pr rates.Problem) bool { return pr.Code == code }) {
			t.Errorf("%s:%d: the example does not come to %s", p.name, p.blocks[n].first, code)
		}
		return false
	}
	if !*update {
		t.Errorf("%s:%d: the page says\n%s\nthe program\n%s", p.name, p.blocks[n].first, strings.Join(text[at:], "\n"), strings.Join(got, "\n"))
		return false
	}
	p.replace(n, slices.Concat(text[:at], got))
	return true
}

// changeTables puts the tables of an example into a book: the name of a table with its lines indented below it, or
// `no rates.csv` for a table to leave out.
func changeTables(book fstest.MapFS, lines []string) {
	var table *fstest.MapFile
	for _, line := range lines {
		if cells, indented := strings.CutPrefix(line, "  "); indented {
			table.Data = append(table.Data, cells+"\n"...)
		} else if name, ok := strings.CutPrefix(line, "no "); ok {
			delete(book, name)
		} else {
			table = &fstest.MapFile{}
			book[line] = table
		}
	}
}

// codeOf is the code in the heading above a line.
func codeOf(p *page, line int) string {
	code := ""
	for _, s := range p.sections() {
		if m := codeHeading.FindStringSubmatch(s.title); m != nil && s.first <= line {
			code = m[1]
		}
	}
	return code
}
