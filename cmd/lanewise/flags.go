package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/lanewise/lanewise/rates"
)

// choice is a flag that takes one of a few words.
type choice struct {
	value string
	words []string
}

// newChoice makes a flag whose first word is the default.
func newChoice(words ...string) *choice { return &choice{words[0], words} }

// String implements pflag.Value.
func (c *choice) String() string { return c.value }

// Type implements pflag.Value; help shows it as what the flag takes.
func (c *choice) Type() string { return strings.Join(c.words, "|") }

// Set implements pflag.Value.
func (c *choice) Set(s string) error {
	if !slices.Contains(c.words, s) {
		return fmt.Errorf("write one of %s%s", strings.Join(c.words, ", "), didYouMean(nearest(s, c.words)))
	}
	c.value = s
	return nil
}

// path is a flag that names a file or folder. An empty name, such as that of a variable which was never set, is refused:
// it would silently stand for the default.
type path struct {
	name    *string
	instead string // what to write
}

// String implements pflag.Value.
func (p *path) String() string { return "" }

// Type implements pflag.Value.
func (p *path) Type() string { return "path" }

// Set implements pflag.Value.
func (p *path) Set(s string) error {
	if s == "" {
		return errors.New("is no name; " + p.instead)
	}
	*p.name = s
	return nil
}

// workers is --workers; 0, where it was not given, is one a core.
type workers int

// maxWorkers keeps a slip of the finger from starting millions of workers with a block of orders each.
const maxWorkers = 256

// String implements pflag.Value.
func (w *workers) String() string { return "" }

// Type implements pflag.Value.
func (w *workers) Type() string { return "number" }

// Set implements pflag.Value.
func (w *workers) Set(s string) error {
	n, err := strconv.ParseUint(s, 10, 16) // plain digits: no sign, no 0x
	if err != nil || n < 1 || n > maxWorkers {
		return fmt.Errorf("write a number from 1 to %d, or leave it out for one a core", maxWorkers)
	}
	*w = workers(n)
	return nil
}

// day is a flag that takes a date; NoDate where it was not given.
type day struct{ date rates.Date }

// String implements pflag.Value.
func (d *day) String() string { return d.date.String() }

// Type implements pflag.Value.
func (d *day) Type() string { return "YYYY-MM-DD" }

// Set implements pflag.Value.
func (d *day) Set(s string) error {
	date, ok := rates.ParseDate(s)
	if !ok {
		return errors.New("not a day that exists; write it as 2026-09-01")
	}
	d.date = date
	return nil
}

// shipDate declares --ship-date.
func shipDate(fs *pflag.FlagSet) *day {
	d := &day{rates.NoDate}
	fs.Var(d, "ship-date", "ship date of orders that name none (default: today in the book's timezone)")
	return d
}

// in gives the day asked for, else today in the book's timezone. The clock is read here and nowhere else.
func (d *day) in(e *env, b *rates.Book) (rates.Date, error) {
	if d.date != rates.NoDate {
		return d.date, nil
	}
	zone, err := time.LoadLocation(b.Settings.Timezone)
	if err != nil {
		return 0, unusable(fmt.Errorf("the book's timezone: %w", err))
	}
	today, _ := rates.ParseDate(e.now().In(zone).Format(time.DateOnly))
	return today, nil
}
