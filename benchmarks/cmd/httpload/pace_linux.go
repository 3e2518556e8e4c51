package main

import (
	"syscall"
	"time"
)

// pause sleeps by the kernel's clock: an idle Go program wakes up to a millisecond late, which would stand in every
// latency.
func pause(d time.Duration) {
	if d <= 0 {
		return
	}
	t := syscall.NsecToTimespec(d.Nanoseconds())
	syscall.Nanosleep(&t, nil)
}
