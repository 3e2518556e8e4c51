//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package main

import "io"

// terminalColumns is 0: the width of a terminal is not known here, COLUMNS sets it.
func terminalColumns(io.Writer) int { return 0 }
