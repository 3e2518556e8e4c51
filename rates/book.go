package rates

import (
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates/cond"
)

// Units used throughout the book. All are exact integers.
type (
	// Percent is a percentage in units of 0.0001: 12.5 % is 125000.
	Percent int64
	// Share is a probability or share in millionths: 0.006 is 6000.
	Share int64
	// Factor is a plain decimal (dim_divisor, dim_trigger, claim_multiple …) in millionths.
	Factor int64
	// Days counts days in hundredths.
	Days int64
	// Rate is an exchange rate, settlement units for one unit of the currency, in units of 1e-10.
	Rate uint64
)

// Opt is a value that may be absent: an empty cell.
type Opt[T any] struct {
	V  T
	OK bool
}

// Override is a zone's own value for a term of its service: not Given means the service's holds, Given
// without OK (the cell says `none`) means without.
type Override[T any] struct {
	Opt[T]
	Given bool
}

// Place is where a row stands: the table and the line of its file (the row of its sheet), from 1. A zero
// Place is a row made in code.
type Place struct {
	Table string
	Line  int
}

// Origin is what a row says about where its figures come from; `explain` shows it.
type Origin struct {
	Source     string `csv:"source"`
	SourceDate string `csv:"source_date"`
	Confidence string `csv:"confidence"`
	Note       string `csv:"note"`
}

// Money is an amount with its currency; Currency 0 stands for the row's own (its service's).
type Money struct {
	Amount   money.Amount
	Currency money.Currency
}

// Channel is how a service is bought.
type Channel uint8

// The channels. The zero value is none.
const (
	Online Channel = iota + 1
	Offline
)

// Book is a rate book: every table as typed rows in file order. Load and LoadXLSX make one from files, code may
// make one by hand; Check says what is wrong with it. A Book is not changed once it is in use.
type Book struct {
	Settings   Settings
	Services   []Service
	Zones      []Zone
	Areas      []Area
	Rates      []RateRow
	Surcharges []Surcharge
	Tiers      []Tier
	Volumes    []Volume
	Limits     []Limit
	Contracts  []Contract
	Risk       []Risk
	Weights    []Weight
	Countries  []CountryRow
	FX         []FX
	Rules      []Rule
	Quotes     []Quote

	// Hash is the hexadecimal SHA-256 over the names and bytes of the files read; empty for a book made in code.
	Hash string

	// headers holds the column number of each header, by table, so that a problem names its column.
	headers map[string]map[string]int
	// workbook is the name of the workbook whose sheets the tables are, "" for a folder: see fileOf.
	workbook string
	// settingLines holds the line of each key of `settings`.
	settingLines map[string]int
	// damaged names the tables of which a row was left out because a cell of it could not be read: what such a table
	// seems to lack is no problem of its own.
	damaged map[string]bool

	// beside is what lists that say `*` name besides: left out of the rows, and still to be checked.
	beside []namesBeside
}

// fileOf is how a problem names the file of a table: rates.csv, or book.xlsx[rates].
func (b *Book) fileOf(table string) string {
	if b.workbook != "" {
		return b.workbook + "[" + table + "]"
	}
	return table + ".csv"
}

// Settings is the `settings` table.
type Settings struct {
	Name              string
	Currency          money.Currency // settlement
	Timezone          string         // IANA, "UTC" where none is given
	CapitalRate       Percent        // per year
	ClaimHandlingCost money.Amount   // settlement currency
	LateRefundRate    Share
	HandlingDays      Days
	SellerOrders      int64
	SellerBadOrders   int64
}

// Step says that above Over grams the billable weight is rounded up to a multiple of Step grams.
type Step struct{ Over, Step int64 }

// Box is a parcel format; sides in millimetres, longest first.
type Box [3]int64

// Terms are the limits and weight rules of a service that a zone may override.
type Terms struct {
	MinG       int64       // least billable grams, 0 = none
	Steps      []Step      // rising thresholds, the first from 0; nil = whole grams
	DimDivisor Opt[Factor] // cm³ per kg; not OK = no dim weight
	DimTrigger Factor      // multiple of the actual weight from which dim weight counts
	MaxSideMM  Opt[int64]
	MaxSumMM   Opt[int64]
	MaxGirthMM Opt[int64]
	MaxBoxes   []Box // nil = no limit
	MaxValue   Opt[Money]
	ClaimCap   Opt[Money]
}

// Service is one row of `services`.
type Service struct {
	Place
	Origin
	Code, Name        string
	Channel           Channel
	Kind              string // platform, post, courier or forwarder
	Level             string // economy, simple, standard or express
	Currency          money.Currency
	Tracking          string   // none, partial or full
	Contract          string   // "" = none
	Accepts           []string // special attributes carried
	AcceptsAll        bool
	Terms             Terms
	DimMinSideMM      int64
	ExemptLowScore    bool
	ExemptNotReceived bool
	LateByPlatform    bool // late_borne_by platform
	ClaimBasis        string
	ClaimMultiple     Factor
	ClaimPayRate      Share
	ClaimDays         Days
	CreditDays        Days
}

// Postcodes is a range of postcode beginnings of equal length, normalised; both empty = every postcode.
type Postcodes struct{ From, To string }

// Zone is one row of `zones`. Service may be unknown (a warning).
type Zone struct {
	Place
	Origin
	Service    string
	Country    Country // AnyCountry for `*`
	Postcodes  Postcodes
	Zone       string
	MinG       Override[int64]
	Steps      Override[[]Step]
	DimDivisor Override[Factor]
	DimTrigger Override[Factor]
	MaxSideMM  Override[int64]
	MaxSumMM   Override[int64]
	MaxGirthMM Override[int64]
	MaxBoxes   Override[[]Box]
	MaxValue   Override[Money]
	ClaimCap   Override[Money]
}

// Area is one row of `areas`.
type Area struct {
	Place
	Origin
	Area      string
	Country   Country
	Postcodes Postcodes
}

// namesBeside are the names in one cell that also says `*`.
type namesBeside struct {
	at
	names []string
}

// Window is a span of days in which a row holds, both ends included. NoDate leaves an end open.
type Window struct{ From, To Date }

// RateRow is one row of `rates`: a price for OverG < billable ≤ UptoG. Amounts in the service's currency.
type RateRow struct {
	Place
	Origin
	Service, Zone, Attribute string
	OverG, UptoG             int64
	Base, PerKg              money.Amount
	FirstG, StepG            int64
	StepPrice                money.Amount
	MinPrice, MinNet         money.Amount
	Window
}

// Surcharge is one row of `surcharges`.
type Surcharge struct {
	Place
	Origin
	Services   Selector
	Name       string
	Type       string  // surcharge, fuel or tax
	Kind       string  // flat, per_kg, per_hs6, percent_of_…
	Amount     Money   // flat, per_kg, per_hs6
	Percent    Percent // percent_of_…
	Allowance  Money
	Min, Max   Opt[Money]
	Zones      []string // nil = any
	Areas      []string
	Countries  []Country
	When       *cond.Expr // never nil
	Group      string
	GroupBlock int // rows of one run of neighbouring rows with the same Group share a number above 0
	Window
}

// Tier is one row of `tiers`.
type Tier struct {
	Place
	Origin
	Contract string
	Measure  string       // parcels, kg or spend
	Mode     string       // all_units or incremental
	From     money.Amount // volume in millionths of the measure's unit
	Percent  Percent
	PerUnit  money.Amount // settlement currency
	On       string       // freight or weight
	Rebate   money.Amount // settlement currency
}

// Volume is one row of `volumes`: a contract's period to date. Parcels, Kg and Spend in millionths.
type Volume struct {
	Place
	Origin
	Contract           string
	Parcels, Kg, Spend money.Amount
	RetroFreight       money.Amount
}

// Limit is one row of `limits`, in the contract's measure (millionths).
type Limit struct {
	Place
	Origin
	Contract      string
	MaxVolume     Opt[money.Amount]
	Commit        money.Amount
	ShortfallRate money.Amount // settlement currency per missing unit
}

// Contract is one row of `contracts`.
type Contract struct {
	Place
	Origin
	Contract, Name string
	Period         string // month, quarter, year or rolling
	RollingDays    int64  // of rolling
}

// Risk is one row of `risk`. Country AnyCountry is the service's default.
type Risk struct {
	Place
	Origin
	Service        string
	Country        Country
	P50, P80, P95  Opt[Days]
	LostRate       Share
	LowScoreOnTime Share
	LowScoreLate   Share
	Sample         int64
}

// Weight is one row of `weights`: what one more bad-experience order costs from a seller's rate on.
type Weight struct {
	Place
	Origin
	BadRateFrom  Share
	BadOrderCost money.Amount // settlement currency
}

// CountryRow is one row of `countries`.
type CountryRow struct {
	Place
	Origin
	Country      Country
	PromisedDays Opt[Days]
}

// FX is one row of `fx`.
type FX struct {
	Place
	Origin
	Currency  money.Currency
	Rate      Rate
	ValidFrom Date // NoDate = since ever
}

// Rule is one row of `rules`.
type Rule struct {
	Place
	Origin
	Name     string
	When     *cond.Expr // never nil
	Do       string     // forbid, only, add_cost or hold
	Services Selector
	Amount   money.Amount // add_cost: settlement currency, at most 4 digits
	Reason   string
}

// Quote is one row of `quotes`: order cells as text by column name, and what the book must give for Service. Amounts
// in settlement currency.
type Quote struct {
	Place
	Origin
	Order        map[string]string
	Service      string
	Freight      Opt[money.Amount]
	ShippingCost Opt[money.Amount]
	TotalCost    Opt[money.Amount]
}
