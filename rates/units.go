package rates

import "github.com/lanewise/lanewise/engine/money"

// String prints the percentage without trailing zeros: 12.5.
func (p Percent) String() string { return string(money.AppendTrimmed(nil, int64(p), 4)) }

// String prints the share without trailing zeros: 0.006.
func (s Share) String() string { return string(money.AppendTrimmed(nil, int64(s), 6)) }

// String prints the number of days without trailing zeros: 32.5.
func (d Days) String() string { return string(money.AppendTrimmed(nil, int64(d), 2)) }
