// Package skus reads a SKU master: the table that says what one piece of each article weighs, measures and is worth.
//
// Orders exported from a platform name articles and quantities and say nothing of weight. Package orders asks a Master
// for what such an order lacks.
//
// A master is a CSV file or a sheet of a workbook, strict like a rate book: whatever is wrong with it refuses it whole, with every mistake named,
// because one wrong article is a wrong price in every order that has it. Its columns are found by name, in any order:
//
//	sku          the article's name; required, each one once, compared byte for byte without outer spaces
//	weight_g     grams of one piece with its share of the packing, or weight_kg; at most 6 digits after the point
//	length_cm, width_cm, height_cm   all three or none
//	attributes   battery|liquid
//	hs_code      customs code, 6 to 13 digits, points and spaces between them allowed
//	value        declared value of one piece
//	currency     of the value; empty = the settlement currency
//
// Every cell but sku may be empty: an order that needs what is not there is invalid and says so.
package skus

import (
	"github.com/lanewise/lanewise/engine/money"
)

// Item is one article.
type Item struct {
	Line       int       // of the master, from 1
	Weight     int64     // of one piece, in millionths of a gram; 0 = unknown
	Sides      [3]string // length, width, height in centimetres, as written and valid; all empty = unknown
	Attributes []string
	HS6        string // the first six digits of the customs code; "" = unknown
	Value      money.Amount
	HasValue   bool
	Currency   money.Currency // of Value
}

// Gram is one gram in units of Item.Weight.
const Gram = 1_000_000

// Master is the articles by name. It does not change once read and is safe for concurrent use.
type Master struct {
	File   string // for messages
	Unused []string
	items  map[string]*Item
}

// Find gives the article with this name.
func (m *Master) Find(sku string) (*Item, bool) {
	i, ok := m.items[sku]
	return i, ok
}

// Len is how many articles there are.
func (m *Master) Len() int { return len(m.items) }
