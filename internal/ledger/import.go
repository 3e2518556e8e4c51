package ledger

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"time"

	"github.com/shopspring/decimal"

	"github.com/lanewise/lanewise/engine/money"
)

// lineLimit is the most bytes that a line of an export may have.
const lineLimit = 16 << 20

// importTime bounds an import, which is one transaction.
const importTime = time.Hour

// Import fills an empty ledger with what Export wrote: every line of it, or after an error none. Counters and score are added
// up anew, so that Export then gives the same bytes again. It refuses a ledger that has contracts, a damaged line, a file that is not whole, and lines that do
// not agree with each other.
func (l *Ledger) Import(ctx context.Context, r io.Reader) error {
	if err := l.unbroken(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, importTime)
	defer cancel()
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return l.d.named(err)
	}
	defer tx.Rollback()
	if l.d.guard != "" {
		if _, err := tx.ExecContext(ctx, l.d.guard); err != nil {
			return l.d.named(err)
		}
	}
	if err := l.wait(ctx, tx); err != nil {
		return l.d.named(err)
	}
	in := &importer{r: bufio.NewReaderSize(r, 1<<16), sum: sha256.New(), tx: tx}
	if err := in.run(ctx); err != nil {
		if in.line == 0 {
			return err
		}
		return fmt.Errorf("line %d: %w", in.line, err)
	}
	if found, err := l.verifyAll(ctx, tx); err != nil {
		return err
	} else if len(found) > 0 {
		return fmt.Errorf("the lines do not agree: %s", found[0])
	}
	if err := tx.Commit(); err != nil {
		return l.fail(err)
	}
	return nil
}

type importer struct {
	r    *bufio.Reader
	sum  hash.Hash
	tx   querier
	line int
	head header
	seen struct{ contracts, shipments, entries, outcomes int64 }
}

func (in *importer) run(ctx context.Context) error {
	var n int
	if err := in.tx.QueryRowContext(ctx, "SELECT COUNT(*) FROM contracts").Scan(&n); err != nil {
		return err
	}
	if n > 0 {
		return errors.New("the ledger is not empty; import into a new one")
	}
	first, _, err := in.next()
	if err != nil {
		return err
	}
	if err := strict(first, &in.head); err != nil || in.head.Format != exportFormat || in.head.Schema != schemaVersion() {
		return errors.Join(fmt.Errorf(`is no export that this program reads; the first line starts with {"lanewise_ledger":%d,"schema":%d`, exportFormat, schemaVersion()), err)
	}
	if err := in.open(ctx); err != nil {
		return err
	}
	for {
		text, before, err := in.next()
		if err != nil {
			return err
		}
		var row line
		if err := strict(text, &row); err != nil {
			return err
		}
		if row.End != nil {
			return in.end(row.End, before)
		}
		if err := in.store(ctx, &row); err != nil {
			return err
		}
	}
}

// next reads a line, and gives the checksum of all before it.
func (in *importer) next() (text []byte, before string, err error) {
	before = hex.EncodeToString(in.sum.Sum(nil))
	in.line++
	for {
		part, err := in.r.ReadSlice('\n')
		text = append(text, part...)
		switch {
		case len(text) > lineLimit:
			return nil, "", fmt.Errorf("is longer than %d bytes", lineLimit)
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF):
			return nil, "", errors.New("the file ends before its last line; it is not whole")
		case err != nil:
			return nil, "", err
		}
		in.sum.Write(text)
		return text, before, nil
	}
}

// strict reads one JSON value and nothing else, without unknown names.
func strict(text []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("holds more than one value")
	}
	return nil
}

func (in *importer) open(ctx context.Context) error {
	if _, ok := money.ParseCurrency(in.head.Currency); !ok {
		return fmt.Errorf("%q is no currency", in.head.Currency)
	}
	if _, err := in.tx.ExecContext(ctx, "INSERT INTO meta (name, value) VALUES ('currency', $1)", in.head.Currency); err != nil {
		return err
	}
	_, err := in.tx.ExecContext(ctx, "INSERT INTO score (id, opening_orders, opening_bad, orders, bad, version) VALUES (1, $1, $2, $1, $2, 0)", in.head.Orders, in.head.Bad)
	return err
}

func (in *importer) store(ctx context.Context, row *line) error {
	switch {
	case row.Contract != nil:
		in.seen.contracts++
		if err := stamps(row.Contract.Opened); err != nil {
			return err
		}
		_, err := in.tx.ExecContext(ctx, "INSERT INTO contracts (contract, opened_at) VALUES ($1, $2)", row.Contract.Name, row.Contract.Opened)
		return err
	case row.Shipment != nil:
		in.seen.shipments++
		return in.shipment(ctx, row.Shipment)
	case row.Entry != nil:
		in.seen.entries++
		return in.entry(ctx, row.Entry)
	case row.Outcome != nil:
		in.seen.outcomes++
		return in.outcome(ctx, row.Outcome)
	}
	return errors.New("holds no contract, shipment, entry or outcome")
}

func (in *importer) end(e *endLine, sum string) error {
	has := in.seen
	want := in.head
	if has.contracts != want.Contracts || has.shipments != want.Shipments || has.entries != want.Entries || has.outcomes != want.Outcomes {
		return fmt.Errorf("the first line counts %d contracts, %d shipments, %d entries and %d outcomes; the file holds %d, %d, %d and %d",
			want.Contracts, want.Shipments, want.Entries, want.Outcomes, has.contracts, has.shipments, has.entries, has.outcomes)
	}
	if e.SHA256 != sum {
		return errors.New("the checksum does not fit; the file was changed")
	}
	if _, err := in.r.ReadByte(); !errors.Is(err, io.EOF) {
		return errors.New("more follows the last line")
	}
	return nil
}

func (in *importer) shipment(ctx context.Context, s *shipmentLine) error {
	v, err := amounts(s.Parcels, s.Kg, s.Spend)
	if err != nil {
		return err
	}
	hash, err := hex.DecodeString(s.Hash)
	if err != nil || len(hash) != sha256.Size {
		return errors.New("request_sha256 is no SHA-256")
	}
	if _, err := parseDay(s.Day); err != nil {
		return err
	}
	if _, err := parseDay(s.ShipDate); err != nil {
		return err
	}
	var cancelled any
	if s.Cancelled != nil {
		if err := stamps(*s.Cancelled); err != nil {
			return err
		}
		cancelled = *s.Cancelled
	}
	if err := stamps(s.Booked); err != nil {
		return err
	}
	decision := (&Shipment{Decision: s.Decision}).decision()
	_, err = in.tx.ExecContext(ctx, "INSERT INTO shipments ("+shipmentColumns+", request_hash, exempt) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
		s.ID, s.Key, s.Status, s.Booked, cancelled, s.ShipDate, s.OrderID, s.Country, s.Service, s.Contract, s.Period, s.Day, int64(v.Parcels), int64(v.Kg), int64(v.Spend), s.BookHash, decision, hash, s.Exempt)
	return err
}

func (in *importer) entry(ctx context.Context, e *entryLine) error {
	v, err := amounts(e.Parcels, e.Kg, e.Spend)
	if err != nil {
		return err
	}
	day, err := parseDay(e.Day)
	if err != nil || e.Day == "" {
		return errors.Join(errors.New("the entry has no day"), err)
	}
	at, err := parseStamp(e.Booked)
	if err != nil {
		return err
	}
	out := entry{ID: e.ID, Kind: e.Kind, Contract: e.Contract, Period: e.Period, Day: day, At: at, Parcels: v.Parcels, Kg: v.Kg, Spend: v.Spend}
	if e.Shipment != nil {
		out.Shipment = *e.Shipment
	}
	return out.add(ctx, in.tx)
}

func (in *importer) outcome(ctx context.Context, o *outcomeLine) error {
	at, err := parseStamp(o.Reported)
	if err != nil {
		return err
	}
	if err := insertOutcome(ctx, in.tx, Outcome{o.Shipment, o.Result, o.LowScore, at}, o.Bad); err != nil {
		return err
	}
	_, err = in.tx.ExecContext(ctx, "UPDATE score SET orders = orders + 1, bad = bad + $1, version = version + 1 WHERE id = 1", bit(o.Bad))
	return err
}

// stamps refuses a time in another form than stamp gives: texts of times are compared.
func stamps(text string) error {
	t, err := parseStamp(text)
	if err == nil && stamp(t) != text {
		err = fmt.Errorf("%q is no time as the ledger writes it", text)
	}
	return err
}

// amounts reads three amounts as Amount.String writes them.
func amounts(parcels, kg, spend string) (v volume, err error) {
	for _, f := range []struct {
		text string
		into *money.Amount
	}{{parcels, &v.Parcels}, {kg, &v.Kg}, {spend, &v.Spend}} {
		d, err := decimal.NewFromString(f.text)
		if err != nil {
			return volume{}, fmt.Errorf("%q is no amount", f.text)
		}
		a, ok := money.FromDecimal(d)
		if !ok || a.String() != f.text {
			return volume{}, fmt.Errorf("%q is no amount as the ledger writes it", f.text)
		}
		*f.into = a
	}
	return v, nil
}
