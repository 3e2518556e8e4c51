package main

import (
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
)

// pick keeps the columns of a CSV text whose numbers, from 1, stand in list.
func pick(text, list string) (string, error) {
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		return "", err
	}
	var out strings.Builder
	w := csv.NewWriter(&out)
	for _, r := range records {
		var row []string
		for n := range strings.SplitSeq(list, ",") {
			i, err := strconv.Atoi(n)
			if err != nil || i < 1 || i > len(r) {
				return "", fmt.Errorf("no column %q in a row of %d fields", n, len(r))
			}
			row = append(row, r[i-1])
		}
		if err := w.Write(row); err != nil {
			return "", err
		}
	}
	w.Flush()
	return out.String(), w.Error()
}
