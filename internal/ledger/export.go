package ledger

import (
	"bufio"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
)

// exportFormat is the version of the lines that Export writes.
const exportFormat = 1

// header is the first line of an export: what follows, so that a part of one is not taken for a whole.
type header struct {
	Format    int    `json:"lanewise_ledger"`
	Schema    int    `json:"schema"`
	Currency  string `json:"currency"`
	Orders    int64  `json:"opening_orders"`
	Bad       int64  `json:"opening_bad_orders"`
	Contracts int64  `json:"contracts"`
	Shipments int64  `json:"shipments"`
	Entries   int64  `json:"entries"`
	Outcomes  int64  `json:"outcomes"`
}

// line is every other line; Kind says which of the rest is set.
type line struct {
	Contract *contractLine `json:"contract,omitempty"`
	Shipment *shipmentLine `json:"shipment,omitempty"`
	Entry    *entryLine    `json:"entry,omitempty"`
	Outcome  *outcomeLine  `json:"outcome,omitempty"`
	End      *endLine      `json:"end,omitempty"`
}

type contractLine struct {
	Name   string `json:"name"`
	Opened string `json:"opened_at"`
}

type shipmentLine struct {
	ID        string  `json:"id"`
	Key       string  `json:"idempotency_key"`
	Hash      string  `json:"request_sha256"`
	Status    string  `json:"status"`
	Booked    string  `json:"booked_at"`
	Cancelled *string `json:"cancelled_at,omitempty"`
	ShipDate  string  `json:"ship_date"`
	OrderID   string  `json:"order_id"`
	Country   string  `json:"country"`
	Service   string  `json:"service"`
	Contract  string  `json:"contract"`
	Period    string  `json:"period"`
	Day       string  `json:"day"`
	Parcels   string  `json:"parcels"`
	Kg        string  `json:"kg"`
	Spend     string  `json:"spend"`
	BookHash  string  `json:"book_hash"`
	Exempt    string  `json:"exempt"`
	Decision  []byte  `json:"decision"` // base64: the very bytes
}

type entryLine struct {
	ID       string  `json:"id"`
	Kind     string  `json:"kind"`
	Shipment *string `json:"shipment,omitempty"`
	Contract string  `json:"contract"`
	Period   string  `json:"period"`
	Day      string  `json:"day"`
	Parcels  string  `json:"parcels"`
	Kg       string  `json:"kg"`
	Spend    string  `json:"spend"`
	Booked   string  `json:"booked_at"`
}

type outcomeLine struct {
	Shipment string `json:"shipment"`
	Result   string `json:"result"`
	LowScore bool   `json:"low_score"`
	Bad      bool   `json:"bad"`
	Reported string `json:"reported_at"`
}

// endLine is the last one: the SHA-256 of all bytes before it.
type endLine struct {
	SHA256 string `json:"sha256"`
}

// Export writes the whole ledger but the keys as NDJSON: a header with the counts, contracts, shipments, entries and outcomes, and
// a checksum. The same ledger gives the same bytes on either database.
func (l *Ledger) Export(ctx context.Context, w io.Writer) error {
	buffered := bufio.NewWriterSize(w, 1<<16)
	sum := sha256.New()
	enc := json.NewEncoder(io.MultiWriter(buffered, sum))
	enc.SetEscapeHTML(false)
	err := l.whole(ctx, func(tx querier) error {
		h, err := readHeader(ctx, tx)
		if err == nil {
			err = enc.Encode(h)
		}
		for _, table := range []func(context.Context, querier, *json.Encoder) error{exportContracts, exportShipments, exportEntries, exportOutcomes} {
			if err == nil {
				err = table(ctx, tx, enc)
			}
		}
		return err
	})
	if err == nil {
		err = enc.Encode(line{End: &endLine{hex.EncodeToString(sum.Sum(nil))}})
	}
	if err != nil {
		return err
	}
	return buffered.Flush()
}

func readHeader(ctx context.Context, q querier) (header, error) {
	h := header{Format: exportFormat, Schema: schemaVersion()}
	err := q.QueryRowContext(ctx, `SELECT COALESCE((SELECT value FROM meta WHERE name = 'currency'), ''), COALESCE((SELECT opening_orders FROM score), 0), COALESCE((SELECT opening_bad FROM score), 0),
		(SELECT COUNT(*) FROM contracts), (SELECT COUNT(*) FROM shipments), (SELECT COUNT(*) FROM entries), (SELECT COUNT(*) FROM outcomes)`).
		Scan(&h.Currency, &h.Orders, &h.Bad, &h.Contracts, &h.Shipments, &h.Entries, &h.Outcomes)
	if err == nil && h.Currency == "" {
		err = fmt.Errorf("the ledger is empty: it has no contracts yet")
	}
	return h, err
}

func exportContracts(ctx context.Context, q querier, enc *json.Encoder) error {
	return each(ctx, q, func(rows *sql.Rows) error {
		var c contractLine
		if err := rows.Scan(&c.Name, &c.Opened); err != nil {
			return err
		}
		return enc.Encode(line{Contract: &c})
	}, "SELECT contract, opened_at FROM contracts ORDER BY contract")
}

func exportShipments(ctx context.Context, q querier, enc *json.Encoder) error {
	return each(ctx, q, func(rows *sql.Rows) error {
		var hash []byte
		var exempt string
		s, err := scanShipment(rows, &hash, &exempt)
		if err != nil {
			return err
		}
		out := shipmentLine{
			s.ID, s.Key, hex.EncodeToString(hash), s.Status, stamp(s.Booked), nil, s.ShipDate.String(), s.OrderID, s.Country, s.Service, s.Contract,
			s.Period, s.Day.String(), s.Parcels.String(), s.Kg.String(), s.Spend.String(), s.BookHash, exempt, s.decision(),
		}
		if s.Status == Cancelled {
			at := stamp(s.Cancelled)
			out.Cancelled = &at
		}
		return enc.Encode(line{Shipment: &out})
	}, "SELECT "+shipmentColumns+", request_hash, exempt FROM shipments ORDER BY booked_at, id")
}

func exportEntries(ctx context.Context, q querier, enc *json.Encoder) error {
	return each(ctx, q, func(rows *sql.Rows) error {
		var e entryLine
		var v volume
		var shipment sql.NullString
		if err := rows.Scan(&e.ID, &e.Kind, &shipment, &e.Contract, &e.Period, &e.Day, &v.Parcels, &v.Kg, &v.Spend, &e.Booked); err != nil {
			return err
		}
		if shipment.Valid {
			e.Shipment = &shipment.String
		}
		e.Parcels, e.Kg, e.Spend = v.Parcels.String(), v.Kg.String(), v.Spend.String()
		return enc.Encode(line{Entry: &e})
	}, "SELECT id, kind, shipment, contract, period, day, parcels, kg, spend, booked_at FROM entries ORDER BY booked_at, id")
}

func exportOutcomes(ctx context.Context, q querier, enc *json.Encoder) error {
	return each(ctx, q, func(rows *sql.Rows) error {
		var o outcomeLine
		if err := rows.Scan(&o.Shipment, &o.Result, &o.LowScore, &o.Bad, &o.Reported); err != nil {
			return err
		}
		return enc.Encode(line{Outcome: &o})
	}, "SELECT shipment, result, low_score, bad, reported_at FROM outcomes ORDER BY reported_at, shipment")
}
