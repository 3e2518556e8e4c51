package twin

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"unicode/utf8"

	"github.com/gocarina/gocsv"
)

// rawTable is a CSV file as text: the trimmed header, the rows as they stand
// and the line each row starts on.
type rawTable struct {
	header []string
	rows   [][]string
	lines  []int
}

// rawCSV reads RFC 4180 text. Rows may have any number of fields; who calls
// decides whether that is an error.
func rawCSV(name string, data []byte) (*rawTable, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	switch {
	case len(data) == 0:
		return nil, fmt.Errorf("%s: is empty; write a header line", name)
	case !utf8.Valid(data):
		return nil, fmt.Errorf("%s: is not UTF-8", name)
	case bytes.IndexByte(data, 0) >= 0:
		return nil, fmt.Errorf("%s: holds a NUL byte", name)
	case bytes.IndexByte(data, '\r') >= 0 && bytes.IndexByte(data, '\n') < 0:
		return nil, fmt.Errorf("%s: ends its lines with CR alone; write LF or CRLF", name)
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = -1
	out := &rawTable{}
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		line, _ := r.FieldPos(0)
		out.rows, out.lines = append(out.rows, row), append(out.lines, line)
	}
	if len(out.rows) == 0 {
		return nil, fmt.Errorf("%s: has no header line", name)
	}
	out.header = trimAll(out.rows[0])
	out.rows, out.lines = out.rows[1:], out.lines[1:]
	seen := map[string]bool{}
	for _, h := range out.header {
		if seen[h] {
			return nil, fmt.Errorf("%s: the column %q stands twice", name, h)
		}
		seen[h] = true
	}
	return out, nil
}

func (t *rawTable) has(column string) bool { return contains(t.header, column) }

func trimAll(row []string) []string {
	out := make([]string, len(row))
	for i, cell := range row {
		out[i] = trim(cell)
	}
	return out
}

// records hands ready-made rows to gocsv.
type records [][]string

func (r records) Read() ([]string, error)      { return nil, io.EOF }
func (r records) ReadAll() ([][]string, error) { return r, nil }

// bind maps header and rows to structs of text cells by column name.
func bind[T any](header []string, rows [][]string) ([]T, error) {
	var out []T
	if len(rows) == 0 {
		return nil, nil
	}
	all := append(records{header}, rows...)
	err := gocsv.UnmarshalCSV(all, &out)
	return out, err
}

// table reads one CSV table of the book. A missing file is an empty table
// unless it is required.
func table[T any](fsys fs.FS, name string, required bool) ([]T, []int, error) {
	data, err := fs.ReadFile(fsys, name)
	if errors.Is(err, fs.ErrNotExist) && !required {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	raw, err := rawCSV(name, data)
	if err != nil {
		return nil, nil, err
	}
	for i, row := range raw.rows {
		if len(row) != len(raw.header) {
			return nil, nil, fmt.Errorf("%s:%d: has %d fields, the header has %d",
				name, raw.lines[i], len(row), len(raw.header))
		}
		raw.rows[i] = trimAll(row)
	}
	out, err := bind[T](raw.header, raw.rows)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	return out, raw.lines, nil
}
