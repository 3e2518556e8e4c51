// Package textfile makes plain UTF-8 of the text files that people have: packed with gzip or zstd, in UTF-16 or GB18030.
//
// Unpack and Decode are streams in front of the reader of a format. They repair nothing: data that is damaged, cut off or in
// another encoding than it should be ends the stream with an *Error that names the line where that can be known. Memory is
// bounded; how much text comes out of a packed file is for the caller to limit.
package textfile

import (
	"fmt"
	"io"
)

// Error says why a file cannot be read as text. The caller knows the file's name.
type Error struct {
	Line int // 0 = the file as a whole
	Msg  string
	Hint string // what to do about it
}

// Error is `line 3: what is wrong; what to do`.
func (e *Error) Error() string {
	s := e.Msg + "; " + e.Hint
	if e.Line > 0 {
		return fmt.Sprintf("line %d: %s", e.Line, s)
	}
	return s
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

// Peek reads the first n bytes, or fewer where there are no more, and returns a reader of the whole.
func Peek(r io.Reader, n int) ([]byte, io.Reader) {
	head := make([]byte, n)
	got, err := io.ReadFull(r, head)
	if err == io.ErrUnexpectedEOF {
		err = io.EOF
	}
	return head[:got], &prefixed{head[:got], err, r}
}
