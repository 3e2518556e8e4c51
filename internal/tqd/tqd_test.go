package tqd

import (
	"bytes"
	"strings"
	"testing"
)

// What is written is read back, and what is read is written the same.
func TestWriteRead(t *testing.T) {
	for seed := range uint64(200) {
		in := Tiny(seed)
		var text bytes.Buffer
		if err := Write(&text, &in.Head, in); err != nil {
			t.Fatal(err)
		}
		back, err := Read(bytes.NewReader(text.Bytes()))
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, text.Bytes())
		}
		var again bytes.Buffer
		if err := Write(&again, &back.Head, back); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(text.Bytes(), again.Bytes()) {
			t.Fatalf("seed %d: written\n%s\nread and written\n%s", seed, text.Bytes(), again.Bytes())
		}
	}
}

// A generator makes the same orders again, and its instances keep the format's rules.
func TestGenerator(t *testing.T) {
	for _, class := range Classes {
		g, err := New(Shape{Class: class, Orders: 300, Options: 12, Contracts: 5, Tiers: 4}, 3)
		if err != nil {
			t.Fatal(err)
		}
		var text, again bytes.Buffer
		if err := Write(&text, &g.Head, g); err != nil {
			t.Fatal(err)
		}
		in, err := Read(&text)
		if err != nil {
			t.Fatalf("%s: %v", class, err)
		}
		if err := Write(&again, &g.Head, g.Instance()); err != nil {
			t.Fatal(err)
		}
		if back, err := Read(&again); err != nil || !sameOrders(in, back) {
			t.Errorf("%s: the orders differ when they are made again (%v)", class, err)
		}
	}
}

func sameOrders(a, b *Instance) bool {
	for i := range a.N {
		x, y := a.Order(i), b.Order(i)
		if len(x) != len(y) {
			return false
		}
		for j := range x {
			if x[j] != y[j] {
				return false
			}
		}
	}
	return true
}

const small = `{"format":"tqd-batch/1","name":"small","n":2,
"channels":[{"name":"post","max_share_ppm":-1}],
"contracts":[{"name":"A","measure":"kg","mode":"all_units","v0":0,"retro_freight":0,
 "tiers":[{"from":0,"value":0},{"from":100,"value":1000}],"capacity":-1,"commit":0,"shortfall_rate":0}],
"services":[{"contract":0,"channel":0},{"contract":-1,"channel":0}],
"rho_ppm":-1,
"orders":[
[[0,100,5,60,0],[1,90,5,50,0]],
[[0,100,5,40,0],[1,94,5,40,0]]]}
`

func TestReadFaults(t *testing.T) {
	for _, c := range []struct{ old, now, want string }{
		{"[1,90,5,50,0]", "[1,90,5,50]", `8:27 orders[0][1].bad_ppm: ',' should stand here, not ']'`},
		{"[1,90,5,50,0]", "[2,90,5,50,0]", `8:18 orders[0][1].service: 2 is not from 0 to 1`},
		{"[1,90,5,50,0]", "[1,9.5,5,50,0]", `8:20 orders[0][1].freight: all numbers are whole; write digits only`},
		{"[1,90,5,50,0]", "[1,90,5,50,1000001]", `8:28 orders[0][1].bad_ppm: 1000001 is not from 0 to 1000000`},
		{"[1,90,5,50,0]", "[1,-90,5,50,0]", `8:20 orders[0][1].freight: -90 is not from 0 to 2147483647`},
		{"[1,90,5,50,0]", "[1,090,5,50,0]", `8:20 orders[0][1].freight: 090 begins with 0; write 90`},
		{"[1,90,5,50,0]", "[1,99999999999999999999,5,50,0]", `8:20 orders[0][1].freight: the number does not fit in 64 bits`},
		{"[1,90,5,50,0]", "[1,90,5,50,0,7]", `8:29 orders[0][1]: ']' should stand here, not ','`},
		{"[1,90,5,50,0]", "1", `8:17 orders[0][1]: [service, freight, other, billed_grams, bad_ppm] should stand here, not '1'`},
		{`"n":2`, `"n":3`, `n says 3 orders; there are 2`},
		{`"n":2`, `"n":1`, `9:1 orders[1]: n says 1 orders, and here is another`},
		{`"n":2`, `"n":2,"n":2`, `1:49: "n" is there twice`},
		{`"kg"`, `"tons"`, `3:36 contracts[0].measure: "tons" is none of ["parcels" "kg" "spend"]`},
		{`"value":1000`, `"value":10001`, `contracts[0]: tier 1: 10001 basis points are more than the freight`},
		{`"from":100`, `"from":0`, `contracts[0]: tier 1: from rises from tier to tier, and values do not fall`},
		{`{"from":0,"value":0},`, ``, `contracts[0]: the first tier begins at 0`},
		{`"contract":-1`, `"contract":1`, `services[1].contract: 1 is not from -1 to 0`},
		{`"contract":-1,`, ``, `5:53 services[1]: the service lacks its contract (-1 for none) or its channel`},
		{`tqd-batch/1`, `tqd-batch/2`, `1:11 format: "tqd-batch/2" is none of ["tqd-batch/1"]`},
		{`"rho_ppm":-1,`, `"rho_ppm":null,`, `6:11 rho_ppm: a whole number should stand here, not 'n'`},
		{`[[0,100,5,60,0],[1,90,5,50,0]],`, `[],`, `8:3 orders[0]: the order has no option`},
		{`]]]}`, `]]]} x`, `9:34: the end of the file should stand here, not 'x'`},
		{`40,0]]]}`, `40,0]]`, `the file ends where ',' should stand`},
		{`"rho_ppm":-1,`, ``, ``}, // no limit
		{`"rho_ppm":-1,`, `"remark":{"a":[1,"x",null]},`, ``},
		{`"commit":0,"shortfall_rate":0`, `"commit":9000000000000000000,"shortfall_rate":9`, `contracts[0]: the amounts may add up to more than 64 bits hold`},
		{`"v0":0`, `"v0":9000000000000000000`, `contracts[0]: the amounts may add up to more than 64 bits hold`},
	} {
		text := strings.Replace(small, c.old, c.now, 1)
		if text == small {
			t.Errorf("%q is not in the file", c.old)
		}
		_, err := Read(strings.NewReader(text))
		if c.want == "" && err != nil {
			t.Errorf("%s: %v", c.now, err)
		}
		if c.want != "" && (err == nil || !strings.HasSuffix(err.Error(), c.want)) {
			t.Errorf("%s:\n got %v\nwant %s", c.now, err, c.want)
		}
	}
}

// The orders may come before what describes them; names that the format does not have are told.
func TestReadAnyOrder(t *testing.T) {
	head, orders, _ := strings.Cut(small, `"orders":`)
	text := `{"orders":` + strings.TrimSuffix(orders, "}\n") + `,"seed":7,` + strings.TrimSuffix(strings.TrimPrefix(head, "{"), ",\n") + "}"
	in, err := Read(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if want, _ := Read(strings.NewReader(small)); !sameOrders(in, want) || in.Name != "small" || len(in.Unknown) != 1 || in.Unknown[0] != "seed" {
		t.Errorf("read %+v", in)
	}
	_, err = Read(strings.NewReader(strings.Replace(text, "[1,90,", "[2,90,", 1)))
	if err == nil || err.Error() != "orders[0][1].service: 2 is not from 0 to 1" {
		t.Error(err)
	}
}

// Any cut of a file is an error with a place, never a panic.
func TestReadCut(t *testing.T) {
	for n := range len(small) - 2 {
		if _, err := Read(strings.NewReader(small[:n])); err == nil {
			t.Errorf("the first %d bytes are read without an error", n)
		}
	}
}

// A file is read as a stream: what is held does not grow with the orders.
func TestScanHoldsNoOrders(t *testing.T) {
	allocated := func(orders int) float64 {
		g, err := New(Shape{Class: "mixed", Orders: orders, Options: 10, Contracts: 3, Tiers: 3}, 1)
		if err != nil {
			t.Fatal(err)
		}
		var text bytes.Buffer
		if err := Write(&text, &g.Head, g); err != nil {
			t.Fatal(err)
		}
		return testing.AllocsPerRun(3, func() {
			seen := 0
			err := Scan(bytes.NewReader(text.Bytes()), func(*Head) error { return nil }, func(o []Option) error { seen += len(o); return nil })
			if err != nil || seen != orders*10 {
				t.Fatalf("%d options (%v)", seen, err)
			}
		})
	}
	if few, many := allocated(10), allocated(5000); many > few+20 {
		t.Errorf("10 orders take %.0f allocations, 5000 take %.0f", few, many)
	}
}

// Whatever stands in a file, reading ends with an instance or an error, and an instance is written as it was read.
func FuzzRead(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte(strings.Replace(small, `"rho_ppm":-1,`, "", 1)))
	f.Add([]byte(`{"orders":[[[0,1,-2,3,4]]],"n":1,"channels":[],"services":[],"contracts":[],"x":[{"a":1e5},"é\u0041"]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		in, err := Read(bytes.NewReader(data))
		if err != nil {
			return
		}
		var text bytes.Buffer
		if err := Write(&text, &in.Head, in); err != nil {
			t.Fatal(err)
		}
		back, err := Read(&text)
		if err != nil || !sameOrders(in, back) {
			t.Fatalf("read back otherwise (%v)", err)
		}
		sums := in.alone()
		if in.Objective(sums) != back.Objective(sums) {
			t.Fatal("the contracts are read back otherwise")
		}
	})
}
