package report

import (
	"slices"
	"strconv"
	"strings"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/rates"
)

// PlanColumns are the columns of a plan's decision rows: those of a decision, and what the plan did with the order.
var PlanColumns = append(slices.Clone(DecisionColumns), "moved_from", "move_cost")

// Move is what a plan did with an order.
type Move struct {
	From *rates.Service // the service that the order alone would have taken; nil = it is the one planned
	Cost money.Amount   // what the move costs, at the tiers that such choices reach; below 0 = it saves
}

// Planned writes the decision rows of a plan. It is safe for concurrent use.
type Planned struct {
	format Format
	base   Encoder
	table  planTable
	p      printer
}

// Plans returns the encoder of a plan's decision rows for a book.
func Plans(f Format, b *rates.Book, width int) *Planned {
	p := printerOf(b)
	return &Planned{f, Decisions(f, b, width), planTable{p, width >= wide}, p}
}

// Begin appends what stands before the first row.
func (e *Planned) Begin(dst []byte) []byte {
	switch e.format {
	case CSV:
		return append(append(dst, strings.Join(PlanColumns, ",")...), '\n')
	case Table:
		return e.table.begin(dst)
	default:
		return e.base.Begin(dst)
	}
}

// Append appends one row.
func (e *Planned) Append(dst []byte, row *orders.Row, d *engine.Decision, m Move) []byte {
	if e.format == Table {
		return e.table.append(dst, row, d, m)
	}
	from := len(dst)
	if e.format == NDJSON {
		dst = append(dst, `{"type":"decision",`...)
		from = len(dst)
	}
	dst = e.base.Append(dst, row, d)
	if e.format == NDJSON {
		dst = append(dst[:from], dst[from+1:]...) // without its brace
		dst = dst[:len(dst)-len("}\n")]
		if m.From != nil {
			dst = appendMore(dst, "moved_from", m.From.Code)
			dst = appendMore(dst, "move_cost", e.p.cost(m.Cost))
		}
		return append(dst, "}\n"...)
	}
	dst = append(dst[:len(dst)-1], ',')
	if m.From == nil {
		return append(dst, ",\n"...)
	}
	dst = append(appendField(dst, m.From.Code), ',')
	return append(m.Cost.Append(dst, costDigits), '\n')
}

// planTable writes one line an order.
type planTable struct {
	printer
	wide bool
}

func (t planTable) begin(dst []byte) []byte {
	names := []string{"ORDER", "STATUS", "CHANNEL", "SERVICE"}
	if t.wide {
		names = append(names, ">GRAMS", ">SHIPPING", ">RISK", ">POLICY")
	}
	names = append(names, ">TOTAL "+t.currency.String(), "MOVED FROM", ">NOW")
	if t.wide {
		names = append(names, "FLAGS")
	}
	return appendLine(dst, rowLine, names...)
}

func (t planTable) append(dst []byte, row *orders.Row, d *engine.Decision, m Move) []byte {
	if len(row.Faults) > 0 || !d.Chosen {
		return decisionTable(t).Append(dst, row, d)
	}
	q := &d.Choice
	fields := []string{row.ID, d.Status.String(), q.Service.Channel.String(), q.Service.Code}
	if t.wide {
		fields = append(fields, strconv.FormatInt(q.BillableG, 10), t.charge(q.Shipping), t.cost(q.RiskCost), t.cost(q.Amounts[engine.PolicyCost]))
	}
	from, now := "", ""
	if m.From != nil {
		from, now = m.From.Code, signed(t.cost(m.Cost))
	}
	fields = append(fields, t.cost(q.Total), from, now)
	if t.wide {
		fields = append(fields, strings.Join(flags(d), " "))
	}
	dst = appendLine(dst, rowLine, fields...)
	if text := Message(row, d); text != "" {
		dst = appendLine(dst, noteLine, "", text)
	}
	return dst
}

// signed puts a plus before what has no minus.
func signed(s string) string {
	if strings.HasPrefix(s, "-") {
		return s
	}
	return "+" + s
}
