package server

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"github.com/lanewise/lanewise/internal/ledger"
	"github.com/lanewise/lanewise/rates"
)

// quiet is how long the files of a book must have been left alone before they are read: a folder that is being copied
// must not go live by half.
const quiet = time.Second

// glance is how often the files are looked at even without word of a change, which network drives do not give.
const glance = 2 * time.Second

// print is what a book's files look like from outside: as long as it stays the same nobody has written to them.
type print string

// printOf looks at a book's files. What cannot be looked at is part of the print too.
func printOf(path string) print {
	if path == "" {
		return ""
	}
	info, err := os.Stat(path)
	if err != nil || !info.IsDir() {
		return print(look(path, info, err))
	}
	entries, err := os.ReadDir(path)
	var b strings.Builder
	b.WriteString(look(path, nil, err))
	for _, e := range entries {
		if strings.EqualFold(filepath.Ext(e.Name()), ".csv") {
			info, err := os.Stat(filepath.Join(path, e.Name()))
			b.WriteString(look(e.Name(), info, err))
		}
	}
	return print(b.String())
}

// final says whether a book is refused for what it is. What the ledger could not do it may do in a moment.
func final(err error) bool {
	var problems rates.Problems
	return errors.As(err, &problems) || errors.Is(err, ledger.ErrCurrency)
}

func look(name string, info os.FileInfo, err error) string {
	if err != nil || info == nil {
		return fmt.Sprintf("%q %v\n", name, err)
	}
	return fmt.Sprintf("%q %d %d %d\n", name, info.Size(), info.ModTime().UnixNano(), identity(info))
}

// Watch reloads when the files of the book have changed and are quiet again, until ctx ends.
func (s *Server) Watch(ctx context.Context) {
	if s.cfg.BookPath == "" {
		return
	}
	events := s.notices(ctx)
	seen, tried := s.state.Load().print, s.state.Load().print
	var since time.Time // when seen was first seen
	next := time.NewTimer(glance)
	defer next.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-events:
		case <-next.C:
		}
		now := printOf(s.cfg.BookPath)
		if now != seen {
			seen, since = now, time.Now()
		}
		if st := s.state.Load(); st.print == seen {
			tried = seen
		}
		wait := glance
		switch {
		case seen == tried:
		case time.Since(since) < quiet:
			wait = quiet - time.Since(since)
		default:
			switch err := s.Reload(ctx); {
			case errors.Is(err, ErrChanging):
				wait = quiet
			case err == nil, final(err):
				tried = seen
			}
		}
		next.Reset(wait)
	}
}

// notices tells of changes of the book's folder as the system tells them. Without any the files are looked at now and then.
func (s *Server) notices(ctx context.Context) <-chan struct{} {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		s.log.Warn("no notice of changed files; looking now and then", "error", err)
		return nil
	}
	context.AfterFunc(ctx, func() { w.Close() })
	path := filepath.Clean(s.cfg.BookPath)
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		err = w.Add(path)
		if err != nil {
			s.log.Warn("no notice of changed files; looking now and then", "error", err)
		}
	}
	// The folder around it tells when the book itself is replaced.
	if err := w.Add(filepath.Dir(path)); err != nil {
		s.log.Warn("no notice of a replaced book; looking now and then", "error", err)
	}
	told := make(chan struct{}, 1)
	go func() {
		for {
			select {
			case e := <-w.Events:
				// What else happens in the folder around, such as in a ledger, says nothing of the book.
				if e.Name != path && filepath.Dir(e.Name) != path {
					continue
				}
			case <-w.Errors: // a queue that ran over, perhaps: the next look finds out
			case <-ctx.Done():
				return
			}
			select {
			case told <- struct{}{}:
			default:
			}
		}
	}()
	return told
}
