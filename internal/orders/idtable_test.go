package orders

import (
	"math/rand/v2"
	"testing"
)

// The table agrees with a map while it grows several times, also where hashes share their first bits or nearly all.
func TestIDTable(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for name, next := range map[string]func() idKey{
		"random":    func() idKey { return idKey{uint16(rng.Uint32()), rng.Uint64()} },
		"few":       func() idKey { return idKey{uint16(rng.Uint32()), rng.Uint64N(4) << 62} },
		"neighbour": func() idKey { return idKey{uint16(rng.Uint32()), rng.Uint64N(8)<<61 + rng.Uint64N(3)} },
		"edges":     func() idKey { return idKey{uint16(rng.Uint32N(3)) * 0x7fff, rng.Uint64N(1 << 6)} },
	} {
		t.Run(name, func(t *testing.T) {
			table, want := newIDTable(2), map[idKey]uint32{}
			for line := uint32(1); line <= 400_000; line++ {
				k := next()
				first, repeated := table.add(k, line)
				was, had := want[k]
				if repeated != had || first != was {
					t.Fatalf("line %d, key %v: got %d, %v; want %d, %v", line, k, first, repeated, was, had)
				}
				if !had {
					want[k] = line
				}
			}
			for k, line := range want {
				if first, repeated := table.add(k, 1); !repeated || first != line {
					t.Fatalf("key %v: got %d, %v; want line %d", k, first, repeated, line)
				}
			}
			if table.n != len(want) {
				t.Errorf("%d ids, want %d", table.n, len(want))
			}
		})
	}
}

// From a million ids on, the table takes at most 16 bytes for each.
func TestIDTableSize(t *testing.T) {
	const slot = 8 + 4 + 1
	rng := rand.New(rand.NewPCG(3, 4))
	table := newIDTable(firstWidth)
	worst := 0.0
	for n := 1; n <= 3_000_000; n++ {
		width := table.width
		table.add(idKey{uint16(rng.Uint32()), rng.Uint64()}, 1)
		if table.width > width && n > 1_000_000 {
			worst = max(worst, float64(slots(table.width)*slot)/float64(n))
		}
	}
	if worst == 0 || worst > 16 {
		t.Errorf("%.2f bytes an id", worst)
	}
}

func TestLineCount(t *testing.T) {
	var c lineCount
	type at struct{ file, line int }
	var numbers []uint32
	places := []at{{0, 2}, {0, 900}, {2, 2}, {2, 3}, {3, 4_000_000_000}, {3, 1 << 33}}
	for _, p := range places {
		numbers = append(numbers, c.number(p.file, p.line))
	}
	for i, p := range places {
		want := place(p)
		if p.line > 1<<32 {
			want = place{}
		}
		if got := c.place(numbers[i]); got != want {
			t.Errorf("%v became %v", p, got)
		}
	}
}
