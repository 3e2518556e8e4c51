// Package atomicfile writes output files that appear whole or not at all.
//
// Create opens a temporary file in the folder of the target; Commit syncs it to disk and renames it over the target,
// then syncs the folder. Until then the target is what it was before, and Abort leaves it so. A target that is no
// regular file (a pipe, /dev/stdout, /dev/full) cannot be replaced and is written directly.
package atomicfile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
)

// File is an output file in the making. It is for one goroutine.
type File struct {
	f      *os.File
	path   string // as the caller named it
	target string // the file to replace; "" where path is written directly
	err    error  // the first failed write
}

// Write writes path by calling write, and commits only if write succeeds. An error of write is returned as it is.
func Write(path string, inputs []string, write func(io.Writer) error) error {
	f, err := Create(path, inputs...)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		f.Abort()
		return err
	}
	return f.Commit()
}

// Create starts an output file. It is refused where path is one of the inputs, or a file in an input folder, by
// whatever name; where path is a folder; and where its folder cannot be written.
func Create(path string, inputs ...string) (*File, error) {
	return CreateContext(context.Background(), path, inputs...)
}

// CreateContext is Create that gives up with the error of ctx when ctx ends: a named pipe is opened once somebody reads
// from it, which may be never.
func CreateContext(ctx context.Context, path string, inputs ...string) (*File, error) {
	if err := refuseInput(path, inputs); err != nil {
		return nil, err
	}
	// A link stays a link: the file that it leads to is replaced, or created where it leads to none yet.
	target, err := behindLinks(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, cause(err))
	}
	info, err := os.Stat(target)
	switch {
	case err == nil && info.IsDir():
		return nil, fmt.Errorf("%s: is a folder; name a file in it", path)
	case err == nil && !info.Mode().IsRegular():
		f, err := openWithin(ctx, target)
		if err != nil {
			return nil, fmt.Errorf("%s: cannot be opened for writing: %w", path, cause(err))
		}
		return &File{f: f, path: path}, nil
	case err == nil:
		return replace(path, target, info)
	case errors.Is(err, fs.ErrNotExist):
		return beside(path, target)
	default:
		return nil, fmt.Errorf("%s: %w", path, cause(err))
	}
}

// openWithin opens for writing, beside ctx.
func openWithin(ctx context.Context, path string) (*os.File, error) {
	type result struct {
		f   *os.File
		err error
	}
	done := make(chan result, 1)
	go func() {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		done <- result{f, err}
	}()
	select {
	case r := <-done:
		return r.f, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// behindLinks follows path to the file that it leads to, which need not exist.
func behindLinks(path string) (string, error) {
	const most = 40 // as many as Linux follows
	for range most {
		real, err := filepath.EvalSymlinks(path)
		if err == nil {
			return real, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		next, err := os.Readlink(path)
		if err != nil {
			return path, nil // no link: the file or its folder is missing
		}
		if !filepath.IsAbs(next) {
			next = filepath.Join(filepath.Dir(path), next)
		}
		path = next
	}
	return "", errors.New("too many links")
}

// replace starts the successor of a file that exists, with its permissions. A file that may not be written to is not
// to be replaced either, although its folder would allow it.
func replace(path, target string, old fs.FileInfo) (*File, error) {
	f, err := os.OpenFile(target, os.O_WRONLY, 0)
	if err != nil {
		return nil, fmt.Errorf("%s: cannot be opened for writing: %w", path, cause(err))
	}
	f.Close()
	w, err := beside(path, target)
	if err != nil {
		return nil, err
	}
	if err := w.f.Chmod(old.Mode().Perm()); err != nil {
		w.Abort()
		return nil, fmt.Errorf("%s: cannot give the new file the old one's permissions: %w", path, cause(err))
	}
	return w, nil
}

// beside starts the temporary file that will take target's place.
func beside(path, target string) (*File, error) {
	f, err := temp(filepath.Dir(target))
	if err != nil {
		return nil, fmt.Errorf("%s: cannot be created: %w", path, cause(err))
	}
	return &File{f: f, path: path, target: target}, nil
}

// temp creates a hidden file in a folder under a free name.
func temp(dir string) (*os.File, error) {
	for {
		name := filepath.Join(dir, fmt.Sprintf(".lanewise-%08x.tmp", rand.Uint32()))
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) {
			return f, err
		}
	}
}

// refuseInput finds path among the inputs.
func refuseInput(path string, inputs []string) error {
	out, err := os.Stat(path)
	if err != nil || !out.Mode().IsRegular() {
		return nil
	}
	switch in, inside := Among(out, inputs); {
	case in == "":
		return nil
	case inside:
		return fmt.Errorf("%s: is a file of the input folder %s; write the output to another file", path, in)
	default:
		return fmt.Errorf("%s: is also an input; write the output to another file", path)
	}
}

// Among finds the input that a file is, by whatever name, or the input folder that it is inside; "" is none.
func Among(file fs.FileInfo, inputs []string) (input string, inside bool) {
	for _, in := range inputs {
		info, err := os.Stat(in)
		if err != nil {
			continue
		}
		if os.SameFile(file, info) {
			return in, false
		}
		if info.IsDir() && inFolder(file, in) {
			return in, true
		}
	}
	return "", false
}

func inFolder(out fs.FileInfo, dir string) bool {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return false
	}
	for _, e := range entries {
		if info, err := os.Stat(filepath.Join(dir, e.Name())); err == nil && os.SameFile(out, info) {
			return true
		}
	}
	return false
}

// Write writes to the file in the making. After an error every further call fails with it, and so does Commit.
func (w *File) Write(p []byte) (int, error) {
	if w.err != nil {
		return 0, w.err
	}
	n, err := w.f.Write(p)
	if err != nil {
		w.err = fmt.Errorf("%s: %w", w.path, cause(err))
	}
	return n, w.err
}

// failed is the error of a Commit: what went wrong and what the target holds now.
func (w *File) failed(err error) error {
	return fmt.Errorf("%s: %w; the file was not written, whatever it held before is untouched", w.path, cause(err))
}

// Commit puts the file in its place, once everything is on disk. After an error, its own or that of an earlier
// write, the target is unchanged and the temporary file is gone.
func (w *File) Commit() error {
	if w.err != nil {
		w.Abort()
		return w.err
	}
	if w.target == "" {
		if err := w.f.Close(); err != nil {
			return fmt.Errorf("%s: %w; what was written to it is incomplete", w.path, cause(err))
		}
		return nil
	}
	name := w.f.Name()
	err := w.f.Sync()
	if closing := w.f.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Rename(name, w.target)
	}
	if err != nil {
		os.Remove(name)
		return w.failed(err)
	}
	if err := syncFolder(filepath.Dir(w.target)); err != nil {
		return fmt.Errorf("%s: written, but its folder could not be synced to disk: %w", w.path, cause(err))
	}
	return nil
}

// Abort gives up: the temporary file is removed and the target left as it was. After Commit it does nothing.
func (w *File) Abort() {
	w.f.Close()
	if w.target != "" {
		os.Remove(w.f.Name())
	}
}

// syncFolder makes the rename last through a crash. Windows cannot sync a folder and does not need it.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// cause strips the operation and the temporary name from an error of os: the caller names the file.
func cause(err error) error {
	var p *fs.PathError
	var l *os.LinkError
	switch {
	case errors.As(err, &p):
		return p.Err
	case errors.As(err, &l):
		return l.Err
	}
	return err
}
