package cond

// Service holds the texts of service.* fields, as the rate book has them.
type Service struct {
	Code, Channel, Kind, Level, Tracking, Contract, Currency string
}

// Known is what Bind may take as given.
type Known struct {
	Service *Service // nil: not known
	Country string   // upper-case; "" = not known
}

// Facts are the answers for one order and one service. Only what the condition
// Uses needs to be filled. Without HasValue, HasDims or HasPromise the numbers
// they speak of read as 0, whatever stands there.
type Facts struct {
	Country      string // upper-case
	Postcode     string // as given, without outer blanks
	Currency     string // upper-case
	ShipDate     string // YYYY-MM-DD
	BuyerService string
	Attributes   []string
	WeightG      int64 // grams
	Value        int64 // millionths of a unit of Currency
	PromisedDays int64 // hundredths of a day
	HS6          int64

	// Millimetres. Girth is the longest side and twice the other two.
	LengthMM, WidthMM, HeightMM, LongestMM, MiddleMM, ShortestMM, SumMM, GirthMM int64

	HasValue, HasDims, HasPromise bool

	// OrderRate is what one unit of Currency is worth, Rates what one unit of
	// each currency that value_in names is worth, by the index given to
	// Compile. Both in 1e-10 of the settlement unit; Rates must be above 0.
	OrderRate uint64
	Rates     []uint64

	Zone      string
	BillableG int64 // grams

	// Service answers service.* where Bind has not; nil reads as empty texts.
	Service *Service
}
