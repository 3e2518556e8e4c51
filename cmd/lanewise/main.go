// Lanewise chooses, for every order of an online shop, the shipping service with the least cost, the expected cost of
// late, lost and badly rated parcels included.
//
// The program is a thin layer over the packages rates (the rate book) and engine (the decision): every command opens
// a book, compiles it, and asks the engine. Run `lanewise help` for the commands.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	// Without this a write to a closed pipe kills the process before it can say that the output is incomplete.
	signal.Ignore(syscall.SIGPIPE)
	ctx, stop := signal.NotifyContext(context.Background(), interruptions(os.Args[1:])...)
	// The first signal asks for an orderly end; a second one ends the process at once, whatever it waits for.
	context.AfterFunc(ctx, stop)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// interruptions are the signals that end a run before its time. A lost terminal is one of them, unless the program was
// started to outlive it (nohup), or is a server, which loads its book anew on that signal.
func interruptions(args []string) []os.Signal {
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) && (len(args) == 0 || args[0] != "serve") {
		signals = append(signals, syscall.SIGHUP)
	}
	return signals
}

// run is the whole program: it parses the arguments, runs one command and returns the exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	e := &env{stdin: stdin, stdout: stdout, stderr: stderr, now: time.Now}
	return exitCode(ctx, e, dispatch(ctx, e, args))
}

// env is everything of the outside world that a command may touch.
type env struct {
	stdin  io.Reader
	stdout io.Writer // data only
	stderr io.Writer // messages, summaries, progress
	now    func() time.Time
}
