package main

import (
	"context"
	"errors"
	"fmt"
)

// The exit codes. `lanewise help` prints them.
const (
	exitDone       = 0 // everything asked for was done; every order decided or held
	exitRows       = 1 // done, but some rows are `none` or `invalid`
	exitUnusable   = 2 // unusable input or a wrong command line; nothing was decided
	exitUnfinished = 3 // the run could not finish: interrupted, output closed, disk full
)

// errRows ends a command that did its work while some orders came out `none` or `invalid`. The rows themselves and
// the summary say which, so it prints nothing.
var errRows = errors.New("some orders are none or invalid")

// usageError is a wrong command line. Command is the command whose help to look at, "" for the main help.
type usageError struct{ command, msg string }

func (e *usageError) Error() string { return e.msg }

func usagef(command, format string, args ...any) error {
	return &usageError{command, fmt.Sprintf(format, args...)}
}

// unusableError is input that cannot be used as it stands: a file that is missing or refused as a whole.
type unusableError struct{ err error }

func (e *unusableError) Error() string { return e.err.Error() }
func (e *unusableError) Unwrap() error { return e.err }

// unusable marks err as the input's fault; nil stays nil.
func unusable(err error) error {
	if err == nil {
		return nil
	}
	return &unusableError{err}
}

// exitCode tells the person what went wrong, if anything, and gives the code to exit with.
func exitCode(ctx context.Context, e *env, err error) int {
	var usage *usageError
	var input *unusableError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errRows):
		return exitRows
	case errors.Is(err, errBook):
		return exitUnusable
	case errors.Is(err, errInterrupted):
		fmt.Fprintf(e.stderr, "lanewise: %v\n", err)
		return exitUnfinished
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		fmt.Fprintln(e.stderr, "lanewise: interrupted before the end; output on stdout is incomplete, an --output file was not written")
		return exitUnfinished
	case errors.As(err, &usage):
		fmt.Fprintf(e.stderr, "lanewise: %v\nRun `%s` for help.\n", err, helpFor(usage.command))
		return exitUnusable
	case errors.As(err, &input):
		fmt.Fprintf(e.stderr, "lanewise: %v\n", err)
		return exitUnusable
	default:
		fmt.Fprintf(e.stderr, "lanewise: %v\n", err)
		return exitUnfinished
	}
}

func helpFor(command string) string {
	if command == "" {
		return "lanewise help"
	}
	return "lanewise " + command + " --help"
}
