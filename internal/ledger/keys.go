package ledger

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Scope is what a key may do.
type Scope string

// The scopes. None of them includes another.
const (
	Quote     Scope = "quote" // prices and decisions
	BookScope Scope = "book"  // bookings, cancellations, outcomes
	Admin     Scope = "admin" // the book and its reload
)

// Scopes lists every scope.
func Scopes() []Scope { return []Scope{Quote, BookScope, Admin} }

// Key is one key of the API without its secret, which nobody has but its owner.
type Key struct {
	ID, Name string
	Scopes   []Scope
	Created  time.Time
	Revoked  time.Time // zero while it is good
}

// Has reports whether the key may do what s says.
func (k *Key) Has(s Scope) bool { return slices.Contains(k.Scopes, s) }

// ErrKey is a secret that is no key, or that of a revoked one.
var ErrKey = errors.New("the key is unknown or revoked")

// secretPrefix lets tools that look for leaked secrets recognise one.
const secretPrefix = "lw_"

// seenFor is how long Authenticate remembers a good key: a revoked one stops working this much later at most.
const seenFor = time.Second

// seenMost bounds what Authenticate remembers.
const seenMost = 1024

type seenKey struct {
	key   Key
	until time.Time
}

// CreateKey makes a key of 32 random bytes. The secret is returned here and nowhere else: the ledger keeps its SHA-256.
func (l *Ledger) CreateKey(ctx context.Context, name string, scopes []Scope, now time.Time) (secret string, k Key, err error) {
	if err := CheckKey(name, scopes); err != nil {
		return "", Key{}, err
	}
	var words []string
	for _, s := range Scopes() {
		if slices.Contains(scopes, s) {
			words = append(words, string(s))
			k.Scopes = append(k.Scopes, s)
		}
	}
	var random [32]byte
	rand.Read(random[:]) // never fails
	secret = secretPrefix + base64.RawURLEncoding.EncodeToString(random[:])
	hash := sha256.Sum256([]byte(secret))
	k.ID, k.Name, k.Created = newID("key_"), name, now.UTC().Truncate(time.Microsecond)
	err = l.write(ctx, func(ctx context.Context, tx querier, inDoubt bool) error {
		if inDoubt {
			var id string
			if tx.QueryRowContext(ctx, "SELECT id FROM keys WHERE id = $1", k.ID).Scan(&id) == nil {
				return nil
			}
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO keys (id, name, hash, scopes, created_at) VALUES ($1, $2, $3, $4, $5)", k.ID, name, hash[:], strings.Join(words, " "), stamp(k.Created))
		return err
	})
	if err != nil {
		return "", Key{}, err
	}
	return secret, k, nil
}

// CheckKey says what is wrong with the name and scopes of a key to be.
func CheckKey(name string, scopes []Scope) error {
	if name == "" || len(name) > 64 || !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl) {
		return fmt.Errorf("%q is no name of a key; write 1 to 64 bytes without control characters, such as shop-backend", name)
	}
	if len(scopes) == 0 {
		return errors.New("a key needs a scope: quote, book or admin")
	}
	for _, s := range scopes {
		if !slices.Contains(Scopes(), s) {
			return fmt.Errorf("%q is no scope; write quote, book or admin", s)
		}
	}
	return nil
}

const keyColumns = "id, name, scopes, created_at, revoked_at"

func scanKey(row scanner, more ...any) (k Key, err error) {
	var scopes, created string
	var revoked sql.NullString
	if err := row.Scan(append([]any{&k.ID, &k.Name, &scopes, &created, &revoked}, more...)...); err != nil {
		return Key{}, err
	}
	for s := range strings.FieldsSeq(scopes) {
		k.Scopes = append(k.Scopes, Scope(s))
	}
	if k.Created, err = parseStamp(created); err == nil && revoked.Valid {
		k.Revoked, err = parseStamp(revoked.String)
	}
	return k, err
}

// Keys lists the keys, the oldest first, revoked ones too.
func (l *Ledger) Keys(ctx context.Context) ([]Key, error) {
	ctx, cancel := context.WithTimeout(ctx, readTime)
	defer cancel()
	var out []Key
	err := each(ctx, l.read, func(rows *sql.Rows) error {
		k, err := scanKey(rows)
		out = append(out, k)
		return err
	}, "SELECT "+keyColumns+" FROM keys ORDER BY created_at, id")
	return out, l.d.named(err)
}

// ErrNoKey is an id that no key has.
var ErrNoKey = errors.New("no such key")

// RevokeKey ends a key; one that is revoked already stays as it is. ErrNoKey where there is none.
func (l *Ledger) RevokeKey(ctx context.Context, id string, now time.Time) error {
	err := l.write(ctx, func(ctx context.Context, tx querier, _ bool) error {
		done, err := tx.ExecContext(ctx, "UPDATE keys SET revoked_at = COALESCE(revoked_at, $1) WHERE id = $2", stamp(now), id)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, ErrNoKey)
		}
		return nil
	})
	l.mu.Lock()
	clear(l.seen)
	l.mu.Unlock()
	return err
}

// Authenticate finds the key of a secret; ErrKey where there is none or it is revoked. A good key is remembered for a
// second, so that most requests do not ask the database.
func (l *Ledger) Authenticate(ctx context.Context, secret string) (Key, error) {
	if len(secret) != len(secretPrefix)+43 || !strings.HasPrefix(secret, secretPrefix) {
		return Key{}, ErrKey
	}
	hash := sha256.Sum256([]byte(secret))
	start := time.Now()
	l.mu.Lock()
	seen, ok := l.seen[hash]
	l.mu.Unlock()
	if ok && start.Before(seen.until) {
		return seen.key, nil
	}
	ctx, cancel := context.WithTimeout(ctx, readTime)
	defer cancel()
	var stored []byte
	k, err := scanKey(l.read.QueryRowContext(ctx, "SELECT "+keyColumns+", hash FROM keys WHERE hash = $1", hash[:]), &stored)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return Key{}, ErrKey
	case err != nil:
		return Key{}, l.d.named(err)
	case subtle.ConstantTimeCompare(stored, hash[:]) != 1 || !k.Revoked.IsZero():
		return Key{}, ErrKey
	}
	l.mu.Lock()
	if len(l.seen) >= seenMost {
		clear(l.seen)
	}
	l.seen[hash] = seenKey{k, start.Add(seenFor)}
	l.mu.Unlock()
	return k, nil
}
