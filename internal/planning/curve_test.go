package planning

import (
	"slices"
	"testing"
)

// A point of a curve is what some choice costs, where one contract alone has terms: never less than the plan. Volumes
// rise, thresholds are among them where parcels can meet them, and the plan's volume is on the curve at the plan's cost.
func TestCurves(t *testing.T) {
	b := book(t, tables{
		"tiers.csv":   tierHead + "A,parcels,all_units,0,0,,freight,\nA,parcels,all_units,13,15,,freight,5\nA,parcels,all_units,16,20,,freight,\n" + noB,
		"volumes.csv": "contract,parcels,retro_freight\nA,10,100\n",
	})
	p, _ := solve(t, b, file(300, 700, 400, 250, 900, 1200, 500), nil)
	curves := p.Curves()
	if len(curves) != 2 || curves[0].Contract.Name() != "A" {
		t.Fatalf("%d curves", len(curves))
	}
	c := curves[0]
	if !slices.IsSortedFunc(c.Points, func(a, b Point) int { return int(a.Volume - b.Volume) }) {
		t.Error("volumes do not rise")
	}
	met := map[int64]bool{}
	for _, q := range c.Points {
		met[q.Volume] = true
		if q.Cost < p.Outcome.Objective {
			t.Errorf("volume %d costs %d, less than the plan", q.Volume, q.Cost)
		}
	}
	if !met[13] || !met[16] || !slices.Contains(c.Points, c.Plan) {
		t.Errorf("the points are %v, the plan %v", c.Points, c.Plan)
	}
}

// Long curves keep their ends.
func TestThin(t *testing.T) {
	points := make([]Point, 1000)
	for i := range points {
		points[i].Volume = int64(i)
	}
	out := thin(points)
	if len(out) != mostPoints || out[0].Volume != 0 || out[len(out)-1].Volume != 999 {
		t.Errorf("%d points from %v to %v", len(out), out[0], out[len(out)-1])
	}
}
