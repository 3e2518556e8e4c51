package textfile

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// packings are the ways of packing that are undone, by the ending of a name and by the first bytes.
var packings = []struct {
	name  string
	ends  []string
	magic string
}{
	{"gzip", []string{".gz"}, "\x1f\x8b"},
	{"zstd", []string{".zst", ".zstd"}, "\x28\xb5\x2f\xfd"},
}

// CutPacking cuts the ending of a packed file off its name and says how it is packed: "gzip", "zstd", or "" where it is not.
func CutPacking(name string) (rest, packed string) {
	ext := path.Ext(name)
	for _, p := range packings {
		if slices.Contains(p.ends, strings.ToLower(ext)) {
			return strings.TrimSuffix(name, ext), p.name
		}
	}
	return name, ""
}

// PackingOf says how a file is packed that begins so.
func PackingOf(head []byte) string {
	for _, p := range packings {
		if bytes.HasPrefix(head, []byte(p.magic)) {
			return p.name
		}
	}
	return ""
}

// Unpack undoes a packing; "" is none. A file that is packed in another way, or not at all, is refused.
func Unpack(r io.Reader, packed string) (io.Reader, error) {
	if packed == "" {
		return r, nil
	}
	head, r := Peek(r, 4)
	if len(head) == 0 {
		return r, nil // an empty file, or its error: the reader of the text tells
	}
	if PackingOf(head) != packed {
		return nil, &Error{Msg: fmt.Sprintf("is named as packed with %s and is not", packed), Hint: "name it after what it is"}
	}
	return newUnpacker(packed, r)
}

// maxWindow bounds the memory that a zstd file can ask for: 32 MiB, which levels up to 20 keep to.
const maxWindow = 32 << 20

// unpacker reads a packed file and tells what is damaged in it from what its source could not read.
type unpacker struct {
	packed string
	src    *watched
	r      io.Reader
}

// watched remembers the error of a source.
type watched struct {
	r   io.Reader
	err error
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.r.Read(p)
	if err != nil && err != io.EOF {
		w.err = err
	}
	return n, err
}

func newUnpacker(packed string, r io.Reader) (io.Reader, error) {
	u := &unpacker{packed: packed, src: &watched{r: r}}
	var err error
	if packed == "gzip" {
		u.r, err = gzip.NewReader(u.src)
	} else {
		// One goroutine, the caller's: what is read ahead is bounded, and nothing is left running when a run ends early.
		u.r, err = zstd.NewReader(u.src, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxWindow))
	}
	if err != nil {
		return nil, u.failure(err)
	}
	return u, nil
}

func (u *unpacker) Read(p []byte) (int, error) {
	n, err := u.r.Read(p)
	if err != nil && err != io.EOF {
		err = u.failure(err)
	}
	return n, err
}

func (u *unpacker) failure(err error) error {
	switch {
	case u.src.err != nil:
		return u.src.err
	case err == io.ErrUnexpectedEOF || err == io.EOF:
		return &Error{Msg: fmt.Sprintf("the %s data ends too early", u.packed), Hint: "the file was copied only in part; copy it again"}
	case err == zstd.ErrWindowSizeExceeded:
		return &Error{Msg: fmt.Sprintf("needs a window above %d MiB to unpack", maxWindow>>20), Hint: "pack it without --ultra and --long"}
	}
	return &Error{Msg: fmt.Sprintf("the %s data is damaged: %v", u.packed, err), Hint: "copy it again, or unpack it and see what is in it"}
}
