// Package planning plans a batch of orders: it prices every order by every service at every tier with the engine, lets
// engine/plan choose for all of them together, and says what came of it.
//
// Price reads and prices, Batch.Solve chooses, and a Plan has everything there is to say: the outcome of the plan and of
// the alternatives to it, contract by contract, what each moved order costs and earns, and the certificate. Plan.Rows writes the
// decisions, priced anew by the engine at the tiers that the plan reaches; they add up to the objective to the digit, or the
// plan is refused.
//
// Amounts are whole numbers of 1e-4 of the settlement currency, in which the engine's totals are exact. Nothing here reads
// a clock: a context ends the search.
package planning
