package orders

import "strings"

// blame gives, for each fault, the cell that it blames as it was written; "" where it blames the row as a whole.
func blame(faults Faults, cells *Cells) []string {
	if len(faults) == 0 {
		return nil
	}
	out := make([]string, len(faults))
	for i, f := range faults {
		if c, ok := columnOf(f.Column); ok {
			out[i] = strings.Clone(cells[c]) // the cell shares the memory of its record
		}
	}
	return out
}
