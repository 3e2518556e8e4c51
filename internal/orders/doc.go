// Package orders reads order files: rows of CSV, NDJSON or a workbook in, engine orders out, one for one.
//
// Open (or NewReader) takes several files as one sequence and refuses a file that cannot be trusted as a whole:
// not UTF-8, an unclosed quote, a required column missing or repeated, over a limit. Read then gives a Row for
// every row, in order. A row that cannot be read is a Row too: its Faults say which column and why, all of them,
// and its ID is kept byte for byte. An order_id that has occurred before in the run is a fault that names the
// place of the first.
//
// Whatever a file is, it reaches the one parser as cells. Input says how it is written: what is packed or in another encoding
// becomes UTF-8 in front of the CSV reader, NDJSON and workbooks are records of their own. Columns are found by our names, by
// the headers of real exports that can mean one thing only (alias.go), and before both by a Mapping.
//
// Parse and ParseMap read the cells of one order in the same way wherever it comes from (a file, the `quotes`
// table of a rate book, flags), so that no order is read differently by two doors.
//
// The package prices nothing and knows no exchange rate: what only a rate book can refuse is the engine's fault
// to find.
package orders
