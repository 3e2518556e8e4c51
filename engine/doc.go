// Package engine decides how an order is shipped: which channel and which service cost least once risk is counted
// in money.
//
// Two calls are all most programs need:
//
//	eng, err := engine.Compile(book)   // once; refuses a book with errors, each with its place
//	eng.Decide(&order, &decision)      // many times, from any number of goroutines
//
// Trace gives the same answer with the chosen quote line by line and what would flip the choice; Compare adds every
// service's quote, and Explain the lines of all. Price asks a single service, without the shop's rules.
//
// What goes in: a *rates.Book (see package rates) and an Order whose fields are within the limits named there; the
// readers of this module make no others. Weights are whole grams, lengths whole millimetres, money millionths of
// its currency (money.Amount), probabilities millionths, days hundredths.
//
// What comes out: a Decision the caller owns and may pass again, which spares all allocation. Amounts are in the
// book's settlement currency. A total is the sum of its rounded lines, so a breakdown adds up to the digit. The
// same book and order give the same answer always: the engine reads no clock, no environment and no file.
//
// What it refuses: Compile returns the book's problems. An order that needs an exchange rate the book lacks on its
// ship date is Invalid, with a Fault. A service that cannot take an order says why with a Reason; an amount that
// would leave the range of money is the reason Overflow, never a wrapped number.
//
// What it does not do: it reads no files (package rates does), sees one order at a time, and does not advance a
// contract's volume.
package engine
