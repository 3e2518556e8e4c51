package rates

import "slices"

type serviceCells struct {
	Origin
	Service           string `csv:"service" need:"yes"`
	Name              string `csv:"name"`
	Channel           string `csv:"channel" need:"yes"`
	Kind              string `csv:"kind" need:"yes"`
	Level             string `csv:"level" need:"yes"`
	Currency          string `csv:"currency" need:"yes"`
	Tracking          string `csv:"tracking"`
	Contract          string `csv:"contract"`
	Accepts           string `csv:"accepts"`
	MinG              string `csv:"min_g"`
	StepG             string `csv:"step_g"`
	DimDivisor        string `csv:"dim_divisor"`
	DimTrigger        string `csv:"dim_trigger"`
	DimMinSide        string `csv:"dim_min_side_cm"`
	MaxSide           string `csv:"max_side_cm"`
	MaxSum            string `csv:"max_sum_cm"`
	MaxGirth          string `csv:"max_girth_cm"`
	MaxBox            string `csv:"max_box_cm"`
	MaxValue          string `csv:"max_value"`
	ExemptLowScore    string `csv:"exempt_low_score"`
	ExemptNotReceived string `csv:"exempt_not_received"`
	LateBorneBy       string `csv:"late_borne_by"`
	ClaimBasis        string `csv:"claim_basis"`
	ClaimMultiple     string `csv:"claim_multiple"`
	ClaimCap          string `csv:"claim_cap"`
	ClaimPayRate      string `csv:"claim_pay_rate"`
	ClaimDays         string `csv:"claim_days"`
	CreditDays        string `csv:"credit_days"`
}

func readService(c *cells, in *serviceCells) {
	s := Service{
		Place:             c.place(),
		Origin:            c.origin(&in.Origin),
		Code:              c.required("service", in.Service),
		Name:              c.text(in.Name),
		Channel:           c.channel("channel", in.Channel),
		Kind:              c.word("kind", in.Kind, "", "platform", "post", "courier", "forwarder"),
		Level:             c.word("level", in.Level, "", "economy", "simple", "standard", "express"),
		Currency:          c.currency("currency", in.Currency),
		Tracking:          c.word("tracking", in.Tracking, "none", "none", "partial", "full"),
		Contract:          c.text(in.Contract),
		Accepts:           c.list(in.Accepts),
		Terms:             c.terms(in),
		DimMinSideMM:      c.millimetres("dim_min_side_cm", in.DimMinSide),
		ExemptLowScore:    c.yes("exempt_low_score", in.ExemptLowScore),
		ExemptNotReceived: c.yes("exempt_not_received", in.ExemptNotReceived),
		LateByPlatform:    c.word("late_borne_by", in.LateBorneBy, "seller", "seller", "platform") == "platform",
		ClaimBasis:        c.word("claim_basis", in.ClaimBasis, "value", "value", "value_and_freight", "freight"),
		ClaimMultiple:     c.factor("claim_multiple", in.ClaimMultiple, one),
		ClaimPayRate:      c.share("claim_pay_rate", in.ClaimPayRate),
		ClaimDays:         c.days("claim_days", in.ClaimDays),
		CreditDays:        c.days("credit_days", in.CreditDays),
	}
	if slices.Contains(s.Accepts, "*") {
		s.Accepts, s.AcceptsAll = nil, true
	}
	if c.ok() {
		c.book.Services = append(c.book.Services, s)
	}
}

// one is the Factor 1.
const one Factor = 1_000_000

func (c *cells) terms(in *serviceCells) Terms {
	return Terms{
		MinG:       c.grams("min_g", in.MinG),
		Steps:      c.steps("step_g", in.StepG),
		DimDivisor: c.divisor("dim_divisor", in.DimDivisor),
		DimTrigger: c.factor("dim_trigger", in.DimTrigger, one),
		MaxSideMM:  optional("max_side_cm", in.MaxSide, c.millimetres),
		MaxSumMM:   optional("max_sum_cm", in.MaxSum, c.millimetres),
		MaxGirthMM: optional("max_girth_cm", in.MaxGirth, c.millimetres),
		MaxBoxes:   c.boxes("max_box_cm", in.MaxBox),
		MaxValue:   optional("max_value", in.MaxValue, c.money),
		ClaimCap:   optional("claim_cap", in.ClaimCap, c.money),
	}
}

func (c *cells) channel(column, s string) Channel {
	switch c.word(column, s, "", "online", "offline") {
	case "online":
		return Online
	case "offline":
		return Offline
	default:
		return 0
	}
}

type zoneCells struct {
	Origin
	Service    string `csv:"service" need:"yes"`
	Country    string `csv:"country" need:"yes"`
	From       string `csv:"postcode_from"`
	To         string `csv:"postcode_to"`
	Zone       string `csv:"zone" need:"yes"`
	MinG       string `csv:"min_g"`
	StepG      string `csv:"step_g"`
	DimDivisor string `csv:"dim_divisor"`
	DimTrigger string `csv:"dim_trigger"`
	MaxSide    string `csv:"max_side_cm"`
	MaxSum     string `csv:"max_sum_cm"`
	MaxGirth   string `csv:"max_girth_cm"`
	MaxBox     string `csv:"max_box_cm"`
	MaxValue   string `csv:"max_value"`
	ClaimCap   string `csv:"claim_cap"`
}

func readZone(c *cells, in *zoneCells) {
	divisor := c.divisor("dim_divisor", in.DimDivisor)
	z := Zone{
		Place:      c.place(),
		Origin:     c.origin(&in.Origin),
		Service:    c.required("service", in.Service),
		Country:    c.countryOrAny("country", in.Country),
		Postcodes:  c.postcodes(in.From, in.To),
		Zone:       c.required("zone", in.Zone),
		MinG:       override("min_g", in.MinG, c.grams),
		Steps:      override("step_g", listed(in.StepG), c.steps),
		DimDivisor: Override[Factor]{divisor, in.DimDivisor != ""},
		DimTrigger: override("dim_trigger", in.DimTrigger, func(column, s string) Factor { return c.factor(column, s, one) }),
		MaxSideMM:  override("max_side_cm", in.MaxSide, c.millimetres),
		MaxSumMM:   override("max_sum_cm", in.MaxSum, c.millimetres),
		MaxGirthMM: override("max_girth_cm", in.MaxGirth, c.millimetres),
		MaxBoxes:   override("max_box_cm", listed(in.MaxBox), c.boxes),
		MaxValue:   override("max_value", in.MaxValue, c.money),
		ClaimCap:   override("claim_cap", in.ClaimCap, c.money),
	}
	if c.ok() {
		c.book.Zones = append(c.book.Zones, z)
	}
}

type areaCells struct {
	Origin
	Area    string `csv:"area" need:"yes"`
	Country string `csv:"country" need:"yes"`
	From    string `csv:"postcode_from"`
	To      string `csv:"postcode_to"`
}

func readArea(c *cells, in *areaCells) {
	a := Area{
		Place:     c.place(),
		Origin:    c.origin(&in.Origin),
		Area:      c.required("area", in.Area),
		Country:   c.countryOrAny("country", in.Country),
		Postcodes: c.postcodes(in.From, in.To),
	}
	if c.ok() {
		c.book.Areas = append(c.book.Areas, a)
	}
}
