package report

import (
	"fmt"
	"io"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/rates"
)

// Format is how answers are written.
type Format string

// The formats.
const (
	CSV    Format = "csv"
	NDJSON Format = "ndjson"
	Table  Format = "table"
	XLSX   Format = "xlsx" // the rows of CSV, for a Workbook to write down
)

// ParseFormat reads a format's name.
func ParseFormat(s string) (Format, error) {
	switch f := Format(s); f {
	case CSV, NDJSON, Table, XLSX:
		return f, nil
	}
	return "", fmt.Errorf("%q is not a format; write csv, ndjson, table or xlsx", s)
}

// Encoder writes answered rows. Its methods are safe for concurrent use.
type Encoder interface {
	// Answer is what of an engine has to answer the orders: Decide, Compare or Explain, by how much is shown.
	Answer(e *engine.Engine) func(*engine.Order, *engine.Decision)
	// Begin appends what stands before the first row.
	Begin(dst []byte) []byte
	// Append appends one row. Where the row has faults, d is not looked at and may be nil.
	Append(dst []byte, row *orders.Row, d *engine.Decision) []byte
}

// Decisions returns the encoder of decision rows for a book.
func Decisions(f Format, b *rates.Book, width int) Encoder {
	p := printerOf(b)
	switch f {
	case NDJSON:
		return decisionJSON{p, byCode(b)}
	case Table:
		return decisionTable{p, width >= wide}
	default:
		return newDecisionCSV(b)
	}
}

// Traces returns the encoder of decisions as JSON without the other services: those are quotes.
func Traces(b *rates.Book) Encoder { return decisionJSON{printer: printerOf(b)} }

// Quotes returns the encoder of every service's quote for a book.
func Quotes(f Format, b *rates.Book, width int) Encoder {
	p := printerOf(b)
	switch f {
	case NDJSON:
		return quoteJSON{p, len(b.Services)}
	case Table:
		return quoteTable{p, width >= wideQuotes, false}
	default:
		return quoteCSV{p, false}
	}
}

// Output returns what an encoder's bytes of this format are written to. For a table it lays columns out for a
// terminal of width columns; Close ends it, without closing w.
func Output(f Format, w io.Writer, width int) io.WriteCloser {
	if f == Table {
		return &layout{w: w, width: width}
	}
	return plainOutput{w}
}

type plainOutput struct{ io.Writer }

func (plainOutput) Close() error { return nil }
