package cond

// Uses is the set of things a condition asks about.
type Uses uint8

const (
	UsesOrder    Uses = 1 << iota // any field of order, or value_in
	UsesService                   // any field of service
	UsesZone                      // zone
	UsesBillable                  // billable_g
	UsesShipDate                  // order.ship_date; UsesOrder is set too
	UsesPostcode                  // order.postcode; UsesOrder is set too
)

// kind is the type of a value in the language.
type kind uint8

const (
	isNumber kind = iota
	isText
	isTruth
	isList
)

func (k kind) String() string {
	return [...]string{"a number", "a text", "a yes/no value", "a list"}[k]
}

// field is one name of the language and how Facts answer it. A number is an
// integer in units of 10^-digits, from 0 to max where the order is admissible.
// Larger and negative ones are still computed exactly, only more slowly.
type field struct {
	name    string
	kind    kind
	uses    Uses
	number  func(*Facts) int64
	digits  int
	max     int64
	text    func(*Facts) string
	truth   func(*Facts) bool
	service func(*Service) string
}

// The largest admissible values, in the units of Facts.
const (
	maxWeight   = 10_000_000
	maxBillable = 1_000_000_000_000_000_000
	maxValue    = 1e9*1e6 - 1
	maxDays     = 1e9*1e2 - 1
	maxCount    = 1e9 - 1
	maxSide     = 10_000
	maxRate     = 1e9*1e10 - 1 // needs all 64 bits
)

var countryField = &field{
	name: "order.country", kind: isText, uses: UsesOrder,
	text: func(f *Facts) string { return f.Country },
}

var valueField = &field{
	name: "order.value", uses: UsesOrder, digits: 6, max: maxValue,
	number: func(f *Facts) int64 {
		if !f.HasValue {
			return 0
		}
		return f.Value
	},
}

// fields are all names, in the order in which an error message lists them.
var fields = []*field{
	countryField,
	{name: "order.postcode", kind: isText, uses: UsesOrder | UsesPostcode, text: func(f *Facts) string { return f.Postcode }},
	{name: "order.weight_g", uses: UsesOrder, max: maxWeight, number: func(f *Facts) int64 { return f.WeightG }},
	valueField,
	{name: "order.currency", kind: isText, uses: UsesOrder, text: func(f *Facts) string { return f.Currency }},
	{name: "order.attributes", kind: isList, uses: UsesOrder},
	{name: "order.promised_days", uses: UsesOrder, digits: 2, max: maxDays, number: promised},
	{name: "order.ship_date", kind: isText, uses: UsesOrder | UsesShipDate, text: func(f *Facts) string { return f.ShipDate }},
	{name: "order.buyer_service", kind: isText, uses: UsesOrder, text: func(f *Facts) string { return f.BuyerService }},
	{name: "order.hs6_count", uses: UsesOrder, max: maxCount, number: func(f *Facts) int64 { return f.HS6 }},
	length("order.length_cm", 1, func(f *Facts) int64 { return f.LengthMM }),
	length("order.width_cm", 1, func(f *Facts) int64 { return f.WidthMM }),
	length("order.height_cm", 1, func(f *Facts) int64 { return f.HeightMM }),
	length("order.longest_cm", 1, func(f *Facts) int64 { return f.LongestMM }),
	length("order.middle_cm", 1, func(f *Facts) int64 { return f.MiddleMM }),
	length("order.shortest_cm", 1, func(f *Facts) int64 { return f.ShortestMM }),
	length("order.sum_cm", 3, func(f *Facts) int64 { return f.SumMM }),
	length("order.girth_cm", 5, func(f *Facts) int64 { return f.GirthMM }),
	{name: "order.has_value", kind: isTruth, uses: UsesOrder, truth: func(f *Facts) bool { return f.HasValue }},
	{name: "order.has_dims", kind: isTruth, uses: UsesOrder, truth: func(f *Facts) bool { return f.HasDims }},
	{name: "order.has_promise", kind: isTruth, uses: UsesOrder, truth: func(f *Facts) bool { return f.HasPromise }},
	ofService("service.code", func(s *Service) string { return s.Code }),
	ofService("service.channel", func(s *Service) string { return s.Channel }),
	ofService("service.kind", func(s *Service) string { return s.Kind }),
	ofService("service.level", func(s *Service) string { return s.Level }),
	ofService("service.tracking", func(s *Service) string { return s.Tracking }),
	ofService("service.contract", func(s *Service) string { return s.Contract }),
	ofService("service.currency", func(s *Service) string { return s.Currency }),
	{name: "zone", kind: isText, uses: UsesZone, text: func(f *Facts) string { return f.Zone }},
	{name: "billable_g", uses: UsesBillable, max: maxBillable, number: func(f *Facts) int64 { return f.BillableG }},
}

var fieldByName = func() map[string]*field {
	m := make(map[string]*field, len(fields))
	for _, f := range fields {
		m[f.name] = f
	}
	return m
}()

func promised(f *Facts) int64 {
	if !f.HasPromise {
		return 0
	}
	return f.PromisedDays
}

// length is a field in tenths of a centimetre that is 0 without dimensions;
// sides is how many longest sides it can amount to.
func length(name string, sides int64, get func(*Facts) int64) *field {
	return &field{name: name, uses: UsesOrder, digits: 1, max: sides * maxSide, number: func(f *Facts) int64 {
		if !f.HasDims {
			return 0
		}
		return get(f)
	}}
}

func ofService(name string, get func(*Service) string) *field {
	return &field{name: name, kind: isText, uses: UsesService, service: get, text: func(f *Facts) string {
		if f.Service == nil {
			return ""
		}
		return get(f.Service)
	}}
}
