package orders

import (
	"io"
	"path"
	"strings"

	"github.com/lanewise/lanewise/internal/csvio"
	"github.com/lanewise/lanewise/internal/textfile"
)

// Input says how order files are written, where they do not show it themselves.
type Input struct {
	Format   string  // "csv", "ndjson" or "xlsx"; "" = by the file's name, CSV where that says nothing
	Encoding string  // "gb18030"; "" = UTF-8, or UTF-16 with a byte order mark
	Sheet    string  // of a workbook; "" = the only one, or the one named orders
	Mapping  Mapping // headers of other people
}

// Encodings are the words for Input.Encoding besides the default.
var Encodings = []string{"utf-8", textfile.GB18030}

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
	name, packed := textfile.CutPacking(s.Name)
	format := o.formatOf(name)
	if path.Ext(s.Name) == "" && format != "xlsx" {
		// The name says nothing, as that of standard input: the first bytes may.
		var head []byte
		head, s.R = textfile.Peek(s.R, 4)
		packed = textfile.PackingOf(head)
		if o.Format == "" && string(head) == "PK\x03\x04" {
			format = "xlsx"
		}
	}
	if format == "xlsx" {
		if packed != "" {
			return nil, &Refusal{File: s.Name, Msg: "is a workbook in a second packing", Hint: "unpack it; a workbook is packed in itself"}
		}
		return o.openWorkbook(s)
	}
	unpacked, err := textfile.Unpack(s.R, packed)
	if err != nil {
		return nil, err
	}
	text, err := textfile.Decode(o.Encoding, &capped{r: unpacked, left: o.MaxFile, max: o.MaxFile})
	if err != nil {
		return nil, err
	}
	if format == "ndjson" {
		return o.openNDJSON(s.Name, text)
	}
	head, text := textfile.Peek(text, 2)
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
