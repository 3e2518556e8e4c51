package textfile

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// GB18030 is the one encoding that has to be named. UTF-16 is known by its byte order mark.
const GB18030 = "gb18030"

// Decode returns a reader of a text as UTF-8. encoding is GB18030 or "". Plain UTF-8 passes as it is: the reader of the format
// checks it.
func Decode(encoding string, r io.Reader) (io.Reader, error) {
	head, all := Peek(r, 3)
	utf16, endian := false, unicode.LittleEndian
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		utf16 = true
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		utf16, endian = true, unicode.BigEndian
	}
	switch {
	case encoding == GB18030 && (utf16 || string(head) == "\xef\xbb\xbf"):
		return nil, &Error{Msg: "begins with the mark of a Unicode file, and --encoding says gb18030", Hint: "leave out --encoding"}
	case encoding == GB18030:
		if head, all = Peek(all, utf8Sample); LooksUTF8(head) {
			return nil, &Error{Msg: "is UTF-8 text, and --encoding says gb18030", Hint: "leave out --encoding"}
		}
		return newDecoder("GB18030", all, simplifiedchinese.GB18030.NewDecoder()), nil
	case utf16:
		return newDecoder("UTF-16", all, unicode.UTF16(endian, unicode.ExpectBOM).NewDecoder()), nil
	}
	return all, nil
}

// utf8Sample is how much of a file is looked at for text that is UTF-8 after all.
const utf8Sample = 16 << 10

// LooksUTF8 tells Chinese in UTF-8 from Chinese in GB18030. Bytes of the one often decode as the other, into wrong
// characters; but three-byte characters that are all sound UTF-8 do not come about by chance.
func LooksUTF8(head []byte) bool {
	wide := false
	for len(head) > 0 {
		r, n := utf8.DecodeRune(head)
		if r == utf8.RuneError && n == 1 {
			return wide && !utf8.FullRune(head) // cut off by the end of the sample
		}
		wide = wide || n == 3
		head = head[n:]
	}
	return wide
}

// IsUnicode tells a whole text in UTF-8 or UTF-16 from one in GB18030.
func IsUnicode(text []byte) bool {
	for _, mark := range []string{"\xff\xfe", "\xfe\xff", "\xef\xbb\xbf"} {
		if bytes.HasPrefix(text, []byte(mark)) {
			return true
		}
	}
	return LooksUTF8(text)
}

// decoder turns text of another encoding into UTF-8 and refuses what does not decode. A replacement character in its
// output is such a place, or the trace of one that somebody else passed over: both are refused.
type decoder struct {
	encoding string
	r        io.Reader
	t        transform.Transformer
	in       []byte // read and not yet decoded
	buf      []byte // of in
	out      []byte // decoded and not yet taken
	dst      []byte // of out
	line     int
	eof      bool
	err      error
}

func newDecoder(encoding string, r io.Reader, t transform.Transformer) *decoder {
	return &decoder{encoding: encoding, r: r, t: t, buf: make([]byte, 32<<10), dst: make([]byte, 64<<10), line: 1}
}

func (d *decoder) Read(p []byte) (int, error) {
	for len(d.out) == 0 {
		if d.err != nil {
			return 0, d.err
		}
		d.decode()
	}
	n := copy(p, d.out)
	d.out = d.out[n:]
	return n, nil
}

// decode reads more and decodes it into out; what ends the reading waits in err until out is taken.
func (d *decoder) decode() {
	if !d.eof {
		kept := copy(d.buf, d.in)
		n, err := d.r.Read(d.buf[kept:])
		d.in = d.buf[:kept+n]
		if err == io.EOF {
			d.eof = true
		} else if err != nil {
			d.err = err
			return
		}
	}
	wrote, read, err := d.t.Transform(d.dst, d.in, d.eof)
	d.in, d.out = d.in[read:], d.dst[:wrote]
	switch {
	case err == transform.ErrShortSrc || err == transform.ErrShortDst:
	case err != nil:
		d.err = d.refusal()
	case d.eof && len(d.in) == 0:
		d.err = io.EOF
	}
	d.check()
}

var replacement = []byte("\ufffd")

// check ends the text before a replacement character.
func (d *decoder) check() {
	if i := bytes.Index(d.out, replacement); i >= 0 {
		d.out = d.out[:i]
		d.line += bytes.Count(d.out, []byte("\n"))
		d.err = d.refusal()
		return
	}
	d.line += bytes.Count(d.out, []byte("\n"))
}

func (d *decoder) refusal() error {
	return &Error{
		Line: d.line, Msg: fmt.Sprintf("the text of this line is not %s", d.encoding),
		Hint: `the file is damaged or in another encoding; save it as "CSV UTF-8"`,
	}
}
