package orders

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// Open opens order files by path as one sequence and reads their headers; `-` is stdin, once. The caller closes the
// Reader. When ctx ends, a read that waits for more input (a pipe, a terminal) returns its error.
func Open(ctx context.Context, opt Options, stdin io.Reader, paths ...string) (*Reader, error) {
	var sources []Source
	var closers []io.Closer
	fail := func(err error) (*Reader, error) {
		for _, c := range closers {
			c.Close()
		}
		return nil, err
	}
	usedStdin := false
	for _, path := range paths {
		if path == "-" {
			if usedStdin {
				return fail(&Refusal{File: "-", Msg: "standard input is named twice", Hint: "it can be read once"})
			}
			usedStdin = true
			sources = append(sources, Source{"stdin", &interruptible{ctx: ctx, r: stdin}})
			continue
		}
		f, regular, err := openFile(ctx, path)
		if err != nil {
			return fail(err)
		}
		closers = append(closers, f)
		var r io.Reader = f
		if !regular {
			r = &interruptible{ctx: ctx, r: f}
		}
		sources = append(sources, Source{path, r})
	}
	r, err := NewReader(opt, sources...)
	if err == nil {
		err = opt.Mapping.check(r.files)
	}
	if err != nil {
		return fail(err)
	}
	r.closers = closers
	return r, nil
}

// openFile opens a file or a pipe for reading and says whether it is a regular file.
func openFile(ctx context.Context, path string) (f *os.File, regular bool, err error) {
	f, err = openWithin(ctx, path)
	if ctx.Err() != nil {
		return nil, false, ctx.Err()
	}
	if err != nil {
		return nil, false, openRefusal(path, err)
	}
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		err = &Refusal{File: path, Msg: "is a folder", Hint: "name the order files in it"}
	}
	if err != nil {
		f.Close()
		return nil, false, err
	}
	return f, info.Mode().IsRegular(), nil
}

// openWithin gives up when ctx ends: opening a named pipe waits until somebody writes to it.
func openWithin(ctx context.Context, path string) (*os.File, error) {
	if info, err := os.Stat(path); err != nil || info.Mode()&fs.ModeNamedPipe == 0 {
		return os.Open(path)
	}
	type result struct {
		f   *os.File
		err error
	}
	done := make(chan result, 1)
	go func() {
		f, err := os.Open(path)
		done <- result{f, err}
	}()
	select {
	case r := <-done:
		return r.f, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func openRefusal(path string, err error) error {
	var p *fs.PathError
	cause := err
	if errors.As(err, &p) {
		cause = p.Err
	}
	hint := ""
	switch {
	case path == "":
		return &Refusal{File: `""`, Msg: "is no name of a file", Hint: "name an order file, or - for standard input"}
	case errors.Is(err, fs.ErrNotExist):
		hint = "check the path"
	}
	return &Refusal{File: path, Msg: fmt.Sprintf("cannot be opened: %v", cause), Hint: hint}
}

// tooLarge is the error of a file above the size limit.
type tooLarge struct{ max int64 }

func (e *tooLarge) Error() string {
	return fmt.Sprintf("is larger than %s, the limit of an order file", size(e.max))
}

func size(n int64) string {
	for _, u := range []struct {
		unit int64
		name string
	}{{1 << 30, "GiB"}, {1 << 20, "MiB"}, {1 << 10, "KiB"}} {
		if n >= u.unit && n%u.unit == 0 {
			return fmt.Sprintf("%d %s", n/u.unit, u.name)
		}
	}
	return fmt.Sprintf("%d bytes", n)
}

// capped reads at most max bytes and then fails: a limit, not an end of the file.
type capped struct {
	r         io.Reader
	left, max int64
}

func (c *capped) Read(p []byte) (int, error) {
	// One byte more than allowed is asked for, to tell a file at the limit from one above it.
	if int64(len(p)) > c.left+1 {
		p = p[:c.left+1]
	}
	n, err := c.r.Read(p)
	if int64(n) > c.left {
		return int(c.left), &tooLarge{c.max}
	}
	c.left -= int64(n)
	return n, err
}

// interruptible gives up a read that waits when ctx ends. The read itself cannot be stopped and goes on into a
// buffer of its own, which nobody looks at any more.
type interruptible struct {
	ctx context.Context
	r   io.Reader
	buf []byte
}

func (i *interruptible) Read(p []byte) (int, error) {
	type result struct {
		n   int
		err error
	}
	if i.ctx.Err() != nil {
		return 0, i.ctx.Err()
	}
	if len(i.buf) < len(p) {
		i.buf = make([]byte, len(p))
	}
	done := make(chan result, 1)
	go func(buf []byte) {
		n, err := i.r.Read(buf)
		done <- result{n, err}
	}(i.buf[:len(p)])
	select {
	case r := <-done:
		return copy(p, i.buf[:r.n]), r.err
	case <-i.ctx.Done():
		return 0, i.ctx.Err()
	}
}
