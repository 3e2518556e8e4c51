package money

import "strings"

// Currency is an ISO 4217 currency in use; the zero value is none. Metals, funds, test and bond-market codes
// are not currencies a parcel is priced in. The list is that of ISO 4217 list one as of 2026, and BGN, which
// books of the first euro year still hold.
type Currency uint8

// codes holds every code with its minor-unit digits, in alphabetical order.
const codes = "AED2AFN2ALL2AMD2AOA2ARS2AUD2AWG2AZN2BAM2BBD2BDT2BGN2BHD3BIF0BMD2BND2BOB2BRL2BSD2BTN2BWP2BYN2BZD2" +
	"CAD2CDF2CHF2CLP0CNY2COP2CRC2CUP2CVE2CZK2DJF0DKK2DOP2DZD2EGP2ERN2ETB2EUR2FJD2FKP2GBP2GEL2GHS2GIP2GMD2" +
	"GNF0GTQ2GYD2HKD2HNL2HTG2HUF2IDR2ILS2INR2IQD3IRR2ISK0JMD2JOD3JPY0KES2KGS2KHR2KMF0KPW2KRW0KWD3KYD2KZT2" +
	"LAK2LBP2LKR2LRD2LSL2LYD3MAD2MDL2MGA2MKD2MMK2MNT2MOP2MRU2MUR2MVR2MWK2MXN2MYR2MZN2NAD2NGN2NIO2NOK2NPR2" +
	"NZD2OMR3PAB2PEN2PGK2PHP2PKR2PLN2PYG0QAR2RON2RSD2RUB2RWF0SAR2SBD2SCR2SDG2SEK2SGD2SHP2SLE2SOS2SRD2SSP2" +
	"STN2SVC2SYP2SZL2THB2TJS2TMT2TND3TOP2TRY2TTD2TWD2TZS2UAH2UGX0USD2UYU2UZS2VED2VES2VND0VUV0WST2XAF0XCD2" +
	"XCG2XOF0XPF0YER2ZAR2ZMW2ZWG2"

// Currencies is the number of currencies known; valid Currency values are 1 to Currencies.
const Currencies = len(codes) / 4

var byLetters = func() (t [26 * 26 * 26]Currency) {
	for i := range Currencies {
		k, _ := letters(codes[4*i : 4*i+3])
		t[k] = Currency(i + 1)
	}
	return t
}()

// letters numbers a three-letter code without regard to case.
func letters(s string) (k int, ok bool) {
	if len(s) != 3 {
		return 0, false
	}
	for i := range 3 {
		c := s[i] | 0x20
		if c < 'a' || c > 'z' {
			return 0, false
		}
		k = k*26 + int(c-'a')
	}
	return k, true
}

// ParseCurrency reads a code without regard to case; ok is false for an unknown one.
func ParseCurrency(s string) (c Currency, ok bool) {
	k, ok := letters(s)
	if !ok {
		return 0, false
	}
	c = byLetters[k]
	return c, c != 0
}

// String is the upper-case code, or "" for none.
func (c Currency) String() string {
	if c == 0 || int(c) > Currencies {
		return ""
	}
	i := 4 * (int(c) - 1)
	return codes[i : i+3]
}

// Digits is the number of digits after the point of the currency's minor unit (0 to 3).
func (c Currency) Digits() int {
	if c == 0 || int(c) > Currencies {
		return 2
	}
	return int(codes[4*int(c)-1] - '0')
}

// Quantum is the minor unit as an Amount: 0.01 CNY is 10000.
func (c Currency) Quantum() Amount { return Amount(pow10[Scale-c.Digits()]) }

// CurrencyCodes lists every known code, for hints and documentation.
func CurrencyCodes() []string {
	out := make([]string, Currencies)
	for i := range out {
		out[i] = strings.Clone(codes[4*i : 4*i+3])
	}
	return out
}
