package bench

// country is a destination: how many of ten thousand orders go there, the region that zones are cut from, the
// currency its buyers pay in, the form of its postcodes (# a digit, @ a letter) and the delivery time promised there.
type country struct {
	code     string
	orders   int
	region   int
	currency string
	postcode string
	promised int // days, 0 = none
}

// Regions, near ones first: freight grows with their number.
const (
	eastAsia = iota
	southAsia
	oceania
	europe
	northEurope
	eastEurope
	northAmerica
	middleEast
	southAmerica
	africa
	regions
)

// countries are the 60 destinations, by number of orders: services that serve only some serve the first.
var countries = [...]country{
	{"US", 1900, northAmerica, "USD", "#####", 18},
	{"ES", 800, europe, "EUR", "####0", 22},
	{"FR", 780, europe, "EUR", "#####", 20},
	{"BR", 700, southAmerica, "BRL", "#####-###", 40},
	{"GB", 620, northEurope, "GBP", "@@# #@@", 16},
	{"DE", 560, europe, "EUR", "#####", 16},
	{"PL", 480, eastEurope, "PLN", "##-###", 22},
	{"KR", 460, eastAsia, "KRW", "#####", 12},
	{"RU", 420, eastEurope, "RUB", "######", 35},
	{"IT", 390, europe, "EUR", "#####", 22},
	{"NL", 300, europe, "EUR", "#### @@", 16},
	{"IL", 270, middleEast, "ILS", "#######", 25},
	{"MX", 260, northAmerica, "MXN", "#####", 28},
	{"AU", 250, oceania, "AUD", "####", 18},
	{"CA", 240, northAmerica, "CAD", "@#@ #@#", 24},
	{"JP", 200, eastAsia, "JPY", "###-####", 12},
	{"CL", 190, southAmerica, "USD", "#######", 35},
	{"UA", 150, eastEurope, "USD", "#####", 30},
	{"PT", 140, europe, "EUR", "####-###", 22},
	{"BE", 120, europe, "EUR", "####", 18},
	{"SA", 110, middleEast, "SAR", "#####", 25},
	{"CZ", 100, eastEurope, "EUR", "### ##", 20},
	{"SE", 80, northEurope, "SEK", "### ##", 20},
	{"CH", 75, europe, "CHF", "####", 20},
	{"TR", 70, middleEast, "TRY", "#####", 35},
	{"AE", 65, middleEast, "AED", "", 22},
	{"GR", 60, europe, "EUR", "### ##", 25},
	{"HU", 55, eastEurope, "EUR", "####", 20},
	{"RO", 52, eastEurope, "EUR", "######", 25},
	{"AT", 50, europe, "EUR", "####", 18},
	{"DK", 45, northEurope, "EUR", "####", 20},
	{"NO", 42, northEurope, "USD", "####", 22},
	{"FI", 40, northEurope, "EUR", "#####", 22},
	{"IE", 38, northEurope, "EUR", "@## @#@#", 20},
	{"SK", 36, eastEurope, "EUR", "### ##", 22},
	{"BG", 34, eastEurope, "EUR", "####", 25},
	{"LT", 32, eastEurope, "EUR", "LT-#####", 25},
	{"NZ", 30, oceania, "USD", "####", 22},
	{"CO", 29, southAmerica, "USD", "######", 40},
	{"PE", 28, southAmerica, "USD", "#####", 40},
	{"HR", 26, eastEurope, "EUR", "#####", 25},
	{"LV", 24, eastEurope, "EUR", "LV-####", 25},
	{"SI", 22, eastEurope, "EUR", "####", 24},
	{"EE", 20, eastEurope, "EUR", "#####", 25},
	{"TH", 20, southAsia, "USD", "#####", 18},
	{"MY", 18, southAsia, "USD", "#####", 18},
	{"SG", 18, southAsia, "USD", "######", 12},
	{"PH", 17, southAsia, "USD", "####", 22},
	{"VN", 15, southAsia, "USD", "######", 0},
	{"ID", 14, southAsia, "USD", "#####", 25},
	{"IN", 13, southAsia, "USD", "######", 0},
	{"KZ", 12, eastEurope, "RUB", "######", 35},
	{"ZA", 11, africa, "USD", "####", 40},
	{"NG", 10, africa, "USD", "######", 0},
	{"MA", 9, africa, "EUR", "#####", 40},
	{"KE", 8, africa, "USD", "#####", 0},
	{"EG", 8, africa, "USD", "#####", 45},
	{"KW", 7, middleEast, "KWD", "#####", 25},
	{"LK", 6, southAsia, "USD", "#####", 0},
	{"PK", 5, southAsia, "USD", "#####", 40},
}

// european lists the countries of the EU among them, for rules and taxes.
var european = []string{
	"ES", "FR", "DE", "PL", "IT", "NL", "PT", "BE", "CZ", "SE", "GR", "HU", "RO", "AT", "DK", "FI",
	"IE", "SK", "BG", "LT", "HR", "LV", "SI", "EE",
}

// currency is a currency of orders or services: its price in fen (CNY 0.01) per 10,000 units, and its minor digits.
type currency struct {
	code   string
	fen    int
	digits int
}

// currencies have exchange rates in the book; the settlement currency is CNY.
var currencies = [...]currency{
	{"USD", 7_000_000, 2},
	{"EUR", 8_220_000, 2},
	{"GBP", 9_420_000, 2},
	{"HKD", 899_000, 2},
	{"JPY", 44_800, 0},
	{"KRW", 4_850, 0},
	{"AUD", 4_620_000, 2},
	{"CAD", 5_110_000, 2},
	{"BRL", 1_280_000, 2},
	{"MXN", 389_000, 2},
	{"PLN", 1_940_000, 2},
	{"RUB", 88_500, 2},
	{"TRY", 163_000, 2},
	{"ILS", 2_190_000, 2},
	{"CHF", 8_830_000, 2},
	{"SEK", 759_000, 2},
	{"SAR", 1_866_000, 2},
	{"AED", 1_906_000, 2},
	{"KWD", 22_800_000, 3},
}

var settlement = currency{"CNY", 1_000_000, 2}

func currencyOf(code string) currency {
	for _, c := range currencies {
		if c.code == code {
			return c
		}
	}
	return settlement
}

// inMinor turns fen into the currency's minor units, at least one of them.
func (c currency) inMinor(fen int) int {
	n := fen * 10_000
	for range c.digits {
		n *= 10
	}
	return max(1, n/c.fen)
}

// price writes an amount given in fen in the currency, in whole minor units.
func (c currency) price(fen int) string {
	if fen == 0 {
		return ""
	}
	return dec(c.inMinor(fen), c.digits)
}
