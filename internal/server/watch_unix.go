//go:build unix

package server

import (
	"os"
	"syscall"
)

// identity is the number of a file, which changes when another takes its name.
func identity(info os.FileInfo) uint64 {
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		return st.Ino
	}
	return 0
}
