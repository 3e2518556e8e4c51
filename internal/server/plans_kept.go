package server

import (
	"bytes"
	"errors"
	"io"

	"github.com/klauspost/compress/zstd"

	"github.com/lanewise/lanewise/internal/report"
)

// kept are a plan's decisions in one form, written once and read by any number of requests: packed, in memory where they are
// short, else in a file that has no name.
type kept struct {
	format report.Format
	most   int64 // bytes it may take
	taken  int64 // bytes it takes
	size   int64 // of the decisions
	memory []byte
	file   *spooled
	users  int // requests that read it, and its plan; guarded by plans.mu
}

// errKeepsLess is a plan whose decisions take more than may be kept.
var errKeepsLess = errors.New("the decisions take more than the server keeps of all plans together")

// fill keeps what write writes.
func (k *kept) fill(write func(io.Writer) error) error {
	const window = 1 << 20 // what a reader needs of memory as well
	z, err := zstd.NewWriter((*keptBytes)(k), zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(window))
	if err != nil {
		return err
	}
	if err := write(&counter{z, &k.size}); err != nil {
		z.Close()
		return err
	}
	return z.Close()
}

// counter counts what is written.
type counter struct {
	io.Writer
	n *int64
}

// Write implements io.Writer.
func (c *counter) Write(b []byte) (int, error) {
	n, err := c.Writer.Write(b)
	*c.n += int64(n)
	return n, err
}

// keptBytes takes what is packed.
type keptBytes kept

// Write implements io.Writer.
func (k *keptBytes) Write(b []byte) (n int, err error) {
	if k.taken+int64(len(b)) > k.most {
		return 0, errKeepsLess
	}
	if k.file == nil && k.taken+int64(len(b)) > inMemory {
		if k.file, err = unnamed(); err != nil {
			return 0, err
		}
		if _, err := k.file.Write(k.memory); err != nil {
			return 0, err
		}
		k.memory = nil
	}
	k.taken += int64(len(b))
	if k.file != nil {
		return k.file.Write(b)
	}
	k.memory = append(k.memory, b...)
	return len(b), nil
}

// copyTo writes the decisions, whoever else reads them.
func (k *kept) copyTo(w io.Writer) error {
	var packed io.Reader = bytes.NewReader(k.memory)
	if k.file != nil {
		packed = io.NewSectionReader(k.file, 0, k.taken)
	}
	z, err := zstd.NewReader(packed, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true))
	if err != nil {
		return err
	}
	defer z.Close()
	_, err = io.Copy(w, z)
	return err
}

// drop takes away what nobody reads.
func (k *kept) drop() {
	if k.file != nil {
		k.file.Close()
	}
}

// letGo counts one user less; the last one takes the file with it.
func (k *kept) letGo() {
	if k.users--; k.users == 0 {
		k.drop()
	}
}
