// Package docscheck holds the tests that keep the pages of docs/ true.
//
// Every table, column, code, reason, field and flag that the program has must be on its page, and every one on a page
// must be in the program. Examples are run with the real program: blocks marked `console` are compared with what it
// prints, blocks that name a file are written first. After a change that is meant,
//
//	go test ./internal/docscheck -update
//
// writes the output that the program gives now into the pages; read the difference before keeping it.
//
// Blocks in a page, by the words after the opening fence:
//
//	csv file=my-book/fx.csv     written to that file of the page's own folder
//	csv append=my-book/fx.csv   added to it
//	csv same=shop/fx.csv        equals that file of docs/examples
//	console                     commands after `$ ` and what they print; `…` stands for any text, alone on a line for
//	                            any lines; `go run ./X` runs X/main.go of the page's folder
//	problem                     tables of a rate book and the problems that come of them
package docscheck
