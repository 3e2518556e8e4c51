package main

import (
	"fmt"
	"io"

	"github.com/lanewise/lanewise/internal/chart"
	"github.com/lanewise/lanewise/internal/planning"
)

// drawPlan draws a plan's contracts in the format that the file's name asks for.
func drawPlan(w io.Writer, name string, p *planning.Plan) error {
	format, _ := chart.FormatOf(name)
	var panels []chart.Panel
	for _, c := range p.Curves() {
		panels = append(panels, panelOf(p, &c))
	}
	return chart.Draw(w, format, panels)
}

func panelOf(p *planning.Plan, c *planning.Curve) chart.Panel {
	k := c.Contract
	out := chart.Panel{Title: fmt.Sprintf("%s: cost of the batch by volume", k.Name()), X: k.Unit(), Y: p.Currency().String()}
	at := func(q planning.Point) chart.Point {
		return chart.Point{X: k.Measured(q.Volume), Y: float64(q.Cost) / 1e4}
	}
	least, most := at(c.Points[0]).X, at(c.Points[0]).X
	for _, q := range c.Points {
		least, most = min(least, at(q).X), max(most, at(q).X)
	}
	for i, q := range c.Points {
		if i == 0 || k.TierAt(q.Volume) != k.TierAt(c.Points[i-1].Volume) {
			out.Sections = append(out.Sections, nil)
		}
		last := &out.Sections[len(out.Sections)-1]
		*last = append(*last, at(q))
	}
	for tier := range k.Tiers() {
		if x := k.Measured(k.Begin(tier)); x > least && x <= most {
			out.Thresholds = append(out.Thresholds, chart.Threshold{X: x, Name: k.From(tier)})
		}
	}
	out.Marks = []chart.Mark{{Point: at(c.Alone), Name: "each order alone"}, {Point: at(c.Plan), Name: "plan"}}
	return out
}
