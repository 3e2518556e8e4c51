package rates

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"slices"
	"strings"
)

const (
	maxFiles = 64
	maxBytes = 64 << 20 // of all files together
)

// tableFile is a file of the folder as read; err says why it could not be.
type tableFile struct {
	name string
	data []byte
	err  error
}

// readFolder reads the files of the tables, in name order. found holds warnings of other .csv files. err means that
// there is no book to speak of.
func readFolder(fsys fs.FS) (files []tableFile, found Problems, err error) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, nil, err
	}
	known := tableNames()
	left, csvFiles := maxBytes, 0
	for _, e := range entries {
		name := e.Name()
		if strings.HasPrefix(name, ".") || !strings.HasSuffix(strings.ToLower(name), ".csv") {
			continue
		}
		if csvFiles++; csvFiles > maxFiles {
			return nil, nil, &fileError{"E003", fmt.Sprintf("the folder has more than %d .csv files", maxFiles), ""}
		}
		if table, exact := strings.CutSuffix(name, ".csv"); !exact || !slices.Contains(known, table) {
			found = append(found, unknownFile(name, known))
			continue
		}
		f := tableFile{name: name}
		f.data, f.err = readFile(fsys, e, left)
		left -= len(f.data)
		files = append(files, f)
	}
	return files, found, nil
}

// unknownFile warns of a file or a sheet that is no table of a book.
func unknownFile(name string, known []string) Problem {
	info := codeByName["W001"]
	p := Problem{Code: info.Code, Severity: info.Severity, File: name, Msg: "the book has no such table; the file is not read", Hint: info.Hint}
	table, isFile := strings.CutSuffix(strings.ToLower(name), ".csv")
	if hint := didYouMean(table, known); hint != "" {
		p.Hint = hint
		if isFile {
			p.Hint = strings.TrimSuffix(hint, "?") + ".csv?"
		}
	}
	return p
}

// readFile reads one file of at most left bytes. What it is is asked before it is opened, because opening a pipe
// waits for a writer, and again of the open file, which may be another by then.
func readFile(fsys fs.FS, e fs.DirEntry, left int) ([]byte, error) {
	name := e.Name()
	info, err := fs.Stat(fsys, name)
	if err != nil && e.Type()&fs.ModeSymlink != 0 {
		return nil, &fileError{"E002", "is a link that leads nowhere or outside the folder", ""}
	}
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, notRegular(info)
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err = f.Stat(); err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, notRegular(info)
	}
	var data bytes.Buffer
	data.Grow(int(min(info.Size(), int64(left))) + bytes.MinRead)
	if _, err := data.ReadFrom(io.LimitReader(f, int64(left)+1)); err != nil {
		return nil, err
	}
	if data.Len() > left {
		return nil, &fileError{"E003", fmt.Sprintf("with this table the book has more than %d bytes", maxBytes), ""}
	}
	return data.Bytes(), nil
}

func notRegular(info fs.FileInfo) error {
	what := "is not a regular file"
	switch m := info.Mode(); {
	case m.IsDir():
		what = "is a folder"
	case m&fs.ModeNamedPipe != 0:
		what = "is a pipe"
	case m&fs.ModeSocket != 0:
		what = "is a socket"
	case m&fs.ModeDevice != 0:
		what = "is a device"
	}
	return &fileError{"E002", what, ""}
}

// hashOf is the SHA-256 of what `sha256sum` prints for the files read, in name order, so that anybody can recompute
// it: sha256sum *.csv | sha256sum.
func hashOf(files []tableFile) string {
	all := sha256.New()
	for _, f := range files {
		if f.err == nil {
			sumLine(all, f)
		}
	}
	return fmt.Sprintf("%x", all.Sum(nil))
}

func sumLine(all hash.Hash, f tableFile) {
	fmt.Fprintf(all, "%x  %s\n", sha256.Sum256(f.data), f.name)
}
