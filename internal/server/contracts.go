package server

import (
	"net/http"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
)

// Contracts is the standing of all contracts.
type Contracts struct {
	Currency  string     `json:"currency"` // settlement, of all money here
	BookHash  string     `json:"book_hash"`
	Contracts []Contract `json:"contracts"`
	Shop      Shop       `json:"shop"`
}

// Contract is one contract in its period to date.
type Contract struct {
	Contract string `json:"contract"`
	Name     string `json:"name"`
	Period   string `json:"period"`  // month, quarter, year or rolling:DAYS
	Measure  string `json:"measure"` // parcels, kg or spend: what the tiers count
	Mode     string `json:"mode"`    // all_units or incremental
	Volume   Counts `json:"volume"`
	Tier     Tier   `json:"tier"`                // the one in force; the next parcel earns its benefit
	Next     *Next  `json:"next_tier,omitempty"` // absent at the highest
	Earns    string `json:"next_parcel_earns"`   // the same in words
}

// Tier is a tier and its benefit. Of percent and per_unit the one that the contract has is there.
type Tier struct {
	From    string `json:"from"` // in the measure
	Percent string `json:"percent,omitempty"`
	On      string `json:"on,omitempty"`       // freight or weight: what the percentage is of
	PerUnit string `json:"per_unit,omitempty"` // money for each parcel or kg
	Rebate  string `json:"rebate,omitempty"`   // paid once when the tier is reached
}

// Next is the tier that comes after the one in force.
type Next struct {
	Tier
	Missing string `json:"missing"` // in the measure
}

func (s *Server) contracts(c *call, r *http.Request) {
	l, err := s.live(r.Context())
	if err != nil {
		s.unavailable(c, err)
		return
	}
	b := l.book
	out := Contracts{Currency: b.Settings.Currency.String(), BookHash: b.Hash, Contracts: []Contract{}, Shop: l.shop()}
	for _, v := range l.volumes {
		out.Contracts = append(out.Contracts, contractOf(b, v))
	}
	c.answer(http.StatusOK, marshal(out))
}

// contractOf tells where a contract stands. SPEC: the tier in force is the last whose from is not above the volume.
func contractOf(b *rates.Book, v rates.Volume) Contract {
	out := Contract{Contract: v.Contract, Name: v.Contract, Volume: Counts{v.Parcels.String(), v.Kg.String(), v.Spend.String()}}
	for j := range b.Contracts {
		if row := &b.Contracts[j]; row.Contract == v.Contract {
			out.Name, out.Period = row.Name, row.Period
			if row.Period == "rolling" {
				out.Period = "rolling:" + money.Amount(row.RollingDays*int64(money.One)).String()
			}
		}
	}
	var now, next *rates.Tier
	for j := range b.Tiers {
		t := &b.Tiers[j]
		switch {
		case t.Contract != v.Contract:
		case t.From <= measured(v, t.Measure):
			now = t
		case next == nil:
			next = t
		}
	}
	if now == nil {
		out.Earns = "nothing: the contract has no tiers"
		return out
	}
	out.Measure, out.Mode, out.Tier, out.Earns = now.Measure, now.Mode, tierJSON(now), earns(now, b.Settings.Currency)
	if next != nil {
		out.Next = &Next{tierJSON(next), (next.From - measured(v, next.Measure)).String()}
	}
	return out
}

func measured(v rates.Volume, measure string) money.Amount {
	switch measure {
	case "parcels":
		return v.Parcels
	case "kg":
		return v.Kg
	}
	return v.Spend
}

// percent writes units of 0.0001.
func percent(p rates.Percent) string { return string(money.AppendTrimmed(nil, int64(p), 4)) }

func perUnit(t *rates.Tier) bool { return t.Mode == "incremental" && t.Measure != "spend" }

func tierJSON(t *rates.Tier) Tier {
	out := Tier{From: t.From.String()}
	if perUnit(t) {
		out.PerUnit = t.PerUnit.String()
	} else {
		out.Percent, out.On = percent(t.Percent), t.On
	}
	if t.Rebate != 0 {
		out.Rebate = t.Rebate.String()
	}
	return out
}

// earns says in words what the next parcel's discount is.
func earns(t *rates.Tier, c money.Currency) string {
	switch {
	case t.Percent == 0 && t.PerUnit == 0:
		return "no discount"
	case perUnit(t) && t.Measure == "kg":
		return t.PerUnit.String() + " " + c.String() + " a kg"
	case perUnit(t):
		return t.PerUnit.String() + " " + c.String() + " a parcel"
	case t.On == "weight":
		return percent(t.Percent) + " % of the weight part of the freight"
	}
	return percent(t.Percent) + " % of the freight"
}
