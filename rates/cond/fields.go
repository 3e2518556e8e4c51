package cond

import "unsafe"

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

// field is one name of the language. A number is an integer in units of
// 10^-digits, from 0 to max where the order is admissible. Larger and negative
// ones are still computed exactly, only more slowly.
type field struct {
	name    string
	kind    kind
	uses    Uses
	slot    slot // answers the field, if service does not
	digits  int
	max     int64
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

var (
	countryField = ofText("order.country", UsesOrder, unsafe.Offsetof(Facts{}.Country))
	valueField   = &field{name: "order.value", uses: UsesOrder, digits: 6, max: maxValue, slot: slotIf(unsafe.Offsetof(Facts{}.Value), unsafe.Offsetof(Facts{}.HasValue))}
)

// fields are all names, in the order in which an error message lists them.
var fields = []*field{
	countryField,
	ofText("order.postcode", UsesOrder|UsesPostcode, unsafe.Offsetof(Facts{}.Postcode)),
	{name: "order.weight_g", uses: UsesOrder, max: maxWeight, slot: slotAt(unsafe.Offsetof(Facts{}.WeightG))},
	valueField,
	ofText("order.currency", UsesOrder, unsafe.Offsetof(Facts{}.Currency)),
	{name: "order.attributes", kind: isList, uses: UsesOrder},
	{name: "order.promised_days", uses: UsesOrder, digits: 2, max: maxDays, slot: slotIf(unsafe.Offsetof(Facts{}.PromisedDays), unsafe.Offsetof(Facts{}.HasPromise))},
	ofText("order.ship_date", UsesOrder|UsesShipDate, unsafe.Offsetof(Facts{}.ShipDate)),
	ofText("order.buyer_service", UsesOrder, unsafe.Offsetof(Facts{}.BuyerService)),
	{name: "order.hs6_count", uses: UsesOrder, max: maxCount, slot: slotAt(unsafe.Offsetof(Facts{}.HS6))},
	length("order.length_cm", 1, unsafe.Offsetof(Facts{}.LengthMM)),
	length("order.width_cm", 1, unsafe.Offsetof(Facts{}.WidthMM)),
	length("order.height_cm", 1, unsafe.Offsetof(Facts{}.HeightMM)),
	length("order.longest_cm", 1, unsafe.Offsetof(Facts{}.LongestMM)),
	length("order.middle_cm", 1, unsafe.Offsetof(Facts{}.MiddleMM)),
	length("order.shortest_cm", 1, unsafe.Offsetof(Facts{}.ShortestMM)),
	length("order.sum_cm", 3, unsafe.Offsetof(Facts{}.SumMM)),
	length("order.girth_cm", 5, unsafe.Offsetof(Facts{}.GirthMM)),
	ofTruth("order.has_value", unsafe.Offsetof(Facts{}.HasValue)),
	ofTruth("order.has_dims", unsafe.Offsetof(Facts{}.HasDims)),
	ofTruth("order.has_promise", unsafe.Offsetof(Facts{}.HasPromise)),
	ofService("service.code", func(s *Service) string { return s.Code }),
	ofService("service.channel", func(s *Service) string { return s.Channel }),
	ofService("service.kind", func(s *Service) string { return s.Kind }),
	ofService("service.level", func(s *Service) string { return s.Level }),
	ofService("service.tracking", func(s *Service) string { return s.Tracking }),
	ofService("service.contract", func(s *Service) string { return s.Contract }),
	ofService("service.currency", func(s *Service) string { return s.Currency }),
	ofText("zone", UsesZone, unsafe.Offsetof(Facts{}.Zone)),
	{name: "billable_g", uses: UsesBillable, max: maxBillable, slot: slotAt(unsafe.Offsetof(Facts{}.BillableG))},
}

var fieldByName = func() map[string]*field {
	m := make(map[string]*field, len(fields))
	for _, f := range fields {
		m[f.name] = f
	}
	return m
}()

// length is a field in tenths of a centimetre that is 0 without dimensions;
// sides is how many longest sides it can amount to.
func length(name string, sides int64, at uintptr) *field {
	return &field{name: name, uses: UsesOrder, digits: 1, max: sides * maxSide, slot: slotIf(at, unsafe.Offsetof(Facts{}.HasDims))}
}

func ofText(name string, uses Uses, at uintptr) *field {
	return &field{name: name, kind: isText, uses: uses, slot: slotAt(at)}
}

func ofTruth(name string, gate uintptr) *field {
	return &field{name: name, kind: isTruth, uses: UsesOrder, slot: slotIf(gate, gate)}
}

func ofService(name string, get func(*Service) string) *field {
	return &field{name: name, kind: isText, uses: UsesService, service: get}
}
