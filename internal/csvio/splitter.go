package csvio

import (
	"bytes"
	"io"
)

// blockSize is how much of a file is taken at a time: enough to make handing blocks to other goroutines cheap, little
// enough to stay in a processor's cache together with what is made of it.
const blockSize = 32 << 10

// Block is a run of neighbouring records as they stand in the file.
type Block struct {
	Data  []byte // whole records, unless something is wrong with the last
	Line  int    // lines of the file before Data
	first bool   // nothing but empty lines stands before it
	opt   *Options
}

// Splitter cuts a file into blocks, which may then be parsed by several goroutines. It looks at no more than where
// records end. It is not safe for concurrent use.
type Splitter struct {
	in   io.Reader
	opt  Options
	size int    // bytes of a block
	rest []byte // read, and not yet part of a block
	line int    // lines in blocks so far
	text bool   // some of them are not empty
	err  error  // what the stream returned: io.EOF, or what went wrong
	end  bool   // nothing more is to come
}

// NewSplitter returns a Splitter of r.
func NewSplitter(r io.Reader, o Options) *Splitter {
	return &Splitter{in: r, opt: o.withDefaults(), size: blockSize}
}

// Next fills b, using its memory again, or returns io.EOF after the last block. Any other error is final: an *Error
// where the file is empty or of another kind, otherwise what the stream returned. The records before it have been given.
func (s *Splitter) Next(b *Block) error {
	if s.end {
		return s.failed()
	}
	b.first, b.Line, b.opt = !s.text, s.line, &s.opt
	b.Data = append(b.Data[:0], s.rest...)
	s.rest = s.rest[:0]
	for looked := false; ; looked = true {
		s.fill(b)
		if b.Line == 0 && !looked {
			if err := s.begin(b); err != nil {
				return err
			}
		}
		if n := s.cut(b.Data); n > 0 {
			s.rest = append(s.rest, b.Data[n:]...)
			b.Data = b.Data[:n]
			s.line += bytes.Count(b.Data, newline)
			s.text = s.text || len(bytes.Trim(b.Data, "\r\n")) > 0
			return nil
		}
		if s.err != nil {
			s.end = true
			return s.failed()
		}
	}
}

var newline = []byte{'\n'}

// failed is what Next returns when there is nothing more.
func (s *Splitter) failed() error {
	if s.err == nil {
		return io.EOF
	}
	return s.err
}

// fill reads until the block is full or the stream ends. A block that is full already is made larger. Where the stream gives
// less than was asked for, half a block is enough, and any whole record of the first: whoever waits for a header gets it
// before more is written.
func (s *Splitter) fill(b *Block) {
	size := max(s.size, 8, cap(b.Data)) // begin wants to see eight bytes
	if len(b.Data) >= size {
		size = 2 * len(b.Data)
	}
	if cap(b.Data) < size {
		b.Data = append(make([]byte, 0, size), b.Data...)
	}
	for empty := 0; s.err == nil && len(b.Data) < cap(b.Data); {
		n, err := s.in.Read(b.Data[len(b.Data):cap(b.Data)])
		b.Data = b.Data[:len(b.Data)+n]
		if s.err = err; n > 0 {
			empty = 0
			if len(b.Data) < cap(b.Data) && (len(b.Data) >= size/2 || b.Line == 0 && len(b.Data) > 8 && bytes.IndexByte(b.Data[len(b.Data)-n:], '\n') >= 0) {
				return
			}
		} else if empty++; empty == 100 && err == nil {
			s.err = io.ErrNoProgress
		}
	}
}

// begin looks at the first bytes of the file and drops a byte order mark.
func (s *Splitter) begin(b *Block) error {
	var bad *Error
	if len(b.Data) == 0 && s.err == io.EOF {
		bad = &Error{Kind: Empty, Msg: "the file is empty (0 bytes)", Hint: "copy it again"}
	} else if bad = wrongMagic(b.Data); bad == nil {
		b.Data = append(b.Data[:0], bytes.TrimPrefix(b.Data, []byte("\ufeff"))...)
		return nil
	}
	s.end, s.err = true, bad
	return bad
}

// cut gives the length of the whole records in data. What follows the last line end is a record at the end of the
// file. A record that is certainly too long is given as it is, for the parser to say so.
func (s *Splitter) cut(data []byte) int {
	if s.err == io.EOF {
		s.end = true
		return len(data)
	}
	n := s.opt.wholeRecords(data)
	if n == 0 && len(data) > s.opt.MaxRecord+len("\r\n") {
		s.end = true
		return len(data)
	}
	return n
}

// wholeRecords gives the length of the whole records that data begins with.
func (o *Options) wholeRecords(data []byte) int {
	from := 0
	for {
		quote := bytes.IndexByte(data[from:], '"')
		if quote < 0 {
			return from + bytes.LastIndexByte(data[from:], '\n') + 1
		}
		// Lines without quotes are records; the one with the quote may be the start of a longer one.
		from += bytes.LastIndexByte(data[from:from+quote], '\n') + 1
		n := o.recordEnd(data[from:])
		if n == 0 {
			return from
		}
		from += n
	}
}

// recordEnd gives the length of the record that data begins with, its line end included, or 0 where it does not end
// in data. After a misplaced quote the record ends with the line.
func (o *Options) recordEnd(data []byte) int {
	i := 0
	for i < len(data) {
		if data[i] == '"' {
			n := closingQuote(data[i+1:])
			if n == 0 || i+1+n == len(data) {
				return 0
			}
			i += 1 + n
			if data[i] == o.Comma {
				i++
				continue
			}
			break
		}
		for i < len(data) && data[i] != o.Comma && data[i] != '"' && data[i] != '\n' {
			i++
		}
		if i == len(data) || data[i] != o.Comma {
			break
		}
		i++
	}
	end := bytes.IndexByte(data[i:], '\n')
	if end < 0 {
		return 0
	}
	return i + end + 1
}

// closingQuote gives the length of the text up to and including the quote that closes it, 0 where none does.
func closingQuote(data []byte) int {
	for i := 0; ; {
		n := bytes.IndexByte(data[i:], '"')
		if n < 0 {
			return 0
		}
		i += n + 1
		if i == len(data) || data[i] != '"' {
			return i
		}
		i++
	}
}
