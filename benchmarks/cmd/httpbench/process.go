package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// process is a server under test.
type process struct {
	cmd *exec.Cmd
	url string
}

// start runs a program that prints its address in its first line.
func start(name string, args ...string) (*process, error) {
	cmd := exec.Command(name, args...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if cmd.Stderr, err = os.Create(filepath.Join(filepath.Dir(name), "stderr")); err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	_, rest, found := strings.Cut(line, "http://")
	if err != nil || !found {
		cmd.Process.Kill()
		cmd.Wait()
		return nil, fmt.Errorf("%s printed no address but %q; standard error is in %s", name, line, cmd.Stderr.(*os.File).Name())
	}
	addr, _, _ := strings.Cut(strings.Fields(rest)[0], "/")
	return &process{cmd, "http://" + addr}, nil
}

// kill ends a process as a power cut would.
func (p *process) kill() {
	p.cmd.Process.Kill()
	p.cmd.Wait()
}

// memory is what is resident, in MiB.
func (p *process) memory() float64 {
	text, err := os.ReadFile("/proc/" + strconv.Itoa(p.cmd.Process.Pid) + "/statm")
	if err != nil {
		return 0
	}
	pages, _ := strconv.ParseFloat(strings.Fields(string(text))[1], 64)
	return pages * float64(os.Getpagesize()) / (1 << 20)
}

// result is what httpload reports.
type result struct {
	Requests    int64            `json:"requests"`
	PerSecond   float64          `json:"per_second"`
	OKPerSecond float64          `json:"ok_per_second"`
	Status      map[string]int64 `json:"status"`
	Failed      map[string]int64 `json:"failed"`
	Bytes       float64          `json:"bytes_an_answer"`
	Schedule    struct {
		P50, P99 float64
	} `json:"from_schedule_us"`
}

func (b *bench) load(to string, args ...string) (r result, err error) {
	cmd := exec.Command(filepath.Join(b.dir, "httpload"), append([]string{"--url", to}, args...)...)
	if b.core != "" {
		cmd = exec.Command("taskset", append([]string{"-c", b.core}, cmd.Args...)...)
	}
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return r, err
	}
	return r, json.Unmarshal(out, &r)
}

// errors counts what was neither answered 2xx, nor refused for want of room.
func (r *result) errors() (n int64) {
	for _, k := range r.Failed {
		n += k
	}
	for status, k := range r.Status {
		if status[0] != '2' && status != "429" && status != "503" {
			n += k
		}
	}
	return n
}

// post sends one request, gives the Location of the answer, and says whether it was answered 2xx.
func post(client *http.Client, to, body, key string) (location string, ok bool) {
	req, err := http.NewRequest(http.MethodPost, to, strings.NewReader(body))
	if err != nil {
		return "", false
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Idempotency-Key", key)
	answer, err := client.Do(req)
	if err != nil {
		return "", false
	}
	defer answer.Body.Close()
	io.Copy(io.Discard, answer.Body) // so that the connection can be used again; the head is the acknowledgement
	return answer.Header.Get("Location"), answer.StatusCode/100 == 2
}

var patient = &http.Client{Timeout: 10 * time.Second}
