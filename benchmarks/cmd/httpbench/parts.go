package main

import (
	"fmt"
	"path/filepath"
	"strconv"
	"time"
)

// speed compares requests a second with a bare handler whose answers are as long.
func (b *bench) speed() error {
	ours, err := b.serve("")
	if err != nil {
		return err
	}
	defer ours.kill()
	post := []string{"--bodies", b.orders(), "--header", "Content-Type: application/json", "--duration", b.run, "--connections", "16"}
	first, err := b.load(ours.url+"/v1/decisions", append(post, "--duration", "2s")...)
	if err != nil {
		return err
	}
	bare, err := start(filepath.Join(b.dir, "httpbare"), "--bytes", strconv.Itoa(int(first.Bytes+0.5)))
	if err != nil {
		return err
	}
	defer bare.kill()
	var ratios, ourRate, bareRate []float64
	for range b.pairs {
		x, err := b.load(ours.url+"/v1/decisions", post...)
		if err != nil {
			return err
		}
		y, err := b.load(bare.url+"/", post...)
		if err != nil {
			return err
		}
		if x.errors()+y.errors() > 0 || x.OKPerSecond < x.PerSecond {
			b.note("**speed**: not all requests were answered 2xx: %v %v", x.Status, x.Failed)
		}
		ratios, ourRate, bareRate = append(ratios, x.OKPerSecond/y.OKPerSecond), append(ourRate, x.OKPerSecond), append(bareRate, y.OKPerSecond)
	}
	b.figure("`POST /v1/decisions` requests/s against a bare handler with answers as long", fmt.Sprintf("%.2f (%.0f of %.0f)", median(ratios), median(ourRate), median(bareRate)), "0.70")
	b.note("A decision has %.0f bytes. 16 connections, each with one request at a time; median of %d pairs in turn.", first.Bytes, b.pairs)
	return nil
}

// latency compares the median at 2,000 requests a second with a hello-world handler.
func (b *bench) latency() error {
	ours, err := b.serve("")
	if err != nil {
		return err
	}
	defer ours.kill()
	hello, err := start(filepath.Join(b.dir, "httpbare"))
	if err != nil {
		return err
	}
	defer hello.kill()
	post := []string{"--bodies", b.orders(), "--header", "Content-Type: application/json", "--duration", b.run, "--connections", "32", "--rate", "2000"}
	var more, at []float64
	for range b.pairs {
		x, err := b.load(ours.url+"/v1/decisions", post...)
		if err != nil {
			return err
		}
		y, err := b.load(hello.url+"/", post...)
		if err != nil {
			return err
		}
		more, at = append(more, (x.Schedule.P50-y.Schedule.P50)/1e3), append(at, x.Schedule.P50/1e3)
	}
	b.figure("p50 at 2,000 requests/s, above a hello-world handler", fmt.Sprintf("%+.2f ms (%.2f ms)", median(more), median(at)), "+ 0.3 ms")
	return nil
}

// overload sends ten times what the rate of a key allows.
func (b *bench) overload() error {
	const allowed = 1000
	ledger := filepath.Join(b.dir, "overload.db")
	secret, err := b.key(ledger)
	if err != nil {
		return err
	}
	s, err := b.serve(ledger, "--key-rate", strconv.Itoa(allowed), "--key-burst", strconv.Itoa(allowed/10))
	if err != nil {
		return err
	}
	defer s.kill()
	if err := pin(s.cmd.Process.Pid, 0); err != nil {
		b.note("Overload: server and generator shared the cores (%v).", err)
	} else {
		b.core = "1"
		defer func() { b.core = "" }()
	}
	r, err := b.load(s.url+"/v1/decisions", "--bodies", b.orders(), "--header", "Content-Type: application/json", "--header", "Authorization: Bearer "+secret,
		"--duration", b.run, "--connections", "64", "--rate", strconv.Itoa(10*allowed))
	if err != nil {
		return err
	}
	b.figure("overload at 10 times the capacity allowed (1,000 requests/s): capacity still served", fmt.Sprintf("%.0f %% (%d errors; %v)", 100*r.OKPerSecond/allowed, r.errors(), r.Status), "90 %")
	return nil
}

// soaking holds 500 requests a second and looks at memory.
func (b *bench) soaking() error {
	s, err := b.serve("")
	if err != nil {
		return err
	}
	defer s.kill()
	length, err := time.ParseDuration(b.soak)
	if err != nil {
		return err
	}
	samples := make(chan []float64)
	go func() {
		var all []float64
		for range 20 {
			time.Sleep(length / 20)
			all = append(all, s.memory())
		}
		samples <- all
	}()
	r, err := b.load(s.url+"/v1/decisions", "--bodies", b.orders(), "--header", "Content-Type: application/json", "--rate", "500", "--duration", b.soak)
	if err != nil {
		return err
	}
	all := <-samples
	refused := r.Requests
	for status, n := range r.Status {
		if status[0] == '2' {
			refused -= n
		}
	}
	b.figure("500 requests/s for "+b.soak, fmt.Sprintf("%d requests, %d errors, %d refused; memory %.0f MiB after a tenth, %.0f MiB at the end", r.Requests, r.errors(), refused, all[1], all[19]), "0 errors, memory flat")
	return nil
}
