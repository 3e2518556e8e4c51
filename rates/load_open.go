package rates

import (
	"os"
	"path/filepath"
	"strings"
)

// Open reads the book at path: a folder of CSV tables or an .xlsx workbook. Links inside the folder are followed, links
// that lead out of it are refused, and so is everything that is not a regular file. See Load and LoadXLSX.
func Open(path string) (*Book, Problems) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return refuseBook(path, err)
	case info.IsDir():
		return openFolder(path)
	case !info.Mode().IsRegular():
		return refuseBook(path, notRegular(info))
	case !strings.EqualFold(filepath.Ext(path), ".xlsx"):
		return refuseBook(path, &fileError{"E001", "is neither a folder nor an .xlsx workbook", ""})
	}
	f, err := os.Open(path)
	if err != nil {
		return refuseBook(path, err)
	}
	defer f.Close()
	if info, err = f.Stat(); err == nil && !info.Mode().IsRegular() {
		err = notRegular(info)
	}
	if err != nil {
		return refuseBook(path, err)
	}
	return LoadXLSX(f, info.Size(), filepath.Base(path))
}

func openFolder(path string) (*Book, Problems) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return refuseBook(path, err)
	}
	defer root.Close()
	return loadFolder(root.FS(), path)
}
