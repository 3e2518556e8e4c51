package docscheck

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// program builds lanewise once and gives the folder that holds it, which TestMain removes.
var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "lanewise-docs")
	if err != nil {
		return "", err
	}
	programDir = dir
	return dir, goBuild(filepath.Join(dir, "lanewise"), "./cmd/lanewise")
})

var programDir string

// goBuild builds a package, or a file, as seen from the top of the module.
func goBuild(to, what string) error {
	cmd := exec.Command("go", "build", "-o", to, what)
	cmd.Dir = "../.."
	if out, err := cmd.CombinedOutput(); err != nil {
		return errors.New(string(out) + err.Error())
	}
	return nil
}

func TestMain(m *testing.M) {
	code := m.Run()
	if programDir != "" {
		os.RemoveAll(programDir)
	}
	os.Exit(code)
}

// Every page's examples run, in their order, in a folder of the page's own beside copies of testdata and docs.
func TestExamplesRun(t *testing.T) {
	bin, err := program()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range pageNames(t) {
		t.Run(name, func(t *testing.T) { newStage(t, bin).play(readPage(t, name)) })
	}
}

// stage is the folder in which a page's examples run.
type stage struct {
	t        *testing.T
	bin, dir string
}

func newStage(t *testing.T, bin string) *stage {
	s := &stage{t, bin, t.TempDir()}
	for _, from := range []string{"testdata", "docs/examples"} {
		if err := os.CopyFS(filepath.Join(s.dir, from), os.DirFS(filepath.Join("../..", from))); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func (s *stage) play(p *page) {
	changed := false
	for i := range p.blocks {
		b := p.blocks[i]
		switch text := strings.Join(p.text(b), "\n") + "\n"; {
		case b.attrs["file"] != "":
			s.write(b.attrs["file"], text, os.O_TRUNC)
		case b.attrs["append"] != "":
			s.write(b.attrs["append"], text, os.O_APPEND)
		case b.attrs["same"] != "":
			changed = s.same(p, i, b.attrs["same"]) || changed
		case b.lang == "console":
			changed = s.console(p, i) || changed
		}
	}
	if changed {
		p.save(s.t)
	}
}

func (s *stage) write(name, text string, how int) {
	s.t.Helper()
	path := filepath.Join(s.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		s.t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|how, 0o644)
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := f.WriteString(text); err != nil {
		s.t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		s.t.Fatal(err)
	}
}

// same compares a block with a file of docs/examples.
func (s *stage) same(p *page, n int, name string) (changed bool) {
	s.t.Helper()
	data, err := os.ReadFile(filepath.Join(docsDir, "examples", name))
	if err != nil {
		s.t.Fatal(err)
	}
	want := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	return s.compare(p, n, p.text(p.blocks[n]), want)
}

// compare reports a block that differs, or with -update rewrites it.
func (s *stage) compare(p *page, n int, have, want []string) (changed bool) {
	s.t.Helper()
	if slices.Equal(have, want) {
		return false
	}
	if *update {
		p.replace(n, want)
		return true
	}
	s.t.Errorf("%s:%d: the page says\n%s\n\nthe program\n%s", p.name, p.blocks[n].first+1, strings.Join(have, "\n"), strings.Join(want, "\n"))
	return false
}

// console runs the commands of a block and compares what they print.
func (s *stage) console(p *page, n int) (changed bool) {
	s.t.Helper()
	have := p.text(p.blocks[n])
	var all []string
	for i := 0; i < len(have); {
		if !strings.HasPrefix(have[i], "$ ") {
			s.t.Errorf("%s:%d: a console block starts with a command", p.name, p.blocks[n].first+1)
			return false
		}
		end := i + 1
		for strings.HasSuffix(have[end-1], `\`) && end < len(have) {
			end++
		}
		command, told := have[i:end], end
		for end < len(have) && !strings.HasPrefix(have[end], "$ ") {
			end++
		}
		printed := s.run(strings.TrimPrefix(strings.Join(command, "\n"), "$ "))
		if matches(have[told:end], printed) {
			printed = have[told:end]
		}
		all = slices.Concat(all, command, printed)
		i = end
	}
	return s.compare(p, n, have, all)
}

var goRun = regexp.MustCompile(`^go run \./(\w+)`)

// run gives what a command prints on both outputs, as a terminal shows it. Its exit code is for the page to ask.
func (s *stage) run(command string) []string {
	s.t.Helper()
	if m := goRun.FindStringSubmatch(command); m != nil {
		to := filepath.Join(s.t.TempDir(), m[1])
		if err := goBuild(to, filepath.Join(s.dir, m[1], "main.go")); err != nil {
			s.t.Errorf("%s: %v", command, err)
			return nil
		}
		command = to + strings.TrimPrefix(command, m[0])
	}
	cmd := exec.Command("sh", "-c", command)
	cmd.Dir = s.dir
	cmd.Env = append(os.Environ(), "PATH="+s.bin+string(os.PathListSeparator)+os.Getenv("PATH"), "COLUMNS=", "TZ=UTC")
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		s.t.Errorf("%s: %v", command, err)
	}
	text := strings.TrimRight(out.String(), "\n")
	if text == "" {
		return nil
	}
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \t")
	}
	return lines
}

// matches reports whether lines are what a page tells: `…` stands for any text, and alone on a line for any lines.
func matches(told, lines []string) bool {
	if len(told) == 0 {
		return len(lines) == 0
	}
	if told[0] == "…" {
		for i := 0; i <= len(lines); i++ {
			if matches(told[1:], lines[i:]) {
				return true
			}
		}
		return false
	}
	return len(lines) > 0 && matchLine(told[0], lines[0]) && matches(told[1:], lines[1:])
}

func matchLine(told, line string) bool {
	if !strings.Contains(told, "…") {
		return told == line
	}
	parts := strings.Split(told, "…")
	for i := range parts {
		parts[i] = regexp.QuoteMeta(parts[i])
	}
	return regexp.MustCompile("^" + strings.Join(parts, ".*") + "$").MatchString(line)
}

func TestMatches(t *testing.T) {
	for _, c := range []struct {
		told, lines string
		want        bool
	}{
		{"a\nb", "a\nb", true},
		{"a\nb", "a\nc", false},
		{"a", "a\nb", false},
		{"a\nb", "a", false},
		{"a\n…", "a\nb\nc", true},
		{"…\nc", "a\nb\nc", true},
		{"…\nd", "a\nb\nc", false},
		{"…", "", true},
		{"go …", "go 1.26 linux", true},
		{"x …", "go 1.26", false},
		{"a…z", "az", true},
		{"a.", "ab", false},
	} {
		if got := matches(strings.Split(c.told, "\n"), strings.Split(c.lines, "\n")); got != c.want {
			t.Errorf("%q against %q: %v", c.told, c.lines, got)
		}
	}
}
