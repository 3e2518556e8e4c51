package rates

// Country is an ISO 3166-1 alpha-2 country (and XK, Kosovo); the zero value is none.
type Country uint16

// AnyCountry is `*` in a table.
const AnyCountry Country = 1 << 15

// countryCodes holds every officially assigned alpha-2 code and XK, in alphabetical order.
const countryCodes = "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCN" +
	"COCRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHR" +
	"HTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMO" +
	"MPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESG" +
	"SHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSXKYEYTZA" +
	"ZMZW"

// NumCountries is how many countries are known; valid Country values are 1 to NumCountries.
const NumCountries = len(countryCodes) / 2

var countryByLetters = func() (t [26 * 26]Country) {
	for i := range NumCountries {
		t[int(countryCodes[2*i]-'A')*26+int(countryCodes[2*i+1]-'A')] = Country(i + 1)
	}
	return t
}()

// ParseCountry reads an alpha-2 code without regard to case; ok is false for an unknown one.
func ParseCountry(s string) (c Country, ok bool) {
	if len(s) != 2 {
		return 0, false
	}
	a, b := (s[0]|0x20)-'a', (s[1]|0x20)-'a'
	if a > 25 || b > 25 {
		return 0, false
	}
	c = countryByLetters[int(a)*26+int(b)]
	return c, c != 0
}

// String is the upper-case code, `*` for AnyCountry, "" for none.
func (c Country) String() string {
	switch {
	case c == AnyCountry:
		return "*"
	case c == 0 || int(c) > NumCountries:
		return ""
	}
	return countryCodes[2*c-2 : 2*c]
}
