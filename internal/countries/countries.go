// Package countries finds the ISO 3166-1 code of a country by its name in English or Chinese.
//
// The names are those of the Unicode CLDR, as golang.org/x/text/language/display carries them, the three-letter codes of
// ISO 3166-1, and the spellings below of marketplaces and shop systems that the CLDR does not have. Case, accents, spaces and signs
// make no difference. A name that could be two countries (Congo, Korea, Virgin Islands) is none.
package countries

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
	"golang.org/x/text/unicode/norm"

	"github.com/lanewise/lanewise/rates"
)

// Named finds the country of a name or three-letter code; ok is false for one that is unknown.
func Named(name string) (c rates.Country, ok bool) {
	c, ok = byName()[plain(name)]
	return c, ok
}

var byName = sync.OnceValue(func() map[string]rates.Country {
	names := make(map[string]rates.Country, 1200)
	english, chinese := display.English.Regions(), display.Regions(language.SimplifiedChinese)
	traditional := display.Regions(language.TraditionalChinese)
	for i := range rates.NumCountries {
		c := rates.Country(i + 1)
		region, err := language.ParseRegion(c.String())
		if err != nil {
			continue
		}
		names[plain(region.ISO3())] = c
		for _, n := range []display.Namer{english, chinese, traditional} {
			names[plain(n.Name(region))] = c
		}
	}
	for code, others := range spellings {
		c, _ := rates.ParseCountry(code)
		for _, name := range others {
			names[plain(name)] = c
		}
	}
	delete(names, "")
	return names
})

// plain reduces a name to its small letters and digits, without accents.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKD.String(strings.ReplaceAll(s, "&", " and ")))
}

// spellings are names beside those of the CLDR: the short and formal English names of ISO 3166-1 where they differ, names
// that have changed, and what AliExpress, Amazon, Shopify and Chinese forwarders write.
var spellings = map[string][]string{
	"AE": {"UAE", "阿联酋"},
	"AG": {"Antigua and Barbuda", "安提瓜和巴布达"},
	"BA": {"Bosnia and Herzegovina", "Bosnia", "波黑"},
	"BN": {"Brunei Darussalam"},
	"BO": {"Bolivia, Plurinational State of"},
	"BQ": {"Bonaire, Sint Eustatius and Saba"},
	"BY": {"Belarus", "白俄罗斯"},
	"CD": {"Congo, Democratic Republic of the", "Democratic Republic of the Congo", "Congo, The Democratic Republic of the", "DR Congo", "刚果民主共和国"},
	"CG": {"Republic of the Congo", "Congo Republic", "刚果共和国"},
	"CI": {"Ivory Coast", "Cote d'Ivoire", "象牙海岸"},
	"CN": {"Mainland China", "People's Republic of China", "中国大陆"},
	"CV": {"Cabo Verde"},
	"CZ": {"Czech Republic", "Czechia", "捷克共和国", "捷克"},
	"DO": {"Dominican Rep.", "多米尼加共和国"},
	"FK": {"Falkland Islands (Malvinas)"},
	"FM": {"Micronesia, Federated States of"},
	"FR": {"Metropolitan France"},
	"GB": {"United Kingdom", "UK", "U.K.", "Great Britain", "United Kingdom of Great Britain and Northern Ireland", "英国", "大不列颠"},
	"GM": {"The Gambia"},
	"GR": {"EL", "Hellas"},
	"HK": {"Hong Kong", "Hongkong", "Hong Kong SAR", "香港", "中国香港"},
	"IR": {"Iran, Islamic Republic of"},
	"KN": {"Saint Kitts and Nevis"},
	"KP": {"Korea, Democratic People's Republic of", "朝鲜"},
	"KR": {"Korea, Republic of", "Republic of Korea", "Korea (South)", "韩国", "大韩民国"},
	"LA": {"Lao People's Democratic Republic"},
	"LC": {"Saint Lucia"},
	"MD": {"Moldova, Republic of", "Republic of Moldova"},
	"MK": {"North Macedonia", "Macedonia", "Macedonia, the former Yugoslav Republic of", "北马其顿", "马其顿"},
	"MM": {"Myanmar", "Burma", "缅甸"},
	"MO": {"Macau", "Macao", "Macau SAR", "Macao SAR", "澳门", "中国澳门"},
	"NL": {"The Netherlands", "Holland", "荷兰"},
	"PH": {"The Philippines"},
	"PM": {"Saint Pierre and Miquelon"},
	"PS": {"Palestine", "Palestine, State of", "巴勒斯坦"},
	"RU": {"Russian Federation", "俄罗斯联邦", "俄国"},
	"SH": {"Saint Helena, Ascension and Tristan da Cunha"},
	"SK": {"Slovak Republic", "斯洛伐克共和国"},
	"ST": {"Sao Tome and Principe"},
	"SY": {"Syrian Arab Republic"},
	"SZ": {"Eswatini", "Swaziland", "斯威士兰", "埃斯瓦蒂尼"},
	"TL": {"East Timor", "Timor-Leste"},
	"TR": {"Turkey", "Türkiye", "Turkiye", "土耳其"},
	"TT": {"Trinidad and Tobago"},
	"TW": {"Taiwan", "Taiwan, Province of China", "台湾", "中国台湾"},
	"TZ": {"Tanzania, United Republic of"},
	"US": {"United States of America", "USA", "U.S.A.", "U.S.", "America", "美利坚合众国", "美国"},
	"VA": {"Holy See", "Holy See (Vatican City State)"},
	"VC": {"Saint Vincent and the Grenadines"},
	"VE": {"Venezuela, Bolivarian Republic of"},
	"VG": {"Virgin Islands, British", "British Virgin Islands"},
	"VI": {"Virgin Islands, U.S.", "U.S. Virgin Islands"},
	"VN": {"Viet Nam", "越南"},
	"XK": {"Kosovo", "科索沃"},
}
