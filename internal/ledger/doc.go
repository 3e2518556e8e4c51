// Package ledger keeps what a shop has booked: shipments, the volume of each contract in its period to date, what became
// of the parcels, and the keys of the API.
//
// Open takes the path of an SQLite file or the address of a PostgreSQL database (postgres://…). Both hold the same tables,
// made by the same numbered migrations, and give the same answers: conformance_test.go runs one suite on both.
//
// The entries are the truth. Each booking adds one, each cancellation one that takes it back, and the counters from which
// Standing is read change in the same transaction; Verify adds the entries up and names every counter that differs.
// An acknowledged booking is on disk. A booking is named by its caller's idempotency key: the same key gives the first
// answer and counts once, as long as the ledger has the shipment.
//
// Amounts (Parcels, Kg, Spend) are millionths: money.One is one parcel, one kilogram billable, or one unit of the
// settlement currency. Times are kept in UTC to the microsecond; the day of a booking is that of the book's timezone.
//
// A Ledger may be used from several goroutines. It reads no clock: the caller gives the time.
package ledger
