package proof

import (
	"testing"
	"testing/fstest"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/rates"
)

func compile(t *testing.T, quotes string) *engine.Engine {
	t.Helper()
	files := fstest.MapFS{}
	for name, text := range map[string]string{
		"settings": "key,value\ncurrency,CNY\n",
		"services": "service,channel,kind,level,currency\nA,online,platform,standard,CNY\n",
		"rates":    "service,zone,over_g,upto_g,base,per_kg\nA,US,0,500,5,12.5\n",
		"rules":    "rule,when,do,services,amount,reason\nclosed,,forbid,A,,\ndear,,add_cost,A,7,\n",
		"quotes":   quotes,
	} {
		files[name+".csv"] = &fstest.MapFile{Data: []byte(text)}
	}
	book, problems := rates.Load(files)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	e, err := engine.Compile(book)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestQuotes(t *testing.T) {
	day, _ := rates.ParseDate("2026-05-15")
	for name, c := range map[string]struct {
		row  string
		want []string
	}{
		"all cells, however written": {"US,100,A,6.250,6.25,6.25", nil},
		"an empty cell is not asked": {"US,100,A,,,", nil},
		"wrong in two cells": {"US,100,A,6.26,6.25,6.2501", []string{
			"A freight: the book gives 6.25, the quote says 6.26", "A total_cost: the book gives 6.2500, the quote says 6.2501",
		}},
		"no price":     {"US,501,A,6.25,,", []string{"A: the book gives no price: overweight"}},
		"unreadable":   {"US,1e2,A,6.25,,", []string{`A: the order cannot be read: weight_g: "1e2" has an exponent or a misplaced sign; write plain digits with a point`}},
		"rounded once": {"US,101,A,6.26,,", nil},
	} {
		t.Run(name, func(t *testing.T) {
			e := compile(t, "order_id,country,weight_g,service,freight,shipping_cost,total_cost\nQ1,"+c.row+"\n")
			var got []string
			for _, f := range Quotes(e, day) {
				got = append(got, f.String())
				if f.Quote.Line != 2 {
					t.Errorf("line %d, want 2", f.Quote.Line)
				}
			}
			if len(got) != len(c.want) {
				t.Fatalf("got %q, want %q", got, c.want)
			}
			for i := range got {
				if got[i] != c.want[i] {
					t.Errorf("got %q, want %q", got[i], c.want[i])
				}
			}
		})
	}
}
