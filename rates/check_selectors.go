package rates

import (
	"slices"
	"strings"
)

// selectors finds unknown words in the lists of services of surcharges and rules.
func (c *checker) selectors() {
	if !c.complete("services") {
		return
	}
	for i := range c.b.Surcharges {
		r := &c.b.Surcharges[i]
		c.selector(r.Services, at{r.Place, "surcharges", "service"})
	}
	for i := range c.b.Rules {
		r := &c.b.Rules[i]
		if r.Do == "hold" { // stops the order whatever its services cell says
			continue
		}
		c.selector(r.Services, at{r.Place, "rules", "services"})
	}
	for _, n := range c.b.beside {
		if n.column == "service" || n.column == "services" {
			c.selector(n.names, n.at)
		}
	}
}

// selectorKeys are the words before the colon, selectorValues what may follow them; a contract is one of the book's.
var (
	selectorKeys   = []string{"channel", "kind", "level", "tracking", "contract"}
	selectorValues = map[string][]string{
		"channel":  {"online", "offline"},
		"kind":     {"platform", "post", "courier", "forwarder"},
		"level":    {"economy", "simple", "standard", "express"},
		"tracking": {"none", "partial", "full"},
	}
)

func (c *checker) selector(words Selector, where at) {
	for _, w := range words {
		if c.services[w] != nil {
			continue
		}
		key, value, ok := strings.Cut(w, ":")
		switch {
		case !ok:
			c.reportHint("E103", where, c.nearestService(w), "service %q is not in services", w)
		case !slices.Contains(selectorKeys, key):
			c.reportHint("E104", where, "write a service code, or one of "+strings.Join(selectorKeys, ", ")+" before the colon", "%q selects nothing: a service has no %q", w, key)
		case key == "contract":
			if value == "" || !c.contracts[value] && !c.namedContract(value) {
				c.reportHint("E104", where, c.nearest(value, c.contractNames), "%q selects nothing: the book has no contract %q", w, value)
			}
		case !slices.Contains(selectorValues[key], value):
			c.reportHint("E104", where, "write one of "+strings.Join(selectorValues[key], ", "), "%q selects nothing: %q is no %s", w, value, key)
		}
	}
}

// namedContract reports whether some table knows a contract that no service has; that alone is a warning.
func (c *checker) namedContract(name string) bool {
	b := c.b
	return slices.ContainsFunc(b.Tiers, func(r Tier) bool { return r.Contract == name }) ||
		slices.ContainsFunc(b.Contracts, func(r Contract) bool { return r.Contract == name }) ||
		slices.ContainsFunc(b.Volumes, func(r Volume) bool { return r.Contract == name }) ||
		slices.ContainsFunc(b.Limits, func(r Limit) bool { return r.Contract == name })
}
