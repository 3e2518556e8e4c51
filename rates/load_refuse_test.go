package rates

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// refusals are tables with one thing wrong, and the problem as a user sees it. All other tables are those of smallBook.
var refusals = []struct {
	file, text string
	want       string
}{
	// Whole files.
	{"rates.csv", "", `rates.csv: the table is missing; settings, services and rates are required [E004]`},
	{"rates.csv", "service,zone,upto_g,base\n", `rates.csv: the table has no rows; settings, services and rates are required [E004]`},
	{"settings.csv", "key,value\n", `settings.csv: the table has no rows; settings, services and rates are required [E004]`},
	{"rates.csv", "service,zone,upto_g,base\nPOST,DE,2000,\xa3\n", `rates.csv:2: byte 14 of the line (0xA3) is not UTF-8; Excel in China saves CSV as GB18030; save the file as "CSV UTF-8" [E005]`},
	{"rates.csv", "PK\x03\x04", `rates.csv: the file is a zip archive or an Excel workbook, not CSV; name a workbook .xlsx, or save the sheet as "CSV UTF-8" [E006]`},
	{"rates.csv", "service,zone,upto_g\rPOST,DE,2000\r", `rates.csv:1: the lines end in CR alone; save the file with LF or CRLF line ends (Excel: not "CSV (Macintosh)") [E007]`},
	{"rates.csv", "service,zone,upto_g,note\nPOST,DE,2000,\"x\n", `rates.csv:2:4: the quote opened on this line is never closed; close it; a quote inside a quoted field is written twice: "" [E008]`},
	{"rates.csv", "service,zone,upto_g,note\nPOST,DE,2000,\"5 inch\nPOST,FR,2000,\nPOST,DE,3000,\"\n", `rates.csv:2:4: the quote opened on this line holds a row of its own (line 3); close the quote before it; a quote inside a quoted field is written twice: "" [E008]`},
	{"rates.csv", strings.Repeat("a,", 100) + "a\n", `rates.csv:1: the row has more than 100 fields; remove the columns that are not needed [E009]`},
	{"areas.csv", "\ufeff", `areas.csv: the table has no header; the first row names the columns [E010]`},
	{"areas.csv", "\n\n", `areas.csv: the table has no header; the first row names the columns [E010]`},
	{"rates.csv", "service;zone;upto_g\nPOST;DE;2000\n", `rates.csv:1: the columns are separated by semicolons; separate them by "," [E011]`},

	// Headers and rows.
	{"rates.csv", "service,zone,upto_g,zone \nPOST,DE,2000,DE\n", `rates.csv:1:4 zone: the column occurs twice; remove or rename one of them [E021]`},
	{"rates.csv", "service,zone\nPOST,DE\n", `rates.csv:1: the column upto_g is missing; add the column [E022]`},
	{"rates.csv", "service,zone,upto_g\nPOST,DE,2000\nPOST,DE\n", `rates.csv:3: the row has 2 fields, the header has 3; check its commas and quotes: a text with a comma in it stands in quotes [E023]`},
	{"rates.csv", "service,zone,upto_g\nPOST,DE,2000\n  \n", `rates.csv:3: the row has 1 field, the header has 3; check its commas and quotes: a text with a comma in it stands in quotes [E023]`},

	// Required cells.
	{"rates.csv", "service,zone,upto_g\n,DE,2000\n", `rates.csv:2:1 service: the cell is empty; fill it in [E030]`},
	{"rates.csv", "zone,upto_g,service\nDE,\t ,POST\n", `rates.csv:2:2 upto_g: the cell is empty; fill it in [E030]`},
	{"services.csv", "service,channel,kind,level,currency\nPOST,,post,economy,CNY\n", `services.csv:2:2 channel: the cell is empty; write one of online, offline [E030]`},
	{"services.csv", "service,channel,kind,level,currency\nPOST,online,post,economy,\n", `services.csv:2:5 currency: the cell is empty; fill it in [E030]`},
	{"zones.csv", "service,country,zone\nPOST,,DE\n", `zones.csv:2:2 country: the cell is empty; fill it in [E030]`},
	{"surcharges.csv", row("surcharge=a", "type=tax", "kind=flat", "amount="), `surcharges.csv:2:4 amount: the cell is empty; fill it in [E030]`},
	{"rules.csv", row("rule=a", "do=add_cost", "amount="), `rules.csv:2:3 amount: the cell is empty; fill it in [E030]`},
	{"rules.csv", row("rule=a", "do=add_cost"), `rules.csv:2 amount: the cell is empty; fill it in [E030]`},
	{"contracts.csv", row("contract=K", "period="), `contracts.csv:2:2 period: the cell is empty; write month, quarter, year, or rolling:30 with the number of days [E030]`},
	{"fx.csv", "currency,rate\nUSD,\n", `fx.csv:2:2 rate: the cell is empty; fill it in [E030]`},
	{"weights.csv", "bad_rate_from,bad_order_cost\n0,\n", `weights.csv:2:2 bad_order_cost: the cell is empty; fill it in [E030]`},
	{"quotes.csv", "order_id,country,weight_g,service\nQ,DE,,POST\n", `quotes.csv:2:3 weight_g: the cell is empty; fill it in [E030]`},
	{"settings.csv", "key,value\ncurrency,\n", `settings.csv:2:2 value: currency: the cell is empty; fill it in [E030]`},

	// Numbers.
	{"rates.csv", row("service=POST", "zone=DE", "upto_g=2000", "per_kg=12,5"), `rates.csv:2:4 per_kg: "12,5" has a decimal comma; write 12.5 [E031]`},
	{"rates.csv", row("service=POST", "zone=DE", "upto_g=2kg"), `rates.csv:2:3 upto_g: "2kg" has a unit or other text after the number; write the number alone [E031]`},
	{"rates.csv", row("service=POST", "zone=DE", "upto_g=none"), `rates.csv:2:3 upto_g: "none" is not a number; write digits with an optional point, such as 350 or 12.5 [E031]`},
	{"rates.csv", row("service=POST", "zone=DE", "upto_g=2000", "base=-1"), `rates.csv:2:4 base: "-1" is negative; write a number without a minus [E032]`},
	{"surcharges.csv", row("surcharge=a", "type=tax", "kind=flat", "amount=1", "min=-1"), `surcharges.csv:2:5 min: "-1" is negative; write a number without a minus [E032]`},
	{"rates.csv", row("service=POST", "zone=DE", "upto_g=2000.0"), `rates.csv:2:3 upto_g: "2000.0" is not a whole number; write it without a point [E033]`},
	{"rates.csv", row("service=POST", "zone=DE", "upto_g=2000", "base=1.0000000"), `rates.csv:2:4 base: "1.0000000" has more than 6 digits after the point; round it [E033]`},
	{"services.csv", row("service=POST", "channel=online", "kind=post", "level=simple", "currency=CNY", "max_side_cm=60.55"), `services.csv:2:6 max_side_cm: "60.55" has more than 1 digit after the point; round it [E033]`},
	{"surcharges.csv", row("surcharge=a", "type=tax", "kind=percent_of_value", "amount=1.00000"), `surcharges.csv:2:4 amount: "1.00000" has more than 4 digits after the point; round it [E033]`},
	{"rules.csv", row("rule=a", "do=add_cost", "amount=0.00001"), `rules.csv:2:3 amount: "0.00001" has more than 4 digits after the point; round it [E033]`},
	{"volumes.csv", row("contract=K", "parcels=0.5"), `volumes.csv:2:2 parcels: "0.5" is not a whole number; write it without a point [E033]`},
	{"countries.csv", row("country=DE", "promised_days=1.125"), `countries.csv:2:2 promised_days: "1.125" has more than 2 digits after the point; round it [E033]`},
	{"rates.csv", row("service=POST", "zone=DE", "upto_g=1000000000"), `rates.csv:2:3 upto_g: "1000000000" is too large; the value must be below 1000000000 [E034]`},
	{"fx.csv", row("currency=USD", "rate=0.0"), `fx.csv:2:2 rate: "0.0" is zero; an exchange rate is above 0 [E034]`},
	{"risk.csv", row("service=POST", "lost_rate=1.000001"), `risk.csv:2:2 lost_rate: "1.000001" is above 1; a share lies between 0 and 1: 0.05 is 5 % [E034]`},
	{"contracts.csv", row("contract=K", "period=rolling:0"), `contracts.csv:2:2 period: "rolling:0" has no days; write at least rolling:1 [E034]`},
	{"settings.csv", "key,value\ncurrency,CNY\ncapital_rate,6%\n", `settings.csv:3:2 value: capital_rate: "6%" has a unit or other text after the number; write the number alone [E031]`},

	// Countries, currencies, days, words.
	{"countries.csv", "country\nUK\n", `countries.csv:2:1 country: "UK" is not a country; write the two letters of ISO 3166-1, such as DE or GB (XK is Kosovo) [E035]`},
	{"countries.csv", "country\n*\n", `countries.csv:2:1 country: "*" is not a country; write the two letters of ISO 3166-1, such as DE or GB (XK is Kosovo) [E035]`},
	{"surcharges.csv", row("surcharge=a", "type=tax", "kind=flat", "amount=1", "country=*|XX"), `surcharges.csv:2:5 country: "XX" is not a country; write the two letters of ISO 3166-1, such as DE or GB (XK is Kosovo) [E035]`},
	{"surcharges.csv", row("surcharge=a", "type=tax", "kind=flat", "amount=1", "country=DE|XX"), `surcharges.csv:2:5 country: "XX" is not a country; write the two letters of ISO 3166-1, such as DE or GB (XK is Kosovo) [E035]`},
	{"fx.csv", row("currency=XAU", "rate=1"), `fx.csv:2:1 currency: "XAU" is not a currency; write the three letters of ISO 4217, such as CNY or USD [E036]`},
	{"surcharges.csv", row("surcharge=a", "type=tax", "kind=flat", "amount=1 RMB"), `surcharges.csv:2:4 amount: "RMB" is not a currency; write the three letters of ISO 4217, such as CNY or USD [E036]`},
	{"rules.csv", row("rule=a", "do=hold", `when=value_in("RMB") > 5`), "rules.csv:2:3 when: \"RMB\" is not a currency; write the three letters of ISO 4217, such as CNY or USD\n    value_in(\"RMB\") > 5\n             ^^^^^ [E036]"},
	{"fx.csv", row("currency=USD", "rate=1", "valid_from=2026-02-30"), `fx.csv:2:3 valid_from: "2026-02-30" is not a day of the calendar; write YYYY-MM-DD, such as 2026-07-01 [E037]`},
	{"rates.csv", row("service=POST", "zone=DE", "upto_g=2000", "valid_to=01.07.2026"), `rates.csv:2:4 valid_to: "01.07.2026" is not a date; write YYYY-MM-DD, such as 2026-07-01 [E037]`},
	{"services.csv", "service,channel,kind,level,currency\nPOST,Online,post,economy,CNY\n", `services.csv:2:2 channel: "Online" is not an allowed word; write one of online, offline [E038]`},
	{"services.csv", row("service=POST", "channel=online", "kind=post", "level=simple", "currency=CNY", "exempt_low_score=true"), `services.csv:2:6 exempt_low_score: "true" is not an allowed word; write one of yes, no [E038]`},
	{"rules.csv", row("rule=a", "do=deny"), `rules.csv:2:2 do: "deny" is not an allowed word; write one of forbid, only, add_cost, hold [E038]`},
	{"contracts.csv", row("contract=K", "period=rolling"), `contracts.csv:2:2 period: "rolling" does not say how many days; write month, quarter, year, or rolling:30 with the number of days [E038]`},
	{"contracts.csv", row("contract=K", "period=week"), `contracts.csv:2:2 period: "week" is not a period; write month, quarter, year, or rolling:30 with the number of days [E038]`},

	// Money with a currency.
	{"surcharges.csv", row("surcharge=a", "type=tax", "kind=flat", "amount=3EUR"), `surcharges.csv:2:4 amount: "3EUR" is not an amount of money; write 3 EUR [E039]`},
	{"surcharges.csv", row("surcharge=a", "type=tax", "kind=flat", "amount=eur -3.5"), `surcharges.csv:2:4 amount: "eur -3.5" has the currency first; write -3.5 EUR [E039]`},
	{"surcharges.csv", row("surcharge=a", "type=tax", "kind=flat", "amount=1 200"), `surcharges.csv:2:4 amount: "1 200" is not an amount of money; write a number, or a number and its currency: 3 EUR [E039]`},
	{"surcharges.csv", row("surcharge=a", "type=tax", "kind=flat", "amount=1,5 EUR"), `surcharges.csv:2:4 amount: "1,5" has a decimal comma; write 1.5 [E031]`},
	{"surcharges.csv", row("surcharge=a", "type=tax", "kind=percent_of_value", "amount=3 EUR"), `surcharges.csv:2:4 amount: "3 EUR" has a unit or other text after the number; write the number alone [E031]`},

	// Conditions.
	{"rules.csv", row("rule=a", "do=hold", "when=order.weigth_g > 5"), "rules.csv:2:3 when: order.weigth_g is not a field; did you mean order.weight_g?\n    order.weigth_g > 5\n    ^^^^^^^^^^^^^^ [E040]"},

	// Ladders, boxes, postcodes, lists.
	{"services.csv", row("service=POST", "channel=online", "kind=post", "level=simple", "currency=CNY", "step_g=500|1000"), `services.csv:2:6 step_g: "500|1000" does not rise; write 500, or 500|21000:1000 for multiples of 500 g and above 21000 g of 1000 g [E041]`},
	{"services.csv", row("service=POST", "channel=online", "kind=post", "level=simple", "currency=CNY", "step_g=1|500:10|500:20"), `services.csv:2:6 step_g: "1|500:10|500:20" does not rise; write 500, or 500|21000:1000 for multiples of 500 g and above 21000 g of 1000 g [E041]`},
	{"services.csv", row("service=POST", "channel=online", "kind=post", "level=simple", "currency=CNY", "step_g=21000:1000"), `services.csv:2:6 step_g: "21000:1000" does not say the step from 0 g on; begin with it: 1|21000:1000 [E041]`},
	{"services.csv", row("service=POST", "channel=online", "kind=post", "level=simple", "currency=CNY", "step_g=0"), `services.csv:2:6 step_g: "0" has a step of 0; a step is at least 1 g [E034]`},
	{"services.csv", row("service=POST", "channel=online", "kind=post", "level=simple", "currency=CNY", "step_g=1|x:5"), `services.csv:2:6 step_g: "x" is not a number; write digits with an optional point, such as 350 or 12.5 [E031]`},
	{"services.csv", row("service=POST", "channel=online", "kind=post", "level=simple", "currency=CNY", "max_box_cm=60x20"), `services.csv:2:6 max_box_cm: "60x20" is not a box; write three sides in cm such as 35.3x25x2.5, several boxes with | between them [E042]`},
	{"services.csv", row("service=POST", "channel=online", "kind=post", "level=simple", "currency=CNY", "max_box_cm=60x0x5"), `services.csv:2:6 max_box_cm: "60x0x5" has a side of 0; write three sides in cm such as 35.3x25x2.5, several boxes with | between them [E042]`},
	{"services.csv", row("service=POST", "channel=online", "kind=post", "level=simple", "currency=CNY", "max_value=none"), `services.csv:2:6 max_value: "none" is not a number; write digits with an optional point, such as 350 or 12.5 [E031]`},
	{"areas.csv", row("area=a", "country=DE", "postcode_from=", "postcode_to=10"), `areas.csv:2:4 postcode_to: "10" has no postcode_from; write both, or postcode_from alone [E043]`},
	{"areas.csv", row("area=a", "country=DE", "postcode_from=10", "postcode_to=109"), `areas.csv:2:4 postcode_to: "109" is not as long as postcode_from "10"; from and to have the same length, and from is not above to [E043]`},
	{"areas.csv", row("area=a", "country=DE", "postcode_from=20", "postcode_to=1-9"), `areas.csv:2:4 postcode_to: "1-9" lies before postcode_from "20"; from and to have the same length, and from is not above to [E043]`},
	{"areas.csv", row("area=a", "country=DE", "postcode_from=-"), `areas.csv:2:3 postcode_from: "-" has no letter and no digit; leave the cell empty for the whole country [E043]`},
	{"rates.csv", row("service=POST", "zone=DE", "upto_g=2000", "attribute=battery|liquid"), `rates.csv:2:4 attribute: "battery|liquid" is a list; write one row for each value [E044]`},
	{"rates.csv", row("service=POST", "zone=DE", "upto_g=2000", "attribute=*"), `rates.csv:2:4 attribute: "*" is not an attribute; leave the cell empty for goods without a price of their own [E044]`},

	// Settings.
	{"settings.csv", "key,value\nname,x\n", `settings.csv: the settlement currency is missing; add the row [E050]`},
	{"settings.csv", "key,value\ncurrency,CNY\ncurrency,CNY\n", `settings.csv:3:1 key: the setting currency occurs twice; remove one of the rows [E051]`},
	{"settings.csv", "key,value\ncurrency,CNY\ntimezone,Beijing\n", `settings.csv:3:2 value: timezone: "Beijing" is not a time zone; write an IANA name such as Asia/Shanghai or UTC [E052]`},
	{"settings.csv", "key,value\ncurrency,CNY\ntimezone,localtime\n", `settings.csv:3:2 value: timezone: "localtime" is not a time zone; write an IANA name such as Asia/Shanghai or UTC [E052]`},
	{"settings.csv", "key,value\ncurrency,CNY\ntimezone,Local\n", `settings.csv:3:2 value: timezone: "Local" is not a time zone; write an IANA name such as Asia/Shanghai or UTC [E052]`},

	// Warnings.
	{"rate.csv", "anything", `rate.csv: the book has no such table; the file is not read; did you mean rates.csv? [W001]`},
	{"Notes.CSV", "", ""},
	{"Notes.CSV", "\x00", `Notes.CSV: the book has no such table; the file is not read; rename it or move it out of the book [W001]`},
	{"countries.csv", "country,promised_day,x\nDE,5,6\n", `countries.csv:1:2 promised_day: the table has no such column; did you mean promised_days? [W002]`},
	{"countries.csv", "country,promised_days, \nDE,5,6\n", `countries.csv:1:3: the column has no name; name it or remove it; its cells are not read [W004]`},
	{"settings.csv", "key,value\ncurrency,CNY\nseler_orders,5\n", `settings.csv:3:1 key: "seler_orders" is not a setting; did you mean seller_orders? [W003]`},
}

func TestLoadRefuses(t *testing.T) {
	for _, c := range refusals {
		_, problems := Load(folder(smallBook(), c.file, c.text))
		if c.want == "" {
			if len(problems) > 0 {
				t.Errorf("%s %q: %v", c.file, c.text, problems)
			}
			continue
		}
		if !slices.ContainsFunc(problems, func(p Problem) bool { return strings.HasPrefix(p.String(), c.want) }) {
			t.Errorf("%s %q:\nwant %s\ngot  %v", c.file, c.text, c.want, texts(problems))
		}
	}
}

func texts(ps Problems) string {
	var lines []string
	for _, p := range ps {
		lines = append(lines, p.String())
	}
	return strings.Join(lines, "\n     ")
}

// A bad cell causes no second problem of the kind that a missing row would cause.
func TestLoadNoFollowUp(t *testing.T) {
	for _, c := range refusals {
		_, problems := Load(folder(smallBook(), c.file, c.text))
		loaded := map[string]bool{}
		for _, i := range loadCodes {
			loaded[i.Code] = true
		}
		errors := problems.Errors()
		for _, p := range problems {
			if p.Severity == Error && !loaded[p.Code] {
				errors--
				t.Errorf("%s %q: follow-up %v", c.file, c.text, p)
			}
		}
		if errors > 1 {
			t.Errorf("%s %q: %d errors\n     %s", c.file, c.text, errors, texts(problems))
		}
	}
}

// Every code of reading is one that a test brings about.
func TestEveryLoadCodeOccurs(t *testing.T) {
	seen := map[string]bool{"E001": true, "E002": true, "E003": true, "E024": true} // see load_folder_test.go
	for _, c := range refusals {
		_, problems := Load(folder(smallBook(), c.file, c.text))
		for _, p := range problems {
			seen[p.Code] = true
			if info := codeByName[p.Code]; info.Severity != p.Severity || info.Title == "" || p.Hint == "" {
				t.Errorf("%v is not what its code says: %+v", p, info)
			}
		}
	}
	for _, info := range loadCodes {
		if !seen[info.Code] {
			t.Errorf("no test for %s, %s", info.Code, info.Title)
		}
	}
}

func TestCodesAreSortedAndUnique(t *testing.T) {
	codes := Codes()
	if !slices.IsSortedFunc(codes, func(a, b CodeInfo) int { return strings.Compare(a.Code, b.Code) }) || len(codeByName) != len(codes) {
		t.Error("codes are not sorted or not unique", slices.Sorted(maps.Keys(codeByName)))
	}
	for _, c := range codes {
		if (c.Severity == Error) != (c.Code[0] == 'E') || c.Title == "" || c.Hint == "" {
			t.Errorf("%+v", c)
		}
	}
}

// All problems of a file are reported at once, sorted by place; good rows are in the book.
func TestLoadReportsAll(t *testing.T) {
	b, problems := Load(folder(smallBook(), "rates.csv", "service,zone,upto_g,base,x\nPOST,DE,1e3,-1,\nPOST,DE,2000,1,\nPOST,,2000,\"1,0\",\n"))
	var got []string
	for _, p := range problems {
		got = append(got, fmt.Sprintf("%d:%d %s", p.Line, p.Col, p.Code))
	}
	if want := []string{"1:5 W002", "2:3 E031", "2:4 E032", "4:2 E030", "4:4 E031"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if len(b.Rates) != 1 || b.Rates[0].Line != 3 {
		t.Errorf("got %+v", b.Rates)
	}
}
