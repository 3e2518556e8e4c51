package ledger

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
)

// The errors that a caller tells apart, with errors.Is. The texts are sentences for a person.
var (
	ErrKeyReused = errors.New("the idempotency key was used for another request; give each booking a key of its own")
	ErrNone      = errors.New("there is no such ledger")
	ErrNotFound  = errors.New("no such shipment")
	ErrCancelled = errors.New("the shipment is cancelled")
	ErrClosed    = errors.New("the period is closed")
	ErrOutcome   = errors.New("the shipment has an outcome already, and another one")
	ErrCurrency  = errors.New("the ledger counts spend in another settlement currency")
	ErrUnhealthy = errors.New("the ledger takes no bookings until it is opened again")
	ErrUnknown   = errors.New("whether the booking was stored is not known; ask again with the same key")
	ErrBusy      = errors.New("the ledger is busy; try again")
)

// Standing is what prices depend on besides the book: the volume of each of the book's contracts in its period to date,
// in the book's order, and the shop's score.
type Standing struct {
	Volumes     []rates.Volume
	Orders, Bad int64
}

// Shipment is one booked parcel.
type Shipment struct {
	ID     string // given by Book
	Key    string // the idempotency key; set by Book
	Status string // Booked or Cancelled

	Booked    time.Time // UTC; set by Book
	Cancelled time.Time // UTC; zero while booked
	ShipDate  rates.Date

	OrderID, Country, Service, Contract string

	// Period is the period of the contract that the shipment counts in: 2026-11, 2026-Q4, 2026 or rolling:30. Set by Book.
	Period string
	// Day is the day of booking in the book's timezone. Set by Book.
	Day rates.Date

	Parcels, Kg, Spend money.Amount // what it adds to its contract's volume, in millionths; not below 0

	BookHash string
	Decision []byte // the answer as given
}

// The statuses of a shipment.
const (
	Booked    = "booked"
	Cancelled = "cancelled"
)

// Ledger is an open ledger.
type Ledger struct {
	db   *sql.DB // writes; one connection on SQLite
	read *sql.DB
	d    *dialect
	path string // of the SQLite file, "" on PostgreSQL

	files fileMarks // of an SQLite ledger

	mu     sync.Mutex
	broken error // stays until the ledger is opened again
	seen   map[[sha256.Size]byte]seenKey
}

// Open opens the ledger that dsn names, a path for SQLite or postgres://… for PostgreSQL, creates it where there is none,
// and brings its tables up to this program's. It refuses a file that is no ledger, and a ledger of a newer program.
func Open(ctx context.Context, dsn string) (*Ledger, error) { return open(ctx, dsn, true) }

// OpenExisting is Open that creates nothing: ErrNone where there is no ledger.
func OpenExisting(ctx context.Context, dsn string) (*Ledger, error) { return open(ctx, dsn, false) }

func open(ctx context.Context, dsn string, create bool) (*Ledger, error) {
	var l *Ledger
	var err error
	if IsPostgres(dsn) {
		l, err = openPostgres(ctx, dsn)
	} else {
		l, err = openSQLite(ctx, dsn, create)
	}
	if err != nil {
		return nil, err
	}
	l.seen = map[[sha256.Size]byte]seenKey{}
	if err := l.migrate(ctx, create); err != nil {
		l.Close()
		return nil, err
	}
	l.files = marksOf(l.path)
	return l, nil
}

// IsPostgres reports whether dsn names a PostgreSQL database.
func IsPostgres(dsn string) bool {
	return strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://")
}

// Shared reports whether other processes may book on this ledger at the same time, so that a standing read once must not
// be kept for long: true for PostgreSQL.
func (l *Ledger) Shared() bool { return l.path == "" }

// Close closes the ledger. Bookings under way end first.
func (l *Ledger) Close() error {
	err := l.read.Close()
	if l.db != l.read {
		err = errors.Join(l.db.Close(), err)
	}
	return err
}

// Healthy is nil as long as bookings are safe. After a failed write to disk at a commit, or when the file of the ledger
// was taken away, it stays an error until the ledger is opened again. A commit of unknown outcome does not count: its
// key tells what became of it, and nothing else is in doubt.
func (l *Ledger) Healthy() error {
	if err := l.files.moved(); err != nil {
		return l.fail(err)
	}
	return l.unbroken()
}

// Ping asks the database for an answer.
func (l *Ledger) Ping(ctx context.Context) error {
	var one int
	if err := l.read.QueryRowContext(ctx, "SELECT 1").Scan(&one); err != nil {
		return l.d.named(err)
	}
	return nil
}
