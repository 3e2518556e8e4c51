// Package pgtest gives tests a PostgreSQL to run on: the one that LANEWISE_TEST_POSTGRES names (postgres://…, a user who may
// create databases), else a private cluster in a temporary folder, started from the programs found on this machine and
// stopped at the end. Where there is neither, tests that need one are left out and the package says so aloud on standard
// error; LANEWISE_E2E=1 makes that a failure.
//
// A package that uses it has `func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }`.
package pgtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver pgx
)

// errNone says that there is no PostgreSQL here.
var errNone = errors.New("no PostgreSQL: set LANEWISE_TEST_POSTGRES, or install one (Debian: apt-get install postgresql)")

var shared struct {
	once    sync.Once
	base    string // the address at which databases are created
	cluster *Cluster
	err     error
	mu      sync.Mutex
	leftOut []string
}

// Main runs the tests of a package, stops what they started, and says what was left out.
func Main(m *testing.M) int {
	code := m.Run()
	if shared.cluster != nil {
		shared.cluster.Close()
	}
	if len(shared.leftOut) > 0 {
		fmt.Fprintf(os.Stderr, "LEFT OUT: %d tests on PostgreSQL were not run (%v): %v\n", len(shared.leftOut), shared.err, shared.leftOut)
	}
	return code
}

// DSN gives the address of an empty database of the test's own, which goes when the test ends. ok is false where there is no
// PostgreSQL; the test then goes without.
func DSN(t testing.TB) (dsn string, ok bool) {
	t.Helper()
	shared.once.Do(start)
	switch {
	case errors.Is(shared.err, errNone) && os.Getenv("LANEWISE_E2E") != "1":
		t.Logf("left out on PostgreSQL: %v", shared.err)
		shared.mu.Lock()
		shared.leftOut = append(shared.leftOut, t.Name())
		shared.mu.Unlock()
		return "", false
	case shared.err != nil:
		t.Fatal(shared.err)
	}
	dsn, drop, err := Create(shared.base)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(drop)
	return dsn, true
}

// Own gives a cluster of the test's own, to crash and restart. ok is false where no PostgreSQL is installed.
func Own(t testing.TB) (c *Cluster, ok bool) {
	t.Helper()
	c, err := Start(true)
	switch {
	case errors.Is(err, errNone) && os.Getenv("LANEWISE_E2E") != "1":
		t.Logf("left out on PostgreSQL: %v", err)
		shared.mu.Lock()
		shared.leftOut, shared.err = append(shared.leftOut, t.Name()), err
		shared.mu.Unlock()
		return nil, false
	case err != nil:
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c, true
}

func start() {
	if shared.base = os.Getenv("LANEWISE_TEST_POSTGRES"); shared.base != "" {
		return
	}
	if shared.cluster, shared.err = Start(false); shared.err == nil {
		shared.base = shared.cluster.DSN
	}
}

// Create makes an empty database beside the one at base.
func Create(base string) (dsn string, drop func(), err error) {
	u, err := url.Parse(base)
	if err != nil {
		return "", nil, errors.New("the address of the PostgreSQL for tests cannot be read")
	}
	var random [6]byte
	rand.Read(random[:]) // never fails
	name := "lanewise_test_" + hex.EncodeToString(random[:])
	if err := run(base, "CREATE DATABASE "+name); err != nil {
		return "", nil, err
	}
	u.Path = "/" + name
	return u.String(), func() { run(base, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)") }, nil
}

func run(dsn, statement string) error {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	_, err = db.ExecContext(ctx, statement)
	return err
}

// programs finds the folder of initdb and postgres: the newest version of Debian's, else that of the PATH.
func programs() (string, error) {
	dirs, _ := filepath.Glob("/usr/lib/postgresql/*/bin") // the pattern is a constant
	newest := ""
	for _, dir := range dirs {
		if _, err := os.Stat(filepath.Join(dir, "initdb")); err == nil && (len(dir) > len(newest) || len(dir) == len(newest) && dir > newest) {
			newest = dir
		}
	}
	if newest != "" {
		return newest, nil
	}
	for _, dir := range filepath.SplitList(os.Getenv("PATH")) {
		if _, err := os.Stat(filepath.Join(dir, "initdb")); err == nil {
			return dir, nil
		}
	}
	return "", errNone
}
