package rates

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// mustSay fails unless one of the problems reads like this.
func mustSay(t *testing.T, problems Problems, want string) {
	t.Helper()
	if !slices.ContainsFunc(problems, func(p Problem) bool { return p.String() == want }) {
		t.Errorf("want %s\ngot  %s", want, texts(problems))
	}
}

func TestFolderFiles(t *testing.T) {
	small := func() fstest.MapFS { return folder(smallBook()) }

	fsys := small()
	fsys["rates.csv"].Mode = fs.ModeNamedPipe
	_, problems := Load(fsys)
	mustSay(t, problems, "rates.csv: is a pipe; put a copy of the file itself into the folder [E002]")
	if problems.Errors() != 1 {
		t.Error(problems)
	}

	fsys = small()
	delete(fsys, "rates.csv")
	fsys["rates.csv/x"] = &fstest.MapFile{}
	_, problems = Load(fsys)
	mustSay(t, problems, "rates.csv: is a folder; put a copy of the file itself into the folder [E002]")

	fsys = small()
	fsys["areas.csv"] = &fstest.MapFile{Data: []byte("nowhere.csv"), Mode: fs.ModeSymlink}
	_, problems = Load(fsys)
	mustSay(t, problems, "areas.csv: is a link that leads nowhere or outside the folder; put a copy of the file itself into the folder [E002]")

	fsys = small()
	fsys["copy.csv"] = fsys["rates.csv"]
	fsys["rates.csv"] = &fstest.MapFile{Data: []byte("copy.csv"), Mode: fs.ModeSymlink}
	fsys[".hidden.csv"] = &fstest.MapFile{Data: []byte("\x00")}
	fsys["LICENSE.md"] = &fstest.MapFile{Data: []byte("\x00")}
	fsys["old/rates.csv"] = &fstest.MapFile{Data: []byte("\x00")}
	b, problems := Load(fsys)
	if problems.Errors() > 0 || len(b.Rates) != 1 {
		t.Errorf("a link inside the folder: %v", problems)
	}
}

// failingFS fails to open or to read one file.
type failingFS struct {
	fs.FS
	name   string
	onRead bool
}

var errDisk = errors.New("disk fell off")

func (f failingFS) Open(name string) (fs.File, error) {
	file, err := f.FS.Open(name)
	if name != f.name || err != nil {
		return file, err
	}
	if f.onRead {
		return failingFile{file}, nil
	}
	return nil, errDisk
}

type failingFile struct{ fs.File }

func (failingFile) Read([]byte) (int, error) { return 0, errDisk }

func TestFolderThatCannotBeRead(t *testing.T) {
	for _, c := range []struct {
		fsys fs.FS
		want string
	}{
		{failingFS{folder(smallBook()), "rates.csv", true}, "rates.csv: cannot be read: disk fell off; give the folder that holds the tables, or an .xlsx workbook [E001]"},
		{failingFS{folder(smallBook()), "rates.csv", false}, "rates.csv: cannot be read: disk fell off; give the folder that holds the tables, or an .xlsx workbook [E001]"},
		{failingFS{folder(smallBook()), ".", false}, "book: cannot be read: disk fell off; give the folder that holds the tables, or an .xlsx workbook [E001]"},
	} {
		b, problems := Load(c.fsys)
		mustSay(t, problems, c.want)
		if problems.Errors() != 1 || len(b.Rates) != 0 {
			t.Error(problems)
		}
	}
}

func TestFolderLimits(t *testing.T) {
	fsys := folder(smallBook())
	for i := len(fsys); i < maxFiles; i++ {
		fsys[fmt.Sprintf("other%02d.csv", i)] = &fstest.MapFile{}
	}
	if _, problems := Load(fsys); problems.Errors() > 0 {
		t.Errorf("%d files: %v", maxFiles, problems)
	}
	fsys["last.csv"] = &fstest.MapFile{}
	_, problems := Load(fsys)
	mustSay(t, problems, "book: the folder has more than 64 .csv files; a book has at most 64 tables, 64 MiB and 1000000 rows [E003]")

	rest := maxBytes
	for _, text := range smallBook() {
		rest -= len(text)
	}
	big := make([]byte, rest+1)
	fsys = folder(smallBook())
	fsys["zones.csv"] = &fstest.MapFile{Data: big[:rest]}
	_, problems = Load(fsys)
	if problems.Errors() != 1 || problems[0].Code != "E009" {
		t.Errorf("%d bytes: %v", maxBytes, problems)
	}
	fsys["zones.csv"] = &fstest.MapFile{Data: big}
	_, problems = Load(fsys)
	mustSay(t, problems, "zones.csv: with this table the book has more than 67108864 bytes; a book has at most 64 tables, 64 MiB and 1000000 rows [E003]")
}

// lines is a rowSource of n rows under a header.
type lines struct{ n, line int }

func (s *lines) Read() ([]string, error) {
	s.line++
	switch {
	case s.line == 1:
		return []string{"area", "country"}, nil
	case s.line > s.n+1:
		return nil, io.EOF
	}
	return []string{"a", "DE"}, nil
}

func (s *lines) Line() int { return s.line }

func TestRowLimit(t *testing.T) {
	for _, c := range []struct{ before, rows, errors int }{
		{0, 3, 0}, {maxRows - 3, 3, 0}, {maxRows - 3, 4, 1}, {maxRows, 0, 0}, {maxRows, 1, 1},
	} {
		l := newLoader("", nil)
		l.rows = c.before
		readRows(l, &table{name: "areas", rows: &lines{n: c.rows}}, kindOf("areas", false, readArea).columns, readArea)
		if n := l.found.Errors(); n != c.errors || (n > 0) != l.book.damaged["areas"] {
			t.Errorf("%d rows before, %d more: %v", c.before, c.rows, l.found)
		}
		if c.errors > 0 {
			mustSay(t, l.found, "areas.csv: the tables have more than 1000000 rows; a book has at most 64 tables, 64 MiB and 1000000 rows [E003]")
		}
	}
}

func TestErrorLimit(t *testing.T) {
	good := strings.Repeat("a,DE\n", 1000)
	bad := strings.Repeat("a,XX\n", maxErrors)
	b, problems := Load(folder(smallBook(), "areas.csv", "area,country\n"+good+bad))
	if problems.Errors() != maxErrors || len(b.Areas) != 1000 {
		t.Errorf("got %d errors, %d rows", problems.Errors(), len(b.Areas))
	}
	_, problems = Load(folder(smallBook(), "areas.csv", "area,country\n"+bad+bad+bad))
	if n := problems.Errors(); n < maxErrors || n > maxErrors+batchRows+1 {
		t.Errorf("got %d errors", n)
	}
	if !slices.ContainsFunc(problems, func(p Problem) bool { return p.Code == "E024" }) {
		t.Error("nothing says that the rest was not read")
	}
}

// The hash is what the shell gives: sha256sum *.csv | sha256sum.
func TestHash(t *testing.T) {
	files := smallBook()
	var lines string
	for _, name := range []string{"rates.csv", "risk.csv", "services.csv", "settings.csv"} {
		lines += fmt.Sprintf("%x  %s\n", sha256.Sum256([]byte(files[name])), name)
	}
	want := fmt.Sprintf("%x", sha256.Sum256([]byte(lines)))
	b := loadGood(t)
	if b.Hash != want {
		t.Errorf("got %s, want %s", b.Hash, want)
	}
	if other := loadGood(t, "rates.csv", files["rates.csv"]+"\n"); other.Hash == want {
		t.Error("another file has the same hash")
	}
	if again := loadGood(t); again.Hash != want {
		t.Error("the same files have another hash")
	}
	if ignored := loadGood(t, "README.md", "x"); ignored.Hash != want {
		t.Error("a file that is not a table changed the hash")
	}
}

// An unreadable row does not make what it held seem missing.
func TestDamagedTables(t *testing.T) {
	b, _ := Load(folder(smallBook(), "zones.csv", "service,country,zone\nPOST,XX,DE\nPOST,FR,FR\n"))
	if want := map[string]bool{"zones": true}; fmt.Sprint(b.damaged) != fmt.Sprint(want) {
		t.Errorf("got %v", b.damaged)
	}
}

// Reading a book twice gives the same problems, and no map decides their order.
func TestLoadIsDeterministic(t *testing.T) {
	var all []string
	for range 20 {
		files := smallBook()
		files["rates.csv"] = "service,zone,upto_g,a,b,c,a\nPOST,DE,x,,,,\n"
		files["settings.csv"] = "key,value\nq,1\nr,2\ncurrency,ZZZ\n"
		_, problems := Load(folder(files))
		all = append(all, texts(problems))
	}
	if len(slices.Compact(all)) != 1 {
		t.Errorf("got %q", slices.Compact(all))
	}
}

// badCells is a rowSource whose second row cannot be read and whose others can.
type badCells struct{ lines }

var errCells = errors.New("bad cells")

func (s *badCells) Read() ([]string, error) {
	row, err := s.lines.Read()
	if s.line == 3 {
		return nil, errCells
	}
	return row, err
}

func TestRowThatTheSourceCannotRead(t *testing.T) {
	l := newLoader("book.xlsx", nil)
	source := &badCells{lines{n: 3}}
	tbl := &table{name: "areas", rows: source, rowProblems: func(err error) Problems {
		if err != errCells {
			return nil
		}
		return Problems{{Code: "E131", Severity: Error, Line: 3, Col: 2, Msg: "m", Hint: "h"}, {Code: "E131", Severity: Error, Line: 3, Col: 9, Msg: "m", Hint: "h"}}
	}}
	readRows(l, tbl, kindOf("areas", false, readArea).columns, readArea)
	want := "book.xlsx[areas]:3:2 country: m; h [E131]\n     book.xlsx[areas]:3:9: m; h [E131]"
	if texts(l.found) != want || len(l.book.Areas) != 2 || !l.book.damaged["areas"] || l.rows != 3 {
		t.Errorf("got %s, %d rows of %d", texts(l.found), len(l.book.Areas), l.rows)
	}
}
