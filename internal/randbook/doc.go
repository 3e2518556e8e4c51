// Package randbook makes random rate books and orders for tests that compare
// two implementations of the price contract.
//
// Book gives the CSV files of a book that must load without an error: it may
// draw warnings (a zone without rates, an unknown settings key), never a
// refusal. Orders gives an order file for a book, aimed at its edges: weights
// beside band limits, days beside validity windows, values beside value limits,
// and a few rows that cannot be read. The same seed gives the same bytes.
//
// Nothing here prices anything: a generator that knew the answers would share
// the mistakes of what it is meant to test.
package randbook
