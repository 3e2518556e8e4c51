package agreement

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/internal/report"
	"github.com/lanewise/lanewise/internal/twin"
)

// compareCredits is compare with a credit for most contracts: small ones that decide between neighbours, large ones that
// decide everything, negative ones, and some beyond the range of money.
func compareCredits(t *testing.T, seed uint64, slow *twin.Book, e *engine.Engine, sheet []byte) {
	rng := rand.New(rand.NewPCG(seed, 5))
	var credits []engine.Credit
	texts := map[string]string{}
	for i := range e.Book().Services {
		c := e.Book().Services[i].Contract
		if _, seen := texts[c]; c == "" || seen || rng.IntN(5) == 0 {
			continue
		}
		unit := money.Amount(rng.Int64N([]int64{1000, 1e6, 1e6, 2e7, 5e8, 9e14}[rng.IntN(6)]))
		if rng.IntN(4) == 0 {
			unit = -unit
		}
		texts[c] = unit.String()
		credits = append(credits, engine.Credit{Contract: c, PerUnit: unit})
	}
	slow, err := slow.WithCredits(texts)
	if err != nil {
		t.Fatal(err)
	}
	var want bytes.Buffer
	if err := slow.Decide(bytes.NewReader(sheet), today, &want); err != nil {
		t.Fatal(err)
	}
	with, err := e.WithCredits(credits)
	if err != nil {
		t.Fatal(err)
	}
	for _, answer := range []func(*engine.Order, *engine.Decision){with.Decide, with.Trace, with.Compare, with.Explain} {
		same(t, decide(t, with, answer, report.CreditedDecisions("csv", with.Book(), 80), sheet), want.Bytes())
	}
	sameTraces(t, with, sheet)
	if t.Failed() {
		t.Log("credits:", texts)
	}
}
