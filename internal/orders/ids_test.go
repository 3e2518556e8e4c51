package orders

import (
	"fmt"
	"strings"
	"testing"
)

// Every id is found again with its file and line, also where hashes have taken the place of texts.
func TestIDsBeyondTheExactOnes(t *testing.T) {
	s := newIDs()
	at := func(i int) place {
		if i < 50_000 {
			return place{0, 2 + 3*i}
		}
		return place{2, 2 + i - 50_000}
	}
	const n = ExactIDs + 40_000
	for i := range n {
		id := fmt.Sprint("order ", i)
		if first, repeated := s.add(id, s.key(id), at(i).file, at(i).line); repeated {
			t.Fatalf("%s repeats %v", id, first)
		}
	}
	if s.table == nil || s.exact.ids != nil {
		t.Fatal("the texts of the ids are still kept")
	}
	for i := range n {
		id := fmt.Sprint("order ", i)
		if first, repeated := s.add(id, s.key(id), 3, 2+i); !repeated || first != at(i) {
			t.Fatalf("%s: got %v, %v; want %v", id, first, repeated, at(i))
		}
	}
}

// A repeated id deep in a long run of two files names the file and line of the first.
func TestRepeatedIDInALongRun(t *testing.T) {
	var a strings.Builder
	a.WriteString("order_id,country,weight_g\n")
	for i := range ExactIDs + 1000 {
		fmt.Fprintf(&a, "A%d,DE,400\n", i)
	}
	b := "order_id,country,weight_g\nA7,DE,400\nB,DE,400\nA66000,DE,400\nB,DE,400\n"
	for _, off := range []bool{false, true} {
		r, err := NewReader(Options{Defaults: def, NoIDCheck: off}, Source{"a.csv", strings.NewReader(a.String())}, Source{"b.csv", strings.NewReader(b)})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		var block Block
		for r.ReadBlock(&block); ; r.ReadBlock(&block) {
			r.ParseBlock(&block)
			r.CheckIDs(&block)
			for _, row := range block.Rows {
				if row.Faults != nil {
					got = append(got, fmt.Sprintf("%s:%d %s %q", row.File, row.Line, row.Faults, row.Blamed))
				}
			}
			if block.Err != nil {
				break
			}
		}
		want := []string{
			`b.csv:2 order_id: "A7" repeats the order of a.csv:9; every order_id occurs once in a run ["A7"]`,
			`b.csv:4 order_id: "A66000" repeats the order of a.csv:66002; every order_id occurs once in a run ["A66000"]`,
			`b.csv:5 order_id: "B" repeats the order of b.csv:3; every order_id occurs once in a run ["B"]`,
		}
		if off {
			want = nil
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("id check off %v: got\n%s", off, strings.Join(got, "\n"))
		}
	}
}

// Different ids of one hash are different while they are kept as they are.
func TestExactIDsOfOneHash(t *testing.T) {
	var x exactIDs
	keys := []idKey{{1, 7}, {2, 7}, {1, 1<<63 + 7}, {1, 7 + 1024}}
	const n = 3000
	for round := range 2 {
		for i := range uint32(n) {
			id := strings.Repeat("x", int(i%3)) + fmt.Sprint(i)
			first, repeated := x.add(id, keys[i%4], 2+i)
			if repeated != (round == 1) || repeated && first != 2+i {
				t.Fatalf("round %d, %s: got %d, %v", round, id, first, repeated)
			}
		}
	}
	if len(x.ids) != n {
		t.Errorf("%d ids", len(x.ids))
	}
}
