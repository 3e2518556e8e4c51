package atomicfile

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestFileSizeLimit(t *testing.T) {
	var old syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "out.csv")
	f, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	limit := old
	limit.Cur = 1000
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	_, err = f.Write(make([]byte, 2000))
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
		t.Fatal(err)
	}
	if !errors.Is(err, syscall.EFBIG) || !strings.Contains(err.Error(), "out.csv: file too large") {
		t.Errorf("error is %v", err)
	}
	if again := f.Commit(); again != err {
		t.Errorf("Commit after a failed write gives %v", again)
	}
	onlyFiles(t, dir)
}

func TestFullDevice(t *testing.T) {
	const full = "/dev/full"
	f, err := Create(full)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Abort()
	_, err = io.WriteString(f, "row\n")
	if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "/dev/full: no space left on device") {
		t.Errorf("error is %v", err)
	}
	if info, err := os.Stat(full); err != nil || info.Mode().IsRegular() {
		t.Errorf("/dev/full was replaced: %v %v", info, err)
	}
}
