// Package simulation measures what ways of deciding cost over whole months under volume tiers: months are drawn from a file
// of orders, every policy decides each month order by order as it comes, and what counts is what the month has cost at its end,
// at the tiers then reached, rebates, incremental benefits and penalties included.
//
// Costs are whole numbers of 1e-4 of the settlement currency, as the engine's totals are. Floating point is used for statistics
// of differences alone. The same seed gives the same months and the same result, whatever the number of workers.
package simulation
