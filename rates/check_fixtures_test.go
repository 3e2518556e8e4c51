package rates

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The books under testdata/bad say themselves what is wrong with them: a row with a problem carries `# want` and the
// codes in its note, in the order of the columns; want.txt names what has no row, as file:line and codes. Every other row
// must have no problem.
const badBooks = "testdata/bad"

var wantNote = regexp.MustCompile(`# want((?: [EW][0-9]{3})+)`)

func TestBadBooks(t *testing.T) {
	books, err := os.ReadDir(badBooks)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range books {
		t.Run(b.Name(), func(t *testing.T) {
			dir := filepath.Join(badBooks, b.Name())
			want := wanted(t, dir)
			_, found := Load(os.DirFS(dir))
			if !slices.IsSortedFunc(found, func(a, b Problem) int { return strings.Compare(a.File, b.File) }) {
				t.Error("the problems are not sorted by file")
			}
			got := map[string][]string{}
			texts := map[string][]string{}
			for _, p := range found {
				place := fmt.Sprintf("%s:%d", p.File, p.Line)
				got[place] = append(got[place], p.Code)
				texts[place] = append(texts[place], p.String())
				if p.Hint == "" || p.Severity != codeByName[p.Code].Severity {
					t.Errorf("without a hint, or of another severity than its code: %s", p)
				}
			}
			for place, codes := range want {
				slices.Sort(codes)
				slices.Sort(got[place])
				if !slices.Equal(got[place], codes) {
					t.Errorf("%s: want %v, found %v\n%s", place, codes, got[place], strings.Join(texts[place], "\n"))
				}
				delete(got, place)
			}
			for place, codes := range got {
				t.Errorf("%s: not wanted: %v\n%s", place, codes, strings.Join(texts[place], "\n"))
			}
		})
	}
}

// wanted reads the codes by place.
func wanted(t *testing.T, dir string) map[string][]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.csv"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no tables in %s: %v", dir, err)
	}
	want := map[string][]string{}
	for _, file := range files {
		for i, line := range linesOf(t, file) {
			if m := wantNote.FindStringSubmatch(line); m != nil {
				want[fmt.Sprintf("%s:%d", filepath.Base(file), i+1)] = strings.Fields(m[1])
			}
		}
	}
	if extra := filepath.Join(dir, "want.txt"); exists(extra) {
		for _, line := range linesOf(t, extra) {
			if f := strings.Fields(line); len(f) > 0 {
				want[f[0]] = append(want[f[0]], f[1:]...)
			}
		}
	}
	return want
}

func linesOf(t *testing.T, file string) []string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(string(data), "\n")
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// Every kind of problem is produced somewhere: by a book above or in the tests of this package.
func TestEveryCodeIsProduced(t *testing.T) {
	tested := map[string]bool{}
	books, err := filepath.Glob(badBooks + "/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range books {
		for _, codes := range wanted(t, dir) {
			for _, c := range codes {
				tested[c] = true
			}
		}
	}
	sources, err := filepath.Glob("*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range sources {
		for _, line := range linesOf(t, file) {
			for _, c := range regexp.MustCompile(`["[][EW][0-9]{3}[] "]`).FindAllString(line, -1) {
				tested[c[1:5]] = true
			}
		}
	}
	for _, c := range Codes() {
		if !tested[c.Code] {
			t.Errorf("%s (%s) is produced by no test", c.Code, c.Title)
		}
		delete(tested, c.Code)
	}
	for c := range tested {
		t.Errorf("%s is tested and not in Codes", c)
	}
}
