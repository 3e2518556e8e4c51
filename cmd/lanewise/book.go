package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/rates"
	"github.com/lanewise/lanewise/testdata"
)

// bookFlag is --book.
type bookFlag struct{ path string }

func newBookFlag(fs *pflag.FlagSet) *bookFlag {
	f := &bookFlag{}
	fs.Var(&path{&f.path, "name a folder or an .xlsx file, or leave --book out for the sample book"}, "book", "`PATH` rate book: a folder of CSV tables or an .xlsx file (default: the sample book built in)")
	return f
}

// compile opens the book and turns it into an engine: the first two of the three calls of
// every decision, load, compile, decide. Warnings are counted on stderr unless quiet or of the sample book, which its
// user cannot mend.
func (f *bookFlag) compile(e *env, quiet bool) (*engine.Engine, error) {
	book, problems := openBook(f.path)
	if err := problems.Err(); err != nil {
		return nil, unusable(fmt.Errorf("%s:\n%w", bookName(f.path), err))
	}
	if n := len(problems) - problems.Errors(); n > 0 && !quiet && f.path != "" {
		fmt.Fprintf(e.stderr, "lanewise: %s: %s; `lanewise check%s` lists them\n", bookName(f.path), plural(n, "warning"), pathArg(f.path))
	}
	eng, err := engine.Compile(book)
	return eng, unusable(err)
}

// openBook reads the book at path, the sample book where it is empty.
func openBook(path string) (*rates.Book, rates.Problems) {
	if path == "" {
		return rates.Load(testdata.Book())
	}
	return rates.Open(path)
}

func bookName(path string) string {
	if path == "" {
		return "the sample book"
	}
	return path
}

func pathArg(path string) string {
	if path == "" {
		return ""
	}
	return " " + path
}

// tableFile names the file or sheet that holds a table of the book at path.
func tableFile(path string) func(table string) string {
	if strings.EqualFold(filepath.Ext(path), ".xlsx") {
		return func(table string) string { return filepath.Base(path) + "[" + table + "]" }
	}
	return func(table string) string { return table + ".csv" }
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
