package csvio

import (
	"fmt"
	"io"
	"strings"
	"testing"
)

func BenchmarkRead(b *testing.B) {
	for _, c := range []struct{ name, format string }{
		{"plain", "O%07d,DE,%d,10115,%d.%d,USD,battery\n"},
		{"quoted", "\"O%07d\",\"DE\",\"%d\",\"10115\",\"%d.%d\",\"USD\",\"battery, \"\"big\"\"\"\n"},
	} {
		var text strings.Builder
		for i := range 20_000 {
			fmt.Fprintf(&text, c.format, i, 100+i*37%4900, i%300, i%100)
		}
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(text.Len()))
			b.ReportAllocs()
			for b.Loop() {
				r := NewReader(strings.NewReader(text.String()), Options{})
				for {
					if _, err := r.Read(); err == io.EOF {
						break
					} else if err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
