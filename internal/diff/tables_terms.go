package diff

import (
	"fmt"
	"maps"
	"slices"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/internal/celltext"
	"github.com/lanewise/lanewise/rates"
)

var tiers = table{
	name: "tiers", columns: fields("contract measure mode from percent per_unit on rebate"),
	keys: [][]string{fields("contract from"), fields("contract percent per_unit"), fields("contract")},
	records: recordsOf(func(b *rates.Book) []rates.Tier { return b.Tiers }, func(r *rates.Tier) record {
		return newRecord(r.Place, r.Origin, r.Contract, r.Measure, r.Mode, r.From.String(), r.Percent.String(), r.PerUnit.String(),
			r.On, r.Rebate.String())
	}),
}

var volumes = table{
	name: "volumes", columns: fields("contract parcels kg spend retro_freight"), keys: [][]string{{"contract"}},
	records: recordsOf(func(b *rates.Book) []rates.Volume { return b.Volumes }, func(r *rates.Volume) record {
		return newRecord(r.Place, r.Origin, r.Contract, r.Parcels.String(), r.Kg.String(), r.Spend.String(), r.RetroFreight.String())
	}),
}

var limits = table{
	name: "limits", columns: fields("contract max_volume commit shortfall_rate"), keys: [][]string{{"contract"}},
	records: recordsOf(func(b *rates.Book) []rates.Limit { return b.Limits }, func(r *rates.Limit) record {
		return newRecord(r.Place, r.Origin, r.Contract, celltext.Opt(r.MaxVolume, money.Amount.String), r.Commit.String(), r.ShortfallRate.String())
	}),
}

var contracts = table{
	name: "contracts", columns: fields("contract name period"), keys: [][]string{{"contract"}},
	records: recordsOf(func(b *rates.Book) []rates.Contract { return b.Contracts }, func(r *rates.Contract) record {
		period := r.Period
		if r.RollingDays > 0 {
			period = fmt.Sprintf("rolling:%d", r.RollingDays)
		}
		return newRecord(r.Place, r.Origin, r.Contract, r.Name, period)
	}),
}

var risk = table{
	name: "risk", keys: [][]string{fields("service country")},
	columns: fields("service country days_p50 days_p80 days_p95 lost_rate low_score_on_time low_score_late sample"),
	records: recordsOf(func(b *rates.Book) []rates.Risk { return b.Risk }, func(r *rates.Risk) record {
		return newRecord(r.Place, r.Origin, r.Service, r.Country.String(), celltext.Opt(r.P50, rates.Days.String), celltext.Opt(r.P80, rates.Days.String),
			celltext.Opt(r.P95, rates.Days.String), r.LostRate.String(), r.LowScoreOnTime.String(), r.LowScoreLate.String(),
			zeroEmpty(r.Sample, func(n int64) string { return fmt.Sprint(n) }))
	}),
}

var weights = table{
	name: "weights", columns: fields("bad_rate_from bad_order_cost"), keys: [][]string{{"bad_rate_from"}, {"bad_order_cost"}},
	records: recordsOf(func(b *rates.Book) []rates.Weight { return b.Weights }, func(r *rates.Weight) record {
		return newRecord(r.Place, r.Origin, r.BadRateFrom.String(), r.BadOrderCost.String())
	}),
}

var countries = table{
	name: "countries", columns: fields("country promised_days"), keys: [][]string{{"country"}},
	records: recordsOf(func(b *rates.Book) []rates.CountryRow { return b.Countries }, func(r *rates.CountryRow) record {
		return newRecord(r.Place, r.Origin, r.Country.String(), celltext.Opt(r.PromisedDays, rates.Days.String))
	}),
}

var fx = table{
	name: "fx", columns: fields("currency rate valid_from"), keys: [][]string{fields("currency valid_from"), {"currency"}},
	records: recordsOf(func(b *rates.Book) []rates.FX { return b.FX }, func(r *rates.FX) record {
		return newRecord(r.Place, r.Origin, r.Currency.String(), celltext.Rate(r.Rate), r.ValidFrom.String())
	}),
}

var rules = table{
	name: "rules", ordered: true, columns: fields("rule when do services amount reason"), keys: [][]string{{"rule"}},
	records: recordsOf(func(b *rates.Book) []rates.Rule { return b.Rules }, func(r *rates.Rule) record {
		return newRecord(r.Place, r.Origin, r.Name, r.When.String(), r.Do, selector(r.Services), zeroEmpty(r.Amount, money.Amount.String), r.Reason)
	}),
}

var quotes = table{
	name: "quotes", columns: fields("service order freight shipping_cost total_cost"), keys: [][]string{fields("service order")},
	records: recordsOf(func(b *rates.Book) []rates.Quote { return b.Quotes }, func(r *rates.Quote) record {
		return newRecord(r.Place, r.Origin, r.Service, orderCells(r.Order), celltext.Opt(r.Freight, money.Amount.String),
			celltext.Opt(r.ShippingCost, money.Amount.String), celltext.Opt(r.TotalCost, money.Amount.String))
	}),
}

// orderCells writes the order of a quote as `country=US weight_g=100`, in the order of the names.
func orderCells(order map[string]string) string {
	text := ""
	for i, name := range slices.Sorted(maps.Keys(order)) {
		if order[name] == "" {
			continue
		}
		if i > 0 && text != "" {
			text += " "
		}
		text += name + "=" + order[name]
	}
	return text
}
