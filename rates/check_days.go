package rates

// empty reports whether the window ends before it begins, so that no day lies in it.
func (w Window) empty() bool { return w.From != NoDate && w.To != NoDate && w.To < w.From }

// windows finds rows whose window holds on no day.
func (c *checker) windows() {
	for i := range c.b.Rates {
		c.window(&c.b.Rates[i].Window, c.b.Rates[i].Place, "rates")
	}
	for i := range c.b.Surcharges {
		c.window(&c.b.Surcharges[i].Window, c.b.Surcharges[i].Place, "surcharges")
	}
}

func (c *checker) window(w *Window, place Place, table string) {
	if w.empty() {
		c.report("W110", at{place, table, "valid_to"}, "valid_to %s lies before valid_from %s", w.To, w.From)
	}
}

// editions finds services and zones whose prices all ended before the book's newest edition begins. The book itself
// says what "now" is, not a clock: the newest edition is the latest valid_from of any rate row. So a book loaded
// ahead of its day warns too: from that day on these prices are gone. A service whose zones all ended is told once.
func (c *checker) editions() {
	newest := NoDate
	for i := range c.b.Rates {
		if w := &c.b.Rates[i].Window; !w.empty() {
			newest = max(newest, w.From)
		}
	}
	if newest == NoDate || !c.complete("rates") {
		return
	}
	zones := c.zoneEnds()
	last := map[string]Date{} // of a service
	for _, z := range zones {
		last[z.first.Service] = max(last[z.first.Service], z.last)
	}
	told := map[string]bool{}
	for _, z := range zones {
		service := z.first.Service
		where := at{z.first.Place, "rates", "valid_to"}
		switch {
		case z.last >= newest || told[service]:
		case last[service] < newest:
			told[service] = true
			c.report("W103", where, "all prices of %s ended by %s, before the newest edition of the book begins (%s)", service, last[service], newest)
		default:
			c.report("W103", where, "all prices of %s in zone %s ended by %s, before the newest edition of the book begins (%s)", service, z.first.Zone, z.last, newest)
		}
	}
}

// zoneEnd is when the last price of a service in a zone ends.
type zoneEnd struct {
	first *RateRow
	last  Date // lastDay where one has no end
}

// lastDay stands for no end.
const lastDay Date = 1<<31 - 1

func (c *checker) zoneEnds() []zoneEnd {
	var zones []zoneEnd
	number := map[rateKey]int{}
	for _, g := range c.groups {
		for _, i := range g.rows {
			r := &c.b.Rates[i]
			if r.Window.empty() {
				continue
			}
			key := rateKey{service: r.Service, zone: r.Zone}
			n, seen := number[key]
			if !seen {
				n = len(zones)
				number[key] = n
				zones = append(zones, zoneEnd{r, NoDate})
			}
			end := r.To
			if end == NoDate {
				end = lastDay
			}
			zones[n].last = max(zones[n].last, end)
		}
	}
	return zones
}
