package cond

import (
	"math/bits"
	"slices"
)

// Prog is a condition made ready to run. It is never changed and may be used
// by several goroutines at once.
//
// Most tests cost less than a jump that is not foreseen. They are therefore all
// made, one after the other, and none is jumped over. One that would not be
// asked has no say: only the test at which the program stands moves it on.
type Prog struct {
	code  []instruction // the last one is asked first
	start int32
}

// instruction is one test; it fits into a line of the cache.
type instruction struct {
	slot
	test  test
	equal uint8     // of value: 1 if equal values pass, too
	next  next      // where the program stands after it
	low   int64     // of number: the least that passes; of value: the millionths compared with
	span  uint64    // of number: what may be added to low
	rate  int       // of value: the place in Facts.Rates
	text  string    // of text and attribute
	call  predicate // of other; of value for one below 0, which no order has
}

// next holds two places in a program: for a test that fails, for one that
// passes. A place is the index of an instruction below this one, or an answer.
type next [2]int32

const no, yes = -2, -1

func (n next) not() next         { return next{n[1], n[0]} }
func (n next) when(v bool) int32 { return n[digit(v)] }

// digit is 1 for yes; it takes no jump.
func digit(v bool) int {
	if v {
		return 1
	}
	return 0
}

type predicate func(*Facts) bool

type test uint8

const (
	testNumber    test = iota // a field from low to low + span
	testValue                 // value_in less than a number
	testTruth                 // a yes/no field
	testText                  // a field equal to text
	testAttribute             // text in order.attributes
	testOther
)

// Eval tells whether the condition holds. It has an answer for all facts; with
// those of admissible orders most conditions take some nanoseconds, and only
// products of several currencies or large fields need long arithmetic.
// Facts.Rates must hold an entry above 0 at each index that Compile was given.
func (p *Prog) Eval(f *Facts) bool {
	at, code := p.start, p.code
	for k := len(code) - 1; k >= 0; k-- {
		i := &code[k]
		pass := 0
		switch i.test {
		case testNumber:
			_, above := bits.Sub64(i.span, uint64(i.number(f)-i.low), 0)
			pass = 1 - int(above)
		case testValue:
			if v := i.number(f); v >= 0 {
				pass = i.less(uint64(v), f)
			} else {
				pass = digit(i.call(f))
			}
		case testTruth:
			pass = i.truth(f)
		default: // takes a jump itself
			if int(at) != k {
				continue
			}
			var v bool
			switch i.test {
			case testText:
				v = i.textOf(f) == i.text
			case testAttribute:
				v = slices.Contains(f.Attributes, i.text)
			default:
				v = i.call(f)
			}
			if at = i.next.when(v); at < 0 {
				return at == yes
			}
			continue
		}
		to := i.next[pass&1]
		if int(at) == k {
			at = to
		}
	}
	return at == yes
}

// less is 1 for v·OrderRate < low·rate, in 128 bits.
func (i *instruction) less(v uint64, f *Facts) int {
	hi, lo := bits.Mul64(v, f.OrderRate)
	thanHi, thanLo := bits.Mul64(uint64(i.low), f.Rates[i.rate])
	_, less := bits.Sub64(lo, thanLo, uint64(i.equal))
	_, less = bits.Sub64(hi, thanHi, less)
	return int(less)
}
