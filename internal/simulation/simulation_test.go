package simulation

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/internal/planning"
	"github.com/lanewise/lanewise/rates"
	"github.com/lanewise/lanewise/testdata"
)

const shop = "../../docs/examples/shop"

func compiled(t *testing.T, path string) *engine.Engine {
	t.Helper()
	book, problems := rates.Open(path)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	e, err := engine.Compile(book)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func reader(t *testing.T, e *engine.Engine, text []byte) *orders.Reader {
	t.Helper()
	day, _ := rates.ParseDate("2026-07-15")
	rows, err := orders.NewReader(orders.Options{Defaults: orders.Defaults{Currency: e.Book().Settings.Currency, ShipDate: day}},
		orders.Source{Name: "orders.csv", R: bytes.NewReader(text)})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// config simulates the sample orders with the documentation's small book, whose months start at nothing.
func config(t *testing.T) Config {
	t.Helper()
	e := compiled(t, shop)
	set := &e.Book().Settings
	zero, err := e.At(nil, set.SellerOrders, set.SellerBadOrders)
	if err != nil {
		t.Fatal(err)
	}
	return Config{Engine: zero, Rows: reader(t, e, testdata.Orders()), Months: MinMonths, Orders: 700, Noise: 100_000, Margin: 50_000, Workers: 2}
}

func run(t *testing.T, c Config) *Result {
	t.Helper()
	r, err := Run(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestSameForAnyNumberOfWorkers(t *testing.T) {
	var want string
	for _, workers := range []int{1, 3, 0} {
		c := config(t)
		c.Workers = workers
		r := run(t, c)
		var csv bytes.Buffer
		if err := r.WriteCSV(&csv); err != nil {
			t.Fatal(err)
		}
		got := r.Text(&c, 80) + csv.String()
		if want == "" {
			want = got
		}
		if got != want {
			t.Errorf("%d workers:\n%s\none:\n%s", workers, got, want)
		}
	}
	c := config(t)
	c.Seed = 1
	if r := run(t, c); r.Text(&c, 80) == want {
		t.Error("another seed gives the same months")
	}
}

// The policies decide as the engine does at the volumes, tiers and credits that they stand for.
func TestPoliciesDecideAsTheEngine(t *testing.T) {
	for _, path := range []string{shop, "../../testdata/books/aliexpress-2026", "../../testdata/books/northpost"} {
		e := compiled(t, path)
		base, err := planning.Price(context.Background(), planning.Job{Engine: e, Volumes: e.Book().Volumes, Rows: reader(t, e, testdata.Orders()), Workers: 1})
		if err != nil {
			t.Fatal(err)
		}
		if err := base.Ready(); err != nil {
			t.Fatal(err)
		}
		m, err := priced(context.Background(), e, base, 2)
		if err != nil {
			t.Fatal(err)
		}
		rows := map[int32]*orders.Row{}
		var pick []int32
		base.EachOrder(func(order int, row *orders.Row) { rows[int32(order)] = row; pick = append(pick, int32(order)) })
		for credits := range 3 {
			r := &rule{}
			if credits > 0 {
				for g := range m.terms {
					unit := make([]money.Amount, len(m.terms[g].Tiers))
					for k := range unit {
						unit[k] = money.Amount(1_500_000 * (g - 1) * credits)
					}
					r.credit, r.reached, r.enough = append(r.credit, unit), append(r.reached, unit), append(r.enough, math.MaxInt64)
				}
			}
			if credits == 2 { // at the last tiers
				for g := range m.terms {
					r.at = append(r.at, len(m.terms[g].Tiers)-1)
				}
			}
			m.matches(t, e, pick, rows, r)
		}
	}
}

// matches follows a rule and asks the engine the same at every order.
func (m *market) matches(t *testing.T, e *engine.Engine, pick []int32, rows map[int32]*orders.Row, r *rule) {
	t.Helper()
	choice, end := m.follow(pick, r)
	set := &e.Book().Settings
	volume := make([]int64, len(m.terms))
	for g := range volume {
		volume[g] = m.terms[g].Volume
	}
	known := map[string]*engine.Engine{}
	var d engine.Decision
	for i, order := range pick {
		tiers := make([]int, len(m.terms))
		for g := range tiers {
			if tiers[g] = m.terms[g].Tier(volume[g]); r.at != nil {
				tiers[g] = r.at[g]
			}
		}
		at := known[fmt.Sprint(tiers)]
		if at == nil {
			var volumes []rates.Volume
			var credits []engine.Credit
			for g := range m.terms {
				volumes = append(volumes, m.terms[g].At(tiers[g]))
				if r.credit != nil {
					credits = append(credits, engine.Credit{Contract: m.terms[g].Name, PerUnit: r.credit[g][0]})
				}
			}
			var err error
			if at, err = e.At(volumes, set.SellerOrders, set.SellerBadOrders); err != nil {
				t.Fatal(err)
			}
			if at, err = at.WithCredits(credits); err != nil {
				t.Fatal(err)
			}
			known[fmt.Sprint(tiers)] = at
		}
		at.Decide(&rows[order].Order, &d)
		o := &m.orders[order][choice[i]]
		if got := e.Book().Services[o.service].Code; got != d.Choice.Service.Code {
			t.Fatalf("order %d goes by %s, the engine says %s", order, got, d.Choice.Service.Code)
		}
		if o.contract >= 0 {
			volume[o.contract] += o.volume
		}
	}
	for g := range end {
		if end[g] != m.terms[g].Tier(volume[g]) {
			t.Errorf("%s ends at tier %d with a volume of %d", m.terms[g].Name, end[g], volume[g])
		}
	}
}

// A month costs what its orders cost at the tiers it ends with, priced anew one by one, less what contracts give.
func TestMonthsAreValuedAtTheirEnd(t *testing.T) {
	c := config(t)
	base, err := planning.Price(context.Background(), planning.Job{Engine: c.Engine, Rows: c.Rows, Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	if err := base.Ready(); err != nil {
		t.Fatal(err)
	}
	m, err := priced(context.Background(), c.Engine, base, 2)
	if err != nil {
		t.Fatal(err)
	}
	rows := map[int]*orders.Row{}
	base.EachOrder(func(order int, row *orders.Row) { rows[order] = row })
	c.Orders = 1500
	month := Month{pick: c.draw(3, len(m.orders))}
	var tiers []int
	for p := range month.choice {
		month.choice[p], tiers = m.follow(month.pick, &rule{})
	}
	choice, pick := month.choice[0], month.pick
	if err := m.value(context.Background(), &month, 0); err != nil {
		t.Fatal(err)
	}
	// In this book HK is all_units by kg with a rebate of 300 from 500 kg; YD is incremental by parcels, 0.8 for each of 250 that is missing.
	at, err := c.Engine.At([]rates.Volume{m.terms[0].At(tiers[0])}, c.Engine.Book().Settings.SellerOrders, c.Engine.Book().Settings.SellerBadOrders)
	if err != nil {
		t.Fatal(err)
	}
	var d engine.Decision
	want, parcels := int64(0), int64(0)
	for i, order := range pick {
		o := &m.orders[order][choice[i]]
		at.Compare(&rows[int(order)].Order, &d)
		want += int64(d.Quotes[o.service].Total) / 100
		if d.Quotes[o.service].Service.Contract == "YD" {
			parcels++
		}
	}
	if tiers[0] == 2 {
		want -= 300_0000
	}
	if tiers[0] == 0 || parcels >= 300 {
		t.Fatalf("the month tells nothing: HK ends at tier %d, YD has %d parcels", tiers[0], parcels)
	}
	want += max(0, 250-parcels) * 8000
	if month.Cost[0] != want || month.Cost[policies] > want {
		t.Errorf("the month costs %d, want %d; the plan of it %d", month.Cost[0], want, month.Cost[policies])
	}
}

// The credit is the least that brings the forecast's orders to the threshold.
func TestCreditsClear(t *testing.T) {
	c := config(t)
	base, err := planning.Price(context.Background(), planning.Job{Engine: c.Engine, Rows: c.Rows, Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	if err := base.Ready(); err != nil {
		t.Fatal(err)
	}
	m, err := priced(context.Background(), c.Engine, base, 2)
	if err != nil {
		t.Fatal(err)
	}
	pick := c.expected(len(m.orders))
	cl := &clearing{m: m, pick: pick, tiers: []int{0, 0}, credit: make([]money.Amount, 2), least: make([]int64, 2)}
	own := cl.volume(0)
	cl.least[0] = own + own/50
	cl.settle()
	if cl.credit[0] <= 0 || cl.volume(0) < cl.least[0] {
		t.Fatalf("a credit of %v gives %d of %d", cl.credit[0], cl.volume(0), cl.least[0])
	}
	cl.credit[0]--
	if cl.volume(0) >= cl.least[0] {
		t.Error("a smaller credit does it too")
	}
	cl.least[0] = math.MaxInt64
	if got := cl.find(0); got != 0 {
		t.Errorf("a threshold out of reach has a credit of %v", got)
	}
	cl.least[0], cl.credit[0], cl.credit[1] = 0, 0, 0
	m.terms[1].Capacity = cl.volume(1) / 2
	if cl.credit[1] = cl.find(1); cl.credit[1] >= 0 || cl.volume(1) > m.terms[1].Capacity {
		t.Errorf("a full contract has a credit of %v and %d of %d", cl.credit[1], cl.volume(1), m.terms[1].Capacity)
	}
	m.terms[1].Capacity = -1
	cl.settle()
	// YD: 0.8 for each parcel that is missing of 250, and not more.
	if cl.credit[1] != 800_000 && cl.volume(1) != 250 {
		t.Errorf("the commitment gives a credit of %v and %d parcels", cl.credit[1], cl.volume(1))
	}
}

func TestDraws(t *testing.T) {
	c := Config{Orders: 1000, Noise: 100_000, Seed: 7}
	least, most := 2000, 0
	for month := range 300 {
		pick := c.draw(month, 40)
		least, most = min(least, len(pick)), max(most, len(pick))
		for _, p := range pick {
			if p < 0 || p >= 40 {
				t.Fatal(p)
			}
		}
	}
	if least < 900 || least > 910 || most > 1100 || most < 1090 {
		t.Errorf("months have %d to %d orders, want 900 to 1100", least, most)
	}
	for _, f := range []struct {
		orders   int
		forecast int64
		n, want  int
	}{{100, 0, 100, 100}, {100, 150_000, 100, 115}, {100, -250_000, 100, 75}, {30, 0, 100, 30}, {1, -990_000, 5, 1}} {
		c := Config{Orders: f.orders, Forecast: f.forecast}
		pick := c.expected(f.n)
		count := map[int32]int{}
		for _, p := range pick {
			count[p]++
		}
		if len(pick) != f.want || len(count) != min(f.want, f.n) {
			t.Errorf("%+v: %d orders, %d different", f, len(pick), len(count))
		}
	}
}

// t at 0.995 and 19 degrees of freedom is 2.860935.
func TestIntervals(t *testing.T) {
	months := make([]Month, 20)
	for i := range months {
		months[i].Cost = [simulated]int64{1000, 1000 - int64(i), 1000, 1000 + int64(i)}
	}
	c := compare(months, 1, 0)
	half := 2.860935 * math.Sqrt(35) / math.Sqrt(20)
	if c.Average != -10 || c.Better != 19 || math.Abs(c.Mean+9.5) > 1e-9 || math.Abs(c.To-(-9.5+half)) > 1e-4 || math.Abs(c.From-(-9.5-half)) > 1e-4 || !c.Clear() {
		t.Errorf("%+v, want -9.5 ± %v", c, half)
	}
	for _, v := range []struct {
		last, credits, tiers func(i int64) int64
		want                 Verdict
	}{
		{func(int64) int64 { return 1000 }, func(int64) int64 { return 1000 }, func(int64) int64 { return 1000 }, Verdict{Myopic, NoneBetter}},
		{func(i int64) int64 { return 900 + i }, func(i int64) int64 { return 890 + 3*i }, func(int64) int64 { return 1000 }, Verdict{LastTiers, TiersEnough}},
		{func(i int64) int64 { return 900 + i }, func(i int64) int64 { return 800 + i }, func(i int64) int64 { return 790 + i }, Verdict{PlanTiers, CreditsPay}},
		{func(int64) int64 { return 1100 }, func(i int64) int64 { return 800 + i }, func(int64) int64 { return 1000 }, Verdict{Credits, CreditsPay}},
		{func(int64) int64 { return 1000 }, func(i int64) int64 { return 1000 + i%2*100 - 51 }, func(int64) int64 { return 1200 }, Verdict{Myopic, NoneBetter}},
	} {
		for i := range months {
			n := int64(i)
			months[i].Cost = [simulated]int64{1000, v.last(n), v.credits(n), v.tiers(n), 700}
		}
		r := Result{Months: months}
		if r.judge(); r.Verdict != v.want {
			t.Errorf("%+v, want %+v (%+v, %+v)", r.Verdict, v.want, r.Compare, r.Rival)
		}
		if v.want.Why == CreditsPay { // whoever breaks limits is not recommended
			months[3].Over[2], months[3].Over[3] = true, true
			r := Result{Months: months}
			if r.judge(); r.Verdict.Why == CreditsPay {
				t.Error("a policy that breaks a limit is recommended")
			}
			months[3].Over = [policies]bool{}
		}
	}
}

func TestRefusals(t *testing.T) {
	c := config(t)
	c.Rows = reader(t, c.Engine, []byte("order_id,country,weight_g\nA,DE,9000000\n"))
	if _, err := Run(context.Background(), c); !errors.As(err, new(NoOrders)) {
		t.Error(err)
	}
	c = config(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Run(ctx, c); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
