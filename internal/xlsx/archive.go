package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"path"
	"strings"
)

// Limits bound what a workbook may cost to read.
type Limits struct {
	FileBytes     int64 // of the file itself
	UnzippedBytes int64 // of all entries together
	Entries       int
	Ratio         int64 // unpacked to packed bytes, of each entry
	Cells         int   // of all sheets read
	Columns       int   // with something in them
	FieldBytes    int   // of one cell's text
}

// DefaultLimits are those of the product.
func DefaultLimits() Limits {
	return Limits{FileBytes: 32 << 20, UnzippedBytes: 128 << 20, Entries: 2000, Ratio: 200, Cells: 12_000_000, Columns: 100, FieldBytes: 4 << 10}
}

// archive is the zip file that a workbook is, by part name.
type archive map[string]*zip.File

// maxDirectory is how many bytes may be read to learn what the archive holds, so that a directory of millions of
// entries is not built in memory to be counted.
const maxDirectory = 1 << 20

// openArchive judges the archive without unpacking any of it.
func openArchive(r io.ReaderAt, size int64, lim Limits) (archive, error) {
	if size > lim.FileBytes {
		return nil, over("the file has more than %d bytes", lim.FileBytes)
	}
	if err := checkMagic(r, size); err != nil {
		return nil, err
	}
	in := &meteredReader{r: r, left: maxDirectory}
	z, err := zip.NewReader(in, size)
	switch {
	case in.left < 0:
		return nil, over("the directory of the archive has more than %d bytes", maxDirectory)
	case err != nil:
		return nil, &Error{Kind: Damaged, Msg: "the zip archive cannot be read: " + err.Error(), Hint: "the file may have been copied only in part"}
	case len(z.File) > lim.Entries:
		return nil, over("the archive has more than %d entries", lim.Entries)
	}
	in.left = math.MaxInt64
	return judge(z.File, lim)
}

func judge(files []*zip.File, lim Limits) (archive, error) {
	a := make(archive, len(files))
	seen := make(map[string]bool, len(files))
	var total uint64
	for _, f := range files {
		// Part names are compared without regard to case, as the format has it.
		if fold := strings.ToLower(f.Name); seen[fold] {
			return nil, damaged("the archive holds %q twice", f.Name)
		} else {
			seen[fold] = true
		}
		if err := checkEntry(f); err != nil {
			return nil, err
		}
		if f.UncompressedSize64 > uint64(lim.UnzippedBytes) || total+f.UncompressedSize64 > uint64(lim.UnzippedBytes) {
			return nil, over("the archive unpacks to more than %d bytes", lim.UnzippedBytes)
		}
		total += f.UncompressedSize64
		if f.CompressedSize64 < f.UncompressedSize64 && f.UncompressedSize64 > f.CompressedSize64*uint64(lim.Ratio) {
			return nil, over("%q unpacks to more than %d times its size", f.Name, lim.Ratio)
		}
		a[f.Name] = f
	}
	return a, nil
}

func checkEntry(f *zip.File) error {
	switch {
	case f.Name == "" || strings.HasPrefix(f.Name, "/") || strings.ContainsFunc(f.Name, func(r rune) bool { return r == '\\' || r == ':' || r < ' ' }) ||
		path.Clean(f.Name) != strings.TrimSuffix(f.Name, "/") || f.Name == ".." || strings.HasPrefix(f.Name, "../"):
		return damaged("the archive holds an entry of the unsafe name %q", f.Name)
	case f.Flags&1 != 0:
		return &Error{Kind: NotWorkbook, Msg: "the archive is protected by a password", Hint: "save it without one"}
	case f.Method != zip.Store && f.Method != zip.Deflate:
		return damaged("%q is packed by an unknown method (%d)", f.Name, f.Method)
	}
	return nil
}

// checkMagic tells a zip archive from what is often mistaken for one.
func checkMagic(r io.ReaderAt, size int64) error {
	head := make([]byte, min(size, 8))
	if _, err := r.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	switch {
	case len(head) == 0:
		return &Error{Kind: NotWorkbook, Msg: "the file is empty", Hint: "save the workbook again"}
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return nil
	case bytes.HasPrefix(head, []byte("\xD0\xCF\x11\xE0")):
		return &Error{Kind: NotWorkbook, Msg: "the file is an old .xls workbook, or one protected by a password", Hint: "save it as .xlsx without a password"}
	default:
		return &Error{Kind: NotWorkbook, Msg: "the file is no .xlsx workbook", Hint: "save it as .xlsx, or give a folder of CSV tables"}
	}
}

// meteredReader refuses to read more than left bytes.
type meteredReader struct {
	r    io.ReaderAt
	left int64
}

func (m *meteredReader) ReadAt(p []byte, off int64) (int, error) {
	if m.left -= int64(len(p)); m.left < 0 {
		return 0, errors.New("more bytes than expected")
	}
	return m.r.ReadAt(p, off)
}

func over(format string, args ...any) *Error {
	return &Error{Kind: OverLimit, Msg: fmt.Sprintf(format, args...), Hint: "a workbook of a book or of orders is far below; remove what does not belong to it"}
}

func damaged(format string, args ...any) *Error {
	return &Error{Kind: Damaged, Msg: fmt.Sprintf(format, args...), Hint: "open the workbook in a spreadsheet program and save it again"}
}
