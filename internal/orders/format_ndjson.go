package orders

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ndjson reads orders that are one JSON object a line: `{"order_id":"A-1","country":"US","weight_g":350}`. A line that is no
// such object spoils that order; text that is not UTF-8, or a line above the limit, the file.
type ndjson struct {
	name    string
	in      *bufio.Reader
	opt     *Options
	line    int
	long    []byte
	begun   bool // a record has been read
	scanner jsonScanner
	fields  [NumColumns]string
}

// openNDJSON begins to read. Its header has every column, since any object may have any of them.
func (o *Options) openNDJSON(name string, text io.Reader) (*input, error) {
	in := bufio.NewReaderSize(text, 64<<10)
	start, err := in.Peek(3)
	switch {
	case err != nil && err != io.EOF:
		return nil, err
	case len(start) == 0:
		return nil, &Refusal{File: name, Msg: "the file is empty (0 bytes)", Hint: "copy it again"}
	case string(start) == "\xef\xbb\xbf":
		in.Discard(3)
	}
	h := &header{file: name, line: 1, fields: int(NumColumns), keyed: true}
	for c := range NumColumns {
		h.at[c], h.how[c] = int(c)+1, byName
	}
	return &input{records: &ndjson{name: name, in: in, opt: o}, header: h}, nil
}

// Line is the line of the record last read.
func (n *ndjson) Line() int { return n.line }

// Read returns the texts of the next object in the order of the columns. An empty line is no record.
func (n *ndjson) Read() ([]string, error) {
	line, err := n.nextLine()
	for err == nil && len(bytes.Trim(line, " \t\r")) == 0 {
		line, err = n.nextLine()
	}
	if err != nil {
		return nil, err
	}
	if err := n.begin(line); err != nil {
		return nil, err
	}
	n.fields = [NumColumns]string{}
	if faults := n.object(line); len(faults) > 0 {
		return n.fields[:], faults
	}
	return n.fields[:], nil
}

// begin refuses a file whose first line shows that it is something else.
func (n *ndjson) begin(line []byte) error {
	if n.begun {
		return nil
	}
	n.begun = true
	text := bytes.Trim(line, " \t\r")
	switch {
	case joinedByCR(text):
		return &Refusal{File: n.name, Line: n.line, Msg: "the lines end in CR alone", Hint: "write the file with LF or CRLF line ends"}
	case string(text) == "{":
		return &Refusal{File: n.name, Line: n.line, Msg: "an object goes over several lines", Hint: "write one object a line: jq -c . makes it so"}
	case text[0] == '{':
		return nil
	case text[0] == '[':
		return &Refusal{File: n.name, Line: n.line, Msg: "the file is one JSON array", Hint: "write one object a line without brackets and commas around them: jq -c '.[]' makes it so"}
	}
	return &Refusal{File: n.name, Line: n.line, Msg: "the file does not begin with a JSON object", Hint: "name it after what it is, or say so with --input"}
}

// joinedByCR finds objects that nothing but a CR parts. Inside an object a CR is a space like others.
func joinedByCR(line []byte) bool {
	for {
		i := bytes.IndexByte(line, '\r')
		if i < 0 {
			return false
		}
		before, after := bytes.TrimRight(line[:i], " \t"), bytes.TrimLeft(line[i:], " \t\r")
		if bytes.HasSuffix(before, []byte("}")) && bytes.HasPrefix(after, []byte("{")) {
			return true
		}
		line = after
	}
}

// nextLine reads a line without its end and checks that it is text.
func (n *ndjson) nextLine() ([]byte, error) {
	most := n.opt.CSV.MaxRecord
	if most == 0 {
		most = 64 << 10
	}
	n.line++
	line, err := n.in.ReadSlice('\n')
	if err == bufio.ErrBufferFull {
		n.long = append(n.long[:0], line...)
		for err == bufio.ErrBufferFull && len(n.long) <= most+1 {
			line, err = n.in.ReadSlice('\n')
			n.long = append(n.long, line...)
		}
		line = n.long
	}
	line = bytes.TrimSuffix(line, []byte("\n"))
	switch {
	case len(line) > most+1 && joinedByCR(line):
		return nil, &Refusal{File: n.name, Line: n.line, Msg: "the lines end in CR alone", Hint: "write the file with LF or CRLF line ends"}
	case len(line) > most+1:
		return nil, &Refusal{File: n.name, Line: n.line, Msg: fmt.Sprintf("the line is longer than %d bytes", most), Hint: "an order is one short object"}
	case err != nil && err != io.EOF:
		return nil, err
	case err == io.EOF && len(line) == 0:
		return nil, io.EOF
	case bytes.IndexByte(line, 0) >= 0:
		return nil, &Refusal{File: n.name, Line: n.line, Msg: "the line holds a NUL byte", Hint: "the file is damaged, or in another encoding"}
	case !utf8.Valid(line):
		return nil, &Refusal{File: n.name, Line: n.line, Msg: "the line is not UTF-8", Hint: "JSON is always UTF-8; write the file again"}
	}
	return line, nil
}

// object reads one line into fields.
func (n *ndjson) object(line []byte) (faults Faults) {
	seen := map[string]bool{}
	blame := func(column, kind, format string, args ...any) {
		faults = append(faults, Fault{Column: column, Kind: kind, Msg: fmt.Sprintf(format, args...)})
	}
	err := n.scanner.object(line, func(key string, v jsonValue) {
		c, how := n.column(key)
		name := c.String()
		if how == unbound {
			name = key // as it stands: there is no column to blame
		}
		switch {
		case seen[name] && how != unbound:
			blame(name, kindKey, "the key %s stands twice in the object, or beside one that means the same; keep one", show(key))
		case how == unbound && n.skipped(key):
		case how == unbound:
			blame(show(key), kindKey, "%s", unknownKey(key))
		default:
			n.put(c, v, blame)
		}
		seen[name] = true
	})
	if err != nil {
		return Faults{{Kind: kindJSON, Msg: err.Error()}}
	}
	return faults
}

// put takes a value as the text of a cell.
func (n *ndjson) put(c Column, v jsonValue, blame func(column, kind, format string, args ...any)) {
	most := n.opt.CSV.MaxField
	if most == 0 {
		most = 4 << 10
	}
	switch {
	case v.kind == jsonList && c != Attributes:
		blame(c.String(), kindCell, "is a list; write one text or number")
	case v.kind == jsonOther:
		blame(c.String(), kindCell, "is %s; write a text or a number", v.text)
	case v.kind == jsonNumber && c.isText() && strings.ContainsAny(v.text, "eE"):
		blame(c.String(), kindShort, "%s is a number with an exponent, whose last digits may be lost; write it as a text", show(v.text))
	case len(v.text) > most:
		blame(c.String(), kindLong, "has %d bytes, at most %d are allowed", len(v.text), most)
	default:
		n.fields[c] = v.text
	}
}

// column finds the column of a key: by the mapping or by our own name. Other spellings are not read: a program writes NDJSON,
// and can write it right.
func (n *ndjson) column(key string) (Column, binding) {
	if e := n.opt.Mapping.find(key); e != nil {
		if e.skip {
			return 0, unbound
		}
		return e.ours, byMapping
	}
	if c, ok := columnOf(key); ok {
		return c, byName
	}
	return 0, unbound
}

func (n *ndjson) skipped(key string) bool {
	e := n.opt.Mapping.find(key)
	return e != nil && e.skip
}

func unknownKey(key string) string {
	if key == "" || key != trim(key) || !utf8.ValidString(key) || strings.ContainsFunc(key, unicode.IsControl) {
		return "is no column of orders; leave it out, or give it the name of one"
	}
	leave := "--map " + shellWord(key+"="+skipWord) + " leaves it out"
	if c, _, ok := meant(key); ok {
		return fmt.Sprintf("is no column of orders; write %s, or give --map %s", c, shellWord(key+"="+c.String()))
	}
	return "is no column of orders; " + leave
}
