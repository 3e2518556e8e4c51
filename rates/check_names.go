package rates

// serviceNames finds rows of services that do not exist: errors in rates and quotes, warnings in zones and risk, which
// may be one file for several books. A name is reported once a table, at its first row. Services without a row in
// risk are found here too.
func (c *checker) serviceNames() {
	if !c.complete("services") {
		return
	}
	b := c.b
	unknownServices(c, "E103", "rates", b.Rates, func(r *RateRow) (string, Place) { return r.Service, r.Place })
	unknownServices(c, "E103", "quotes", b.Quotes, func(r *Quote) (string, Place) { return r.Service, r.Place })
	unknownServices(c, "W105", "zones", b.Zones, func(r *Zone) (string, Place) { return r.Service, r.Place })
	unknownServices(c, "W105", "risk", b.Risk, func(r *Risk) (string, Place) { return r.Service, r.Place })
	if !c.complete("risk") {
		return
	}
	known := make(map[string]bool, len(b.Risk))
	for i := range b.Risk {
		known[b.Risk[i].Service] = true
	}
	for i := range b.Services {
		if s := &b.Services[i]; !known[s.Code] {
			c.report("W102", at{s.Place, "services", "service"}, "service %s has no row in risk", s.Code)
		}
	}
}

func unknownServices[T any](c *checker, code, table string, rows []T, key func(*T) (string, Place)) {
	firstRows(rows, key, func(name string, first Place, more int) {
		if c.services[name] == nil {
			c.reportHint(code, at{first, table, "service"}, c.nearestService(name), "service %q is not in services%s", name, moreRows(more))
		}
	})
}

// firstRows calls f once for each key, in file order, with the place of its first row and the number of rows that
// follow with the same key.
func firstRows[T any](rows []T, key func(*T) (string, Place), f func(key string, first Place, more int)) {
	type tally struct{ first, rows int }
	var order []*tally
	byKey := map[string]*tally{}
	var cur *tally
	last := ""
	for i := range rows {
		// Rows of one key mostly stand together, so the map is asked once a run.
		if k, _ := key(&rows[i]); cur == nil || k != last {
			last, cur = k, byKey[k]
			if cur == nil {
				cur = &tally{first: i}
				byKey[k] = cur
				order = append(order, cur)
			}
		}
		cur.rows++
	}
	for _, t := range order {
		k, place := key(&rows[t.first])
		f(k, place, t.rows-1)
	}
}

// areaNames finds surcharges for areas that do not exist.
func (c *checker) areaNames() {
	if !c.complete("areas") {
		return
	}
	var names []string
	known := map[string]bool{}
	for i := range c.b.Areas {
		if name := c.b.Areas[i].Area; !known[name] {
			known[name] = true
			names = append(names, name)
		}
	}
	ask := func(where at, areas []string) {
		for _, a := range areas {
			if !known[a] {
				c.reportHint("E105", where, c.nearest(a, names), "area %q is not in areas", a)
			}
		}
	}
	for i := range c.b.Surcharges {
		ask(at{c.b.Surcharges[i].Place, "surcharges", "area"}, c.b.Surcharges[i].Areas)
	}
	for _, n := range c.b.beside {
		if n.column == "area" {
			ask(n.at, n.names)
		}
	}
}

// contractRows finds contracts of services without tiers, and rows for contracts that no service has.
func (c *checker) contractRows() {
	b := c.b
	tiers := map[string]bool{}
	for i := range b.Tiers {
		tiers[b.Tiers[i].Contract] = true
	}
	if c.complete("tiers") {
		for i := range b.Services {
			s := &b.Services[i]
			if s.Contract != "" && !tiers[s.Contract] {
				c.report("E106", at{s.Place, "services", "contract"}, "contract %q has no row in tiers", s.Contract)
			}
		}
	}
	if !c.complete("services") {
		return
	}
	unusedContracts(c, "tiers", b.Tiers, func(r *Tier) (string, Place) { return r.Contract, r.Place })
	unusedContracts(c, "volumes", b.Volumes, func(r *Volume) (string, Place) { return r.Contract, r.Place })
	unusedContracts(c, "limits", b.Limits, func(r *Limit) (string, Place) { return r.Contract, r.Place })
	unusedContracts(c, "contracts", b.Contracts, func(r *Contract) (string, Place) { return r.Contract, r.Place })
}

func unusedContracts[T any](c *checker, table string, rows []T, key func(*T) (string, Place)) {
	firstRows(rows, key, func(name string, first Place, more int) {
		if !c.contracts[name] {
			c.reportHint("W106", at{first, table, "contract"}, c.nearest(name, c.contractNames), "no service has contract %q%s", name, moreRows(more))
		}
	})
}
