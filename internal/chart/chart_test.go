package chart

import (
	"bytes"
	"image/png"
	"strings"
	"testing"
)

func panels() []Panel {
	one := Panel{
		Title: "YT: cost of the batch by volume", X: "parcels", Y: "CNY",
		Sections:   [][]Point{{{0, 120}, {10, 100}, {19, 110}}, {{20, 80}, {30, 95}}},
		Thresholds: []Threshold{{20, "20"}},
		Marks:      []Mark{{Point{10, 100}, "each order alone"}, {Point{20, 80}, "plan"}},
	}
	flat := Panel{Title: "flat", Sections: [][]Point{{{5, 7}}}}
	return []Panel{one, flat, one}
}

// The same panels give the same bytes, and what they say stands in them.
func TestDrawSVG(t *testing.T) {
	var a, b bytes.Buffer
	for _, w := range []*bytes.Buffer{&a, &b} {
		if err := Draw(w, "svg", panels()); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("two drawings differ")
	}
	for _, text := range []string{"<svg", "YT: cost of the batch by volume", "parcels", "tier from 20", "each order alone", "plan", "flat"} {
		if !strings.Contains(a.String(), text) {
			t.Errorf("no %q", text)
		}
	}
}

// A PNG is a picture of two columns and two rows; without panels there is still one.
func TestDrawPNG(t *testing.T) {
	var size [2]int
	for i, p := range [][]Panel{nil, panels()} {
		var b bytes.Buffer
		if err := Draw(&b, "png", p); err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(&b)
		if err != nil {
			t.Fatal(err)
		}
		size[i] = img.Bounds().Dx()
	}
	if size[1] < 2*size[0]-2 || size[1] > 2*size[0]+2 {
		t.Errorf("%d dots wide, one panel %d", size[1], size[0])
	}
}

func TestFormatOf(t *testing.T) {
	for name, want := range map[string]string{"a.svg": "svg", "b.PNG": "png", "c.pdf": "", "svg": ""} {
		if got, ok := FormatOf(name); got != want || ok != (want != "") {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// Numbers of axes are written out.
func TestTicks(t *testing.T) {
	for _, tick := range (ticks{}).Ticks(0, 3_000_000) {
		if strings.ContainsAny(tick.Label, "e.") {
			t.Errorf("%q", tick.Label)
		}
	}
}
