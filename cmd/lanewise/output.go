package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"

	"github.com/spf13/pflag"

	"github.com/lanewise/lanewise/internal/atomicfile"
)

// outputFlag is --output.
type outputFlag struct{ path string }

func newOutputFlag(fs *pflag.FlagSet) *outputFlag {
	f := &outputFlag{"-"}
	fs.Var(&path{&f.path, "name a file, or leave --output out for standard output"}, "output", "`FILE` where to write, - for standard output (the default); a file appears whole or not at all, and compressed if its name ends in .gz or .zst")
	return f
}

// toFile reports whether the output goes into a file that appears whole or not at all.
func (f *outputFlag) toFile() bool { return f.path != "-" && f.path != "" }

// write lets do write to where --output says. A file is put in its place only if do ends without an error, or with one that
// leaves a whole result (errRows, errInterrupted); inputs are the files that it must not replace.
func (f *outputFlag) write(ctx context.Context, e *env, inputs []string, do func(w io.Writer) error) error {
	if !f.toFile() {
		if err := refuseEcho(e.stdout, inputs); err != nil {
			return unusable(err)
		}
		return do(e.stdout)
	}
	file, err := atomicfile.CreateContext(ctx, f.path, inputs...)
	if err != nil {
		return unusable(err)
	}
	if err := packed(f.path, file, do); err != nil && !errors.Is(err, errRows) && !errors.Is(err, errInterrupted) {
		file.Abort()
		return err
	} else if broken := file.Commit(); broken != nil {
		return broken
	} else {
		return err
	}
}

// stdinPath leads to the file that standard input was opened from, where the system has such a path.
const stdinPath = "/dev/stdin"

// refuseEcho finds standard output among the inputs: `lanewise decide orders.csv >> orders.csv` would read what it
// writes, without end, and the report on a book appended to one of its tables would be part of the book.
func refuseEcho(stdout io.Writer, inputs []string) error {
	file, ok := stdout.(*os.File)
	if !ok {
		return nil
	}
	out, err := file.Stat()
	if err != nil || !out.Mode().IsRegular() {
		return nil
	}
	switch path, inside := atomicfile.Among(out, inputs); {
	case path == "":
		return nil
	case path == stdinPath:
		return errors.New("standard output is also the standard input; write the output to another file")
	case inside:
		return fmt.Errorf("standard output is a file of the input folder %s; write the output to another file", path)
	default:
		return fmt.Errorf("standard output is also the input %s; write the output to another file", path)
	}
}

// inputPaths are the files and folders that a command reads, and its output must not be one of; "" is none.
func inputPaths(names ...string) []string {
	var in []string
	for _, path := range names {
		switch path {
		case "":
		case "-":
			in = append(in, stdinPath)
		default:
			in = append(in, path)
		}
	}
	return in
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
