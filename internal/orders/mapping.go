package orders

import (
	"bufio"
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Mapping says which headers of order files mean which columns. It goes before every name that this package knows.
type Mapping struct{ entries []mapEntry }

type mapEntry struct {
	theirs string
	ours   Column
	skip   bool // the column is not to be read
	asked  bool // by hand, for this run: it must be found
}

// skipWord stands in a mapping for "do not read this column".
const skipWord = "-"

// Add adds one `their header=our column`, which goes before an earlier one of the same header. `their header=-` leaves a
// column out. The header must then occur in a file of the run.
func (m *Mapping) Add(s string) error {
	e, err := parseMapEntry(s)
	if err != nil {
		return err
	}
	e.asked = true
	m.put(e)
	return nil
}

func (m *Mapping) put(e mapEntry) {
	m.entries = slices.DeleteFunc(m.entries, func(old mapEntry) bool { return old.theirs == e.theirs })
	m.entries = append(m.entries, e)
}

// parseMapEntry splits at the last equals sign: a header may hold one, a column of ours never does.
func parseMapEntry(s string) (mapEntry, error) {
	i := strings.LastIndexByte(s, '=')
	if i < 0 {
		return mapEntry{}, fmt.Errorf("%q has no equals sign; write their header, = and a column, such as 重量=weight_g", s)
	}
	e := mapEntry{theirs: trim(s[:i])}
	ours := trim(s[i+1:])
	if e.theirs == "" {
		return e, fmt.Errorf("%q names no header before the equals sign", s)
	}
	if ours == skipWord {
		e.skip = true
		return e, nil
	}
	var ok bool
	if e.ours, ok = columnOf(ours); !ok {
		return e, fmt.Errorf("%q is no column of orders; write one of %s, or - to leave the column out", ours, strings.Join(names[:], ", "))
	}
	return e, nil
}

// MaxMapping is the largest mapping file read, in bytes.
const MaxMapping = 1 << 20

// AddFile adds the entries of a saved mapping: one `their header=our column` on a line, empty lines and those that begin
// with # left out. Entries that were there before go before it, and a header of it may be absent from every file. name is
// for messages; an error is a *Refusal.
func (m *Mapping) AddFile(name string, text []byte) error {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	switch {
	case len(text) > MaxMapping:
		return &Refusal{File: name, Msg: fmt.Sprintf("has more than %d bytes, the limit of a mapping", MaxMapping)}
	case !utf8.Valid(text) || bytes.IndexByte(text, 0) >= 0:
		return &Refusal{File: name, Msg: "is no text in UTF-8", Hint: "save it as UTF-8"}
	}
	var saved Mapping
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, MaxMapping+1)
	for n := 1; lines.Scan(); n++ {
		line := trim(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		e, err := parseMapEntry(line)
		if err != nil {
			return &Refusal{File: name, Line: n, Msg: err.Error()}
		}
		if saved.find(e.theirs) != nil {
			return &Refusal{File: name, Line: n, Msg: fmt.Sprintf("%q stands in an earlier line", e.theirs), Hint: "keep one of them"}
		}
		saved.put(e)
	}
	for _, e := range saved.entries {
		if m.find(e.theirs) == nil {
			m.put(e)
		}
	}
	return nil
}

func (m *Mapping) find(header string) *mapEntry {
	for i := range m.entries {
		if m.entries[i].theirs == header {
			return &m.entries[i]
		}
	}
	return nil
}

// absent is the first header given by hand that a file does not have.
func (m *Mapping) absent(h *header) string {
	for _, e := range m.entries {
		if e.asked && !h.has(e.theirs) {
			return e.theirs
		}
	}
	return ""
}

// check refuses an entry given by hand whose header is in none of the files: it is a slip of the pen.
func (m *Mapping) check(files []*file) error {
	for _, e := range m.entries {
		if !e.asked || slices.ContainsFunc(files, func(f *file) bool { return f.header.has(e.theirs) }) {
			continue
		}
		var near []string
		for _, f := range files {
			near = append(near, f.header.file+" has "+strings.Join(f.header.names, ", "))
		}
		return &Refusal{File: files[0].name, Msg: fmt.Sprintf("no column is named %q, as --map has it", e.theirs), Hint: strings.Join(near, "; ")}
	}
	return nil
}
