package orders

import (
	"io"

	"github.com/lanewise/lanewise/internal/csvio"
)

// Block is a run of neighbouring rows on its way through a batch. ReadBlock takes it from the files, ParseBlock makes rows
// of it, CheckIDs looks for repeated ids; then Rows are to be answered. It may be used again and again, which spares
// allocation; the texts in Rows hold until then.
type Block struct {
	Rows []Row
	Err  error // what ended the reading after Rows: io.EOF, a *Refusal, or what a source returned; nil = there is more

	keys     []idKey // of Rows
	file     *file   // whose records raw holds
	raw      csvio.Block
	unparsed bool // raw has yet to be made rows of
	parser   csvio.Parser
	cells    Cells
	touched  uint64 // what idTable.touch read
}

// rowsRead is how many rows make a block where they are read one by one.
const rowsRead = 256

// ReadBlock fills b with the next rows, yet to be parsed. It must not be called by two goroutines at once. After a block
// with an Err there is nothing more to read.
func (r *Reader) ReadBlock(b *Block) {
	b.Err, b.unparsed = nil, false
	b.Rows, b.keys = b.Rows[:0], b.keys[:0]
	for r.next < len(r.files) {
		f := r.files[r.next]
		if f.csv == nil {
			r.readRows(b)
			return
		}
		err := f.csv.ReadBlock(&b.raw)
		if err == io.EOF {
			r.next++
			continue
		}
		if err != nil {
			b.Err = f.refusal(err)
			return
		}
		b.file, b.unparsed = f, true
		return
	}
	b.Err = io.EOF
}

// readRows fills b from records that come one by one.
func (r *Reader) readRows(b *Block) {
	for len(b.Rows) < rowsRead {
		row := b.grow()
		if b.Err = r.nextRow(row); b.Err != nil {
			b.Rows = b.Rows[:len(b.Rows)-1]
			return
		}
		b.keys = append(b.keys, r.ids.key(row.ID))
	}
}

// ParseBlock makes the rows of a block. Several blocks may be parsed at the same time, and while others are read.
func (r *Reader) ParseBlock(b *Block) {
	if !b.unparsed {
		return
	}
	f := b.file
	p := &b.parser
	p.Reset(&b.raw)
	for {
		if ends, ok := p.Plain(f.header.fields); ok {
			b.plainRow(r, ends)
			continue
		}
		fields, err := p.Next()
		if err == io.EOF {
			return
		}
		if err == nil && p.Spans() {
			err = f.swallowed(copied(fields), p.Line())
		}
		spoiled, _ := f.rowError(err).(Faults)
		if err != nil && spoiled == nil {
			b.Err = f.refusal(err)
			return
		}
		b.cells = Cells{}
		for c, at := range f.header.at {
			if at > 0 && at <= len(fields) {
				b.cells[c] = view(fields[at-1])
			}
		}
		b.addRow(r, len(fields), spoiled)
	}
}

// plainRow adds the row of a record with as many fields as the header.
func (b *Block) plainRow(r *Reader, ends []uint32) {
	data, cells := b.raw.Data, &b.cells
	for c, at := range &b.file.header.at {
		if at > 0 && at < len(ends) {
			cells[c] = view(data[ends[at-1]+1 : ends[at]])
		} else {
			cells[c] = ""
		}
	}
	b.addRow(r, len(ends)-1, nil)
}

// addRow adds the row that the cells make.
func (b *Block) addRow(r *Reader, fields int, spoiled Faults) {
	row := b.grow()
	row.Line = b.parser.Line()
	r.fill(row, b.file, &b.cells, fields, spoiled)
	if !r.opt.NoIDCheck {
		b.keys = append(b.keys, r.ids.key(row.ID))
	}
}

// CheckIDs gives the rows whose order_id has occurred before in the run a fault. Blocks are to be checked in the order
// in which they were read, one at a time.
func (r *Reader) CheckIDs(b *Block) {
	if r.opt.NoIDCheck {
		return
	}
	if r.ids.table != nil {
		b.touched = r.ids.table.touch(b.keys)
	}
	for i := range b.Rows {
		r.checkID(&b.Rows[i], b.keys[i])
	}
}

// grow adds a row, using memory of an earlier one.
func (b *Block) grow() *Row {
	n := len(b.Rows)
	if n == cap(b.Rows) {
		b.Rows = append(make([]Row, 0, max(rowsRead, 2*n)), b.Rows...)
		// Room for the attributes of all rows at once: most orders have one at the most.
		const each = 2
		fresh := b.Rows[n:cap(b.Rows)]
		room := make([]string, each*len(fresh))
		for i := range fresh {
			fresh[i].Order.Attributes = room[i*each : i*each : (i+1)*each]
		}
	}
	b.Rows = b.Rows[:n+1]
	return &b.Rows[n]
}
