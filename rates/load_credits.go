package rates

import (
	"bytes"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/internal/csvio"
)

// Credit is what one unit more of a contract's volume is worth to the shop beside an order's own cost: a row of a file of
// credits, which is no table of the book.
type Credit struct {
	Place
	Origin
	Contract string
	PerUnit  money.Amount // settlement currency, for one unit of the contract's measure; below 0 keeps volume away
}

type creditCells struct {
	Origin
	Contract string `csv:"contract" need:"yes"`
	Credit   string `csv:"credit" need:"yes"`
}

// maxCredits is the size of a file of credits: a row is short and a contract has one.
const maxCredits = 1 << 20

// ReadCredits reads a file of credits for the contracts of a book, which is CSV by the rules of the book's tables: a header
// with contract and credit, a row a contract. The list may be used only where Problems.Errors() is 0. Problems name the file
// by name; their ErrIn says what is wrong.
func ReadCredits(name string, r io.Reader, b *Book) ([]Credit, Problems) {
	l := newLoader("", nil)
	data, err := io.ReadAll(io.LimitReader(r, maxCredits+1))
	if err == nil && len(data) > maxCredits {
		err = &fileError{"E003", "is larger than 1 MiB", "a file of credits has one short row a contract"}
	}
	if err != nil {
		p := csvProblem(err)
		p.File = name
		return nil, Problems{p}
	}
	var list []Credit
	t := table{name: "credits", problem: csvProblem, about: bytes.Count(data, []byte("\n"))}
	t.rows = csvio.NewReader(bytes.NewReader(data), csvio.Options{MaxField: maxField})
	readRows(l, &t, columnsOf(reflect.TypeFor[creditCells]()), func(c *cells, in *creditCells) {
		v := Credit{
			Place: c.place(), Origin: c.origin(&in.Origin), Contract: c.required("contract", in.Contract),
			PerUnit: money.Amount(c.number("credit", c.need("credit", in.Credit), money.Scale, true)),
		}
		c.creditFor(b, list, v.Contract)
		if c.ok() {
			list = append(list, v)
		}
	})
	for i := range l.found {
		l.found[i].File = name
	}
	return list, l.found.Sort()
}

// creditFor checks the contract of a row against the book and the rows above.
func (c *cells) creditFor(b *Book, above []Credit, contract string) {
	if contract == "" {
		return
	}
	if i := slices.IndexFunc(above, func(o Credit) bool { return o.Contract == contract }); i >= 0 {
		c.failHint("contract", "E100", fmt.Sprintf("%s has a credit on line %d already", quote(contract), above[i].Line), "leave one of the rows")
		return
	}
	var known []string
	for i := range b.Services {
		if k := b.Services[i].Contract; k != "" && !slices.Contains(known, k) {
			known = append(known, k)
		}
	}
	if slices.Contains(known, contract) {
		return
	}
	hint := "the services of this book have no contracts"
	if len(known) > 0 {
		hint = "write one of " + strings.Join(known, ", ")
	}
	c.failHint("contract", "E104", quote(contract)+" is a contract that no service has", hint)
}
