//go:build !unix

package benchmarks

import "time"

// cpuTime is not known here; benchmarks leave its figure out.
func cpuTime() time.Duration { return 0 }
