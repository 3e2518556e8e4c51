// Passthrough is the least that a batch program can do: cut every order into its fields and put out as many bytes as its
// decision has, made of those fields. It knows no quotes and checks nothing.
//
//	go run ./benchmarks/cmd/passthrough --bytes 102400000 --rows 500000 orders.csv > /dev/null
//
// Plainly it is what one writes first: bufio.Scanner, strings.Split, bufio.Writer. With --tight it is the fastest we know
// to write: one loop over the bytes of a large buffer, and no allocation.
package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/pflag"
)

const buffer = 256 << 10

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	flags := pflag.NewFlagSet("passthrough", pflag.ContinueOnError)
	flags.SetOutput(stderr)
	size := flags.Int("bytes", 0, "how many bytes to put out")
	rows := flags.Int("rows", 0, "over how many orders they are spread")
	tight := flags.Bool("tight", false, "one loop over the bytes, without the standard library's conveniences")
	if err := flags.Parse(args); errors.Is(err, pflag.ErrHelp) {
		return 0
	} else if err != nil {
		fmt.Fprintln(stderr, "passthrough:", err)
		return 1
	}
	if *rows <= 0 || *size < *rows || flags.NArg() != 1 {
		fmt.Fprintln(stderr, "passthrough: write --bytes N --rows M, N at least M, and one order file")
		return 1
	}
	in, err := os.Open(flags.Arg(0))
	if err != nil {
		fmt.Fprintln(stderr, "passthrough:", err)
		return 1
	}
	defer in.Close()
	pass := plain
	if *tight {
		pass = tightly
	}
	if err := pass(in, stdout, share{bytes: *size, rows: *rows}); err != nil {
		fmt.Fprintln(stderr, "passthrough:", err)
		return 1
	}
	return 0
}

// share spreads bytes over rows as evenly as whole numbers allow.
type share struct{ bytes, rows, given, row int }

func (s *share) next() int {
	s.row++
	n := s.row*s.bytes/s.rows - s.given
	s.given += n
	return n
}

func plain(in io.Reader, out io.Writer, s share) error {
	lines := bufio.NewScanner(in)
	lines.Scan() // the header
	w := bufio.NewWriterSize(out, buffer)
	for lines.Scan() {
		fields := strings.Split(lines.Text(), ",")
		left := s.next() - 1
		for i := 0; left > 0; i = (i + 1) % len(fields) {
			f := fields[i]
			if len(f) >= left {
				w.WriteString(f[:left])
				break
			}
			w.WriteString(f)
			w.WriteByte(',')
			left -= len(f) + 1
		}
		w.WriteByte('\n')
	}
	if err := lines.Err(); err != nil {
		return err
	}
	return w.Flush()
}

func tightly(in io.Reader, out io.Writer, s share) error {
	b := make([]byte, buffer)
	held, header := 0, true
	to := make([]byte, 0, buffer+4096)
	var ends [128]int
	for {
		n, err := in.Read(b[held:])
		held += n
		at := 0
		for {
			row, fields := cut(b[at:held], &ends)
			if row < 0 {
				break
			}
			if !header {
				to = emit(to, b[at:at+row], ends[:fields], s.next())
				if len(to) > buffer-4096 {
					if _, err := out.Write(to); err != nil {
						return err
					}
					to = to[:0]
				}
			}
			header = false
			at += row + 1
		}
		held = copy(b, b[at:held])
		if errors.Is(err, io.EOF) {
			_, err := out.Write(to)
			return err
		}
		if err != nil {
			return err
		}
		if held == len(b) {
			return fmt.Errorf("a line is longer than %d bytes", len(b))
		}
	}
}

// cut finds the first line of b and where its fields end; row is its length, -1 where the line is not whole.
func cut(b []byte, ends *[128]int) (row, fields int) {
	row = bytes.IndexByte(b, '\n')
	if row < 0 {
		return -1, 0
	}
	for i, c := range b[:row] {
		if c == ',' && fields < len(ends)-1 {
			ends[fields] = i
			fields++
		}
	}
	ends[fields] = row
	return row, fields + 1
}

// emit appends a line of n bytes made of the fields of row, in turn.
func emit(to, row []byte, ends []int, n int) []byte {
	stop := len(to) + n - 1
	for len(to) < stop {
		from := 0
		for _, end := range ends {
			to = append(append(to, row[from:end]...), ',')
			if len(to) >= stop {
				break
			}
			from = end + 1
		}
	}
	return append(to[:stop], '\n')
}
