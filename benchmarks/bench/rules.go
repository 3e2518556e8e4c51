package bench

import "strings"

// ruleTable is the policy of a shop: the platform's own rules, refusals of some services, leanings, and what a person
// should look at.
func ruleTable() *table {
	t := newTable("rule,when,do,services,amount,reason")
	eu := `order.country in ["` + strings.Join(european, `", "`) + `"]`
	for _, r := range []row{
		{
			"rule": "us_5usd_level", "when": `order.country == "US" and value_in("USD") >= 5`, "do": "only", "services": "level:standard|level:express",
			"reason": "US orders of USD 5 or more: standard or express only",
		},
		{
			"rule": "us_5usd_tracked", "when": `order.country == "US" and value_in("USD") >= 5 and service.tracking != "full"`, "do": "forbid",
			"reason": "US orders of USD 5 or more need full tracking",
		},
		{"rule": "untracked_value", "when": `service.tracking == "none" and value_in("USD") >= 20`, "do": "forbid", "reason": "valuable goods need tracking"},
		{
			"rule": "gb_135", "when": `order.country == "GB" and value_in("GBP") >= 135`, "do": "forbid", "services": "FWD_STD_1|FWD_STD_2|FWD_STD_4|FWD_ECO_1",
			"reason": "forwarder lines refuse GB parcels of GBP 135 or more",
		},
		{
			"rule": "eu_150_economy", "when": eu + ` and value_in("EUR") > 150`, "do": "forbid", "services": "level:economy|level:simple",
			"reason": "above EUR 150 duty is due: no economy class",
		},
		{"rule": "br_post", "when": `order.country == "BR" and value_in("USD") > 50`, "do": "forbid", "services": "kind:post", "reason": "not within Remessa Conforme"},
		{"rule": "buyer_express", "when": `order.buyer_service == "express"`, "do": "only", "services": "level:express", "reason": "the buyer paid for express"},
		{
			"rule": "buyer_standard", "when": `order.buyer_service == "standard"`, "do": "only", "services": "level:standard|level:express",
			"reason": "the buyer paid for a standard line",
		},
		{"rule": "hold_high_value", "when": `value_in("USD") > 800`, "do": "hold", "reason": "high value: a person decides"},
		{"rule": "hold_liquid", "when": `"liquid" in order.attributes and order.weight_g > 1000`, "do": "hold", "reason": "more than 1 kg of liquid"},
		{"rule": "heavy_packing", "when": `service.kind == "forwarder" and billable_g > 2000`, "do": "add_cost", "amount": "1.2", "reason": "extra packing"},
		{"rule": "lean_kg_step", "do": "add_cost", "services": "contract:C_KG_STEP", "amount": "-0.5", "reason": "the contract with the open commitment"},
	} {
		t.add(r)
	}
	return t
}
