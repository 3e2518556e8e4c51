package twin

// The tables as text, one struct a table, one field a column. The parts that are
// embedded have exported names only because gocsv passes over any others.

type settingCells struct {
	Key   string `csv:"key"`
	Value string `csv:"value"`
}

// TermCells are the columns of a service that a zone may override.
type TermCells struct {
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

type serviceCells struct {
	Code     string `csv:"service"`
	Channel  string `csv:"channel"`
	Kind     string `csv:"kind"`
	Level    string `csv:"level"`
	Currency string `csv:"currency"`
	Tracking string `csv:"tracking"`
	Contract string `csv:"contract"`
	Accepts  string `csv:"accepts"`
	TermCells
	DimMinSide        string `csv:"dim_min_side_cm"`
	ExemptLowScore    string `csv:"exempt_low_score"`
	ExemptNotReceived string `csv:"exempt_not_received"`
	LateBorneBy       string `csv:"late_borne_by"`
	ClaimBasis        string `csv:"claim_basis"`
	ClaimMultiple     string `csv:"claim_multiple"`
	ClaimPayRate      string `csv:"claim_pay_rate"`
	ClaimDays         string `csv:"claim_days"`
	CreditDays        string `csv:"credit_days"`
}

// PlaceCells are the columns that name a country and a range of postcodes.
type PlaceCells struct {
	Country string `csv:"country"`
	From    string `csv:"postcode_from"`
	To      string `csv:"postcode_to"`
}

type zoneCells struct {
	Service string `csv:"service"`
	PlaceCells
	Zone string `csv:"zone"`
	TermCells
}

type areaCells struct {
	Area string `csv:"area"`
	PlaceCells
}

type rateCells struct {
	Service   string `csv:"service"`
	Zone      string `csv:"zone"`
	Attribute string `csv:"attribute"`
	OverG     string `csv:"over_g"`
	UptoG     string `csv:"upto_g"`
	Base      string `csv:"base"`
	PerKg     string `csv:"per_kg"`
	FirstG    string `csv:"first_g"`
	StepG     string `csv:"step_g"`
	StepPrice string `csv:"step_price"`
	MinPrice  string `csv:"min_price"`
	MinNet    string `csv:"min_net"`
	ValidFrom string `csv:"valid_from"`
	ValidTo   string `csv:"valid_to"`
}

type surchargeCells struct {
	Service   string `csv:"service"`
	Surcharge string `csv:"surcharge"`
	Type      string `csv:"type"`
	Kind      string `csv:"kind"`
	Amount    string `csv:"amount"`
	Allowance string `csv:"allowance"`
	Min       string `csv:"min"`
	Max       string `csv:"max"`
	Zone      string `csv:"zone"`
	Area      string `csv:"area"`
	Country   string `csv:"country"`
	When      string `csv:"when"`
	Group     string `csv:"group"`
	ValidFrom string `csv:"valid_from"`
	ValidTo   string `csv:"valid_to"`
}

type tierCells struct {
	Contract string `csv:"contract"`
	Measure  string `csv:"measure"`
	Mode     string `csv:"mode"`
	From     string `csv:"from"`
	Percent  string `csv:"percent"`
	PerUnit  string `csv:"per_unit"`
	On       string `csv:"on"`
	Rebate   string `csv:"rebate"`
}

type volumeCells struct {
	Contract     string `csv:"contract"`
	Parcels      string `csv:"parcels"`
	Kg           string `csv:"kg"`
	Spend        string `csv:"spend"`
	RetroFreight string `csv:"retro_freight"`
}

type limitCells struct {
	Contract      string `csv:"contract"`
	MaxVolume     string `csv:"max_volume"`
	Commit        string `csv:"commit"`
	ShortfallRate string `csv:"shortfall_rate"`
}

type contractCells struct {
	Contract string `csv:"contract"`
	Period   string `csv:"period"`
}

type riskCells struct {
	Service        string `csv:"service"`
	Country        string `csv:"country"`
	DaysP50        string `csv:"days_p50"`
	DaysP80        string `csv:"days_p80"`
	DaysP95        string `csv:"days_p95"`
	LostRate       string `csv:"lost_rate"`
	LowScoreOnTime string `csv:"low_score_on_time"`
	LowScoreLate   string `csv:"low_score_late"`
	Sample         string `csv:"sample"`
}

type weightCells struct {
	BadRateFrom  string `csv:"bad_rate_from"`
	BadOrderCost string `csv:"bad_order_cost"`
}

type countryCells struct {
	Country      string `csv:"country"`
	PromisedDays string `csv:"promised_days"`
}

type fxCells struct {
	Currency  string `csv:"currency"`
	Rate      string `csv:"rate"`
	ValidFrom string `csv:"valid_from"`
}

type ruleCells struct {
	Rule     string `csv:"rule"`
	When     string `csv:"when"`
	Do       string `csv:"do"`
	Services string `csv:"services"`
	Amount   string `csv:"amount"`
}

// OrderCells are the columns of an order file.
type OrderCells struct {
	ID           string `csv:"order_id"`
	Country      string `csv:"country"`
	Postcode     string `csv:"postcode"`
	WeightG      string `csv:"weight_g"`
	WeightKg     string `csv:"weight_kg"`
	Length       string `csv:"length_cm"`
	Width        string `csv:"width_cm"`
	Height       string `csv:"height_cm"`
	Value        string `csv:"value"`
	Currency     string `csv:"currency"`
	Attributes   string `csv:"attributes"`
	PromisedDays string `csv:"promised_days"`
	ShipDate     string `csv:"ship_date"`
	BuyerService string `csv:"buyer_service"`
	HS6Count     string `csv:"hs6_count"`
}

type quoteCells struct {
	OrderCells
	Service      string `csv:"service"`
	Freight      string `csv:"freight"`
	ShippingCost string `csv:"shipping_cost"`
	TotalCost    string `csv:"total_cost"`
}
