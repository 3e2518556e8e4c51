package orders

import (
	"errors"
	"io"
	"strings"
	"testing"
)

// A quote that takes whole orders into its cell refuses the file at the line where it was opened; texts of several lines
// that hold no order are texts.
func TestSwallowedRows(t *testing.T) {
	const head, first = "order_id,country,weight_g,note\n", "A,US,350,x\n"
	for _, c := range []struct{ name, text, want string }{
		{"to the end of a later row", head + first + "B,US,350,\"5 inch\nC,DE,120,y\"\nD,US,1,\n", "a.csv:3:4: the quote opened on this line holds a row of its own (line 4)"},
		{"over several rows", head + first + "B,US,350,\"5\nC,DE,120,\r\nD,DE,120,\nE,US,1,\"\n", "a.csv:3:4: the quote opened on this line holds a row of its own (line 4)"},
		{"up to a cell in the middle", head + first + "B,\"US,350,\nC,DE\",120,y\n", "a.csv:3:2: the quote opened on this line holds a row of its own (line 4)"},
		{"in the id", head + first + "\"B,US,350,x\nC\",US,350,x\nD,US,1,\n", "a.csv:3:1: the quote opened on this line holds a row of its own (line 4)"},
		{"the second text of a row", "note," + head[:len(head)-6] + ",more\nx,A,US,350,\n\"two\nlines\",B,US,350,\"up\nto\n,C,US,7,\"\n", "a.csv:4:5: the quote opened on this line holds a row of its own (line 6)"},
		{"no weight in it", head + first + "B,US,350,\"5 inch\nC,DE,heavy,y\"\nD,US,1,\n", ""},
		{"no country in it", head + first + "B,US,350,\"12 High Street, Bath, Avon, 7\nSomewhere, In, 12, England\"\nD,US,1,\n", ""},
		{"an address", head + first + "B,US,350,\"12 High Street,\nBath, GB, BA1 2QQ\"\nD,US,1,\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := 3
			if c.want != "" {
				want = 1
			}
			check := func(rows int, err error) {
				t.Helper()
				var bad *Refusal
				switch {
				case c.want == "" && err != io.EOF, c.want != "" && (!errors.As(err, &bad) || !strings.HasPrefix(err.Error(), c.want)):
					t.Errorf("ends with %v, want %q", err, c.want)
				case rows != want:
					t.Errorf("%d rows before, want %d", rows, want)
				}
			}
			r := open(t, "a.csv", c.text)
			var row Row
			err := r.Read(&row)
			n := 0
			for ; err == nil; err = r.Read(&row) {
				n++
			}
			check(n, err)
			r = open(t, "a.csv", c.text)
			var b Block
			n = 0
			for b.Err == nil {
				r.ReadBlock(&b)
				r.ParseBlock(&b)
				n += len(b.Rows)
			}
			check(n, b.Err)
		})
	}
}
