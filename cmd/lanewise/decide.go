package main

import (
	"context"

	"github.com/spf13/pflag"

	"github.com/lanewise/lanewise/internal/report"
)

func decideCommand() command {
	return command{
		name: "decide", args: "ORDERS.csv...", short: "choose channel and service for every order",
		long: `
Reads orders and writes one decision for each, in the same order: the service
with the least total cost (shipping + expected risk + policy), or why there is
none. Several files are one run; - is standard input. A summary goes to standard
error: counts, costs, what one channel alone would have cost, commonest reasons.

Statuses: ship; hold (a rule wants a person to look); none (no service takes the
order); invalid (the row cannot be read). csv has one row per order, ndjson the
whole decision with every line, candidate and refusal, xlsx has the rows of csv
and the summary as a workbook, table is for a terminal.

` + limitsText,
		example: `lanewise decide testdata/orders/sample.csv
lanewise decide --book my-book --format ndjson --output decisions.ndjson may.csv june.csv
cat orders.csv | lanewise decide --format table -`,
		setup: func(fs *pflag.FlagSet) runner {
			o := newBatchFlags(fs, "decide")
			quiet := fs.Bool("quiet", false, "no summary and no remarks on standard error")
			return func(ctx context.Context, e *env, args []string) error {
				return o.run(ctx, e, args, answering{
					encoder: report.Decisions, columns: report.DecisionColumns, credited: report.CreditedDecisions, creditedColumns: report.CreditedDecisionColumns,
					sheet: "decisions", summary: !*quiet, quiet: *quiet,
				})
			}
		},
	}
}

func quoteCommand() command {
	return command{
		name: "quote", args: "ORDERS.csv...", short: "price every service for every order",
		long: `
Reads orders and writes every service's answer to each of them: the lines of the
price, the expected costs, the total and the rank, or the reason why the service
cannot take the order. The best service comes first, refused ones last.

` + limitsText,
		example: `lanewise quote testdata/orders/sample.csv
lanewise quote --format table --ship-date 2026-09-01 orders.csv`,
		setup: func(fs *pflag.FlagSet) runner {
			o := newBatchFlags(fs, "quote")
			quiet := fs.Bool("quiet", false, "no remarks on standard error")
			return func(ctx context.Context, e *env, args []string) error {
				return o.run(ctx, e, args, answering{
					encoder: report.Quotes, columns: report.QuoteColumns, credited: report.CreditedQuotes, creditedColumns: report.CreditedQuoteColumns,
					sheet: "quotes", quiet: *quiet,
				})
			}
		},
	}
}
