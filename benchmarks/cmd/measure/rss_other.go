//go:build !linux

package main

import "os"

// residentPeak is not known here; the figures of memory are left out.
func residentPeak(*os.ProcessState) int64 { return 0 }
