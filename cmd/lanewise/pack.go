package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// packed lets do write what goes into a file, compressed where the file's name ends in .gz or .zst. Both are set for
// speed: deciding is faster than thorough compression.
func packed(path string, file io.Writer, do func(w io.Writer) error) error {
	var z io.WriteCloser
	var err error
	switch packing(path) {
	case ".gz":
		z, err = gzip.NewWriterLevel(file, gzip.BestSpeed)
	case ".zst":
		// One goroutine and a small window: the memory of a run is bounded, and the bytes are the same every time.
		z, err = zstd.NewWriter(file, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<20))
	default:
		return do(file)
	}
	if err != nil {
		return err
	}
	err = do(z)
	if err != nil && !errors.Is(err, errRows) {
		return err
	}
	if broken := z.Close(); broken != nil {
		return fmt.Errorf("%w; the output is incomplete", broken)
	}
	return err
}

// packing is the ending of a compressed file's name: .gz, .zst, or "" for any other.
func packing(path string) string {
	switch ext := strings.ToLower(filepath.Ext(path)); ext {
	case ".gz", ".zst":
		return ext
	}
	return ""
}

// innerExt is the ending of a file's name without that of its compression: .csv of june.csv.gz.
func innerExt(path string) string {
	if packing(path) != "" {
		path = strings.TrimSuffix(path, filepath.Ext(path))
	}
	return strings.ToLower(filepath.Ext(path))
}
