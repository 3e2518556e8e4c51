package report

import (
	"bytes"
	"io"
	"strconv"
	"strings"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/orders"
)

// RejectColumns are the columns of a list of rejects, in order: one row for every fault of an invalid order.
var RejectColumns = []string{"file", "line", "order_id", "column", "value", "reason"}

// fence stands before and after a reject among the rows of an encoder. No row holds a NUL: files that hold one are
// refused as a whole, and JSON writes it otherwise.
const fence = 0

// WithRejects lets an encoder write rejects between its rows, for a Divider to take out again. So both come in the
// order of the input, from as many workers as there are. Guarded makes texts plain that a spreadsheet would run.
func WithRejects(e Encoder, guarded bool) Encoder { return withRejects{e, guarded} }

type withRejects struct {
	Encoder
	guarded bool
}

func (e withRejects) Begin(dst []byte) []byte {
	dst = append(dst, fence)
	if e.guarded {
		dst = append(dst, mark...)
	}
	dst = append(append(dst, strings.Join(RejectColumns, ",")...), '\n', fence)
	return e.Encoder.Begin(dst)
}

func (e withRejects) Append(dst []byte, row *orders.Row, d *engine.Decision) []byte {
	dst = e.Encoder.Append(dst, row, d)
	if len(row.Faults) == 0 && d.Status != engine.Invalid {
		return dst
	}
	dst = append(dst, fence)
	for i, f := range row.Faults {
		value := ""
		if i < len(row.Blamed) {
			value = row.Blamed[i]
		}
		dst = e.appendReject(dst, row, f.Column, value, f.Msg)
	}
	if len(row.Faults) == 0 && d.Fault != nil {
		dst = e.appendReject(dst, row, d.Fault.Column, orderCell(&row.Order, d.Fault.Column), d.Fault.Msg)
	}
	return append(dst, fence)
}

func (e withRejects) appendReject(dst []byte, row *orders.Row, column, value, reason string) []byte {
	dst = append(e.appendText(dst, row.File), ',')
	if row.Line > 0 {
		dst = strconv.AppendInt(dst, int64(row.Line), 10)
	}
	for _, text := range [...]string{row.ID, column, value, reason} {
		dst = e.appendText(append(dst, ','), text)
	}
	return append(dst, '\n')
}

func (e withRejects) appendText(dst []byte, s string) []byte {
	if !e.guarded {
		return appendField(dst, s)
	}
	return appendGuarded(dst, appendField(nil, s))
}

// orderCell is what an order has in a column that the rate book cannot use.
func orderCell(o *engine.Order, column string) string {
	switch column {
	case orders.Currency.String():
		return o.Currency.String()
	case orders.ShipDate.String():
		return o.ShipDate.String()
	}
	return ""
}

// Divider parts rows from the rejects between them.
type Divider struct {
	Rows, Rejects io.Writer
	inside        bool // between two fences
}

// Write takes whole or partial rows.
func (v *Divider) Write(b []byte) (int, error) {
	n := len(b)
	for len(b) > 0 {
		part, rest, fenced := bytes.Cut(b, []byte{fence})
		to := v.Rows
		if v.inside {
			to = v.Rejects
		}
		if len(part) > 0 {
			if _, err := to.Write(part); err != nil {
				return 0, err
			}
		}
		if fenced {
			v.inside = !v.inside
		}
		b = rest
	}
	return n, nil
}
