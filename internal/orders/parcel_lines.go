package orders

import (
	"errors"
	"fmt"
	"io"

	"github.com/lanewise/lanewise/internal/skus"
)

// parcels are the records of a file whose lines are articles: neighbouring lines with the same order_id come out as one
// record, that of their parcel. A file that goes on with the order that the one before it ended with completes that
// order's parcel: a long export that was cut into pieces reads like the whole.
type parcels struct {
	file   string
	rec    records
	header *header // of the lines
	next   *parcels
	ahead  articleLine // read, and not yet part of a parcel
	parcel parcel
	fields []string
	lost   bool // the order_id of the line before could not be read
}

// articleLine is one line of a file.
type articleLine struct {
	read   bool
	cells  Cells
	line   int
	faults Faults
	err    error // io.EOF after the last line
}

// group makes parcels of the lines of files that are one run.
func group(master *skus.Master, files []*file) {
	var last *parcels
	for _, f := range files {
		p, header := newParcels(master, f.name, f.rec, f.header)
		f.rec, f.header = p, header
		if last != nil {
			last.next = p
		}
		last = p
	}
}

// newParcels makes parcels of a file's lines, and the header that their records have.
func newParcels(master *skus.Master, file string, lines records, h *header) (*parcels, *header) {
	p := &parcels{file: file, rec: lines, header: h, fields: make([]string, NumColumns)}
	p.parcel.master = master
	whole := *h
	whole.fields, whole.keyed = int(NumColumns), true
	for c := range NumColumns {
		whole.at[c] = int(c) + 1
	}
	return p, &whole
}

// Line is the first line of the parcel that Read gave.
func (p *parcels) Line() int { return p.parcel.line }

// Read gives the next parcel, with Faults as its error where something is wrong with its lines.
func (p *parcels) Read() ([]string, error) {
	first := p.peek()
	if first.err != nil {
		return nil, first.err
	}
	id := first.cells[OrderID]
	p.parcel.begin(p.file, first.line)
	if p.lost && trim(id) != "" {
		p.parcel.fault(p.file, first.line, strayLine("before it"))
	}
	p.lost = false
	// An id that is blank names no order, so such lines have nothing in common.
	for l, from := first, p; ; {
		p.parcel.add(&l.cells, from.file, l.line, l.faults)
		l.read = false
		if trim(id) == "" {
			p.lost = len(l.faults) > 0
			break
		}
		l, from = from.following()
		if l.err != nil && l.err != io.EOF {
			return nil, l.err // nobody knows whether the line that cannot be read belongs to this parcel
		}
		if l.err == nil && trim(l.cells[OrderID]) == "" {
			p.parcel.fault(from.file, l.line, strayLine("here"))
		}
		if l.err == io.EOF || l.cells[OrderID] != id {
			break
		}
	}
	cells, faults := p.parcel.finish()
	copy(p.fields, cells[:])
	p.fields[OrderID] = id
	if len(faults) > 0 {
		return p.fields, faults
	}
	return p.fields, nil
}

// strayLine is what a line without an order_id does to its neighbours: it may be an article of theirs, and a parcel
// that lacks one would ship too light.
func strayLine(where string) Fault {
	return Fault{Column: OrderID.String(), Kind: kindEmpty, Msg: "the line " + where + " has no readable order_id and may belong to this parcel; write the order_id on every line"}
}

// rowFaults are the faults behind an error that spoils its line alone.
func rowFaults(err error) (Faults, bool) {
	var faults Faults
	return faults, errors.As(err, &faults)
}

// following is the line after those taken, in this file or in one that follows it.
func (p *parcels) following() (*articleLine, *parcels) {
	l := p.peek()
	for l.err == io.EOF && p.next != nil {
		p = p.next
		l = p.peek()
	}
	return l, p
}

// peek reads a line ahead. Once there is an error it stays.
func (p *parcels) peek() *articleLine {
	l := &p.ahead
	if l.read || l.err != nil {
		return l
	}
	fields, err := p.rec.Read()
	spoiled, ok := rowFaults(err)
	if err != nil && !ok {
		l.err = err
		return l
	}
	*l = articleLine{read: true, line: p.rec.Line(), faults: spoiled}
	for c, at := range p.header.at {
		if at > 0 && at <= len(fields) {
			l.cells[c] = fields[at-1]
		}
	}
	if len(spoiled) == 0 && len(fields) != p.header.fields {
		l.faults = Faults{{Kind: kindFields, Msg: fmt.Sprintf("has %s where the header has %d; look for a comma too many or too few, and put a text with a comma in quotes", fieldCount(len(fields)), p.header.fields)}}
	}
	return l
}
