package planning

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/plan"
	"github.com/lanewise/lanewise/rates"
)

const tierHead = "contract,measure,mode,from,percent,per_unit,on,rebate\n"

// noB leaves contract B without terms of interest.
const noB = "B,parcels,all_units,0,0,,freight,\n"

// A threshold that the batch meets exactly is reached, and the parcel that does it earns the whole tier.
func TestThresholdExactlyMet(t *testing.T) {
	b := book(t, tables{
		"tiers.csv":   tierHead + "A,parcels,all_units,0,0,,freight,\nA,parcels,all_units,12,0,,freight,50\n" + noB,
		"volumes.csv": "contract,parcels\nA,10\n",
	})
	p, _ := solve(t, b, file(1400, 200, 210, 220), nil)
	c := &p.Contracts[0]
	if c.Volume != 12 || c.Tier != 1 || c.Rebate != 50_0000 || c.Last != 50_0000 || c.TierWorth != 50_0000 {
		t.Errorf("volume %d, tier %d, rebate %d, last parcel %d, tier worth %d", c.Volume, c.Tier, c.Rebate, c.Last, c.TierWorth)
	}
	if c.Next.Verdict != Top {
		t.Errorf("verdict %q at the last tier", c.Next.Verdict)
	}
	b.Volumes[0].Parcels = 9_000_000 // now three parcels have to go there
	if p, _ := solve(t, b, file(1400, 200, 210, 220), nil); p.Contracts[0].Volume != 12 || p.Contracts[0].Parcels != 3 {
		t.Errorf("volume %d, %d parcels", p.Contracts[0].Volume, p.Contracts[0].Parcels)
	}
}

// A threshold that the batch cannot reach is said to be out of reach, one that costs more than it gives, not worth it.
func TestThresholdsThatAreNotTaken(t *testing.T) {
	terms := func(from, rebate string) tables {
		return tables{
			"tiers.csv":   tierHead + "A,parcels,all_units,0,0,,freight,\nA,parcels,all_units," + from + ",0,,freight," + rebate + "\n" + noB,
			"volumes.csv": "contract,parcels\nA,10\n",
		}
	}
	for _, c := range []struct {
		from, rebate string
		want         Verdict
	}{{"14", "500", Top}, {"15", "500", OutOfReach}, {"14", "0.01", NotWorth}} {
		p, _ := solve(t, book(t, terms(c.from, c.rebate)), file(300, 300, 300, 300), nil)
		if got := p.Contracts[0].Next; got.Verdict != c.want {
			t.Errorf("from %s, rebate %s: %q, want %q", c.from, c.rebate, got.Verdict, c.want)
		}
		if n := p.Contracts[0].Next; n.Verdict == NotWorth && n.Extra <= 0 {
			t.Errorf("not worth it, and costs %d more", n.Extra)
		}
	}
}

// A contract that stands above its last tier stays there, and pays no rebate twice.
func TestVolumeAboveTheLastTier(t *testing.T) {
	b := book(t, tables{
		"tiers.csv":   tierHead + "A,spend,all_units,0,0,,freight,\nA,spend,all_units,100,8,,freight,30\n" + noB,
		"volumes.csv": "contract,spend,retro_freight\nA,5000,5000\n",
	})
	p, _ := solve(t, b, file(500, 900), nil)
	if c := &p.Contracts[0]; c.Tier != 1 || c.Rebate != 0 || c.Retro != 0 || c.TierWorth != 0 || c.Discount == 0 {
		t.Errorf("tier %d, rebate %d, retro %d, worth %d, discount %d", c.Tier, c.Rebate, c.Retro, c.TierWorth, c.Discount)
	}
	if p.Outcome.Objective != p.alternative(PerOrder).Outcome.Objective {
		t.Error("a plan differs in cost from per-order choice where no tier can change")
	}
}

// Contracts that no service has, or no order can use, stand in the table with what they charge.
func TestContractsNobodyUses(t *testing.T) {
	b := book(t, tables{
		"tiers.csv":  tierHead + "A,parcels,all_units,0,0,,freight,\n" + noB + "IDLE,kg,incremental,0,,1,,\n",
		"limits.csv": "contract,commit,shortfall_rate\nIDLE,12.5,2\n",
	})
	p, _ := solve(t, b, file(300), nil)
	if c := &p.Contracts[2]; c.Name() != "IDLE" || c.Parcels != 0 || c.Penalty != 25_0000 || c.Last != 0 {
		t.Errorf("%s: %d parcels, penalty %d, last parcel %d", c.Name(), c.Parcels, c.Penalty, c.Last)
	}
	if p.Outcome.Objective != p.Outcome.Orders+25_0000 {
		t.Errorf("cost %d, of the orders %d", p.Outcome.Objective, p.Outcome.Orders)
	}
}

// Limits that cannot be kept are named with the least that can be achieved.
func TestLimitsThatCannotBeKept(t *testing.T) {
	b := book(t, tables{"rules.csv": "rule,when,do,services\nbig,order.weight_g > 500,forbid,FREE\n"})
	p, _ := solve(t, b, file(600, 700, 300, 300), func(j *Job) {
		j.Limits.Shares = map[rates.Channel]rates.Share{rates.Offline: 250_000}
	})
	if len(p.Result.Broken) != 1 || p.Result.Stop != plan.Infeasible {
		t.Fatalf("broken %v, stopped %q", p.Result.Broken, p.Result.Stop)
	}
	if got := p.Result.Broken[0]; got.What != plan.ShareLimit || got.Allowed != 1 || got.Least != 2 || got.Plan != 2 {
		t.Errorf("%+v", got)
	}
	const want = "share of offline: at most 0.25 allowed, no plan comes to less than 0.5, this one to 0.5"
	if text := strings.Join(strings.Fields(p.Text(80)), " "); !strings.Contains(text, want) {
		t.Errorf("no %q in\n%s", want, p.Text(80))
	}
}

// A limit on the rate of bad orders holds, and costs.
func TestMostBadOrders(t *testing.T) {
	b := book(t, tables{"rates.csv": "service,zone,upto_g,base,per_kg\nFREE,DE,9000,90,40\nA1,DE,9000,11,41\nA2,DE,9000,10,35\nB1,DE,9000,19,47\n"})
	free, _ := solve(t, b, file(300, 300, 300, 300), nil)
	p, _ := solve(t, b, file(300, 300, 300, 300), func(j *Job) { j.Limits.MaxBad = rates.Opt[rates.Share]{V: 90_000, OK: true} })
	if free.Outcome.Bad <= 4*90_000 || p.Outcome.Bad > 4*90_000 || p.Outcome.Objective <= free.Outcome.Objective {
		t.Errorf("bad %d of %d without a limit, %d of %d with one", free.Outcome.Bad, free.Outcome.Objective, p.Outcome.Bad, p.Outcome.Objective)
	}
}

// A forecast counts the batch several times, and so reaches what one batch cannot.
func TestForecast(t *testing.T) {
	b := book(t, tables{
		"tiers.csv":   tierHead + "A,parcels,all_units,0,0,,freight,\nA,parcels,all_units,16,10,,freight,\n" + noB,
		"volumes.csv": "contract,parcels\nA,4\n",
	})
	once, _ := solve(t, b, file(900, 1000, 1100), nil)
	p, _ := solve(t, b, file(900, 1000, 1100), func(j *Job) { j.Forecast = 3 })
	if once.Contracts[0].Tier != 0 || p.Contracts[0].Tier != 1 || p.Contracts[0].Volume != 16 {
		t.Errorf("tier %d alone, %d with a forecast at volume %d", once.Contracts[0].Tier, p.Contracts[0].Tier, p.Contracts[0].Volume)
	}
	if p.Outcome.Objective%4 != 0 || p.Outcome.Objective >= 4*once.Outcome.Objective {
		t.Errorf("four batches cost %d, one alone %d", p.Outcome.Objective, once.Outcome.Objective)
	}
}

// Rows that take no part are listed and written; a batch of nothing else is a plan too.
func TestOrdersThatTakeNoPart(t *testing.T) {
	b := book(t, tables{"rules.csv": "rule,when,do,services\nlook,order.weight_g > 2000,hold,\n"})
	text := "order_id,country,weight_g,ship_date\nA,DE,300,2026-11-01\nB,DE,3000,2026-11-01\nC,DE,x,2026-11-01\nD,FR,300,2026-11-01\n"
	p, rows := solve(t, b, text, nil)
	want := []Left{{"B", engine.Hold}, {"C", engine.Invalid}, {"D", engine.None}}
	if p.Orders.Planned != 1 || len(p.Orders.Left) != 3 || p.Orders.Left[0] != want[0] || p.Orders.Left[1] != want[1] || p.Orders.Left[2] != want[2] {
		t.Errorf("%+v", p.Orders)
	}
	for i, begin := range []string{"order_id,", "A,ship,", "B,hold,", "C,invalid,", "D,none,"} {
		if line := strings.Split(rows, "\n")[i]; !strings.HasPrefix(line, begin) {
			t.Errorf("line %d is %q", i+1, line)
		}
	}
	p, rows = solve(t, b, "order_id,country,weight_g\nD,FR,300\n", nil)
	if p.Outcome.Objective != 0 || !p.Result.Proven || strings.Count(rows, "\n") != 2 || p.GapPercent() != "0.0000" {
		t.Errorf("cost %d, proven %v, rows %q", p.Outcome.Objective, p.Result.Proven, rows)
	}
}

// Ship dates in several periods are counted against the period that most ship in.
func TestPeriods(t *testing.T) {
	b := book(t, tables{"contracts.csv": "contract,name,period\nA,first,month\nB,second,rolling:10\n"})
	text := "order_id,country,weight_g,ship_date\nA,DE,300,2026-10-30\nB,DE,300,2026-11-01\nC,DE,300,2026-11-03\nD,DE,300,2026-11-29\n"
	p, _ := solve(t, b, text, nil)
	want := []Period{{[]string{"A"}, "month", "2026-11", 3, 1}, {[]string{"B"}, "rolling:10", "2026-10-30 to 2026-11-03", 3, 1}}
	got, _ := json.Marshal(p.Periods)
	if expect, _ := json.Marshal(want); !bytes.Equal(got, expect) {
		t.Errorf("%s, want %s", got, expect)
	}
}

// A discount that makes an order dearer cannot be planned with, and is refused.
func TestCostsThatRiseAreRefused(t *testing.T) {
	b := book(t, tables{
		"surcharges.csv": "service,surcharge,type,kind,amount\nA1,back,surcharge,percent_of_freight,-150\n",
		"tiers.csv":      tierHead + "A,parcels,all_units,0,0,,freight,\nA,parcels,all_units,2,10,,freight,\n" + noB,
	})
	e, err := engine.Compile(b)
	if err != nil {
		t.Fatal(err)
	}
	var rising *RisingCost
	if _, err := Price(context.Background(), Job{Engine: e, Rows: reader(t, file(300))}); !errors.As(err, &rising) || rising.Order != "O1" || rising.Service != "A1" {
		t.Errorf("%v", err)
	}
}

// An ended context still gives a plan, never dearer than per-order choice, with a bound below it.
func TestTimeIsOver(t *testing.T) {
	b := book(t, tables{
		"tiers.csv": tierHead + "A,parcels,all_units,0,0,,freight,\nA,parcels,all_units,3,20,,freight,\n" + noB,
	})
	e, err := engine.Compile(b)
	if err != nil {
		t.Fatal(err)
	}
	batch, err := Price(context.Background(), Job{Engine: e, Rows: reader(t, file(300, 400, 500, 600))})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	p, err := batch.Solve(ctx, 0)
	if err != nil {
		t.Fatal(err)
	}
	if p.Result.Bound > p.Outcome.Objective || p.Outcome.Objective > p.alternative(PerOrder).Outcome.Objective {
		t.Errorf("cost %d, bound %d", p.Outcome.Objective, p.Result.Bound)
	}
	if !p.Result.Proven && p.Result.Stop != plan.Interrupt {
		t.Errorf("stopped by %q", p.Result.Stop)
	}
}

// Reading ends with the context's error.
func TestPriceIsInterrupted(t *testing.T) {
	e, err := engine.Compile(book(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Price(ctx, Job{Engine: e, Rows: reader(t, file(300))}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// A credit stands beside the prices at the volumes to date: a contract that gives each unit the same, and changes nothing of
// it, has none; one whose plan reaches a tier has what the tier takes off a unit.
func TestCredits(t *testing.T) {
	b := book(t, tables{
		"tiers.csv":   tierHead + "A,parcels,incremental,0,,1.5,,\nA,parcels,incremental,1000,,2,,\nB,kg,all_units,0,0,,freight,\nB,kg,all_units,11,60,,freight,\n",
		"volumes.csv": "contract,parcels,kg\nA,20,0\nB,0,10\n",
		"rates.csv":   "service,zone,upto_g,base,per_kg\nFREE,DE,9000,30,40\nA1,DE,9000,1,40\nA2,DE,9000,1,41\nB1,DE,9000,0,50\n",
	})
	p, _ := solve(t, b, file(800, 900, 1000, 1100), nil)
	a, kg := &p.Contracts[0], &p.Contracts[1]
	if kg.Tier != 1 || kg.Parcels == 0 {
		t.Fatalf("tier %d with %d parcels", kg.Tier, kg.Parcels)
	}
	if a.Credit < -1e-6 || a.Credit > 1e-6 {
		t.Errorf("credit of A %v, want 0", a.Credit)
	}
	if least, most := 0.6*50*1.07, 0.6*50*1.07*1.07; kg.Credit < least || kg.Credit > most {
		t.Errorf("credit of B %v a kg, want from %v to %v", kg.Credit, least, most)
	}
}
