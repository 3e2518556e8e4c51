package main

import (
	"fmt"
	"os"
	"strings"
)

// measureMemory decides files of a million orders and more, once each.
func (s *session) measureMemory() error {
	checks := []struct{ name, flag string }{{"ids checked", ""}}
	if s.idCheck {
		checks = append(checks, struct{ name, flag string }{"no id check", "--no-id-check"})
	}
	peaks := make([][]string, len(checks))
	for _, n := range s.memory {
		orders, err := s.orderFile(n)
		if err != nil {
			return err
		}
		for i, c := range checks {
			p := &program{name: "lanewise, " + c.name, args: s.decide("book", orders)}
			if c.flag != "" {
				p.args = append(p.args, c.flag)
			}
			u, err := start(nil, p.args[0], p.args[1:]...)
			if err != nil {
				return err
			}
			s.log("%s orders, %s: %d MiB, %.1f s wall", grouped(n), c.name, u.rss>>20, u.wall.Seconds())
			p.runs = append(p.runs, u)
			peaks[i] = append(peaks[i], mib(u.rss))
			s.report.ran(p, n)
		}
		if s.own {
			os.Remove(orders)
		}
	}
	for i, c := range checks {
		least, aim := "≤ 64 MB, flat", "32 MB"
		if c.flag == "" {
			least, aim = "", ""
		}
		s.report.figure(fmt.Sprintf("resident memory at %s orders, %s", s.counts(), c.name), strings.Join(peaks[i], ", "), least, aim)
	}
	return nil
}

func (s *session) counts() string {
	var all []string
	for _, n := range s.memory {
		all = append(all, grouped(n))
	}
	return strings.Join(all, " and ")
}
