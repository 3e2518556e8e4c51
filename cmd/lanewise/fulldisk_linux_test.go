package main

import (
	"os"
	"strings"
	"testing"
)

// A standard output that cannot take more (a full disk) ends every command with exit 3 and a message.
func TestFullDisk(t *testing.T) {
	for _, args := range [][]string{
		{"decide", "--book", shop, "--quiet", "-"},
		{"quote", "--book", shop, "--quiet", "--format", "table", "-"},
		{"explain", "--book", shop, "--to", "US", "--weight", "350g"},
		{"explain", "--book", shop, "--to", "US", "--weight", "350g", "--format", "json"},
		{"check", shop},
		{"check", "--format", "json", shop},
		{"diff", shop, shop},
		{"version"},
		{"help"},
		{"decide", "--help"},
		{"completion", "bash"},
	} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer full.Close()
			cmd := program(t, args...)
			cmd.Stdin = strings.NewReader("order_id,country,weight_g,ship_date\nA-1,US,350,2026-05-15\n")
			cmd.Stdout = full
			stderr := running(t, cmd)
			ends(t, cmd, exitUnfinished)
			if want := "standard output: no space left on device; the output is incomplete"; !strings.Contains(stderr.String(), want) {
				t.Errorf("stderr: %s\nwant: %s", stderr, want)
			}
		})
	}
}
