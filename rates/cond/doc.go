// Package cond reads and runs the conditions of a rate book: the `when` cells
// of its rules and surcharges.
//
//	e, err := cond.Parse(`order.country == "US" and value_in("USD") >= 5`)
//	p := e.Bind(cond.Known{Country: "US"}).Compile(rateIndex)
//	p.Eval(&facts)
//
// Parse refuses everything that can be wrong with a condition and says where.
// What is left has a value for every order: Eval cannot fail, wrap or round,
// and allocates nothing in the steady state.
//
// # The language
//
// A condition is yes or no. An empty one is yes. Values are numbers, texts and
// yes/no values; nothing is converted from one to another.
//
//	or                        yes/no                lowest
//	and                       yes/no
//	not                       yes/no
//	== != < <= > >= in        two numbers or two texts
//	+ -                       numbers
//	*                         numbers               highest
//
// Operators of one line associate to the left, comparisons and `in` do not
// chain, parentheses group. The words and, or, not, in are written in lower
// case; blanks, tabs and line breaks between words do not matter.
//
// A number is [0-9]+(\.[0-9]+)? with at most 6 digits after the point and
// below 1000000000. It has no sign; a minus may stand before a number, a name
// or a parenthesis, but not before another minus.
//
// A text runs from a double quote to the next one and may hold any character
// but a double quote; there is no escape. Texts are compared byte by byte,
// dates therefore as texts: order.ship_date >= "2026-07-01".
//
// `in` has on its right a list in brackets, [ ], of at least one text or at
// least one number (with a minus or without), all of the kind of its left
// side; or, for a text, order.attributes, which stands nowhere else.
//
// Numbers: order.weight_g, order.value, order.promised_days, order.hs6_count,
// order.length_cm, order.width_cm, order.height_cm, order.longest_cm,
// order.middle_cm, order.shortest_cm, order.sum_cm, order.girth_cm, billable_g.
//
// Texts: order.country, order.postcode, order.currency, order.ship_date,
// order.buyer_service, service.code, service.channel, service.kind,
// service.level, service.tracking, service.contract, service.currency, zone.
//
// Yes/no: order.has_value, order.has_dims, order.has_promise.
//
// value_in("USD") is the declared value in that currency at the day's rates,
// an exact fraction that is never rounded, and 0 where the order has no value.
// The currency is written as a text and read without regard to case.
//
// # What it does not do
//
// No division, functions, variables, patterns or conversions. Whether a
// currency exists and has a rate, whether a condition may ask for the service
// at its place, and how long a condition may be, is for the caller to check:
// Refs lists the words to blame. Parse itself limits nesting to 200 levels.
package cond
