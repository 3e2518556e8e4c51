// Package report writes decisions and quotes down: as CSV and NDJSON for machines, as a table for a terminal, and
// as a summary of a run. Everything shown is in the decision; nothing is computed here but sums and differences.
//
// An Encoder turns one answered row into bytes and may be called from many goroutines at once, so that a batch can
// format in parallel; Output lays the bytes out where a table needs it. The sentences of the `message` column are
// made here (Message), never in the engine.
//
// Machine formats give text byte for byte: an order_id comes back as it was written, whatever a spreadsheet would
// make of it. Money stands in settlement currency with the digits of SPEC: charges with the minor unit's, expected
// costs and totals with 4, probabilities with 6. JSON has every decimal as a string, so that no reader turns it
// into a binary float.
package report
