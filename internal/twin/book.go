package twin

import (
	"fmt"
	"io/fs"
	"math/big"

	"github.com/shopspring/decimal"
)

// Book is a rate book as rows with values, in the order of the files. It is not
// changed after Load and may be used from several goroutines.
type Book struct {
	settings   settings
	services   []*service
	zones      []zoneRow
	areas      []areaRow
	rates      []rateRow
	surcharges []surchargeRow
	tiers      []tierRow
	volumes    []volumeRow
	risks      []riskRow
	weights    []weightRow
	countries  []countryRow
	fx         []fxRow
	rules      []ruleRow
	quotes     []quoteCells
	quoteLines []int
	credits    []creditRow
	credited   bool
	// named holds the currencies that conditions and amounts name: an order
	// needs a rate for every one of them on its ship date.
	named []string
}

type settings struct {
	currency        string
	digits          int32
	capitalRate     decimal.Decimal // percent a year
	claimHandling   decimal.Decimal // settlement money
	lateRefundRate  decimal.Decimal // share
	handlingDays    decimal.Decimal
	sellerOrders    decimal.Decimal
	sellerBadOrders decimal.Decimal
}

// terms are what a zone may override. A nil limit is no limit.
type terms struct {
	minG     decimal.Decimal
	steps    []step
	divisor  decimal.Decimal // cm³ per kg, 0 = no dim weight
	trigger  decimal.Decimal
	maxSide  *big.Rat // mm
	maxSum   *big.Rat // mm
	maxGirth *big.Rat // mm
	boxes    [][3]*big.Rat
	maxValue *amount
	claimCap *amount
}

// step rounds weights above a threshold, in grams.
type step struct{ above, size decimal.Decimal }

type service struct {
	code, channel, kind, level string
	currency                   string
	digits                     int32
	tracking, contract         string
	accepts                    []string
	acceptsAll                 bool
	terms                      terms
	dimMinSide                 *big.Rat // mm
	exemptLowScore             bool
	exemptNotReceived          bool
	latePlatform               bool
	claimBasis                 string
	claimMultiple              decimal.Decimal
	claimPayRate               decimal.Decimal
	claimDays, creditDays      decimal.Decimal
}

// place is a set of postcodes of a country; "*" is any country, an empty from
// the whole country.
type place struct{ country, from, to string }

type zoneRow struct {
	service string
	place   place
	zone    string
	terms   terms
}

type areaRow struct {
	area  string
	place place
}

type rateRow struct {
	service, zone, attribute string
	over, upto               decimal.Decimal // g
	base, perKg              decimal.Decimal
	first, step              decimal.Decimal // g
	stepPrice, minPrice      decimal.Decimal
	minNet                   decimal.Decimal
	validFrom, validTo       string
}

type surchargeRow struct {
	services             []string
	name, typ, kind      string
	percent              decimal.Decimal
	amount               *amount
	allowance, min, max  *amount
	zones, areas, states []string
	when                 *node
	group                string
	validFrom, validTo   string
}

type tierRow struct {
	contract, measure, mode, on string
	from, percent, perUnit      decimal.Decimal
}

type volumeRow struct {
	contract           string
	parcels, kg, spend decimal.Decimal
}

// creditRow is what a unit of volume on a contract is worth beside the order.
type creditRow struct {
	contract string
	perUnit  decimal.Decimal
}

type riskRow struct {
	service, country string
	p50, p80, p95    *decimal.Decimal
	lost             decimal.Decimal
	lowOnTime        decimal.Decimal
	lowLate          decimal.Decimal
}

type weightRow struct{ from, cost decimal.Decimal }

type countryRow struct {
	country  string
	promised *decimal.Decimal
}

type fxRow struct {
	currency string
	rate     decimal.Decimal
	from     string
}

type ruleRow struct {
	name     string
	when     *node
	do       string
	services []string
	amount   decimal.Decimal // settlement money
}

// Load reads the tables of a folder. The book is assumed to be one that the
// real loader takes; Load returns an error for a missing required table or
// column, a row of another length than the header, and a malformed cell.
func Load(fsys fs.FS) (*Book, error) {
	b := &Book{}
	for _, load := range []func(fs.FS) error{
		b.loadSettings, b.loadFx, b.loadServices, b.loadZones, b.loadAreas, b.loadRates,
		b.loadTiers, b.loadVolumes, b.loadPlanTables, b.loadRisk, b.loadWeights, b.loadCountries,
		b.loadSurcharges, b.loadRules, b.loadQuotes,
	} {
		if err := load(fsys); err != nil {
			return nil, err
		}
	}
	for _, c := range b.named {
		if c != b.settings.currency && !b.hasFx(c) {
			return nil, fmt.Errorf("fx.csv: has no row for %s, which a condition or an amount names", c)
		}
	}
	return b, nil
}

// eachRow reads a table and hands every row to read, which reports bad cells
// through the cells it gets.
func eachRow[T any](fsys fs.FS, name string, required bool, read func(*cells, T)) error {
	rows, lines, err := table[T](fsys, name, required)
	if err != nil {
		return err
	}
	for i, row := range rows {
		c := &cells{file: name, line: lines[i]}
		read(c, row)
		if c.err != nil {
			return c.err
		}
	}
	return nil
}
