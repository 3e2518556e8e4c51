package orders

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/lanewise/lanewise/internal/csvio"
)

// open reads sources given as name, text, name, text …
func open(t *testing.T, texts ...string) *Reader {
	t.Helper()
	r, err := tryOpen(Options{Defaults: def}, texts...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func tryOpen(opt Options, texts ...string) (*Reader, error) {
	var sources []Source
	for i := 0; i < len(texts); i += 2 {
		sources = append(sources, Source{texts[i], strings.NewReader(texts[i+1])})
	}
	return NewReader(opt, sources...)
}

// outline reads all rows and writes each as `file:line id` and, of a row with faults, the columns to blame.
func outline(r *Reader) (rows []string, err error) {
	var row Row
	for {
		if err := r.Read(&row); err != nil {
			if err == io.EOF {
				err = nil
			}
			return rows, err
		}
		s := fmt.Sprintf("%s:%d %q", row.File, row.Line, row.ID)
		for _, f := range row.Faults {
			s += fmt.Sprintf(" [%s %s]", f.Column, f.Kind)
		}
		rows = append(rows, s)
	}
}

func checkRows(t *testing.T, r *Reader, want ...string) {
	t.Helper()
	got, err := outline(r)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("rows are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestReaderKeepsRowsAndIDs(t *testing.T) {
	r := open(t, "a.csv", "\ufeff weight_g ,order_id,\tcountry\r\n"+
		"400,A,DE\r\n"+
		"400, A ,DE\r\n"+ // spaces make it another id
		"\r\n"+ // no row
		"400,\"two\nlines\",DE\r\n"+
		"400,,DE\r\n"+
		"400,\" \",DE\r\n"+
		"x,B,??\r\n"+
		"400,C\r\n"+
		"400,D,DE,US\r\n"+
		"400\r\n"+
		"400,E,DE")
	checkRows(t, r,
		`a.csv:2 "A"`,
		`a.csv:3 " A "`,
		`a.csv:5 "two\nlines" [order_id has a control character]`,
		`a.csv:7 "" [order_id is empty]`,
		`a.csv:8 " " [order_id is empty]`,
		`a.csv:9 "B" [country is unknown] [weight_g is not a plain number]`,
		`a.csv:10 "C" [ wrong number of fields]`,
		`a.csv:11 "D" [ wrong number of fields]`,
		`a.csv:12 "" [ wrong number of fields] [order_id is empty]`,
		`a.csv:13 "E"`,
	)
}

func TestReaderRepeatedIDs(t *testing.T) {
	const head = "order_id,country,weight_g\n"
	r := open(t, "a.csv", head+"A,DE,400\nB,??,400\nC,DE\n",
		"b.csv", head+"A,DE,400\nB,DE,400\nC,DE,400\na,DE,400\nA,DE,400\n")
	checkRows(t, r,
		`a.csv:2 "A"`, `a.csv:3 "B" [country is unknown]`, `a.csv:4 "C" [ wrong number of fields]`,
		`b.csv:2 "A" [order_id is repeated]`,
		`b.csv:3 "B" [order_id is repeated]`, // the first was not readable
		`b.csv:4 "C" [order_id is repeated]`,
		`b.csv:5 "a"`,
		`b.csv:6 "A" [order_id is repeated]`,
	)
	r = open(t, "a.csv", head+"A,DE,400\n", "b.csv", head+"A,DE,x\nA,DE,400\n")
	var row Row
	var msgs []string
	for r.Read(&row) == nil {
		msgs = append(msgs, row.Faults.Error())
	}
	const first = `"A" repeats the order of a.csv:2; every order_id occurs once in a run`
	if len(msgs) != 3 || msgs[1] != "order_id: "+first+`; also weight_g: "x" is not a number; write digits with an optional point, such as 350 or 12.5` || msgs[2] != "order_id: "+first {
		t.Errorf("messages are %q", msgs)
	}
}

func TestReaderIDLimits(t *testing.T) {
	id := strings.Repeat("单", MaxIDChars)
	checkRows(t, open(t, "a.csv", "order_id,country,weight_g\n"+id+",DE,1\n"+id+"1,DE,1\n"+id+"1,DE,1\nA\tB,DE,1\nA\u0085B,DE,1\n\ufeffA,DE,1\nA\ufeff,DE,1\n"),
		`a.csv:2 "`+id+`"`,
		`a.csv:3 "`+id+`1" [order_id is too long]`,
		`a.csv:4 "`+id+`1" [order_id is too long]`,
		`a.csv:5 "A\tB" [order_id has a control character]`,
		`a.csv:6 "A\u0085B" [order_id has a control character]`,
		`a.csv:7 "\ufeffA" [order_id has a control character]`, // the second of two joined files began here
		`a.csv:8 "A\ufeff" [order_id has a control character]`,
	)
}

func TestReaderPlaces(t *testing.T) {
	r := open(t, "a.csv", "weight_kg,country,order_id\n,DE,A\n0.5\n")
	var row Row
	if err := r.Read(&row); err != nil {
		t.Fatal(err)
	}
	if got := row.Place(row.Faults[0].Column) + ": " + row.Faults[0].Msg; got != "a.csv:2:1 weight_kg: is empty; write the parcel's weight in kilograms, such as 0.35" {
		t.Errorf("the empty weight is told as %q", got)
	}
	if got := row.Place("postcode"); got != "a.csv:2 postcode" {
		t.Errorf("a column that the file has not stands at %q", got)
	}
	if err := r.Read(&row); err != nil {
		t.Fatal(err)
	}
	if got := row.Place(row.Faults[0].Column); got != "a.csv:3" {
		t.Errorf("a whole row stands at %q", got)
	}
	if got := row.Faults[0].Msg; !strings.HasPrefix(got, "has 1 field where the header has 3; ") {
		t.Errorf("a short row is told as %q", got)
	}
	if got := (&Row{}).Place("value"); got != "value" {
		t.Errorf("an order without a file stands at %q", got)
	}
}

func TestHeaderRefusals(t *testing.T) {
	for _, c := range []struct{ name, header, want string }{
		{"no id", "country,weight_g", "a.csv:1: the column order_id is missing; the first row names the columns; order_id, country and weight_g are required"},
		{"no country", "order_id,weight_g", "a.csv:1: the column country is missing; it holds two-letter codes such as US"},
		{"no weight", "order_id,country", "a.csv:1: the column weight_g is missing; give the weight in grams as weight_g, or in kilograms as weight_kg"},
		{"a weight without unit", "order_id,country,Weight", `a.csv:1: the column weight_g is missing; "Weight" is not read: have it read with --map Weight=weight_g, or =weight_kg if it holds kilograms`},
		{"a required column twice", "order_id,country,weight_g,country", "a.csv:1:4: the column country stands in fields 2 and 4; keep one of them, or give it another name"},
		{"an optional column twice", "order_id,country,weight_g,value, value ", "a.csv:1:5: the column value stands in fields 4 and 5; keep one of them, or give it another name"},
		{"a column of no use twice", "sku,order_id,country,weight_g,sku", "a.csv:1:5: the column sku stands in fields 1 and 5; keep one of them, or give it another name"},
		{"semicolons", "order_id;country;weight_g", `a.csv:1: the columns are separated by semicolons; give --delimiter ";"`},
		{"only a mark", "\ufeff", "a.csv: has no header row; the first row names the columns: order_id,country,weight_g and others"},
		{"nothing", "", "a.csv: the file is empty (0 bytes); copy it again"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := tryOpen(Options{Defaults: def}, "a.csv", c.header)
			var r *Refusal
			if !errors.As(err, &r) || err.Error() != c.want {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
		})
	}
}

func TestUnusedColumns(t *testing.T) {
	r := open(t, "a.csv", "order_id,sku,country,weight_g,Price,Weight,\"a,b\",,收货人,,\n", "b.csv", "order_id,country,weight_g\n")
	got := r.Unused()
	if len(got) != 1 || got[0].String() != `a.csv: columns not used: sku (--skus FILE has it read), Price (--map Price=value has it read), Weight, "a,b", field 8 (no name), 收货人, field 10 (no name), field 11 (no name)` {
		t.Errorf("got %v", got)
	}
}

// A misplaced quote spoils one row. Its id counts where it was read before the quote, and a repetition of it is told.
func TestMisplacedQuotes(t *testing.T) {
	checkRows(t, open(t, "a.csv", "order_id,country,weight_g\nA,D\"E,400\n\"B\" ,DE,400\nC,\"DE\"x,\"400\nA,DE,400\nD,DE,400\nC,5\",400\n"),
		`a.csv:2 "A" [ has a misplaced quote]`,
		`a.csv:3 "" [ has a misplaced quote]`,
		`a.csv:4 "C" [ has a misplaced quote]`,
		`a.csv:5 "A" [order_id is repeated]`,
		`a.csv:6 "D"`,
		`a.csv:7 "C" [ has a misplaced quote] [order_id is repeated]`)
	var row Row
	r := open(t, "a.csv", "order_id,country,weight_g\nA,D\"E,400\n")
	if err := r.Read(&row); err != nil || !strings.HasPrefix(row.Faults.Error(), "field 2 (country): a quote stands inside an unquoted field; put the whole field in quotes") {
		t.Errorf("%v, %v", err, row.Faults)
	}
}

// A file that is damaged further down is refused with its place, after the rows before the damage.
func TestWholeFileRefusals(t *testing.T) {
	const head = "order_id,country,weight_g\n"
	for _, c := range []struct{ name, text, want string }{
		{"NUL", head + "A,DE,400\nB,DE,4\x0000\n", "a.csv:3: byte 7 of the line is NUL"},
		{"GB18030", head + "A,DE,400\n\xb6\xa9,DE,400\n", "a.csv:3: byte 1 of the line (0xB6) is not UTF-8; Excel in China saves CSV as GB18030"},
		{"unclosed quote", head + "A,DE,400\n\"B,DE,400\nC,DE,400\n", "a.csv:3:1: the quote opened on this line is never closed"},
		{"text after a quote over lines", head + "A,DE,400\n\"B\nC\"x,DE,400\n", "a.csv:3:1: the quote opened on this line is closed on line 4, where text follows it"},
		{"misplaced quote in a row over lines", head + "A,DE,400\n\"B\nC\",D\"E,400\n", "a.csv:4:2: a quote stands inside an unquoted field in a row that began on line 3"},
		{"long field", head + "A,DE,400\nB,DE," + strings.Repeat("4", 4097) + "\n", "a.csv:3:3: the field has 4097 bytes, at most 4096 are allowed"},
		{"long record", head + "A,DE,400\n" + strings.Repeat("\"\"", 40000) + "\n", "a.csv:3: the record is longer than 65536 bytes"},
		{"many columns", head + "A,DE,400\n" + strings.Repeat(",", 100) + "\n", "a.csv:3: the row has more than 100 fields"},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows, err := outline(open(t, "a.csv", c.text))
			var r *Refusal
			if !errors.As(err, &r) || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
			if len(rows) != 1 {
				t.Errorf("rows before the damage: %q", rows)
			}
		})
	}
	for name, text := range map[string]string{
		"UTF-16": "\xff\xfeo\x00", "workbook": "PK\x03\x04", "CR alone": "order_id,country,weight_g\rA,DE,400\r",
	} {
		_, err := tryOpen(Options{Defaults: def}, "a.csv", text)
		var r *Refusal
		if !errors.As(err, &r) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLimitsAtAndAbove(t *testing.T) {
	const head, row = "order_id,country,weight_g\n", "A,DE,400\n"
	for _, c := range []struct {
		name     string
		opt      Options
		text     string
		refusals string
	}{
		{"file at", Options{MaxFile: int64(len(head + row))}, head + row, ""},
		{"file above", Options{MaxFile: int64(len(head+row)) - 1}, head + row, "a.csv: is larger than 34 bytes, the limit of an order file; split it"},
		{"columns at", Options{CSV: csvio.Options{MaxColumns: 3}}, head + row, ""},
		{"columns above", Options{CSV: csvio.Options{MaxColumns: 2}}, head + row, "a.csv:1: the row has more than 2 fields"},
		{"field at", Options{CSV: csvio.Options{MaxField: 8}}, head + row, ""},
		{"field above", Options{CSV: csvio.Options{MaxField: 7}}, head + row, "a.csv:1:1: the field has 8 bytes"},
		{"record at", Options{CSV: csvio.Options{MaxRecord: 25}}, head + row, ""},
		{"record above", Options{CSV: csvio.Options{MaxRecord: 24}}, head + row, "a.csv:1: the record is longer than 24 bytes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := tryOpen(c.opt, "a.csv", c.text)
			if err == nil {
				_, err = outline(r)
			}
			if (err == nil) != (c.refusals == "") || err != nil && !strings.HasPrefix(err.Error(), c.refusals) {
				t.Errorf("got %v, want %q", err, c.refusals)
			}
		})
	}
	if got := (&tooLarge{DefaultMaxFile}).Error(); !strings.Contains(got, "larger than 4 GiB") {
		t.Error(got)
	}
}

// A stream that fails is not the file's fault: no Refusal, but its name is told.
func TestStreamError(t *testing.T) {
	broken := errors.New("the disk is gone")
	r, err := NewReader(Options{Defaults: def}, Source{"a.csv", io.MultiReader(strings.NewReader("order_id,country,weight_g\n"), failing{broken})})
	if err != nil {
		t.Fatal(err)
	}
	var row Row
	err = r.Read(&row)
	var refusal *Refusal
	if !errors.Is(err, broken) || errors.As(err, &refusal) || !strings.HasPrefix(err.Error(), "a.csv: ") {
		t.Errorf("got %v", err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
