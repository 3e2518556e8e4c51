// Package server answers the HTTP API: quotes and decisions at the live standing of the shop's contracts, bookings into
// the ledger, batches as streams, and the state of the service.
//
//	s, err := server.New(server.Config{BookPath: "my-book", Ledger: l})
//	err = s.Serve(ctx, listener)
//
// A handler makes the same three calls as the command line does: the book was loaded and compiled, the order is read by
// internal/orders, the engine decides, internal/report writes the answer down. The server prices nothing itself.
//
// A request takes the state (book, engine, standing) once and sees nothing of a reload that happens meanwhile. Whatever is
// refused is refused as problem+json (RFC 9457), with a JSON pointer for each fault.
//
// The package reads the clock, which it passes on as a value: engine and ledger know none.
package server
