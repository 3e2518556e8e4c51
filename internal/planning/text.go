package planning

import "github.com/lanewise/lanewise/engine/money"

// Text writes an amount, four digits after the point.
func Text(v int64) string { return string(money.AppendFixed(nil, v, 4)) }
