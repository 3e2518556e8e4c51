package bench

// contract is a ladder of tiers; step is what one tier more gives: percent in hundredths, or fen per unit.
type contract struct {
	name, measure, mode, on, period string
	from                            []int
	step                            int
	volume                          int
	rebate                          bool
}

// contracts are ten, of every measure and mode.
var contracts = [...]contract{
	{"C_PARCELS", "parcels", "all_units", "freight", "month", []int{0, 1000, 3000, 10_000}, 300, 2650, false},
	{"C_PARCELS_W", "parcels", "all_units", "weight", "month", []int{0, 500, 2000}, 500, 2200, false},
	{"C_KG", "kg", "all_units", "freight", "quarter", []int{0, 300, 1000, 4000}, 250, 1720, false},
	{"C_KG_W", "kg", "all_units", "weight", "month", []int{0, 300, 1000}, 900, 640, false},
	{"C_SPEND", "spend", "all_units", "freight", "quarter", []int{0, 50_000, 200_000}, 200, 243_800, true},
	{"C_SPEND_W", "spend", "all_units", "weight", "year", []int{0, 100_000, 400_000, 900_000}, 350, 412_000, false},
	{"C_PARCEL_STEP", "parcels", "incremental", "", "month", []int{0, 1000, 5000}, 60, 1380, false},
	{"C_KG_STEP", "kg", "incremental", "freight", "month", []int{0, 500, 2000, 6000}, 160, 2410, false},
	{"C_SPEND_STEP", "spend", "incremental", "", "rolling:364", []int{0, 20_000, 60_000, 150_000}, 250, 71_200, false},
	{"C_BOUND", "parcels", "all_units", "freight", "rolling:30", []int{0, 200, 800, 2500, 8000}, 150, 0, true},
}

func tierTable() *table {
	t := newTable("contract,measure,mode,from,percent,per_unit,on,rebate,source")
	for _, c := range contracts {
		for i, from := range c.from {
			r := row{"contract": c.name, "measure": c.measure, "mode": c.mode, "from": dec(from, 0), "on": c.on, "source": "made up for measuring"}
			benefit := "percent"
			if c.mode == "incremental" && c.measure != "spend" {
				benefit = "per_unit"
			}
			r[benefit] = dec(c.step*i, 2)
			if c.rebate {
				r["rebate"] = num(1500 * i)
			}
			t.add(r)
		}
	}
	return t
}

func contractTable() *table {
	t := newTable("contract,name,period")
	for _, c := range contracts {
		t.add(row{"contract": c.name, "name": "ladder by " + c.measure, "period": c.period})
	}
	return t
}

func volumeTable() *table {
	t := newTable("contract,parcels,kg,spend,retro_freight")
	for _, c := range contracts {
		if c.volume > 0 {
			t.add(row{"contract": c.name, c.measure: num(c.volume)})
		}
	}
	return t
}

func limitTable() *table {
	t := newTable("contract,max_volume,commit,shortfall_rate")
	for i, c := range contracts {
		switch i % 3 {
		case 0:
			t.add(row{"contract": c.name, "max_volume": num(20 * c.from[len(c.from)-1])})
		case 1:
			t.add(row{"contract": c.name, "commit": num(c.from[1]), "shortfall_rate": "1.5"})
		}
	}
	return t
}
