-- One text for SQLite and PostgreSQL. Amounts are millionths in BIGINT, times are UTC text of one length
-- (2026-11-22T22:38:00.000000Z) and days are YYYY-MM-DD, so that both databases sort them alike.
CREATE TABLE meta (
	name  TEXT PRIMARY KEY,
	value TEXT NOT NULL
);

-- A contract is opened once. Its row is also the lock under which its volume changes.
CREATE TABLE contracts (
	contract  TEXT PRIMARY KEY,
	opened_at TEXT NOT NULL
);

CREATE TABLE shipments (
	id           TEXT PRIMARY KEY,
	idem_key     TEXT NOT NULL UNIQUE,
	request_hash BYTEA NOT NULL,
	status       TEXT NOT NULL CHECK (status IN ('booked', 'cancelled')),
	booked_at    TEXT NOT NULL,
	cancelled_at TEXT,
	ship_date    TEXT NOT NULL,
	order_id     TEXT NOT NULL,
	country      TEXT NOT NULL,
	service      TEXT NOT NULL,
	contract     TEXT NOT NULL REFERENCES contracts (contract),
	period       TEXT NOT NULL,
	day          TEXT NOT NULL,
	parcels      BIGINT NOT NULL CHECK (parcels >= 0),
	kg           BIGINT NOT NULL CHECK (kg >= 0),
	spend        BIGINT NOT NULL CHECK (spend >= 0),
	book_hash    TEXT NOT NULL,
	exempt       TEXT NOT NULL,
	decision     BYTEA NOT NULL,
	CHECK ((status = 'cancelled') = (cancelled_at IS NOT NULL))
);

-- The entries are the truth: rows are added and never changed. day is the booking's day in the timezone of the book,
-- also for a cancellation, which takes back what its booking added where it was added.
CREATE TABLE entries (
	id        TEXT PRIMARY KEY,
	kind      TEXT NOT NULL CHECK (kind IN ('opening', 'booking', 'cancel')),
	shipment  TEXT REFERENCES shipments (id),
	contract  TEXT NOT NULL REFERENCES contracts (contract),
	period    TEXT NOT NULL,
	day       TEXT NOT NULL,
	parcels   BIGINT NOT NULL,
	kg        BIGINT NOT NULL,
	spend     BIGINT NOT NULL,
	booked_at TEXT NOT NULL,
	CHECK ((kind = 'opening') = (shipment IS NULL)),
	UNIQUE (shipment, kind)
);
CREATE INDEX entries_by_day ON entries (contract, day);

-- Sums of entries from first_day to last_day: a row for every day that has entries, and one for each calendar period.
CREATE TABLE counters (
	contract  TEXT NOT NULL REFERENCES contracts (contract),
	period    TEXT NOT NULL,
	first_day TEXT NOT NULL,
	last_day  TEXT NOT NULL,
	parcels   BIGINT NOT NULL,
	kg        BIGINT NOT NULL,
	spend     BIGINT NOT NULL,
	version   BIGINT NOT NULL,
	PRIMARY KEY (contract, period)
);
CREATE INDEX counters_by_day ON counters (contract, last_day);

-- The shop's score: one row.
CREATE TABLE score (
	id             BIGINT PRIMARY KEY CHECK (id = 1),
	opening_orders BIGINT NOT NULL,
	opening_bad    BIGINT NOT NULL,
	orders         BIGINT NOT NULL,
	bad            BIGINT NOT NULL,
	version        BIGINT NOT NULL
);

CREATE TABLE outcomes (
	shipment    TEXT PRIMARY KEY REFERENCES shipments (id),
	result      TEXT NOT NULL CHECK (result IN ('delivered', 'lost')),
	low_score   BIGINT NOT NULL CHECK (low_score IN (0, 1)),
	bad         BIGINT NOT NULL CHECK (bad IN (0, 1)),
	reported_at TEXT NOT NULL
);

CREATE TABLE keys (
	id         TEXT PRIMARY KEY,
	name       TEXT NOT NULL,
	hash       BYTEA NOT NULL UNIQUE,
	scopes     TEXT NOT NULL,
	created_at TEXT NOT NULL,
	revoked_at TEXT
);
