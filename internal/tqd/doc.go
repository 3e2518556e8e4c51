// Package tqd knows the neutral instances of batch planning ("tqd-batch/1": total quantity discounts): it reads and writes
// them, makes random ones, turns one into a model for the solver, and judges a choice by the definition alone, without a
// line of the solver. It serves tests and benchmarks.
//
// An instance has n orders; each takes exactly one of its options (a service with its freight, other cost, billed weight and
// probability of a bad order). Contracts have tiers by a volume that all orders put on them together. Amounts are cents, the
// objective counts 1/10000 cent, so that everything is a whole number.
package tqd
