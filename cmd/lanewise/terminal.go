package main

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"time"
)

// Bounds of what counts as a terminal's width, and the width of what is none.
const (
	narrowest    = 60
	widest       = 200
	defaultWidth = 80
)

// width is how many columns w shows: what COLUMNS says, else the terminal's own, else 80.
func width(w io.Writer) int {
	columns, err := strconv.Atoi(os.Getenv("COLUMNS"))
	if err != nil {
		columns = terminalColumns(w)
	}
	if columns <= 0 {
		return defaultWidth
	}
	return min(max(columns, narrowest), widest)
}

// progress shows on a terminal how far a long run is. Short runs and other outputs see nothing of it.
type progress struct {
	w     io.Writer // nil = nobody watches
	start time.Time
	last  time.Time
	shown bool
}

const (
	patience = 2 * time.Second        // before anything is shown
	interval = 200 * time.Millisecond // between two showings
)

func newProgress(e *env, quiet bool) *progress {
	p := &progress{start: time.Now()}
	if !quiet && terminalColumns(e.stderr) > 0 {
		p.w = e.stderr
	}
	return p
}

// rows is called with the number of rows done so far.
func (p *progress) rows(n int) {
	if p.w == nil {
		return
	}
	now := time.Now()
	if now.Sub(p.start) < patience || now.Sub(p.last) < interval {
		return
	}
	p.last, p.shown = now, true
	fmt.Fprintf(p.w, "\r%d orders, %d a second ", n, int(float64(n)/now.Sub(p.start).Seconds()))
}

// end removes what was shown.
func (p *progress) end() {
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}

// searching tells a terminal that a search is under way, and for how long, until the function that it returns is called.
func (p *progress) searching(most time.Duration) (end func()) {
	if p.w == nil {
		return func() {}
	}
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		begin := time.Now()
		for tick := time.NewTicker(time.Second); ; {
			select {
			case <-stop:
				tick.Stop()
				return
			case <-tick.C:
				if took := time.Since(begin); took >= patience {
					p.shown = true
					fmt.Fprintf(p.w, "\rsearching for %d s, at most %v; ^C takes the best plan known ", int(took.Seconds()), most)
				}
			}
		}
	}()
	return func() {
		close(stop)
		<-stopped
		p.end()
	}
}
