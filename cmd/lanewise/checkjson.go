package main

import (
	"github.com/lanewise/lanewise/internal/coverage"
	"github.com/lanewise/lanewise/rates"
)

// The report of `check --format json`. Keys always stand in this order; money is text.
type (
	checkObject struct {
		Book     string          `json:"book"` // path, "" = the sample book
		Name     string          `json:"name,omitempty"`
		SHA256   string          `json:"sha256,omitempty"`
		Errors   int             `json:"errors"`
		Warnings int             `json:"warnings"`
		Problems []problemObject `json:"problems"`
		Quotes   *quotesObject   `json:"quotes,omitempty"`   // absent where the book has errors
		Coverage *coverageObject `json:"coverage,omitempty"` // absent where the book has errors
	}
	problemObject struct {
		Code     string `json:"code"`
		Severity string `json:"severity"` // error or warning
		File     string `json:"file"`
		Line     int    `json:"line,omitempty"`
		Col      int    `json:"col,omitempty"`
		Column   string `json:"column,omitempty"`
		Message  string `json:"message"`
		Hint     string `json:"hint,omitempty"`
	}
	quotesObject struct {
		Total      int             `json:"total"`
		Reproduced int             `json:"reproduced"`
		Failures   []failureObject `json:"failures"`
	}
	failureObject struct {
		File    string `json:"file"`
		Line    int    `json:"line"`
		Service string `json:"service"`
		Column  string `json:"column,omitempty"`
		Want    string `json:"want,omitempty"` // the quote's figure
		Got     string `json:"got,omitempty"`  // the book's
		Message string `json:"message"`
	}
	coverageObject struct {
		Day        string      `json:"day"`
		Fault      string      `json:"fault,omitempty"` // what makes every order of the day invalid
		HeaviestG  int64       `json:"heaviest_g"`
		Countries  []string    `json:"countries"`
		Attributes []string    `json:"attributes"`
		Gaps       []gapObject `json:"gaps"`
		Elsewhere  int         `json:"unnamed_unserved_countries"`
	}
	gapObject struct {
		Attribute string     `json:"attribute"` // "" = plain goods
		Grams     [][2]int64 `json:"grams"`     // from, to, both included
		Countries []string   `json:"countries"`
	}
)

func (f *finding) object() checkObject {
	n := f.problems.Errors()
	o := checkObject{
		Book: f.path, Name: f.book.Settings.Name, SHA256: f.book.Hash, Errors: n, Warnings: len(f.problems) - n,
		Problems: []problemObject{},
	}
	for _, p := range f.problems {
		severity := "warning"
		if p.Severity == rates.Error {
			severity = "error"
		}
		o.Problems = append(o.Problems, problemObject{p.Code, severity, p.File, p.Line, p.Col, p.Column, p.Msg, p.Hint})
	}
	if f.usable {
		o.Quotes = f.quotesObject()
		o.Coverage = newCoverageObject(f.coverage)
	}
	return o
}

func (f *finding) quotesObject() *quotesObject {
	total := len(f.book.Quotes)
	o := &quotesObject{Total: total, Reproduced: total - failed(f.failures), Failures: []failureObject{}}
	for _, x := range f.failures {
		failure := failureObject{File: tableFile(f.path)("quotes"), Line: x.Quote.Line, Service: x.Quote.Service, Column: x.Column, Message: x.String()}
		if x.Column != "" {
			failure.Want, failure.Got = x.Want.String(), x.Got.Text(x.Digits)
		}
		o.Failures = append(o.Failures, failure)
	}
	return o
}

func newCoverageObject(r *coverage.Report) *coverageObject {
	o := &coverageObject{
		Day: r.Day.String(), HeaviestG: r.HeaviestG, Countries: countryCodes(r.Countries), Attributes: []string{},
		Gaps: []gapObject{}, Elsewhere: r.Elsewhere,
	}
	if r.Fault != nil {
		o.Fault = r.Fault.Column + ": " + r.Fault.Msg
	}
	o.Attributes = append(o.Attributes, r.Attributes...)
	for _, g := range r.Gaps {
		gap := gapObject{Attribute: g.Attribute, Countries: countryCodes(g.Countries)}
		for _, s := range g.Ranges {
			gap.Grams = append(gap.Grams, [2]int64{s.From, s.To})
		}
		o.Gaps = append(o.Gaps, gap)
	}
	return o
}

func countryCodes(countries []rates.Country) []string {
	codes := make([]string, len(countries))
	for i, c := range countries {
		codes[i] = c.String()
	}
	return codes
}
