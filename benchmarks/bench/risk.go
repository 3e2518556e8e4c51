package bench

import "time"

func riskTable(d dice, all []*service) *table {
	t := newTable("service,country,days_p50,days_p80,days_p95,lost_rate,low_score_on_time,low_score_late,sample,source")
	for _, s := range all {
		if s.number == unknownRisk {
			continue
		}
		days := d.around(s.days, 15)
		s.risk(t, d, "*", days)
		for i, c := range s.countries {
			if i < 12 && d.percent(60) || d.percent(10) {
				s.risk(t, d, c.code, d.around(days*(90+3*c.region)/100, 10))
			}
		}
	}
	return t
}

// unknownRisk is the service that nobody has any figures of.
const unknownRisk = 27

func (s *service) risk(t *table, d dice, country string, days int) {
	r := row{
		"service": s.code, "country": country, "days_p50": dec(days, 2), "days_p80": dec(days*d.between(112, 130)/100, 2),
		"days_p95": dec(days*d.between(131, 160)/100, 2), "lost_rate": dec(d.around(s.lost, 40), 6),
		"low_score_on_time": dec(d.around(87_000, 20), 6), "low_score_late": dec(d.around(520_000, 20), 6),
		"sample": num(d.between(40, 4000)), "source": "made up for measuring",
	}
	t.add(r)
}

func weightTable() *table {
	t := newTable("bad_rate_from,bad_order_cost")
	for _, w := range [][2]string{{"0", "1.5"}, {"0.025", "6"}, {"0.035", "8"}, {"0.05", "22"}, {"0.06", "28"}} {
		t.add(row{"bad_rate_from": w[0], "bad_order_cost": w[1]})
	}
	return t
}

func countryTable() *table {
	t := newTable("country,promised_days,source")
	for _, c := range countries {
		if c.promised > 0 {
			t.add(row{"country": c.code, "promised_days": num(c.promised), "source": "made up for measuring"})
		}
	}
	return t
}

// months is for how many months from firstDay on the exchange rates have a row of their own.
const months = 7

// fxTable gives every currency a rate a month, ten digits after the point as crossed rates have.
func fxTable(d dice) *table {
	t := newTable("currency,rate,valid_from,source")
	for _, c := range currencies {
		rate := c.fen * 10_000 // fen per 10,000 units is 1e-6 of the settlement currency; now 1e-10
		for m := range months {
			day := time.Date(2025, time.December, 31, 0, 0, 0, 0, time.UTC)
			if m > 0 {
				day = time.Date(2026, time.Month(m+1), 1, 0, 0, 0, 0, time.UTC)
			}
			t.add(row{"currency": c.code, "rate": dec(rate+d.IntN(10_000), 10), "valid_from": day.Format(time.DateOnly), "source": "made up for measuring"})
			rate += rate / 10_000 * d.between(-150, 150)
		}
	}
	return t
}

func settingTable() *table {
	t := newTable("key,value")
	for _, kv := range [][2]string{
		{"name", "benchmark book"},
		{"currency", settlement.code},
		{"timezone", "Asia/Shanghai"},
		{"capital_rate", "6"},
		{"claim_handling_cost", "12"},
		{"late_refund_rate", "0.3"},
		{"handling_days", "2"},
		{"seller_orders", "4200"},
		{"seller_bad_orders", "118"},
	} {
		t.add(row{"key": kv[0], "value": kv[1]})
	}
	return t
}
