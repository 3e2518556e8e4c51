// Package rates is the rate book as data: its tables as typed rows, reading them, and everything that can be wrong
// with them.
//
//	book, problems := rates.Open("books/2026-07")
//	if err := problems.Err(); err != nil {
//		return err // every error with file, line, column and what to write instead
//	}
//
// # What goes in
//
// A folder of CSV tables, one file a table: settings.csv, services.csv and rates.csv, which every book has, and zones,
// areas, surcharges, tiers, volumes, limits, contracts, risk, weights, countries, fx, rules and quotes where there is
// something to say. Or one .xlsx workbook whose sheets have these names. Or a Book put together in code.
//
// Columns are found by the names in the first row, in any order; a missing optional column is empty. Spaces and tabs
// around a cell are cut. Every table may carry source, source_date, confidence and note, which are kept with the row
// and shown by explain.
//
// # What comes out
//
// A Book, and Problems: all of them at once, sorted by file and line, each with a stable code (Codes lists them).
// A Book is usable if and only if Problems.Errors() is 0; rows with a bad cell are not in a Book. All values are exact
// integers in the units their types name: amounts in millionths, weights in grams, lengths in millimetres, days in
// hundredths, percentages in units of 0.0001. Binary floats do not occur.
//
// Book.Hash names the content: it is what `sha256sum *.csv | sha256sum` prints in the folder (LC_ALL=C, tables only).
//
// # What is refused
//
// Whole files: what is not UTF-8, has NUL bytes, is another kind of file than its name says, ends its lines in CR alone,
// has an unclosed quote, 0 bytes, or stands above a limit (64 files, 64 MiB, 1,000,000 rows). Headers with a repeated or
// empty name or without a required column. Rows of another length than the header. Any number that is not plain digits
// with an optional point, has more digits than its kind allows, or is out of range; unknown countries, currencies, days
// and words; conditions that do not type-check. Then what no single row shows: overlapping bands and zones,
// repeated keys, names that lead nowhere, tiers that do not rise, missing exchange rates. Nothing is repaired.
//
// Gaps between bands, price drops, expired prices, unused rows, unknown columns and files are warnings: real cards have
// them.
//
// # What it does not do
//
// It computes no price, runs no quote, and knows neither orders nor clocks. Check answers for a Book from any source.
package rates
