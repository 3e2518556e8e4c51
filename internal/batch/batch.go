// Package batch answers a stream of orders on several cores and writes the answers in the order in which the orders
// came. The bytes written are the same for any number of workers, and so is the summary.
//
// Rows travel in blocks. The reader only cuts the file into blocks; a worker parses one, looks for repeated ids when it is
// the block's turn, answers and formats. A fixed number of blocks goes round between reader, workers and writer, so memory
// does not grow with the file, and a slow output holds back the reading.
package batch

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"time"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/internal/report"
	"github.com/lanewise/lanewise/internal/turn"
)

// rowsPerBlock is how many rows travel together where a source gives them one by one.
const rowsPerBlock = 256

// perCore bounds the workers: more than a few on a core only cost memory, of which each holds two blocks.
const perCore = 4

// grace is how long an interrupted run waits for a write under way, so that output ends on a whole row where it can.
const grace = 2 * time.Second

// Source gives rows one by one, io.EOF after the last. An *orders.Reader is one.
type Source interface {
	Read(*orders.Row) error
}

// BlockSource gives rows in blocks: ReadBlock the next one, of which ParseBlock makes rows; several goroutines may be at
// that. CheckIDs is called for one block after the other in the order in which they were read. An *orders.Reader is one.
type BlockSource interface {
	ReadBlock(*orders.Block)
	ParseBlock(*orders.Block)
	CheckIDs(*orders.Block)
}

// oneByOne makes blocks of the rows of any Source.
type oneByOne struct{ Source }

func (s oneByOne) ReadBlock(b *orders.Block) {
	b.Err = nil
	if cap(b.Rows) < rowsPerBlock {
		b.Rows = make([]orders.Row, rowsPerBlock)
	}
	b.Rows = b.Rows[:rowsPerBlock]
	for i := range b.Rows {
		if b.Err = s.Read(&b.Rows[i]); b.Err != nil {
			b.Rows = b.Rows[:i]
			return
		}
	}
}

func (oneByOne) ParseBlock(*orders.Block) {}

func (oneByOne) CheckIDs(*orders.Block) {}

// Job is a run over a stream of orders.
type Job struct {
	Rows    Source                                // read in blocks, and parsed by the workers, where it is a BlockSource
	Answer  func(*engine.Order, *engine.Decision) // Engine.Decide, or Explain where the format needs it
	Format  report.Encoder
	Out     io.Writer
	Workers int            // 0 = one a core; at most 4 a core are started
	Done    func(rows int) // called now and then with the number of rows written; may be nil
}

// ReadError is an error of the Source. The rows before it have been answered and written.
type ReadError struct{ Err error }

func (e *ReadError) Error() string { return e.Err.Error() }

// Unwrap gives the Source's error.
func (e *ReadError) Unwrap() error { return e.Err }

// WriteError is an error of Out: what was written is incomplete.
type WriteError struct {
	Err  error
	Rows int // rows that had been written before
}

func (e *WriteError) Error() string {
	return fmt.Sprintf("writing stopped after %d rows: %v", e.Rows, e.Err)
}

// Unwrap gives Out's error.
func (e *WriteError) Unwrap() error { return e.Err }

// Run reads, answers and writes until the source ends. The error is a *ReadError, a *WriteError, or ctx's where it
// ended first; then Run returns soon even if a read or write is stuck, and whoever owns source and output must not
// use them again. The summary counts the rows written; it is nil where ctx ended the run.
func Run(ctx context.Context, j Job) (*report.Summary, error) {
	workers := j.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	workers = min(workers, perCore*runtime.GOMAXPROCS(0))
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	p := newPipeline(ctx, j, workers)
	go p.read()
	for range workers {
		go p.work()
	}
	finished := make(chan struct{})
	var sum report.Summary
	var err error
	go func() {
		defer close(finished)
		err = p.write(&sum)
	}()
	select {
	case <-finished:
	case <-ctx.Done():
		select {
		case <-finished:
		case <-time.After(grace):
			return nil, ctx.Err()
		}
	}
	if err != nil && err == ctx.Err() {
		return nil, err
	}
	return &sum, err
}

// block is a run of neighbouring rows on its way through the pipeline.
type block struct {
	orders.Block
	number int // blocks read before it
	out    []byte
	sum    report.Summary
	done   chan struct{} // receives when the answers are in out
}

type pipeline struct {
	ctx     context.Context
	job     Job
	rows    BlockSource
	free    chan *block
	waiting chan *block // for any worker
	order   chan *block // the same blocks in input order, for the writer
	turn    *turn.Turn  // workers take blocks in the order in which they were read
}

func newPipeline(ctx context.Context, j Job, workers int) *pipeline {
	blocks := 2*workers + 2
	p := &pipeline{ctx: ctx, job: j, free: make(chan *block, blocks), waiting: make(chan *block, blocks), order: make(chan *block, blocks)}
	p.turn = turn.New()
	var ok bool
	if p.rows, ok = j.Rows.(BlockSource); !ok {
		p.rows = oneByOne{j.Rows}
	}
	for range blocks {
		p.free <- &block{done: make(chan struct{}, 1)}
	}
	return p
}

// read fills blocks and hands them out until the source ends.
func (p *pipeline) read() {
	defer close(p.waiting)
	defer close(p.order)
	for number := 0; ; number++ {
		var b *block
		select {
		case b = <-p.free:
		case <-p.ctx.Done():
			return
		}
		p.rows.ReadBlock(&b.Block)
		b.number = number
		last := b.Err != nil
		// Neither channel can be full: both have room for every block there is.
		p.order <- b
		p.waiting <- b
		if last {
			return
		}
	}
}

// work answers blocks, keeping one Decision for all of them.
func (p *pipeline) work() {
	var d engine.Decision
	for b := range p.waiting {
		p.rows.ParseBlock(&b.Block)
		p.turn.Take(b.number, func() { p.rows.CheckIDs(&b.Block) })
		b.out = b.out[:0]
		b.sum.Reset()
		for i := range b.Rows {
			row := &b.Rows[i]
			if len(row.Faults) == 0 {
				p.job.Answer(&row.Order, &d)
			}
			b.out = p.job.Format.Append(b.out, row, &d)
			b.sum.Add(row, &d)
		}
		b.done <- struct{}{}
	}
}

// write writes the blocks in order and sums them up.
func (p *pipeline) write(sum *report.Summary) error {
	if _, err := p.job.Out.Write(p.job.Format.Begin(nil)); err != nil {
		return &WriteError{err, 0}
	}
	for b := range p.order {
		select {
		case <-b.done:
		case <-p.ctx.Done():
			return p.ctx.Err()
		}
		if err := p.ctx.Err(); err != nil {
			return err
		}
		if len(b.out) > 0 {
			if _, err := p.job.Out.Write(b.out); err != nil {
				return &WriteError{err, sum.Orders}
			}
		}
		sum.Merge(&b.sum)
		if p.job.Done != nil {
			p.job.Done(sum.Orders)
		}
		if b.Err == io.EOF {
			return nil
		}
		if b.Err != nil {
			if err := p.ctx.Err(); err != nil {
				return err
			}
			return &ReadError{b.Err}
		}
		p.free <- b
	}
	return p.ctx.Err()
}
