// Package plan chooses the services of a whole batch together, so that volume tiers count: a neutral model of options with
// a cost by tier, and a solver that returns its best plan with a lower bound that no plan can beat.
//
// What goes in: a Model, built once with New, Order and Option. Amounts, volumes and probabilities are whole numbers in units
// that the caller chooses. What comes out: Solve's Result, with one option for each order, the exact objective, a bound, and the
// reason why the search ended. Nothing here reads a clock, a file or a random number; a context ends a search early, and then
// the best plan and the bound known so far are returned. The result is the same for every number of workers.
//
// How it works:
//
//   - A relaxed problem gives every unit of volume (and every order of a limited channel, and every bad order) a price. It falls
//     apart into the cheapest option of each order (pass.go) and a small problem for each contract (contract.go). Prices are whole
//     numbers over a power of two and all sums are exact, so its value is a valid bound whatever the prices are.
//   - Prices come from a master (master.go, simplex.go) that combines what passes have found. It works in floating point, for
//     only the quality of prices depends on it.
//   - A branch and bound (search.go) splits boxes of tiers, best bound first. The order part does not depend on the box, so what
//     one box has learned serves all.
//   - Where the tiers are given (leaf.go), plans are made of the master's combination (repair.go), and the best is found and
//     proven by a search over the orders that can still differ, in two halves that meet (meeting.go).
//   - A large model (large.go) is searched on a sample first; then only options are kept that can be an order's cheapest at
//     prices near those found, and the bound is taken over all orders.
package plan
