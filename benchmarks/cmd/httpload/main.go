// Httpload sends HTTP requests and reports what came back, as JSON on standard output.
//
//	httpload --url http://127.0.0.1:8080/v1/decisions --bodies orders.ndjson --connections 16 --duration 10s
//	httpload --url http://127.0.0.1:8080/healthz --rate 2000
//
// Without --rate each connection sends as soon as it has its answer. With it requests are due at fixed times, and times
// count from then. {n} in a header or body stands for the number of the request.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "httpload:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	fs := flag.NewFlagSet("httpload", flag.ExitOnError)
	l := load{}
	to := fs.String("url", "", "where to")
	bodies := fs.String("bodies", "", "file with one body a line, sent in turn; without it GET is sent")
	var headers []string
	fs.Func("header", "`NAME: VALUE` to send, may be repeated", func(s string) error {
		headers = append(headers, s)
		return nil
	})
	fs.IntVar(&l.connections, "connections", 16, "connections kept open")
	fs.Float64Var(&l.rate, "rate", 0, "requests a second; 0 = as fast as answers come")
	fs.DurationVar(&l.warmup, "warmup", time.Second, "time before counting")
	fs.DurationVar(&l.duration, "duration", 10*time.Second, "time of counting")
	fs.DurationVar(&l.timeout, "timeout", 10*time.Second, "for one request")
	fs.Int64Var(&l.first, "first", 0, "number of the first request, less one")
	fs.Parse(args)
	if err := l.prepare(*to, *bodies, headers); err != nil {
		return err
	}
	out := json.NewEncoder(os.Stdout)
	out.SetIndent("", "  ")
	return out.Encode(l.run())
}

func (l *load) prepare(to, bodies string, headers []string) error {
	u, err := url.Parse(to)
	if err != nil || u.Host == "" || u.Scheme != "http" {
		return errors.New("--url takes an address such as http://127.0.0.1:8080/healthz")
	}
	if l.connections < 1 || l.connections > 100_000 {
		return errors.New("--connections takes 1 to 100000")
	}
	l.addr = u.Host
	if bodies == "" {
		l.requests = []template{newTemplate("GET", u, headers, nil)}
		return nil
	}
	text, err := os.ReadFile(bodies)
	if err != nil {
		return err
	}
	for line := range bytes.Lines(text) {
		if body := bytes.TrimSpace(line); len(body) > 0 {
			l.requests = append(l.requests, newTemplate("POST", u, headers, body))
		}
	}
	if len(l.requests) == 0 {
		return fmt.Errorf("%s has no bodies", bodies)
	}
	return nil
}

// report is what came of a load. Times are in microseconds, of 2xx answers.
type report struct {
	Seconds      float64          `json:"seconds"`
	Requests     int64            `json:"requests"`
	PerSecond    float64          `json:"per_second"`
	OKPerSecond  float64          `json:"ok_per_second"`
	Status       map[string]int64 `json:"status"`
	Failed       map[string]int64 `json:"failed"`
	Bytes        float64          `json:"bytes_an_answer"`
	FromSchedule times            `json:"from_schedule_us"`
	FromSend     times            `json:"from_send_us"`
}

func (l *load) report(t *tally, took time.Duration) *report {
	r := &report{
		Seconds: took.Seconds(), Requests: t.answered, PerSecond: float64(t.answered) / took.Seconds(),
		OKPerSecond: float64(t.fromSend.n) / took.Seconds(), Status: map[string]int64{}, Failed: t.failed,
		Bytes: float64(t.bytes) / float64(max(1, t.answered)), FromSchedule: t.fromSchedule.times(), FromSend: t.fromSend.times(),
	}
	for status, n := range t.status {
		r.Status[strings.TrimSpace(strconv.Itoa(status))] = n
	}
	return r
}
