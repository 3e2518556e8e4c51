package ledger

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// fileMarks know the files of an open SQLite ledger again. SQLite goes on in files that were removed or replaced under
// it, and what it writes there is gone with the process.
type fileMarks []fileMark

type fileMark struct {
	path string
	info os.FileInfo
}

// marksOf looks at the files of an open ledger; there are none on PostgreSQL. The log is there as long as a connection
// is open, and one always is.
func marksOf(path string) (marks fileMarks) {
	if path == "" {
		return nil
	}
	for _, p := range []string{path, path + "-wal"} {
		if info, err := os.Stat(p); err == nil {
			marks = append(marks, fileMark{p, info})
		}
	}
	return marks
}

// moved says which file is no longer the one that was opened.
func (m fileMarks) moved() error {
	for _, f := range m {
		info, err := os.Stat(f.path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return fmt.Errorf("%s: was removed while the ledger was open", f.path)
		case err == nil && !os.SameFile(info, f.info):
			return fmt.Errorf("%s: was replaced while the ledger was open; stop the program before a ledger is restored", f.path)
		}
	}
	return nil
}
