package report

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
)

// What is put into a row is what package money writes, whatever stood there, and nothing behind numberRoom is touched.
func TestPut(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	values := []int64{0, 1, 9, 10, 99, 100, 101, 110, 999, 1000, 9999, 10_000, 100_000, 999_999, 1_000_000, 99_999_999, 100_000_000, 999_999_999_999, 1e15, math.MaxInt64, math.MinInt64}
	for range 10_000 {
		values = append(values, rng.Int64()>>rng.IntN(64))
	}
	const before, guard = "x,", "guard"
	check := func(what string, v int64, want string, put func(b []byte, n int) int) {
		t.Helper()
		b := []byte(before + strings.Repeat("?", numberRoom) + guard)
		n := put(b, len(before))
		if got := string(b[:n]); got != before+want+"," || string(b[len(b)-len(guard):]) != guard {
			t.Fatalf("%s %d: %q, want %q", what, v, b, before+want+",")
		}
	}
	for _, v := range values {
		for _, v := range []int64{v, -v} {
			amount := money.Amount(v)
			for digits := range 7 {
				check("amount", v, amount.Text(digits), func(b []byte, n int) int { return putAmount(b, n, amount, digits) })
			}
			check("cost", v, amount.Text(costDigits), func(b []byte, n int) int { return putCost(b, n, amount) })
			check("share", v, amount.Text(shareDigits), func(b []byte, n int) int { return putShare(b, n, rates.Share(v)) })
			check("whole", v, strconv.FormatInt(v, 10), func(b []byte, n int) int { return putWhole(b, n, v) })
			d := rates.Opt[rates.Days]{V: rates.Days(v), OK: true}
			check("days", v, string(money.AppendTrimmed(nil, int64(d.V), 2)), func(b []byte, n int) int { return putDays(b, n, d) })
		}
	}
	check("no days", 0, "", func(b []byte, n int) int { return putDays(b, n, rates.Opt[rates.Days]{}) })
}

func TestAppendField(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "a": "a", "a b": "a b", " a": `" a"`, "a\t": "\"a\t\"", "a,b": `"a,b"`, `a"b`: `"a""b"`, `""`: `""""""`,
		"a\nb": "\"a\nb\"", "a\rb": "\"a\rb\"", "重量": "重量", "a-b/c": "a-b/c", "12345678,": `"12345678,"`, "1234567\"9": `"1234567""9"`, "12345678#+*": "12345678#+*",
		"123456789\n": "\"123456789\n\"", "12345678901234 ": `"12345678901234 "`, "重量重量重量,重量": `"重量重量重量,重量"`,
	} {
		if got := string(appendField([]byte("x,"), in)); got != "x,"+want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

// Texts of any length keep their bytes.
func TestWord(t *testing.T) {
	for n := range 3 * wordSize {
		code := strings.Repeat("a", n)
		w := newWord("b", code)
		b := make([]byte, 1+wordSize+len(w.more))
		if got, want := string(b[:w.put(b, 1)]), "\x00b,"+code+","; got != want {
			t.Errorf("%d bytes: %q, want %q", n, got, want)
		}
	}
}

// Every service keeps its own value, also where several claim one line, and one far down.
func TestByService(t *testing.T) {
	var m byService[int]
	var services []*rates.Service
	for _, line := range []int{2, 3, 4, 3, 3, 0, 7, 1 << 30, 4} {
		services = append(services, &rates.Service{Place: rates.Place{Line: line}})
	}
	for i, s := range services {
		if m.find(s) != nil {
			t.Errorf("service %d has a value", i)
		}
		*m.at(s) += i
	}
	for i, s := range services {
		if *m.at(s) += 100; *m.find(s) != 100+i {
			t.Errorf("service %d has %d", i, *m.find(s))
		}
	}
	if len(m.slots) > 1024+len(services) {
		t.Errorf("%d slots", len(m.slots))
	}
}
