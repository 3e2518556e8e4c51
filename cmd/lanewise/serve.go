package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"slices"
	"syscall"

	"github.com/spf13/pflag"

	"github.com/lanewise/lanewise/internal/ledger"
	"github.com/lanewise/lanewise/internal/server"
)

func serveCommand() command {
	return command{
		name: "serve", short: "answer over HTTP: prices, decisions, bookings, and the calculator page",
		long: `
Starts the HTTP API and the freight calculator page, and keeps the booked volumes
that decide discount tiers in a ledger: an SQLite file, or PostgreSQL where several
servers share one. Prints the address when it is ready. Port 0 takes a free port.

Without API keys it answers this machine alone. A public address needs a key
(lanewise keys create) and --public.

The book is loaded anew on SIGHUP, on POST /v1/book/reload, and when its files have
changed and are quiet again. A book with errors is refused and the one in force
stays. SIGTERM and SIGINT let requests in flight end.`,
		example: `lanewise serve
lanewise serve --book my-book --ledger shop.db --listen 127.0.0.1:9000
lanewise serve --public --listen 0.0.0.0:8080 --ledger postgres://lanewise@db/lanewise`,
		setup: func(fs *pflag.FlagSet) runner {
			o := newServeFlags(fs)
			return o.run
		},
	}
}

// serveFlags are the flags of serve.
type serveFlags struct {
	book    *bookFlag
	listen  string
	ledger  string
	public  bool
	noWatch bool
	log     *choice
	limits  *server.Limits
}

func newServeFlags(fs *pflag.FlagSet) *serveFlags {
	f := &serveFlags{book: newBookFlag(fs), log: newChoice("text", "json")}
	fs.StringVar(&f.listen, "listen", "127.0.0.1:8080", "`HOST:PORT` where to answer; port 0 takes a free one (default 127.0.0.1:8080)")
	f.ledger = "lanewise.db"
	fs.Var(&path{&f.ledger, "name a file or a postgres:// address, or leave --ledger out for lanewise.db"}, "ledger", "`FILE|URL` ledger: an SQLite file, created where there is none, or postgres://… (default lanewise.db in the working folder)")
	fs.BoolVar(&f.public, "public", false, "answer other machines too, which needs a key")
	fs.BoolVar(&f.noWatch, "no-watch", false, "do not look for changes of the book's files")
	fs.Var(f.log, "log", "how to write the log to standard error")
	f.limits = limitFlags(fs)
	return f
}

func (f *serveFlags) run(ctx context.Context, e *env, args []string) error {
	if len(args) > 0 {
		return usagef("serve", "serve takes no arguments, not %q", args[0])
	}
	if err := f.limits.Check(); err != nil {
		return usagef("serve", "%v", err)
	}
	local, err := f.isLocal()
	if err != nil {
		return err
	}
	if !local && !f.public {
		return usagef("serve", "--listen %s can be reached from other machines; add --public if that is meant, or listen on 127.0.0.1", f.listen)
	}
	// Before the book is read, which may take a while: without this a SIGHUP would end the program.
	hup := make(chan os.Signal, 1)
	signal.Notify(hup, syscall.SIGHUP)
	defer signal.Stop(hup)
	// The book comes first: a mistyped --book must not leave a new ledger behind.
	book, err := server.ReadBook(f.book.path, e.now())
	if err != nil {
		return f.refusedBook(err)
	}
	// Then the port, which may be taken or forbidden. Who connects before there is a ledger waits for it.
	ln, err := new(net.ListenConfig).Listen(ctx, "tcp", f.listen)
	if err != nil {
		return unusable(fmt.Errorf("--listen: %w", err))
	}
	defer ln.Close()
	l, err := f.openLedger(ctx)
	if err != nil {
		return err
	}
	defer l.Close()
	return f.serve(ctx, e, book, l, ln, hup)
}

// openLedger opens the ledger, and where the server is public sees that it has a key. Then it must be there already, so none
// is made.
func (f *serveFlags) openLedger(ctx context.Context) (*ledger.Ledger, error) {
	open := ledger.Open
	if f.public {
		open = ledger.OpenExisting
	}
	l, err := open(ctx, f.ledger)
	var keys []ledger.Key
	switch {
	case f.public && errors.Is(err, ledger.ErrNone):
	case err != nil:
		return nil, unusable(fmt.Errorf("--ledger: %w", err))
	default:
		if keys, err = l.Keys(ctx); err != nil {
			l.Close()
			return nil, fmt.Errorf("--ledger: %w", err)
		}
		if !f.public || good(keys) {
			return l, nil
		}
		l.Close()
	}
	return nil, usagef("serve", "--public needs a key, or anybody could book; make one with `lanewise keys create --ledger %s`", shown(f.ledger))
}

// isLocal reports whether the address can be reached from this machine alone.
func (f *serveFlags) isLocal() (bool, error) {
	host, _, err := net.SplitHostPort(f.listen)
	if err != nil {
		return false, usagef("serve", "--listen %q: write HOST:PORT, such as 127.0.0.1:8080 or [::1]:0", f.listen)
	}
	if host == "localhost" {
		return true, nil
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback(), nil
}

// good says whether a key is in force.
func good(keys []ledger.Key) bool {
	return slices.ContainsFunc(keys, func(k ledger.Key) bool { return k.Revoked.IsZero() })
}

// shown is a ledger's name for a message: an address may hold a password.
func shown(ledgerName string) string {
	if ledger.IsPostgres(ledgerName) {
		return "URL"
	}
	return ledgerName
}

func (f *serveFlags) refusedBook(err error) error {
	return unusable(fmt.Errorf("%s:\n%w", bookName(f.book.path), err))
}

func (f *serveFlags) serve(ctx context.Context, e *env, book *server.Book, l *ledger.Ledger, ln net.Listener, hup <-chan os.Signal) error {
	version, _, _ := buildFacts()
	log := server.NewLog(e.stderr)
	defer log.Flush()
	s, err := server.New(server.Config{
		BookPath: f.book.path, Book: book, Ledger: l, Public: f.public, Version: version, Limits: *f.limits, Log: f.logger(log), Now: e.now,
	})
	if err != nil {
		return f.refusedBook(err)
	}
	go s.ReloadOn(ctx, hup)
	if !f.noWatch {
		go s.Watch(ctx)
	}
	if _, err := fmt.Fprintf(e.stdout, "lanewise answers on http://%s/ with %s\n", ln.Addr(), bookName(f.book.path)); err != nil {
		return outputError(err)
	}
	return s.Serve(ctx, ln)
}

func (f *serveFlags) logger(w io.Writer) *slog.Logger {
	if f.log.value == "json" {
		return slog.New(slog.NewJSONHandler(w, nil))
	}
	return slog.New(slog.NewTextHandler(w, nil))
}
