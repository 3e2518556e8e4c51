// Package twin prices and decides orders a second time, slowly and plainly, so
// that the fast engine has something independent to be compared with.
//
// It reads the same folder of CSV tables, walks every table from the top for
// every order, and computes in arbitrary precision: shopspring/decimal for
// amounts that were rounded, math/big.Rat for everything before the rounding.
// It shares no code with the packages it checks, builds no index and keeps no
// state between orders. It is for tests only.
//
// What goes in: a rate book that the real loader accepts, an order CSV and the
// day that counts as today. What comes out: the decision CSV, with an empty
// message column, or one row for every order and service. What it refuses: a
// malformed cell. What it does not do: look for every way in which a book can
// be wrong; overlaps, gaps and dangling names are the loader's work.
package twin
