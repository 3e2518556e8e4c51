package main

import (
	"regexp"
	"strings"

	"github.com/spf13/pflag"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/orders"
)

// orderFlags describe an order on the command line. They are turned into the cells of an order file and read by the
// reader of such files, so that an order means the same by both ways.
type orderFlags struct {
	fs                                *pflag.FlagSet
	to, postcode, weight, value, dims string
	attributes                        []string
	promised, buyerService, hs6       string
}

func (o *orderFlags) declare(fs *pflag.FlagSet) {
	o.fs = fs
	fs.StringVar(&o.to, "to", "", "`COUNTRY` where the parcel goes, such as US")
	fs.StringVar(&o.postcode, "postcode", "", "`CODE` postcode where the parcel goes")
	fs.StringVar(&o.weight, "weight", "", "`WEIGHT` parcel weight: 350g or 0.35kg")
	fs.StringVar(&o.dims, "dims", "", "`LxWxH` size of the parcel in cm: 20x15x5")
	fs.StringVar(&o.value, "value", "", "`MONEY` declared value: 12USD (without a currency: settlement currency)")
	fs.StringArrayVar(&o.attributes, "attr", nil, "`WORD` attribute of special goods, such as battery; may be repeated")
	fs.StringVar(&o.promised, "promised", "", "`DAYS` promised to the buyer")
	fs.StringVar(&o.buyerService, "buyer-service", "", "`NAME` service the buyer asked for")
	fs.StringVar(&o.hs6, "hs6", "", "`COUNT` different customs codes in the parcel (default 1)")
}

// flagOf names the flag that gives a column.
var flagOf = map[string]string{
	"country": "to", "postcode": "postcode", "weight_g": "weight", "weight_kg": "weight", "length_cm": "dims", "width_cm": "dims",
	"height_cm": "dims", "value": "value", "currency": "value", "attributes": "attr", "promised_days": "promised",
	"buyer_service": "buyer-service", "hs6_count": "hs6",
}

// given lists the order flags that were set, in the order of help.
func (o *orderFlags) given() []string {
	order := map[string]bool{}
	for _, name := range flagOf {
		order[name] = true
	}
	var out []string
	o.fs.VisitAll(func(f *pflag.Flag) {
		if f.Changed && order[f.Name] {
			out = append(out, "--"+f.Name)
		}
	})
	return out
}

func (o *orderFlags) none() bool { return len(o.given()) == 0 }

// parse reads the order. What is wrong with it is a wrong command line.
func (o *orderFlags) parse(def orders.Defaults) (engine.Order, error) {
	cells := map[string]string{
		"country": o.to, "postcode": o.postcode, "attributes": strings.Join(o.attributes, "|"), "promised_days": o.promised,
		"buyer_service": o.buyerService, "hs6_count": o.hs6,
	}
	number, unit := splitUnit(o.weight)
	switch strings.ToLower(unit) {
	case "", "g":
		cells["weight_g"] = number
	case "kg":
		cells["weight_kg"] = number
	default:
		return engine.Order{}, usagef("explain", "--weight %q: %q is not a unit of weight; write 350g or 0.35kg", o.weight, unit)
	}
	cells["value"], cells["currency"] = splitUnit(o.value)
	if o.dims != "" {
		sides := dimsPattern.FindStringSubmatch(o.dims)
		if sides == nil {
			return engine.Order{}, usagef("explain", "--dims %q: write length, width and height in centimetres as 20x15x5", o.dims)
		}
		cells["length_cm"], cells["width_cm"], cells["height_cm"] = sides[1], sides[2], sides[3]
	}
	order, faults := orders.ParseMap(cells, def)
	if len(faults) == 0 {
		return order, nil
	}
	var words []string
	for _, f := range faults {
		words = append(words, "--"+flagOf[f.Column]+": "+f.Msg)
	}
	return engine.Order{}, usagef("explain", "%s", strings.Join(words, "\nlanewise: "))
}

var (
	unitPattern = regexp.MustCompile(`^(.*?)\s*([A-Za-z]*)$`)
	dimsPattern = regexp.MustCompile(`^\s*([^xX×*]+)[xX×*]([^xX×*]+)[xX×*]([^xX×*]+?)\s*(?:cm)?\s*$`)
)

// splitUnit parts `12USD` or `12 USD` into number and unit. Whether either is right is for the reader to say.
func splitUnit(s string) (number, unit string) {
	m := unitPattern.FindStringSubmatch(strings.TrimSpace(s))
	return m[1], m[2]
}
