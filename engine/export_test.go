package engine

import "github.com/lanewise/lanewise/engine/money"

// Bounds shows, for each service that can take an order, the least total that a race believes in and the total.
func Bounds(e *Engine, o *Order, show func(service string, least, total money.Amount)) {
	var d Decision
	x := &d.pass
	if x.begin(e, o) != nil {
		return
	}
	x.bar()
	x.lineUp()
	x.racing = false
	x.everyone()
	for i := range x.c.slots {
		if c := &x.cands[i]; x.field[i] != gone && x.evaluate(&x.c.slots[i], c, nil) == OK {
			show(c.slot.svc.row.Code, fine(max(x.field[i].least(), -fineLimit)), fine(c.total))
		}
	}
}

// KeepNothing makes an engine as one that has kept all it may.
func KeepNothing(e *Engine) { e.kept.Store(keep) }
