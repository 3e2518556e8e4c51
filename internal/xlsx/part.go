package xlsx

import (
	"bufio"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

const (
	maxDepth = 64        // of nested elements; a workbook needs about ten
	maxToken = 256 << 10 // bytes of one tag or text; the longest text that Excel writes has 32767 characters
)

// part reads one XML part of the archive. encoding/xml checks that it is well-formed UTF-8; what a hostile part could
// make it build up in memory (nesting, attributes, texts) is bounded here.
type part struct {
	name  string
	rc    io.ReadCloser
	in    *tokenReader
	dec   *xml.Decoder
	depth int
}

// open opens a part by name.
func (a archive) open(name string) (*part, error) {
	f := a[name]
	if f == nil {
		return nil, damaged("the workbook has no part %q", name)
	}
	rc, err := f.Open()
	if err != nil {
		return nil, damaged("%q cannot be unpacked: %v", name, err)
	}
	p := &part{name: name, rc: rc, in: &tokenReader{r: bufio.NewReaderSize(rc, 32<<10), most: int64(f.UncompressedSize64)}}
	p.dec = xml.NewDecoder(p.in)
	return p, nil
}

func (p *part) close() { p.rc.Close() }

// next returns the next token, io.EOF after the last one. Comments and processing instructions are left out. The
// token is valid until the next call.
func (p *part) next() (xml.Token, error) {
	for {
		p.in.left = maxToken
		tok, err := p.dec.Token()
		switch {
		case err == io.EOF:
			return nil, err
		case errors.Is(err, errLongToken):
			return nil, over("%q holds a tag or text of more than %d bytes", p.name, maxToken)
		case err != nil:
			return nil, damaged("%q cannot be read: %v", p.name, err)
		}
		switch tok.(type) {
		case xml.Directive:
			return nil, damaged("%q holds a document type or entity declaration", p.name)
		case xml.Comment, xml.ProcInst:
			continue
		case xml.StartElement:
			if p.depth++; p.depth > maxDepth {
				return nil, over("%q nests more than %d elements", p.name, maxDepth)
			}
		case xml.EndElement:
			p.depth--
		}
		return tok, nil
	}
}

// skip reads on to the end of the element that has just begun.
func (p *part) skip() error {
	for outside := p.depth - 1; p.depth > outside; {
		if _, err := p.next(); err != nil {
			return noEOF(err)
		}
	}
	return nil
}

// children calls f for each element directly inside the one that has just begun, until that ends. f reads on to the end of
// its element.
func (p *part) children(f func(xml.StartElement) error) error {
	for {
		tok, err := p.next()
		if err != nil {
			return noEOF(err)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if err := f(t); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		}
	}
}

// text appends the character data of the element that has just begun to b, and reads to its end; elements inside it
// are left out.
func (p *part) text(b *strings.Builder) error {
	for {
		tok, err := p.next()
		if err != nil {
			return noEOF(err)
		}
		switch t := tok.(type) {
		case xml.CharData:
			b.Write(t)
		case xml.StartElement:
			if err := p.skip(); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		}
	}
}

// root reads to the first element, whose local name must be the given one.
func (p *part) root(name string) (xml.StartElement, error) {
	for {
		tok, err := p.next()
		if err == io.EOF {
			return xml.StartElement{}, damaged("%q is empty", p.name)
		}
		if err != nil {
			return xml.StartElement{}, err
		}
		if start, ok := tok.(xml.StartElement); ok {
			if start.Name.Local != name {
				return start, &Error{Kind: NotWorkbook, Msg: "the file is no workbook: " + p.name + " holds a " + start.Name.Local, Hint: "save it as .xlsx"}
			}
			return start, nil
		}
	}
}

// finish reads to the end of the part, so that its checksum is verified.
func (p *part) finish() error {
	for {
		if _, err := p.next(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func noEOF(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// attr is the value of an attribute without a namespace, "" where there is none.
func attr(e xml.StartElement, name string) string {
	for i := range e.Attr {
		if e.Attr[i].Name.Local == name && e.Attr[i].Name.Space == "" {
			return e.Attr[i].Value
		}
	}
	return ""
}

var errLongToken = errors.New("token too long")

// tokenReader hands out bytes, at most left of them a token and most in all. It is a byte reader so that
// encoding/xml puts no buffer of its own in between.
type tokenReader struct {
	r    *bufio.Reader
	left int
	most int64
}

func (t *tokenReader) ReadByte() (byte, error) {
	if t.left--; t.left < 0 {
		return 0, errLongToken
	}
	c, err := t.r.ReadByte()
	if err != nil {
		return 0, err
	}
	if t.most--; t.most < 0 {
		return 0, errors.New("more bytes than the archive says")
	}
	return c, nil
}

// Read implements io.Reader, which encoding/xml asks for and does not use.
func (t *tokenReader) Read(b []byte) (int, error) {
	for i := range b {
		c, err := t.ReadByte()
		if err != nil {
			return i, err
		}
		b[i] = c
	}
	return len(b), nil
}
