package batch_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/lanewise/lanewise/internal/batch"
)

// Blocks parsed by the workers and rows read one by one give the same bytes and the same end, whatever is in the file.
func TestBlocksAgreeWithRows(t *testing.T) {
	e := compile(t)
	const head = "order_id,country,weight_g,attributes\n"
	var odd strings.Builder
	for i := range 1500 {
		switch i % 10 {
		case 3:
			fmt.Fprintf(&odd, "\"Q%d\",US,\"350\",\"bat\"\"tery|a,b\"\r\n", i)
		case 5:
			fmt.Fprintf(&odd, "\n\nM%d,US,350,\"two\nlines\"\n", i)
		case 7:
			fmt.Fprintf(&odd, "S%d,US,35\"0,\n", i)
		case 8:
			fmt.Fprintf(&odd, "R%d,DE,120,\n", i%400) // repeated further on
		case 9:
			fmt.Fprintf(&odd, "重量%d,XX,1,\nF%d,US\n", i, i)
		default:
			fmt.Fprintf(&odd, "A%d,US,%d.5, battery | liquid |\n", i, 1+i)
		}
	}
	for name, text := range map[string]string{
		"odd":      head + odd.String(),
		"unclosed": head + odd.String() + "X,US,\"350,\nY,US,1,\n",
		"NUL":      head + odd.String() + "X,US,35\x00,\nY,US,1,\n" + odd.String(),
		"long":     head + odd.String() + "X,US,350," + strings.Repeat("x", 5000) + "\n" + odd.String(),
		"longer":   head + odd.String() + "X,US,350," + strings.Repeat("x", 80_000) + "\n" + odd.String(),
		"again":    head + odd.String() + odd.String(),
		"end":      strings.TrimSuffix(head+odd.String(), "\n"),
		"many":     many(3000),
	} {
		t.Run(name, func(t *testing.T) {
			run := func(rows bool, workers int) (string, string) {
				var out bytes.Buffer
				j := job(t, e, text, &out)
				j.Workers = workers
				if rows {
					j.Rows = struct{ batch.Source }{j.Rows}
				}
				s, err := batch.Run(t.Context(), j)
				return out.String(), fmt.Sprint(err, s.Orders, s.Status, s.Invalid(), s.None(), s.Services())
			}
			want, wantEnd := run(true, 1)
			for workers := 1; workers < 4; workers++ {
				if got, end := run(false, workers); got != want || end != wantEnd {
					t.Errorf("%d workers: %d bytes, %s\nrow by row: %d bytes, %s", workers, len(got), end, len(want), wantEnd)
				}
			}
		})
	}
}
