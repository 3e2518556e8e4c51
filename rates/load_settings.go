package rates

import (
	"time"
	_ "time/tzdata" // time zones do not depend on the machine having them
)

type settingCells struct {
	Origin
	Key   string `csv:"key" need:"yes"`
	Value string `csv:"value" need:"yes"`
}

// settingKeys are the settings and how each is read. An empty value is the default.
var settingKeys = []struct {
	key  string
	read func(*Settings, *cells, string)
}{
	{"name", func(s *Settings, c *cells, v string) { s.Name = c.text(v) }},
	{"currency", func(s *Settings, c *cells, v string) { s.Currency = c.currency("value", v) }},
	{"timezone", func(s *Settings, c *cells, v string) { s.Timezone = c.timezone("value", v) }},
	{"capital_rate", func(s *Settings, c *cells, v string) { s.CapitalRate = c.percent("value", v) }},
	{"claim_handling_cost", func(s *Settings, c *cells, v string) { s.ClaimHandlingCost = c.amount("value", v) }},
	{"late_refund_rate", func(s *Settings, c *cells, v string) { s.LateRefundRate = c.share("value", v) }},
	{"handling_days", func(s *Settings, c *cells, v string) { s.HandlingDays = c.days("value", v) }},
	{"seller_orders", func(s *Settings, c *cells, v string) { s.SellerOrders = c.whole("value", v) }},
	{"seller_bad_orders", func(s *Settings, c *cells, v string) { s.SellerBadOrders = c.whole("value", v) }},
}

func readSetting(c *cells, in *settingCells) {
	key := c.required("key", in.Key)
	if !c.ok() {
		return
	}
	lines := c.book.settingLines
	for _, k := range settingKeys {
		if k.key != key {
			continue
		}
		if lines[key] != 0 {
			c.fail("key", "E051", "the setting "+key+" occurs twice")
			return
		}
		lines[key] = c.line
		c.prefix = key + ": "
		k.read(&c.book.Settings, c, in.Value)
		return
	}
	known := make([]string, len(settingKeys))
	for i, k := range settingKeys {
		known[i] = k.key
	}
	c.failHint("key", "W003", quote(key)+" is not a setting", didYouMean(key, known))
}

// timezone reads an IANA name. "Local", and "localtime" where the machine's time zones have such a file, would make a
// book mean different days on different machines.
func (c *cells) timezone(column, s string) string {
	if s == "" {
		return "UTC"
	}
	if _, err := time.LoadLocation(s); err != nil || s == "Local" || s == "localtime" {
		c.failText(column, "E052", s, "is not a time zone")
	}
	return c.text(s)
}

// requireCurrency reports settings without a settlement currency, unless the cell or the table itself has an error.
func (l *loader) requireCurrency() {
	if l.book.settingLines["currency"] == 0 && !l.book.damaged["settings"] {
		l.refuse("settings", "E050", "the settlement currency is missing")
	}
}
