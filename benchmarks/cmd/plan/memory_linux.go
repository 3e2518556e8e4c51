package main

import (
	"bytes"
	"os"
	"runtime/debug"
	"strconv"
)

// resetPeak makes the peak of memory count from now on. Where the system does not allow it, the peak is that of the whole run.
func resetPeak() {
	debug.FreeOSMemory()
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
}

// peakMemory is the most resident memory since the reset, in bytes, 0 where it is not known.
func peakMemory() int64 {
	data, _ := os.ReadFile("/proc/self/status")
	_, rest, _ := bytes.Cut(data, []byte("VmHWM:"))
	if f := bytes.Fields(rest); len(f) > 0 {
		kib, _ := strconv.ParseInt(string(f[0]), 10, 64)
		return kib << 10
	}
	return 0
}
