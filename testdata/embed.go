// Package testdata carries the default rate book and sample orders inside the program, so that one file without a
// folder beside it can decide an order, show an example or test itself.
//
// [Book] is the folder books/aliexpress-2026 and [Orders] the file orders/sample.csv, both exactly as they stand in
// the repository. The other books and order files are for tests and are read from disk. README.md in this folder says
// where each figure comes from and how far to trust it: no price in here is an offer.
package testdata

import (
	"embed"
	"io/fs"
)

//go:embed books/aliexpress-2026/*.csv
var books embed.FS

//go:embed orders/sample.csv
var orders string

// Book returns the default rate book as a file system whose root holds its tables (settings.csv, services.csv,
// rates.csv and so on). It is read-only and may be used from several goroutines.
func Book() fs.FS {
	root, err := fs.Sub(books, "books/aliexpress-2026")
	if err != nil {
		panic("testdata: " + err.Error()) // the path above is a constant that fs.Sub accepts
	}
	return root
}

// Orders returns the 300 sample orders as a CSV file with a header, each call a copy of its own.
func Orders() []byte { return []byte(orders) }
