package orders

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/lanewise/lanewise/internal/csvio"
)

// Input says how order files are written, where they do not show it themselves.
type Input struct {
	Format   string  // "csv", "ndjson" or "xlsx"; "" = by the file's name, CSV where that says nothing
	Encoding string  // "gb18030"; "" = UTF-8, or UTF-16 with a byte order mark
	Sheet    string  // of a workbook; "" = the only one, or the one named orders
	Mapping  Mapping // headers of other people
}

// Formats are the words for Input.Format.
var Formats = []string{"csv", "ndjson", "xlsx"}

// input is an order file unpacked and decoded, before anything of it is read as a table.
type input struct {
	text    io.Reader     // CSV as UTF-8; nil where records is set
	csv     csvio.Options // how its fields are separated
	records records       // NDJSON, XLSX: nil for CSV
	header  *header       // of records, already bound
}

// decode finds out what a source is and takes it apart up to text or records.
func (o *Options) decode(s Source) (*input, error) {
	name, packed := cutPacking(s.Name)
	format := o.formatOf(name)
	if format == "xlsx" {
		if packed != "" {
			return nil, &Refusal{File: s.Name, Msg: "is a workbook in a second packing", Hint: "unpack it; a workbook is packed in itself"}
		}
		return o.openWorkbook(s)
	}
	unpacked, err := unpack(s, packed)
	if err != nil {
		return nil, err
	}
	text, err := decodeText(s.Name, o.Encoding, &capped{r: unpacked, left: o.MaxFile, max: o.MaxFile})
	if err != nil {
		return nil, err
	}
	if format == "ndjson" {
		return o.openNDJSON(s.Name, text)
	}
	head, text := peek(text, 2)
	if string(head) == `{"` {
		return nil, &Refusal{File: s.Name, Line: 1, Msg: "the file looks like NDJSON, not CSV", Hint: "name it .ndjson, or give --input ndjson"}
	}
	in := &input{text: text, csv: o.CSV}
	if in.csv.Comma == 0 && strings.EqualFold(path.Ext(name), ".tsv") {
		in.csv.Comma = '\t'
	}
	return in, nil
}

func (o *Options) formatOf(name string) string {
	if o.Format != "" {
		return o.Format
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".ndjson", ".jsonl":
		return "ndjson"
	case ".xlsx", ".xlsm":
		return "xlsx"
	}
	return "csv"
}

// cutPacking cuts the ending of a packed file off its name.
func cutPacking(name string) (rest, packed string) {
	switch ext := path.Ext(name); strings.ToLower(ext) {
	case ".gz":
		return strings.TrimSuffix(name, ext), "gzip"
	case ".zst", ".zstd":
		return strings.TrimSuffix(name, ext), "zstd"
	}
	return name, ""
}

// prefixed gives back bytes that were read to look at, then the error that followed them, then the rest.
type prefixed struct {
	head []byte
	err  error
	r    io.Reader
}

func (p *prefixed) Read(b []byte) (int, error) {
	switch {
	case len(p.head) > 0:
		n := copy(b, p.head)
		p.head = p.head[n:]
		return n, nil
	case p.err != nil:
		return 0, p.err
	}
	return p.r.Read(b)
}

// peek reads the first n bytes, or fewer where there are no more, and returns a reader of the whole.
func peek(r io.Reader, n int) ([]byte, io.Reader) {
	head := make([]byte, n)
	got, err := io.ReadFull(r, head)
	if err == io.ErrUnexpectedEOF {
		err = io.EOF
	}
	return head[:got], &prefixed{head[:got], err, r}
}

// orderHint replaces the hint of the CSV reader, which knows no flags, where an order file can be read with one.
func orderHint(e *csvio.Error) string {
	switch {
	case e.Kind == csvio.Separator && strings.Contains(e.Msg, "semicolons"):
		return `give --delimiter ";"`
	case e.Kind == csvio.Separator && strings.Contains(e.Msg, "tabs"):
		return "give --delimiter tab, or name the file .tsv"
	case e.Kind == csvio.Separator:
		return "leave out --delimiter"
	case e.Kind == csvio.Format && strings.Contains(e.Msg, "gzip"):
		return "name it .csv.gz, or unpack it first"
	case e.Kind == csvio.Format && strings.Contains(e.Msg, "zstd"):
		return "name it .csv.zst, or unpack it first"
	case e.Kind == csvio.Encoding && strings.Contains(e.Msg, "is not UTF-8"):
		return `Excel in China saves CSV as GB18030: give --encoding gb18030, or save the file as "CSV UTF-8"`
	}
	return e.Hint
}

var magics = map[string][]byte{"gzip": {0x1f, 0x8b}, "zstd": {0x28, 0xb5, 0x2f, 0xfd}}

// unpack undoes the packing that the name of a file tells of.
func unpack(s Source, packed string) (io.Reader, error) {
	if packed == "" {
		return s.R, nil
	}
	head, r := peek(s.R, 4)
	if len(head) == 0 {
		return r, nil // an empty file, or its error: the reader of the text tells
	}
	if !bytes.HasPrefix(head, magics[packed]) {
		return nil, &Refusal{File: s.Name, Msg: fmt.Sprintf("is named as packed with %s and is not", packed), Hint: "name it after what it is"}
	}
	return newUnpacker(s.Name, packed, r)
}
