//go:build !linux

package main

func resetPeak() {}

// peakMemory is not known here.
func peakMemory() int64 { return 0 }
