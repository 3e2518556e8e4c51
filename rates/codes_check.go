package rates

// checkCodes lists the problems that Check finds and those of workbooks, in the order of their codes. A code is never
// reused for another problem.
var checkCodes = []CodeInfo{
	{
		Code: "E100", Severity: Error, Title: "A name or key stands twice",
		Hint: "keep one of the rows",
	},
	{
		Code: "E101", Severity: Error, Title: "Two weight bands overlap",
		Hint: "end one where the other begins, or give them days that do not meet",
	},
	{
		Code: "E102", Severity: Error, Title: "Two zone rows overlap",
		Hint: "postcode ranges of one service, country and length must not meet; a longer beginning may stand inside a shorter one",
	},
	{
		Code: "E103", Severity: Error, Title: "A service is unknown",
		Hint: "write a code of the services table",
	},
	{
		Code: "E104", Severity: Error, Title: "A selector is unknown",
		Hint: "write a service code, channel:, kind:, level:, tracking: or contract: with a value of the services table",
	},
	{
		Code: "E105", Severity: Error, Title: "An area is unknown",
		Hint: "write a name of the areas table",
	},
	{
		Code: "E106", Severity: Error, Title: "A contract has no tiers",
		Hint: "add its rows to tiers, the first with from 0, or leave the cell empty",
	},
	{
		Code: "E107", Severity: Error, Title: "Tiers of one contract differ in measure, mode or on",
		Hint: "write the same in every row of the contract",
	},
	{
		Code: "E108", Severity: Error, Title: "Tier thresholds do not rise from 0",
		Hint: "the first from is 0 and each next one is above the last",
	},
	{
		Code: "E109", Severity: Error, Title: "A tier's benefit falls",
		Hint: "percent and per_unit of a higher tier are at least those of the tier below; a rebate is paid once and may differ",
	},
	{
		Code: "E110", Severity: Error, Title: "A tier fills a column that does not belong to its contract",
		Hint: "per_unit belongs to incremental contracts by parcels or kg, percent to all others, on to all_units",
	},
	{
		Code: "E111", Severity: Error, Title: "A tier's percent is above 100",
		Hint: "write at most 100",
	},
	{
		Code: "E112", Severity: Error, Title: "The settlement currency has an exchange rate",
		Hint: "remove the row: the settlement currency is always 1",
	},
	{
		Code: "E113", Severity: Error, Title: "A currency has no exchange rate",
		Hint: "add a row for it to fx",
	},
	{
		Code: "E114", Severity: Error, Title: "A price per step has no step",
		Hint: "write a step_g above 0 beside step_price",
	},
	{
		Code: "E115", Severity: Error, Title: "A weight band is empty",
		Hint: "over_g must be below upto_g",
	},
	{
		Code: "E116", Severity: Error, Title: "A surcharge's min is above its max",
		Hint: "write a min that is at most the max",
	},
	{
		Code: "E117", Severity: Error, Title: "More bad orders than orders",
		Hint: "seller_bad_orders counts some of seller_orders",
	},
	{
		Code: "E118", Severity: Error, Title: "A hold rule asks about a service",
		Hint: "a hold is asked once an order, before any service: use order and value_in only",
	},
	{
		Code: "E119", Severity: Error, Title: "A rolling period has no days",
		Hint: "write rolling:30, a whole number of days above 0",
	},
	{
		Code: "E120", Severity: Error, Title: "Transit days fall",
		Hint: "days_p50, days_p80 and days_p95 must not fall",
	},

	{
		Code: "E130", Severity: Error, Title: "The workbook is damaged",
		Hint: "open it in a spreadsheet program and save it again",
	},
	{
		Code: "E131", Severity: Error, Title: "A cell of a sheet cannot be read",
		Hint: "write the value itself",
	},

	{
		Code: "W100", Severity: Warning, Title: "A gap between weight bands",
		Hint: "a parcel of such a weight is refused with no_band; add the band if the card has one",
	},
	{
		Code: "W101", Severity: Warning, Title: "The price drops at a band edge",
		Hint: "compare the two rows with the card: real ones do this",
	},
	{
		Code: "W102", Severity: Warning, Title: "A service has no known risk",
		Hint: "add a row for it to risk, else its days are unknown and its risk counts as 0",
	},
	{
		Code: "W103", Severity: Warning, Title: "Prices ended before the newest edition",
		Hint: "load the new prices, or remove the old ones",
	},
	{
		Code: "W104", Severity: Warning, Title: "A service's currency has no exchange rate",
		Hint: "add a row for it to fx, else the service is refused with no_fx",
	},
	{
		Code: "W105", Severity: Warning, Title: "Rows for an unknown service",
		Hint: "correct the code, or add the service to services",
	},
	{
		Code: "W106", Severity: Warning, Title: "A contract that no service has",
		Hint: "correct the name, or write it in the contract column of services",
	},
	{
		Code: "W107", Severity: Warning, Title: "A zone without rates",
		Hint: "orders of the zone are refused with not_served; add its rates or remove the zone",
	},
	{
		Code: "W108", Severity: Warning, Title: "Rates that no zone leads to",
		Hint: "add the zone to zones; a service without rows there has one zone a country, named by its upper-case code",
	},
	{
		Code: "W109", Severity: Warning, Title: "A cliff in an all_units contract",
		Hint: "contracts are like that; plan counts what reaching the tier is worth",
	},
	{
		Code: "W110", Severity: Warning, Title: "valid_to lies before valid_from",
		Hint: "the row never applies; correct a day or remove the row",
	},
	{
		Code: "W111", Severity: Warning, Title: "A service without rates",
		Hint: "no order can take it; add its rates or remove it",
	},
	{
		Code: "W112", Severity: Warning, Title: "A surcharge names a zone that no service has",
		Hint: "write a zone of the zones table, or the country code where a service has no zones",
	},
	{
		Code: "W113", Severity: Warning, Title: "Rates for goods that the service does not carry",
		Hint: "add the attribute to the service's accepts, else these rows are never used",
	},
}
