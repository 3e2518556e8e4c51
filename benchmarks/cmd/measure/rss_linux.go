package main

import (
	"os"
	"syscall"
)

// residentPeak is the most memory a process had resident. Linux starts a process with the peak of the one that started
// it, so this program keeps itself small: it holds no data, and no figure below its own few MiB can show.
func residentPeak(p *os.ProcessState) int64 {
	if u, ok := p.SysUsage().(*syscall.Rusage); ok {
		return int64(u.Maxrss) << 10
	}
	return 0
}
