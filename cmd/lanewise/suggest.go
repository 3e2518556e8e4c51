package main

// nearest finds the name that was probably meant: at most a third of its letters wrong. "" where none is near.
func nearest(word string, names []string) string {
	best, bestAt := "", 1+max(1, len(word)/3)
	for _, name := range names {
		if d := editDistance(word, name); d < bestAt {
			best, bestAt = name, d
		}
	}
	return best
}

// editDistance counts the letters to insert, remove, replace or swap with a neighbour to turn a into b.
func editDistance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

func didYouMean(name string) string {
	if name == "" {
		return ""
	}
	return "; did you mean " + name + "?"
}

func prefixed(flag string) string {
	if flag == "" {
		return ""
	}
	return "--" + flag
}
