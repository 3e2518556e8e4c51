package diff

import (
	"fmt"
	"strings"

	"github.com/lanewise/lanewise/internal/celltext"
	"github.com/lanewise/lanewise/rates"
)

// fields splits a list of column names.
func fields(s string) []string { return strings.Fields(s) }

// tables lists every table of a book, in the order in which a difference is told.
var tables = []table{
	settings, services, zones, areas, prices, surcharges, tiers, volumes, limits, contracts, risk, weights,
	countries, fx, rules, quotes,
}

var settings = table{
	name: "settings", columns: fields("key value"), keys: [][]string{{"key"}},
	records: func(b *rates.Book) []record {
		s := &b.Settings
		var out []record
		for _, kv := range [][2]string{
			{"name", s.Name},
			{"currency", s.Currency.String()},
			{"timezone", s.Timezone},
			{"capital_rate", s.CapitalRate.String()},
			{"claim_handling_cost", s.ClaimHandlingCost.String()},
			{"late_refund_rate", s.LateRefundRate.String()},
			{"handling_days", s.HandlingDays.String()},
			{"seller_orders", fmt.Sprint(s.SellerOrders)},
			{"seller_bad_orders", fmt.Sprint(s.SellerBadOrders)},
		} {
			out = append(out, newRecord(rates.Place{}, rates.Origin{}, kv[0], kv[1]))
		}
		return out
	},
}

var services = table{
	name: "services", ordered: true, keys: [][]string{{"service"}},
	columns: fields("service name channel kind level currency tracking contract accepts " +
		"min_g step_g dim_divisor dim_trigger max_side_cm max_sum_cm max_girth_cm max_box_cm max_value claim_cap " +
		"dim_min_side_cm exempt_low_score exempt_not_received late_borne_by claim_basis claim_multiple claim_pay_rate claim_days credit_days"),
	records: recordsOf(func(b *rates.Book) []rates.Service { return b.Services }, func(r *rates.Service) record {
		cells := []string{r.Code, r.Name, r.Channel.String(), r.Kind, r.Level, r.Currency.String(), r.Tracking, r.Contract, accepts(r)}
		cells = append(cells, terms(&r.Terms)...)
		cells = append(cells, zeroEmpty(r.DimMinSideMM, celltext.CM), celltext.YesNo(r.ExemptLowScore), celltext.YesNo(r.ExemptNotReceived),
			lateBorneBy(r), r.ClaimBasis, celltext.Factor(r.ClaimMultiple), r.ClaimPayRate.String(), r.ClaimDays.String(),
			r.CreditDays.String())
		return newRecord(r.Place, r.Origin, cells...)
	}),
}

func accepts(r *rates.Service) string {
	if r.AcceptsAll {
		return "*"
	}
	return celltext.List(r.Accepts, "", celltext.Text)
}

func lateBorneBy(r *rates.Service) string {
	if r.LateByPlatform {
		return "platform"
	}
	return "seller"
}

func terms(t *rates.Terms) []string {
	return []string{
		fmt.Sprint(t.MinG), celltext.Steps(t.Steps), celltext.Opt(t.DimDivisor, celltext.Factor), celltext.Factor(t.DimTrigger),
		celltext.Opt(t.MaxSideMM, celltext.CM), celltext.Opt(t.MaxSumMM, celltext.CM), celltext.Opt(t.MaxGirthMM, celltext.CM),
		celltext.Boxes(t.MaxBoxes), celltext.Opt(t.MaxValue, celltext.Money), celltext.Opt(t.ClaimCap, celltext.Money),
	}
}

var zones = table{
	name: "zones", keys: [][]string{
		fields("service country postcode_from postcode_to"), fields("service country postcode_from"),
		fields("service country zone"),
	},
	columns: fields("service country postcode_from postcode_to zone min_g step_g dim_divisor dim_trigger max_side_cm max_sum_cm " +
		"max_girth_cm max_box_cm max_value claim_cap"),
	records: recordsOf(func(b *rates.Book) []rates.Zone { return b.Zones }, func(r *rates.Zone) record {
		grams := func(g int64) string { return fmt.Sprint(g) }
		return newRecord(r.Place, r.Origin, r.Service, r.Country.String(), r.Postcodes.From, r.Postcodes.To, r.Zone,
			celltext.Override(r.MinG, grams), celltext.Override(r.Steps, celltext.Steps), celltext.Override(r.DimDivisor, celltext.Factor),
			celltext.Override(r.DimTrigger, celltext.Factor), celltext.Override(r.MaxSideMM, celltext.CM),
			celltext.Override(r.MaxSumMM, celltext.CM), celltext.Override(r.MaxGirthMM, celltext.CM),
			celltext.Override(r.MaxBoxes, celltext.Boxes), celltext.Override(r.MaxValue, celltext.Money),
			celltext.Override(r.ClaimCap, celltext.Money))
	}),
}

var areas = table{
	name: "areas", columns: fields("area country postcode_from postcode_to"),
	keys: [][]string{fields("area country postcode_from"), fields("area country")},
	records: recordsOf(func(b *rates.Book) []rates.Area { return b.Areas }, func(r *rates.Area) record {
		return newRecord(r.Place, r.Origin, r.Area, r.Country.String(), r.Postcodes.From, r.Postcodes.To)
	}),
}

var prices = table{
	name: "rates",
	columns: fields("service zone attribute over_g upto_g base per_kg first_g step_g step_price min_price min_net valid_from " +
		"valid_to"),
	// A new edition of a price list has another first day and perhaps other bounds, so these give way last to first.
	keys: [][]string{
		fields("service zone attribute over_g upto_g valid_from valid_to"), fields("service zone attribute over_g upto_g valid_from"),
		fields("service zone attribute over_g valid_from"), fields("service zone attribute upto_g valid_from"),
		fields("service zone attribute over_g upto_g"), fields("service zone attribute over_g"), fields("service zone attribute upto_g"),
	},
	records: recordsOf(func(b *rates.Book) []rates.RateRow { return b.Rates }, func(r *rates.RateRow) record {
		return newRecord(r.Place, r.Origin, r.Service, r.Zone, r.Attribute, fmt.Sprint(r.OverG), fmt.Sprint(r.UptoG), r.Base.String(),
			r.PerKg.String(), fmt.Sprint(r.FirstG), fmt.Sprint(r.StepG), r.StepPrice.String(), r.MinPrice.String(), r.MinNet.String(),
			r.From.String(), r.To.String())
	}),
}

var surcharges = table{
	name: "surcharges", ordered: true,
	columns: fields("service surcharge type kind amount percent allowance min max zone area country when group valid_from valid_to"),
	keys: [][]string{
		fields("surcharge service zone area country when group valid_from"), fields("surcharge service zone area country when"),
		fields("surcharge service country"), fields("surcharge service"), fields("surcharge"),
	},
	records: recordsOf(func(b *rates.Book) []rates.Surcharge { return b.Surcharges }, func(r *rates.Surcharge) record {
		return newRecord(r.Place, r.Origin, selector(r.Services), r.Name, r.Type, r.Kind, zeroEmpty(r.Amount, celltext.Money),
			zeroEmpty(r.Percent, rates.Percent.String), zeroEmpty(r.Allowance, celltext.Money), celltext.Opt(r.Min, celltext.Money),
			celltext.Opt(r.Max, celltext.Money), celltext.List(r.Zones, "", celltext.Text), celltext.List(r.Areas, "", celltext.Text),
			celltext.List(r.Countries, "", rates.Country.String), r.When.String(), r.Group, r.From.String(), r.To.String())
	}),
}

func selector(s rates.Selector) string { return celltext.List(s, "", celltext.Text) }

// zeroEmpty is an empty cell for a value that is zero, which is what an empty cell means there.
func zeroEmpty[T comparable](v T, text func(T) string) string {
	var zero T
	if v == zero {
		return ""
	}
	return text(v)
}
