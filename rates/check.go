package rates

import "fmt"

// Check returns everything that is wrong with the book beyond single cells, sorted: what SPEC section 2 refuses
// (errors) and what it warns about. It asks no clock, reads no file, and works on a book made in code too, whose
// problems then name tables and rows by their keys instead of files and lines. Whether the published quotes
// are reproduced is for the engine to say.
//
// A book of n rows takes n log n steps.
func (b *Book) Check() Problems {
	c := newChecker(b)
	for _, check := range checks {
		check(c)
	}
	return c.problems.Sort()
}

// checks are independent of one another; problems are sorted afterwards.
var checks = []func(*checker){
	(*checker).duplicateKeys,
	(*checker).serviceNames,
	(*checker).selectors,
	(*checker).areaNames,
	(*checker).contractRows,
	(*checker).zoneOverlaps,
	(*checker).zonesAndRates,
	(*checker).attributes,
	(*checker).rateCells,
	(*checker).bands,
	(*checker).editions,
	(*checker).windows,
	(*checker).tiers,
	(*checker).exchange,
	(*checker).clamps,
	(*checker).rowRules,
}

// checker holds the book under check, the indexes that several checks share, and what they found.
type checker struct {
	b             *Book
	problems      Problems
	services      map[string]*Service // the first of each code
	contracts     map[string]bool     // those of the services
	contractNames []string            // the same in the order of services
	groups        []rateGroup         // rate rows by service, zone and attribute
	compared      int                 // unknown names compared with the known ones so far
}

func newChecker(b *Book) *checker {
	c := &checker{b: b, services: make(map[string]*Service, len(b.Services)), contracts: map[string]bool{}}
	for i := range b.Services {
		s := &b.Services[i]
		if c.services[s.Code] == nil {
			c.services[s.Code] = s
		}
		if s.Contract != "" && !c.contracts[s.Contract] {
			c.contracts[s.Contract] = true
			c.contractNames = append(c.contractNames, s.Contract)
		}
	}
	c.groups = groupRates(b.Rates)
	return c
}

// complete reports whether every row of the tables could be read. Where one was left out, what seems to be missing
// from a table may stand in that very row, and to say so would only add noise to the error it already has.
func (c *checker) complete(tables ...string) bool {
	for _, t := range tables {
		if c.b.damaged[t] {
			return false
		}
	}
	return true
}

// at is the place of a cell: a row of a table and the name of its column, "" for the row as a whole.
type at struct {
	place  Place
	table  string
	column string
}

// report adds a problem with the usual hint of its code.
func (c *checker) report(code string, where at, format string, args ...any) {
	p := c.b.at(code, where.table, where.place.Line, where.column, fmt.Sprintf(format, args...))
	if where.place.Table == "" { // made in code: there is no file
		p.File, p.Col = where.table, 0
	}
	c.problems = append(c.problems, p)
}

// reportHint is report with a hint of its own, where there is one.
func (c *checker) reportHint(code string, where at, hint, format string, args ...any) {
	c.report(code, where, format, args...)
	if hint != "" {
		c.problems[len(c.problems)-1].Hint = hint
	}
}

// rowText names another row in a message: its line, or its number among the rows of a book made in code.
func rowText(p Place, index int) string {
	if p.Line > 0 {
		return fmt.Sprintf("line %d", p.Line)
	}
	return fmt.Sprintf("row %d", index+1)
}
