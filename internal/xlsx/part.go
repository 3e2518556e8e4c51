package xlsx

import (
	"io"
	"strings"
)

const (
	maxDepth = 64        // of nested elements; a workbook needs about ten
	maxToken = 256 << 10 // bytes of one tag or text; the longest text that Excel writes has 32767 characters
)

// part reads one XML part of the archive. What a hostile part could make build up in memory (nesting, attributes, texts) is
// bounded.
type part struct {
	name string
	rc   io.ReadCloser
	scan *scanner
}

// element is an element that has just begun. Its attributes can be asked for until the next token is read.
type element struct {
	name string // without prefix
	scan *scanner
}

// attr is the value of an attribute without a prefix, "" where there is none.
func attr(e element, name string) string { return e.scan.attr(name) }

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
	return &part{name, rc, newScanner(rc, int64(f.UncompressedSize64))}, nil
}

func (p *part) close() { p.rc.Close() }

// next reads the next token, io.EOF after the last one. Its text or attributes are valid until the next call.
func (p *part) next() (token, error) {
	tok, err := p.scan.next()
	switch {
	case err == io.EOF:
		return 0, err
	case err == errLongToken:
		return 0, over("%q holds a tag or text of more than %d bytes", p.name, maxToken)
	case err == errDeclaration:
		return 0, damaged("%q holds a document type or entity declaration", p.name)
	case err != nil:
		return 0, damaged("%q cannot be read: %v", p.name, err)
	case len(p.scan.open) > maxDepth:
		return 0, over("%q nests more than %d elements", p.name, maxDepth)
	}
	return tok, nil
}

// begun is the element whose start tag was read last.
func (p *part) begun() element { return element{p.scan.local, p.scan} }

// skip reads on to the end of the element that has just begun.
func (p *part) skip() error {
	for inside := 1; inside > 0; {
		switch tok, err := p.next(); {
		case err != nil:
			return noEOF(err)
		case tok == startTag:
			inside++
		case tok == endTag:
			inside--
		}
	}
	return nil
}

// children calls f for each element directly inside the one that has just begun, until that ends. f reads on to the end of
// its element.
func (p *part) children(f func(element) error) error {
	for {
		tok, err := p.next()
		if err != nil {
			return noEOF(err)
		}
		switch tok {
		case startTag:
			if err := f(p.begun()); err != nil {
				return err
			}
		case endTag:
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
		switch tok {
		case text:
			b.Write(p.scan.text)
		case startTag:
			if err := p.skip(); err != nil {
				return err
			}
		case endTag:
			return nil
		}
	}
}

// root reads to the first element, whose local name must be the given one.
func (p *part) root(name string) error {
	switch _, err := p.next(); {
	case err == io.EOF:
		return damaged("%q is empty", p.name)
	case err != nil:
		return err
	case p.scan.local != name:
		return &Error{Kind: NotWorkbook, Msg: "the file is no workbook: " + p.name + " holds a " + clip(p.scan.local), Hint: "save it as .xlsx"}
	}
	return nil
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
