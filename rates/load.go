package rates

import (
	"bytes"
	"errors"
	"io/fs"
	"strings"

	"github.com/lanewise/lanewise/internal/csvio"
)

// Load reads the CSV tables of a folder and returns the book with everything that is wrong with it, Check's findings
// included, sorted by file and line. The book may be used only where Problems.Errors() is 0: a row with a bad cell
// is not in it. Files not named .csv, hidden ones and folders are not looked at. A file system that can lead outside
// the folder by links is the caller's to guard; Open does.
func Load(fsys fs.FS) (*Book, Problems) { return loadFolder(fsys, "book") }

// loadFolder is Load for a folder that messages call by a name.
func loadFolder(fsys fs.FS, name string) (*Book, Problems) {
	files, found, err := readFolder(fsys)
	if err != nil {
		return refuseBook(name, err)
	}
	tables := make([]table, len(files))
	for i, f := range files {
		tables[i] = table{name: strings.TrimSuffix(f.name, ".csv"), problem: csvProblem}
		if f.err != nil {
			tables[i].rows = refused{f.err}
			continue
		}
		tables[i].about = bytes.Count(f.data, []byte("\n"))
		tables[i].rows = csvio.NewReader(bytes.NewReader(f.data), csvio.Options{MaxField: maxField})
	}
	b, problems := build("", tables, found)
	b.Hash = hashOf(files)
	return b, problems
}

// refused is a table that could not be opened.
type refused struct{ err error }

func (r refused) Read() ([]string, error) { return nil, r.err }
func (r refused) Line() int               { return 0 }

// fileError is a refusal with the code of its problem.
type fileError struct{ code, msg, hint string }

func (e *fileError) Error() string { return e.msg }

// refuseBook is the answer where there is no book to speak of.
func refuseBook(path string, err error) (*Book, Problems) {
	p := csvProblem(err)
	p.File = path
	return &Book{}, Problems{p}
}

var codeOfKind = map[csvio.Kind]string{
	csvio.Encoding:  "E005",
	csvio.Format:    "E006",
	csvio.LineEnd:   "E007",
	csvio.Quote:     "E008",
	csvio.Limit:     "E009",
	csvio.Empty:     "E010",
	csvio.Separator: "E011",
}

// csvProblem says what an error of a file means for the book.
func csvProblem(err error) Problem {
	p := Problem{Code: "E001", Severity: Error, Msg: "cannot be read: " + err.Error()}
	var bad *csvio.Error
	var file *fileError
	switch {
	case errors.As(err, &bad):
		p.Code, p.Line, p.Col, p.Msg, p.Hint = codeOfKind[bad.Kind], bad.Line, bad.Field, bad.Msg, bad.Hint
	case errors.As(err, &file):
		p.Code, p.Msg, p.Hint = file.code, file.msg, file.hint
	}
	if p.Hint == "" {
		p.Hint = codeByName[p.Code].Hint
	}
	return p
}
