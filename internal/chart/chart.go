// Package chart draws the picture of a plan: for every contract what the batch costs by the volume that the contract gets,
// with the thresholds of its tiers. SVG or PNG. Numbers here are for the eye only, so they are binary floats.
package chart

import (
	"fmt"
	"image/color"
	"io"
	"math"
	"path/filepath"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Panel is one contract.
type Panel struct {
	Title      string
	X, Y       string // what the axes count
	Sections   [][]Point
	Thresholds []Threshold
	Marks      []Mark
}

// Point is a volume and a cost.
type Point struct{ X, Y float64 }

// Threshold is where a tier begins.
type Threshold struct {
	X    float64
	Name string
}

// Mark is a named point.
type Mark struct {
	Point
	Name string
}

// Formats are the endings of file names that Draw knows.
var Formats = []string{".svg", ".png"}

// FormatOf gives the format of a file by its name; ok is false where it is none of Formats.
func FormatOf(name string) (format string, ok bool) {
	ext := strings.ToLower(filepath.Ext(name))
	for _, f := range Formats {
		if ext == f {
			return ext[1:], true
		}
	}
	return "", false
}

// Size of a panel, and how many stand side by side.
const (
	panelWidth  = 16 * vg.Centimeter
	panelHeight = 9 * vg.Centimeter
	across      = 2
)

var (
	ink       = color.RGBA{R: 0x1f, G: 0x4e, B: 0x79, A: 0xff}
	threshold = color.RGBA{R: 0xb0, G: 0xb0, B: 0xb0, A: 0xff}
	colours   = []color.Color{color.RGBA{R: 0xd9, G: 0x5f, B: 0x02, A: 0xff}, color.RGBA{R: 0x1b, G: 0x9e, B: 0x77, A: 0xff}}
)

// Draw draws the panels, two in a row.
func Draw(w io.Writer, format string, panels []Panel) error {
	columns := min(across, max(1, len(panels)))
	rows := max(1, (len(panels)+columns-1)/columns)
	canvas, err := draw.NewFormattedCanvas(panelWidth*vg.Length(columns), panelHeight*vg.Length(rows), format)
	if err != nil {
		return err
	}
	tiles := draw.Tiles{
		Rows: rows, Cols: columns, PadX: vg.Centimeter / 2, PadY: vg.Centimeter / 2,
		PadTop: vg.Centimeter / 3, PadBottom: vg.Centimeter / 3, PadLeft: vg.Centimeter / 3, PadRight: vg.Centimeter / 3,
	}
	dc := draw.New(canvas)
	for i := range panels {
		p, err := panels[i].plot()
		if err != nil {
			return fmt.Errorf("%s: %w", panels[i].Title, err)
		}
		p.Draw(tiles.At(dc, i%columns, i/columns))
	}
	_, err = canvas.WriteTo(w)
	return err
}

// plot makes a panel's plot.
func (p *Panel) plot() (*plot.Plot, error) {
	out := plot.New()
	sans(out)
	out.Title.Text, out.X.Label.Text, out.Y.Label.Text = p.Title, p.X, p.Y
	out.X.Tick.Marker, out.Y.Tick.Marker = ticks{}, ticks{}
	out.Legend.Top = true
	low, high := p.limits()
	for i, at := range p.Thresholds {
		line, err := plotter.NewLine(plotter.XYs{{X: at.X, Y: low}, {X: at.X, Y: high}})
		if err != nil {
			return nil, err
		}
		line.Color, line.Dashes = threshold, []vg.Length{vg.Points(4), vg.Points(3)}
		out.Add(line)
		if i == 0 {
			out.Legend.Add(p.tiers(), line)
		}
	}
	for _, s := range p.Sections {
		line, err := plotter.NewLine(xys(s))
		if err != nil {
			return nil, err
		}
		line.Color, line.Width = ink, vg.Points(1.5)
		out.Add(line)
	}
	for i, m := range p.Marks {
		dot, err := plotter.NewScatter(xys([]Point{m.Point}))
		if err != nil {
			return nil, err
		}
		dot.GlyphStyle = draw.GlyphStyle{Color: colours[i%len(colours)], Radius: vg.Points(4), Shape: draw.CircleGlyph{}}
		out.Add(dot)
		out.Legend.Add(m.Name, dot)
	}
	out.Y.Min, out.Y.Max = low, high
	return out, nil
}

// tiers names the thresholds in the legend.
func (p *Panel) tiers() string {
	var names []string
	for _, at := range p.Thresholds {
		names = append(names, at.Name)
	}
	return "tier from " + strings.Join(names, ", ")
}

// limits are the least and greatest cost, with some room above for the legend.
func (p *Panel) limits() (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	see := func(q Point) { low, high = math.Min(low, q.Y), math.Max(high, q.Y) }
	for _, s := range p.Sections {
		for _, q := range s {
			see(q)
		}
	}
	for _, m := range p.Marks {
		see(m.Point)
	}
	room := math.Max((high-low)*0.08, 1e-6)
	return low - room, high + 4*room
}

func xys(points []Point) plotter.XYs {
	out := make(plotter.XYs, len(points))
	for i, q := range points {
		out[i].X, out[i].Y = q.X, q.Y
	}
	return out
}

// sans gives all texts a face without serifs, which is easier to read on a screen.
func sans(p *plot.Plot) {
	for _, f := range []*font.Font{
		&p.Title.TextStyle.Font, &p.X.Label.TextStyle.Font, &p.Y.Label.TextStyle.Font,
		&p.X.Tick.Label.Font, &p.Y.Tick.Label.Font, &p.Legend.TextStyle.Font,
	} {
		f.Variant = "Sans"
	}
	p.Title.TextStyle.Font.Size = font.Points(13)
}

// ticks are the usual ones, their numbers written out: nobody reads 1.2e+06.
type ticks struct{}

// Ticks implements plot.Ticker.
func (ticks) Ticks(low, high float64) []plot.Tick {
	out := plot.DefaultTicks{}.Ticks(low, high)
	for i := range out {
		if out[i].Label != "" {
			out[i].Label = strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.4f", out[i].Value), "0"), ".")
		}
	}
	return out
}
