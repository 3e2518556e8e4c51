package countries

import (
	"testing"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/lanewise/lanewise/rates"
)

func TestNamed(t *testing.T) {
	for name, want := range map[string]string{
		"United States": "US", " united states of america ": "US", "USA": "US", "美国": "US", "美國": "US",
		"Russian Federation": "RU", "俄罗斯": "RU", "RUSSIA": "RU", "Côte d’Ivoire": "CI", "COTE D'IVOIRE": "CI",
		"Korea, Republic of": "KR", "South Korea": "KR", "韩国": "KR", "North Korea": "KP", "Viet Nam": "VN", "Vietnam": "VN",
		"Hong Kong SAR China": "HK", "Hong Kong": "HK", "中国香港": "HK", "台湾": "TW", "UK": "GB", "U.K.": "GB", "Türkiye": "TR",
		"Czech Republic": "CZ", "Czechia": "CZ", "Swaziland": "SZ", "Trinidad & Tobago": "TT", "Bosnia and Herzegovina": "BA",
		"法国": "FR", "德国": "DE", "巴西": "BR", "西班牙": "ES", "沙特阿拉伯": "SA", "波兰": "PL", "以色列": "IL", "智利": "CL",
		"Kosovo": "XK", "DEU": "DE", "Georgia": "GE", "Dominican Republic": "DO", "Dominica": "DM",
	} {
		if c, ok := Named(name); !ok || c.String() != want {
			t.Errorf("%q is %q, want %s", name, c, want)
		}
	}
	for _, name := range []string{"", "-", "Congo", "Korea", "Virgin Islands", "Europe", "England", "World", "欧洲", "ZZ", "Untied States"} {
		if c, ok := Named(name); ok {
			t.Errorf("%q was taken for %s", name, c)
		}
	}
}

// Every country has a name in both languages, and no name stands for two.
func TestEveryCountryHasNamesOfItsOwn(t *testing.T) {
	owner := map[string]rates.Country{}
	take := func(name string, c rates.Country) {
		p := plain(name)
		if other, taken := owner[p]; taken && other != c {
			t.Errorf("%q is both %s and %s", name, other, c)
		}
		owner[p] = c
		if got, ok := Named(name); !ok || got != c {
			t.Errorf("%q is %s, want %s", name, got, c)
		}
	}
	for i := range rates.NumCountries {
		c := rates.Country(i + 1)
		region := language.MustParseRegion(c.String())
		for _, n := range []display.Namer{display.English.Regions(), display.Regions(language.SimplifiedChinese), display.Regions(language.TraditionalChinese)} {
			name := n.Name(region)
			if name == "" || name == c.String() {
				t.Errorf("%s has no name", c)
				continue
			}
			take(name, c)
		}
		take(region.ISO3(), c)
	}
	for code, names := range spellings {
		c, ok := rates.ParseCountry(code)
		if !ok {
			t.Errorf("%s is no country", code)
		}
		for _, name := range names {
			take(name, c)
		}
	}
}
