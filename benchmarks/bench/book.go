package bench

// Size is how large a benchmark book is. Services, countries, surcharges, contracts and rules are the same in every
// size; what grows is the number of prices.
type Size int

// The sizes. Standard prices some services by country and most by zones of several countries; Large prices nearly
// every service by country, which gives about 10,000 rows of rates. Subset says only what a query in SQL can follow
// without a page of code for each feature.
const (
	Standard Size = iota
	Large
	Subset
)

// byCountry is how many services leave zones of several countries for prices by country.
func (s Size) byCountry() int {
	if s == Large {
		return 17
	}
	return 0
}

// Streams of random numbers, one a table.
const (
	serviceStream uint64 = iota + 1
	claimStream
	zoneStream
	areaStream
	rateStream
	surchargeStream
	riskStream
	fxStream
	orderStream
)

// Book makes a benchmark book. The same seed and size give the same bytes.
func Book(seed uint64, size Size) Tables {
	if size == Subset {
		return subset(seed)
	}
	all := services(roll(seed, serviceStream), size.byCountry())
	t := Tables{}
	for name, made := range map[string]*table{
		"settings":   settingTable(),
		"services":   serviceTable(roll(seed, claimStream), all),
		"zones":      zoneTable(roll(seed, zoneStream), all),
		"areas":      areaTable(roll(seed, areaStream)),
		"rates":      rateTable(roll(seed, rateStream), all),
		"surcharges": surchargeTable(roll(seed, surchargeStream), all),
		"tiers":      tierTable(),
		"volumes":    volumeTable(),
		"limits":     limitTable(),
		"contracts":  contractTable(),
		"risk":       riskTable(roll(seed, riskStream), all),
		"weights":    weightTable(),
		"countries":  countryTable(),
		"fx":         fxTable(roll(seed, fxStream)),
		"rules":      ruleTable(),
	} {
		t[name+".csv"] = made.text.Bytes()
	}
	return t
}
