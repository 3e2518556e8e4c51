package orders

import (
	"strings"
	"testing"
)

// What a spreadsheet or a wrong encoding has made of an order_id shows, and makes the row invalid; ids that only look odd are
// their shop's own affair.
func TestDamagedIDs(t *testing.T) {
	for id, want := range map[string]string{
		"1.23E+15":       `"1.23E+15" is what a spreadsheet leaves of a long number`,
		"8E+12":          "is what a spreadsheet leaves",
		"8.17008e+15":    "is what a spreadsheet leaves",
		"A\ufffdB":       `has the mark of a character that was lost (U+FFFD)`,
		"\u200b":         "is blank",
		"\u00a0\u3000":   "is blank",
		"\ufeffA":        "has a byte order mark in it",
		"1E5":            "",
		"12E+15":         "",
		"1.E+15":         "",
		"A1.2E+15":       "",
		"1.2E+1":         "",
		"+15":            "",
		"单号\u200b1":      "",
		"########":       "",
		"817008009157E+": "",
	} {
		got := idFault(id).Error()
		if (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("%q: %q, want %q", id, got, want)
		}
	}
}

func TestDamagedTexts(t *testing.T) {
	for _, c := range []struct {
		column Column
		text   string
		want   string
	}{
		{Postcode, "94\ufffd07", "postcode: \"94\ufffd07\" has the mark of a character that was lost"},
		{Postcode, "94\n107", "postcode: \"94\\n107\" has a control character"},
		{Postcode, "９４１０７", `postcode: "９４１０７" has the character U+FF19, which no postcode has; write 94107`},
		{Postcode, "\u00a094107", `has the character U+00A0, which no postcode has; write 94107`},
		{Postcode, "94\u200b107", `has the character U+200B, which no postcode has; write 94107`},
		{Postcode, "٩٤١٠٧", `which no postcode has; write it in plain letters and digits`},
		{Postcode, "1.00E+10", "postcode: \"1.00E+10\" is what a spreadsheet leaves"},
		{Postcode, "SW1A 1AA", ""},
		{Postcode, "北京一〇〇", ""},
		{Attributes, "battery|liq\ufffdid", "attributes: \"battery|liq\ufffdid\" has the mark"},
		{Attributes, "battery\n|liquid", "has a control character"},
		{Attributes, "电池|液体", ""},
		{BuyerService, "exp\ufffdress", "buyer_service: \"exp\ufffdress\" has the mark"},
		{BuyerService, "Express\nabroad", ""},
		{BuyerService, "经济", ""},
	} {
		_, faults := ParseMap(map[string]string{"country": "US", "weight_g": "1", c.column.String(): c.text}, def)
		got := faults.Error()
		if (c.want == "") != (got == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s %q: %q, want %q", c.column, c.text, got, c.want)
		}
	}
}
