package orders

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestOpenFilesAndStdin(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.csv")
	const head = "order_id,country,weight_g\n"
	if err := os.WriteFile(path, []byte(head+"A,DE,400\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	opt := Options{Defaults: def}
	r, err := Open(t.Context(), opt, strings.NewReader(head+"A,DE,1\nB,DE,1\n"), path, "-")
	if err != nil {
		t.Fatal(err)
	}
	checkRows(t, r, path+`:2 "A"`, `stdin:2 "A" [order_id is repeated]`, `stdin:3 "B"`)
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	for _, c := range []struct {
		paths []string
		want  string
	}{
		{[]string{"-", "-"}, "-: standard input is named twice; it can be read once"},
		{[]string{""}, `"": is no name of a file; name an order file, or - for standard input`},
		{[]string{dir}, dir + ": is a folder; name the order files in it"},
		{[]string{path, dir + "/none.csv"}, dir + "/none.csv: cannot be opened: no such file or directory; check the path"},
	} {
		_, err := Open(t.Context(), opt, strings.NewReader(head), c.paths...)
		var refusal *Refusal
		if !errors.As(err, &refusal) || err.Error() != c.want {
			t.Errorf("got  %v\nwant %s", err, c.want)
		}
	}
}

// An end of the context frees a reader that waits for a pipe nobody writes to.
func TestOpenIsInterrupted(t *testing.T) {
	pipe, w := io.Pipe()
	defer w.Close()
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		io.WriteString(w, "order_id,country,weight_g\nA,DE,400\n")
		cancel()
	}()
	r, err := Open(ctx, Options{Defaults: def}, pipe, "-")
	var row Row
	for err == nil {
		err = r.Read(&row)
	}
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
