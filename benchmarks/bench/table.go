package bench

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing/fstest"
)

// Tables is a rate book as the texts of its CSV files, by file name.
type Tables map[string][]byte

// FS is the book as a folder in memory.
func (t Tables) FS() fs.FS {
	m := fstest.MapFS{}
	for name, data := range t {
		m[name] = &fstest.MapFile{Data: data, Mode: 0o644}
	}
	return m
}

// Names lists the files in order.
func (t Tables) Names() []string {
	names := make([]string, 0, len(t))
	for name := range t {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Write puts the book into a folder, which is made if it is not there.
func (t Tables) Write(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, name := range t.Names() {
		if err := os.WriteFile(filepath.Join(dir, name), t[name], 0o644); err != nil {
			return err
		}
	}
	return nil
}

// row holds the cells of a row that are not empty, by column.
type row map[string]string

// table is a CSV file being written.
type table struct {
	columns []string
	text    bytes.Buffer
	rows    int
}

func newTable(columns string) *table {
	t := &table{columns: strings.Split(columns, ",")}
	t.text.WriteString(columns)
	t.text.WriteByte('\n')
	return t
}

func (t *table) add(r row) {
	for name := range r {
		if !slices.Contains(t.columns, name) {
			panic("bench: no column " + name)
		}
	}
	for i, name := range t.columns {
		if i > 0 {
			t.text.WriteByte(',')
		}
		cell := r[name]
		if strings.ContainsAny(cell, ",\"") {
			cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
		}
		t.text.WriteString(cell)
	}
	t.text.WriteByte('\n')
	t.rows++
}

// dec writes n, counted in units of 10^-digits, as a decimal without trailing zeros.
func dec(n, digits int) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	s := fmt.Sprintf("%0*d", digits+1, n)
	whole, part := s[:len(s)-digits], strings.TrimRight(s[len(s)-digits:], "0")
	if part == "" {
		return sign + whole
	}
	return sign + whole + "." + part
}

// num writes a whole number, 0 as an empty cell.
func num(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func list(words []string) string { return strings.Join(words, "|") }
