package rates

import "fmt"

// A book of the wrong kind may hold as many unknown names as rows, so only the first ones are compared with the
// names that would be right, and only where these are not too many.
const (
	nearestMost  = 50
	nearestNames = 1000
)

// nearest is a hint that names the known name nearest to an unknown one, or "".
func (c *checker) nearest(word string, known []string) string {
	if c.compared++; c.compared > nearestMost || len(known) > nearestNames {
		return ""
	}
	return didYouMean(word, known)
}

func (c *checker) nearestService(code string) string {
	if c.compared >= nearestMost || len(c.b.Services) > nearestNames {
		return ""
	}
	codes := make([]string, len(c.b.Services))
	for i := range codes {
		codes[i] = c.b.Services[i].Code
	}
	return c.nearest(code, codes)
}

// moreRows says how many more rows have the same problem.
func moreRows(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return ", also in 1 more row"
	default:
		return fmt.Sprintf(", also in %d more rows", n)
	}
}
