package randbook

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestSameSeedSameBytes(t *testing.T) {
	for seed := range uint64(5) {
		a, b := Book(seed), Book(seed)
		if len(a) != len(b) {
			t.Fatalf("seed %d: %d and %d files", seed, len(a), len(b))
		}
		for name := range a {
			if !bytes.Equal(a[name], b[name]) {
				t.Errorf("seed %d: %s differs", seed, name)
			}
		}
		if !bytes.Equal(Orders(seed, 50, a), Orders(seed, 50, b)) {
			t.Errorf("seed %d: the orders differ", seed)
		}
		if bytes.Equal(Orders(seed, 50, a), Orders(seed+1, 50, a)) {
			t.Errorf("seeds %d and %d give the same orders", seed, seed+1)
		}
	}
}

// What a loader refuses must not come out: names that stand twice, rows that
// overlap, names that lead nowhere.
func TestBooksAreValid(t *testing.T) {
	for seed := range uint64(80) {
		_, files := load(t, seed)
		tables := map[string][]map[string]string{}
		for name, data := range files {
			tables[name] = table(t, data)
		}
		for _, problem := range slices.Concat(repeated(tables), overlaps(tables), dangling(tables), risks(tables), bounds(tables)) {
			t.Errorf("seed %d: %s", seed, problem)
		}
	}
}

var keys = map[string][]string{
	"settings.csv": {"key"}, "services.csv": {"service"}, "rules.csv": {"rule"}, "volumes.csv": {"contract"},
	"limits.csv": {"contract"}, "contracts.csv": {"contract"}, "risk.csv": {"service", "country"},
	"fx.csv": {"currency", "valid_from"}, "countries.csv": {"country"}, "weights.csv": {"bad_rate_from"},
	"tiers.csv": {"contract", "from"},
}

func repeated(tables map[string][]map[string]string) (out []string) {
	for name, columns := range keys {
		seen := map[string]bool{}
		for _, r := range tables[name] {
			key := ""
			for _, c := range columns {
				key += strings.ToUpper(strings.TrimPrefix(r[c], "*")) + "\x00"
			}
			if seen[key] {
				out = append(out, name+" repeats "+key)
			}
			seen[key] = true
		}
	}
	return out
}

func overlaps(tables map[string][]map[string]string) (out []string) {
	number := func(s string) int {
		n, _ := strconv.Atoi(s)
		return n
	}
	for i, a := range tables["rates.csv"] {
		for _, b := range tables["rates.csv"][:i] {
			same := a["service"] == b["service"] && a["zone"] == b["zone"] && a["attribute"] == b["attribute"]
			weights := number(a["over_g"]) < number(b["upto_g"]) && number(b["over_g"]) < number(a["upto_g"])
			days := (b["valid_to"] == "" || a["valid_from"] <= b["valid_to"]) &&
				(a["valid_to"] == "" || b["valid_from"] <= a["valid_to"])
			if same && weights && days {
				out = append(out, "rates overlap: "+a["service"]+" "+a["zone"]+" "+a["upto_g"])
			}
		}
		if number(a["over_g"]) >= number(a["upto_g"]) {
			out = append(out, "an empty band "+a["over_g"])
		}
	}
	key := func(s string) string { return strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(s)) }
	for i, a := range tables["zones.csv"] {
		for _, b := range tables["zones.csv"][:i] {
			if a["service"] != b["service"] || key(a["country"]) != key(b["country"]) {
				continue
			}
			af, bf := key(a["postcode_from"]), key(b["postcode_from"])
			at, bt := max(af, key(a["postcode_to"])), max(bf, key(b["postcode_to"]))
			if len(af) == len(bf) && af <= bt && bf <= at {
				out = append(out, "zones overlap: "+a["service"]+" "+a["country"]+" "+af+" "+bf)
			}
		}
	}
	return out
}

func dangling(tables map[string][]map[string]string) (out []string) {
	codes, contracts, areas, tiers := map[string]bool{"": true, "*": true}, map[string]bool{}, map[string]bool{"": true, "*": true}, map[string]bool{"": true}
	for _, r := range tables["tiers.csv"] {
		tiers[r["contract"]] = true
	}
	for _, r := range tables["services.csv"] {
		codes[r["service"]], contracts[r["contract"]] = true, true
		if !tiers[r["contract"]] {
			out = append(out, "no tiers for "+r["contract"])
		}
	}
	for _, r := range tables["areas.csv"] {
		areas[r["area"]] = true
	}
	for _, r := range slices.Concat(tables["surcharges.csv"], tables["rules.csv"]) {
		for _, word := range strings.Split(r["service"]+"|"+r["services"], "|") {
			word = strings.TrimSpace(word)
			name, isContract := strings.CutPrefix(word, "contract:")
			if isContract && !contracts[name] || !strings.Contains(word, ":") && !codes[word] {
				out = append(out, "unknown selector "+word)
			}
		}
		for _, area := range strings.Split(r["area"], "|") {
			if !areas[strings.TrimSpace(area)] {
				out = append(out, "unknown area "+area)
			}
		}
	}
	for _, r := range tables["rates.csv"] {
		if !codes[r["service"]] {
			out = append(out, "rates of an unknown service "+r["service"])
		}
	}
	return out
}

func risks(tables map[string][]map[string]string) (out []string) {
	for _, r := range tables["risk.csv"] {
		before := -1.0
		for _, c := range []string{"days_p50", "days_p80", "days_p95"} {
			if r[c] == "" {
				continue
			}
			d, err := strconv.ParseFloat(r[c], 64)
			if err != nil || d < before {
				out = append(out, "days fall: "+r[c])
			}
			before = d
		}
	}
	return out
}

// bounds looks for a lower bound above the upper one, where they are in one currency.
func bounds(tables map[string][]map[string]string) (out []string) {
	for _, r := range tables["surcharges.csv"] {
		least, in, _ := strings.Cut(r["min"], " ")
		most, too, _ := strings.Cut(r["max"], " ")
		a, errA := strconv.ParseFloat(least, 64)
		b, errB := strconv.ParseFloat(most, 64)
		same := strings.EqualFold(strings.TrimSpace(in), strings.TrimSpace(too))
		if errA == nil && errB == nil && same && a > b {
			out = append(out, "min "+r["min"]+" above max "+r["max"])
		}
	}
	return out
}

// Everything a table may say should be said by some book.
func TestBooksUseTheWholeContract(t *testing.T) {
	cells, said := map[string][]string{}, map[string]string{}
	for seed := range uint64(80) {
		for name, data := range Book(seed) {
			for _, r := range table(t, data) {
				for column, cell := range r {
					cells[name+" "+column] = append(cells[name+" "+column], cell)
				}
			}
			if bytes.HasPrefix(data, []byte("\ufeff")) {
				said["BOM"] = "yes"
			}
			if bytes.Contains(data, []byte("\r\n")) {
				said["CRLF"] = "yes"
			}
		}
	}
	for where, list := range cells {
		said[where] = strings.Join(list, "\n")
	}
	said["when"] = said["rules.csv when"] + said["surcharges.csv when"]
	for where, words := range map[string]string{
		"BOM": "yes", "CRLF": "yes",
		"when": "order.country order.postcode order.weight_g order.value order.currency order.attributes order.promised_days " +
			"order.ship_date order.buyer_service order.hs6_count order.length_cm order.width_cm order.height_cm " +
			"order.longest_cm order.middle_cm order.shortest_cm order.sum_cm order.girth_cm order.has_value order.has_dims " +
			"order.has_promise service.code service.channel service.kind service.level service.tracking service.contract " +
			"service.currency zone billable_g value_in( == != < <= > >= + - * and or not in [ (",
		"rules.csv do":             "forbid only add_cost hold",
		"rules.csv services":       "channel: kind: level: tracking: contract: | *",
		"rules.csv amount":         "-",
		"surcharges.csv type":      "surcharge fuel tax",
		"surcharges.csv kind":      strings.Join(surchargeKinds, " "),
		"surcharges.csv amount":    "- EUR",
		"surcharges.csv group":     "g1 g2",
		"surcharges.csv area":      "remote islands",
		"surcharges.csv min":       ".",
		"surcharges.csv max":       ".",
		"surcharges.csv valid_to":  "2027-01-01",
		"tiers.csv measure":        "parcels kg spend",
		"tiers.csv mode":           "all_units incremental",
		"tiers.csv on":             "freight weight",
		"zones.csv country":        "*",
		"zones.csv postcode_to":    "9 -",
		"zones.csv max_value":      "none",
		"zones.csv dim_divisor":    "none 5000",
		"services.csv step_g":      "500|21000:1000",
		"services.csv currency":    "JPY KWD KRW",
		"services.csv claim_cap":   "USD",
		"services.csv claim_basis": "value_and_freight freight",
		"settings.csv value":       "JPY KWD 9999.9999",
		"rates.csv attribute":      "battery liquid",
		"rates.csv min_net":        ".",
		"rates.csv step_price":     ".",
	} {
		for _, word := range strings.Fields(words) {
			if !strings.Contains(said[where], word) {
				t.Errorf("no book says %q in %s", word, where)
			}
		}
	}
}
