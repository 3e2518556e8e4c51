package orders

import (
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// maxWindow bounds the memory that a zstd file can ask for: 32 MiB, which levels up to 20 keep to.
const maxWindow = 32 << 20

// unpacker reads a packed file and tells what is damaged in it from what its source could not read.
type unpacker struct {
	name, packed string
	src          *watched
	r            io.Reader
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

func newUnpacker(name, packed string, r io.Reader) (io.Reader, error) {
	u := &unpacker{name: name, packed: packed, src: &watched{r: r}}
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
		return &Refusal{File: u.name, Msg: fmt.Sprintf("the %s data ends too early", u.packed), Hint: "the file was copied only in part; copy it again"}
	case err == zstd.ErrWindowSizeExceeded:
		return &Refusal{File: u.name, Msg: fmt.Sprintf("needs a window above %s to unpack", size(maxWindow)), Hint: "pack it without --ultra and --long"}
	}
	return &Refusal{File: u.name, Msg: fmt.Sprintf("the %s data is damaged: %v", u.packed, err), Hint: "copy it again, or unpack it and see what is in it"}
}
