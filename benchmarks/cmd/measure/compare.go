package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"time"
)

// compareCSV holds the batch against encoding/csv and against passing bytes through, and two workers against one.
func (s *session) compareCSV() error {
	orders, err := s.orderFile(s.orders)
	if err != nil {
		return err
	}
	rows := s.path("decisions.csv")
	size, err := s.decisions("book", orders, rows)
	if err != nil {
		return err
	}
	pass := []string{s.path("passthrough"), "--bytes", strconv.FormatInt(size, 10), "--rows", strconv.Itoa(s.orders), orders}
	two := &program{name: "lanewise, two workers", args: s.decide("book", orders, "--workers", "2")}
	one := &program{name: "lanewise, one worker", args: s.decide("book", orders, "--workers", "1")}
	unchecked := &program{name: "lanewise, two workers, no id check", args: s.decide("book", orders, "--workers", "2", "--no-id-check")}
	copied := &program{name: "encoding/csv, read and written", args: []string{s.path("csvcopy"), "--rows", rows, orders}}
	plain := &program{name: "pass-through (Scanner, Split, bufio)", args: pass}
	tight := &program{name: "pass-through, one byte loop", args: append(slices.Clone(pass), "--tight")}
	all := []*program{two, one, copied, plain, tight}
	if s.idCheck {
		all = slices.Insert(all, 2, unchecked)
	}
	if err := inTurn(all, s.runs, s.log); err != nil {
		return err
	}
	for _, p := range all {
		s.report.ran(p, s.orders)
	}
	r := &s.report
	r.figure("CPU, CSV in to all columns out, against `encoding/csv` reading and writing the same rows", times(two.cpu(), copied.cpu()), "≤ 1.0", "0.6")
	r.figure("the same against a pass-through written plainly", times(two.cpu(), plain.cpu()), "≤ 3.5", "2.5")
	r.figure("the same against a pass-through of one byte loop", times(two.cpu(), tight.cpu()), "≤ 3.5", "2.5")
	r.figure("two workers against one, wall", times(one.wall(), two.wall()), "1.7", "1.9")
	r.note("Orders have %d bytes each and decisions %d. Ids are checked unless it says otherwise.", fileSize(orders)/int64(s.orders), size/int64(s.orders))
	return nil
}

// compareTwin holds the batch against the slow twin, after their decisions were found the same.
func (s *session) compareTwin() error {
	few, err := s.orderFile(s.twinOrders)
	if err != nil {
		return err
	}
	many, err := s.orderFile(s.orders)
	if err != nil {
		return err
	}
	none, err := s.orderFile(0)
	if err != nil {
		return err
	}
	ours, theirs := s.path("ours.csv"), s.path("twin.csv")
	if _, err := s.decisions("book", few, ours); err != nil {
		return err
	}
	if _, err := startInto(theirs, s.path("twin"), "--book", s.path("book"), few); err != nil {
		return err
	}
	if err := agree(ours, theirs, "message"); err != nil {
		return err
	}
	slow := &program{name: "slow twin", args: []string{s.path("twin"), "--book", s.path("book"), few}}
	load := &program{name: "slow twin, loading alone", args: []string{s.path("twin"), "--book", s.path("book"), none}}
	fast := &program{name: "lanewise, beside the twin", args: s.decide("book", many)}
	if err := inTurn([]*program{slow, load, fast}, s.runs, s.log); err != nil {
		return err
	}
	s.report.ran(slow, s.twinOrders)
	s.report.ran(fast, s.orders)
	theirCPU := (slow.cpu() - load.cpu()) * time.Duration(s.orders) / time.Duration(s.twinOrders)
	s.report.figure("CPU an order of the slow twin (gocsv and `shopspring/decimal` throughout) against ours", times(theirCPU, fast.cpu()), "200 ×", "400 ×")
	s.report.note("The twin decides the same %s orders to the byte in every column but the message. Its %.2f s of loading are taken off.",
		grouped(s.twinOrders), load.cpu().Seconds())
	return nil
}

// agree compares two files of decisions row by row, in the columns of the second; the columns named are left out.
func agree(ours, theirs string, except ...string) error {
	a, err := os.Open(ours)
	if err != nil {
		return err
	}
	defer a.Close()
	b, err := os.Open(theirs)
	if err != nil {
		return err
	}
	defer b.Close()
	return sameRows(a, b, except)
}

func sameRows(ours, theirs io.Reader, except []string) error {
	a, b := csv.NewReader(ours), csv.NewReader(theirs)
	a.ReuseRecord, b.ReuseRecord = true, true
	ourHeader, err := a.Read()
	if err != nil {
		return err
	}
	ourHeader = slices.Clone(ourHeader)
	names, err := b.Read()
	if err != nil {
		return err
	}
	names = slices.Clone(names)
	for row := 1; ; row++ {
		x, errA := a.Read()
		y, errB := b.Read()
		if errors.Is(errA, io.EOF) && errors.Is(errB, io.EOF) {
			return nil
		}
		if errA != nil || errB != nil {
			return fmt.Errorf("row %d: one ends or cannot be read: ours %v, theirs %v", row, errA, errB)
		}
		for i, name := range names {
			at := slices.Index(ourHeader, name)
			if at < 0 {
				return fmt.Errorf("lanewise has no column %s", name)
			}
			if x[at] != y[i] && !slices.Contains(except, name) {
				return fmt.Errorf("row %d, order %s: %s is %q here and %q there", row, x[0], name, x[at], y[i])
			}
		}
	}
}
