package main

import (
	"fmt"
	"os"
	"os/exec"
)

const duckFolder = "benchmarks/duckdb"

// compareDuckDB holds the batch on the subset book against DuckDB on both cores, after their answers were found equal.
// Both write a file.
func (s *session) compareDuckDB() error {
	if _, err := exec.LookPath("node"); err != nil {
		s.log("left out: no node")
		return nil
	}
	if _, err := os.Stat(duckFolder + "/node_modules/@duckdb"); err != nil {
		s.log("left out: run `npm ci --prefix %s`", duckFolder)
		return nil
	}
	orders, err := s.orderFile(s.duckOrders)
	if err != nil {
		return err
	}
	ours, theirs := s.path("subset.csv"), s.path("duckdb.csv")
	fast := &program{name: "lanewise, subset book", args: s.decide("subset", orders, "--output", ours)}
	duck := &program{name: "DuckDB, subset book, two threads", args: []string{
		"node", duckFolder + "/decide.mjs", "--book", s.path("subset"), "--orders", orders, "--out", theirs, "--threads", "2",
	}}
	all := []*program{fast, duck}
	if err := inTurn(all, s.runs, s.log); err != nil {
		return err
	}
	if err := agree(ours, theirs); err != nil {
		return fmt.Errorf("DuckDB disagrees: %w", err)
	}
	for _, p := range all {
		s.report.ran(p, s.duckOrders)
	}
	s.report.figure("CPU of DuckDB, both cores, computing the same prices and choice in SQL on the subset book", times(duck.cpu(), fast.cpu()), "30 ×", "45 ×")
	s.report.note("DuckDB's answers for all %s orders equal ours to the byte: choice, billable weight, each cost, total and probabilities.", grouped(s.duckOrders))
	return nil
}
