package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"syscall"

	"github.com/spf13/pflag"

	"github.com/lanewise/lanewise/internal/atomicfile"
)

// outputFlag is --output.
type outputFlag struct{ path string }

func newOutputFlag(fs *pflag.FlagSet) *outputFlag {
	f := &outputFlag{}
	fs.StringVar(&f.path, "output", "-", "`FILE` where to write, - for standard output (the default); a file appears whole or not at all")
	return f
}

// toFile reports whether the output goes into a file that appears whole or not at all.
func (f *outputFlag) toFile() bool { return f.path != "-" && f.path != "" }

// write lets do write to where --output says. A file is put in its place only if do ends without an error or only
// with errRows; inputs are the files that it must not replace.
func (f *outputFlag) write(e *env, inputs []string, do func(w io.Writer) error) error {
	if !f.toFile() {
		return do(e.stdout)
	}
	file, err := atomicfile.Create(f.path, inputs...)
	if err != nil {
		return unusable(err)
	}
	if err := do(file); err != nil && !errors.Is(err, errRows) {
		file.Abort()
		return err
	} else if broken := file.Commit(); broken != nil {
		return broken
	} else {
		return err
	}
}

// outputError says that standard output could not be written; nil stays nil.
func outputError(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.EPIPE):
		return errors.New("standard output was closed by its reader; the output is incomplete")
	}
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	return fmt.Errorf("standard output: %w; the output is incomplete", err)
}
