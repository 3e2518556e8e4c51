package orders

import (
	"errors"
	"strings"
	"testing"

	"github.com/lanewise/lanewise/internal/csvio"
)

// Odd files, each of a kind that people have: what becomes of every row of them. A refusal stands behind the rows before it.
func TestOddFiles(t *testing.T) {
	const head, good = "order_id,country,weight_g\n", "A,US,350\n"
	semicolons := Options{CSV: csvio.Options{Comma: ';'}}
	chinese := Options{Input: Input{Encoding: "gb18030"}}
	for _, c := range []struct {
		name, file, text string
		opt              Options
		want             []string // rows without their file
		refused          string   // beginning, without the file
	}{
		// A table with something around it.
		{name: "a title above the header", text: "Orders of June,,\n" + head + good, refused: ":1: the column order_id is missing"},
		{name: "Excel's line of the separator", text: "sep=,\n" + head + good, refused: ":1: the column order_id is missing"},
		{name: "empty lines above the header", text: "\n\r\n" + head + good, want: []string{`:4 "A"`}},
		{name: "commas above the header", text: ",,\n" + head + good, refused: ":1: the column order_id is missing"},
		{name: "a total below", text: head + good + "Total,,350\n", want: []string{`:2 "A"`, `:3 "Total" [country is empty]`}},
		{name: "a total without a word", text: head + good + ",,=SUM(C2:C2)\n", want: []string{`:2 "A"`, `:3 "" [order_id is empty] [country is empty] [weight_g is not a plain number]`}},
		{name: "the header again, as of joined pages", text: head + good + head + "B,US,1\n", want: []string{`:2 "A"`, `:3 "order_id" [country is unknown] [weight_g is not a plain number]`, `:4 "B"`}},
		{name: "two files joined, each with its mark", text: "\ufeff" + head + good + "\ufeff" + head, want: []string{`:2 "A"`, `:3 "\ufefforder_id" [order_id has a control character] [country is unknown] [weight_g is not a plain number]`}},
		{name: "columns without a name at the end", text: "order_id,country,weight_g,,\nA,US,350,,\n", want: []string{`:2 "A"`}},
		{name: "commas at the end of rows alone", text: head + "A,US,350,\n", want: []string{`:2 "A" [ wrong number of fields]`}},
		{name: "a row of commas", text: head + good + ",,\n", want: []string{`:2 "A"`, `:3 "" [order_id is empty] [country is empty] [weight_g is empty]`}},

		// Separators.
		{name: "semicolons, all in quotes", text: "\"order_id\";\"country\";\"weight_g\"\n", refused: ":1: the columns are separated by semicolons; give --delimiter"},
		{name: "tabs, all in quotes", text: "\"order_id\"\t\"country\"\t\"weight_g\"\n", refused: ":1: the columns are separated by tabs; give --delimiter"},
		{name: "commas where semicolons were promised", text: "\"order_id\",\"country\"\n", opt: semicolons, refused: ":1: the columns are separated by commas; leave out --delimiter"},
		{name: "full-width commas", text: "order_id，country，weight_g\nA，US，350\n", refused: ":1: the column order_id is missing"},
		{name: "one row with semicolons", text: head + "A;US;350\n" + "B,US,1\n", want: []string{`:2 "A;US;350" [ wrong number of fields]`, `:3 "B"`}},
		{name: "a decimal comma beside semicolons", text: "order_id;country;weight_g\nA;US;0,35\n", opt: semicolons, want: []string{`:2 "A" [weight_g is not a plain number]`}},
		{name: "a decimal comma beside commas", text: head + "A,US,0,35\n", want: []string{`:2 "A" [ wrong number of fields]`}},

		// Quotes.
		{name: "an inch", text: "order_id,country,weight_g,note\nA,US,350,5\" box\nB,US,1,x\n", want: []string{`:2 "A" [ has a misplaced quote]`, `:3 "B"`}},
		{name: "a formula that keeps the id a text", text: head + "=\"0012\",US,350\n", want: []string{`:2 "" [ has a misplaced quote]`}},
		{name: "quotes of a typesetter", text: head + "“A”,US,350\n", want: []string{`:2 "“A”"`}},
		{name: "a backslash before a quote", text: head + "\"A\\\"\",US,350\nB,US,1\n", refused: ":2:1: the quote opened on this line is never closed"},
		{name: "a long text in quotes", text: "order_id,country,weight_g,note\nA,US,350,\"" + strings.Repeat(strings.Repeat("x", 99)+"\n", 700) + "\"\n", refused: ":2:4: the quote opened on this line is closed late or never"},

		// Line ends.
		{name: "CR alone in a long file", text: strings.ReplaceAll(head+strings.Repeat(good, 9000), "\n", "\r"), refused: ":1: the lines end in CR alone"},
		{name: "CR alone in one place", text: head + "A,US,350\rB,US,1\n", refused: ":2:3: a CR without LF"},
		{name: "CR CR LF", text: strings.ReplaceAll(head+good, "\n", "\r\r\n"), refused: ":1:3: a CR without LF"},
		{name: "a vertical tab", text: head + "A,US,350\vB,US,1\n", want: []string{`:2 "A" [ wrong number of fields]`}},
		{name: "other line ends of Unicode", text: "order_id,country,weight_g\u2028A,US,350\u0085", refused: ":1: the column weight_g is missing"},
		{name: "a cut-off end", text: head + good + "B,US", want: []string{`:2 "A"`, `:3 "B" [ wrong number of fields]`}},
		{name: "zeros of a file system", text: head + good + strings.Repeat("\x00", 4096), want: []string{`:2 "A"`}, refused: ":3: byte 1 of the line is NUL"},

		// Characters.
		{name: "another encoding further down", text: head + good + gb18030(t, "单,US,1\n"), want: []string{`:2 "A"`}, refused: ":3: byte 1 of the line (0xB5) is not UTF-8"},
		{name: "UTF-8 in a GB18030 file", text: gb18030(t, "订单号,收货国家,重量(g)\n") + "单,US,1\n", opt: chinese, refused: ":2: the text of this line is not GB18030"},
		{name: "GB18030 cut in a character", text: gb18030(t, "订单号,收货国家,重量(g)\nA,US,1\n单")[:32], opt: chinese, want: []string{`:2 "A"`}, refused: ":3: the text of this line is not GB18030"},
		{name: "UTF-16 without its mark", text: "o\x00r\x00", refused: ":1: byte 2 of the line is NUL"},
		{name: "full-width digits", text: head + "A,US,３５０\n", want: []string{`:2 "A" [weight_g is not a plain number]`}},
		{name: "a space that is none", text: head + "A,US\u00a0,350\u00a0\n", want: []string{`:2 "A" [country is unknown] [weight_g is not a plain number]`}},
		{name: "a letter of another alphabet", text: head + "A,DЕ,350\n", want: []string{`:2 "A" [country is unknown]`}},
		{name: "ids that differ in case and spaces", text: head + "a,US,1\nA,US,1\nA ,US,1\n A,US,1\n", want: []string{`:2 "a"`, `:3 "A"`, `:4 "A "`, `:5 " A"`}},
		{name: "what Excel makes of ids", text: head + "8.17008E+15,US,1\n8170080091572230,US,1\n", want: []string{`:2 "8.17008E+15" [order_id is a number cut short]`, `:3 "8170080091572230"`}},

		// Files of another kind.
		{name: "a page", text: "<html><table>\n", refused: ":1: the column order_id is missing"},
		{name: "NDJSON", text: "{\"order_id\":\"A\"}\n", refused: ":1: the file looks like NDJSON, not CSV"},
		{name: "a workbook", text: "PK\x03\x04....", refused: ": the file is a zip archive or an Excel workbook, not CSV"},
		{name: "gzip of gzip", file: "a.csv.gz", text: gzipped(t, gzipped(t, head)), refused: ": the file is compressed with gzip, not CSV"},
		{name: "gzip with something behind it", file: "a.csv.gz", text: gzipped(t, head+good) + "garbage behind it", want: []string{`:2 "A"`}, refused: ": the gzip data is damaged"},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := c.file
			if file == "" {
				file = "a.csv"
			}
			c.opt.Defaults = def
			var rows []string
			r, err := tryOpen(c.opt, file, c.text)
			if err == nil {
				rows, err = outline(r)
			}
			for i, row := range rows {
				rows[i] = strings.TrimPrefix(row, file)
			}
			if got, want := strings.Join(rows, "\n"), strings.Join(c.want, "\n"); got != want {
				t.Errorf("rows are\n%s\nwant\n%s", got, want)
			}
			var bad *Refusal
			if c.refused == "" && err != nil || c.refused != "" && (!errors.As(err, &bad) || !strings.HasPrefix(err.Error(), file+c.refused)) {
				t.Errorf("ends with %v, want %q", err, c.refused)
			}
		})
	}
}
