// Command client is a shop's program on a client generated from /openapi.json. TestGeneratedClient generates the package
// shop/lanewise, builds this program with it and compares what it prints.
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"shop/lanewise"
	"strings"
	"time"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: client URL KEY")
		os.Exit(2)
	}
	if err := run(context.Background(), os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// shop is the service as this program sees it, and the order that it asks about.
type shop struct {
	api    *lanewise.ClientWithResponses
	order  lanewise.Order
	booked *lanewise.Shipment
}

func run(ctx context.Context, url, key string) error {
	if err := stranger(ctx, url); err != nil {
		return err
	}
	api, err := lanewise.NewClientWithResponses(url, lanewise.WithRequestEditorFn(func(_ context.Context, r *http.Request) error {
		r.Header.Set("Authorization", "Bearer "+key)
		return nil
	}))
	if err != nil {
		return err
	}
	s := shop{api: api, order: lanewise.Order{
		OrderId: new("A-1"), Country: "BE", Postcode: new("1037"), Value: new("45.57"), Currency: new("EUR"),
		WeightG: &lanewise.Grams{}, Attributes: &lanewise.Attributes{},
		ShipDate: &lanewise.Date{Time: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)},
	}}
	if err := s.order.WeightG.FromGrams0(650); err != nil {
		return err
	}
	if err := s.order.Attributes.FromAttributes0([]string{"clothing"}); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{s.prices, s.refusals, s.batch, s.plan, s.booking, s.retries, s.cancelling, s.outcome, s.book} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// stranger asks without a key.
func stranger(ctx context.Context, url string) error {
	api, err := lanewise.NewClientWithResponses(url)
	if err != nil {
		return err
	}
	r, err := api.ContractsWithResponse(ctx)
	if err != nil {
		return err
	}
	if r.ApplicationproblemJSON401 == nil {
		return unexpected("contracts without a key", r.Status(), r.Body)
	}
	tell("without a key", r.ApplicationproblemJSON401)
	return nil
}

// unexpected is the error of an answer that the document describes otherwise.
func unexpected(what, status string, body []byte) error {
	return fmt.Errorf("%s: %s\n%s", what, status, body)
}

// tell prints a refusal and where in the request its faults are.
func tell(what string, p *lanewise.Problem) {
	fmt.Println(what+":", p.Status, p.Type)
	if p.Errors == nil {
		return
	}
	for _, f := range *p.Errors {
		fmt.Println(" ", f.Pointer, f.Code)
	}
}

func (s *shop) prices(ctx context.Context) error {
	quotes, err := s.api.QuoteWithResponse(ctx, s.order)
	if err != nil {
		return err
	}
	if quotes.JSON200 == nil || quotes.JSON200.Quotes == nil {
		return unexpected("quotes", quotes.Status(), quotes.Body)
	}
	refused := 0
	for _, q := range *quotes.JSON200.Quotes {
		if q.Reason != nil {
			refused++
		}
	}
	best := (*quotes.JSON200.Quotes)[0]
	fmt.Println("quotes:", len(*quotes.JSON200.Quotes), "services,", refused, "refused, the best", best.Service, *best.TotalCost, quotes.JSON200.Currency)

	r, err := s.api.DecideWithResponse(ctx, s.order)
	if err != nil {
		return err
	}
	d := r.JSON200
	if d == nil || d.Choice == nil || d.Flip == nil {
		return unexpected("decision", r.Status(), r.Body)
	}
	fmt.Println("decision:", d.Status, d.Choice.Channel, d.Choice.Service, *d.Choice.TotalCost, d.Currency, "of", d.PricedAt.ShipDate)
	fmt.Println("flips to:", d.Flip.Channel, d.Flip.Service)
	return nil
}

func (s *shop) refusals(ctx context.Context) error {
	r, err := s.api.DecideWithResponse(ctx, lanewise.Order{Country: "QQ", LengthCm: new("-1")})
	if err != nil {
		return err
	}
	if r.ApplicationproblemJSON422 == nil {
		return unexpected("a bad order", r.Status(), r.Body)
	}
	tell("a bad order", r.ApplicationproblemJSON422)

	none, err := s.api.ShipmentWithResponse(ctx, "none")
	if err != nil {
		return err
	}
	if none.ApplicationproblemJSON404 == nil {
		return unexpected("no such shipment", none.Status(), none.Body)
	}
	tell("no such shipment", none.ApplicationproblemJSON404)
	return nil
}

func (s *shop) batch(ctx context.Context) error {
	file := strings.NewReader("order_id,country,weight_g,ship_date\nB-1,BE,300,2026-11-23\nB-2,UK,300,2026-11-23\n")
	params := &lanewise.DecideBatchParams{Format: new(lanewise.DecideBatchParamsFormat("csv"))}
	r, err := s.api.DecideBatchWithBodyWithResponse(ctx, params, "text/csv", file)
	if err != nil {
		return err
	}
	if r.StatusCode() != http.StatusOK {
		return unexpected("batch", r.Status(), r.Body)
	}
	fmt.Println("batch: whole", r.HTTPResponse.Trailer.Get("Lanewise-Complete"))
	for row := range strings.Lines(string(r.Body)) {
		fmt.Println(" ", strings.TrimSpace(strings.Join(strings.Split(row, ",")[:4], " ")))
	}
	return nil
}

// plan has a file planned, waits for the plan, and reads its decisions.
func (s *shop) plan(ctx context.Context) error {
	file := strings.NewReader("order_id,country,weight_g,ship_date\nB-1,BE,300,2026-11-23\nB-2,DE,650,2026-11-23\n")
	params := &lanewise.MakePlanParams{Gap: new("0"), MaxShare: &[]string{"offline:0.5", "online:0.5"}}
	made, err := s.api.MakePlanWithBodyWithResponse(ctx, params, "text/csv", file)
	if err != nil {
		return err
	}
	if made.JSON202 == nil {
		return unexpected("plan", made.Status(), made.Body)
	}
	p := made.JSON202
	for p.EndedAt == nil {
		time.Sleep(50 * time.Millisecond)
		r, err := s.api.PlanWithResponse(ctx, p.Id)
		if err != nil {
			return err
		}
		if p = r.JSON200; p == nil {
			return unexpected("plan", r.Status(), r.Body)
		}
	}
	fmt.Println("plan:", p.Status, "proven", p.Certificate.Proven, "online", p.Certificate.Shares["online"], "offline", p.Certificate.Shares["offline"], "contracts", len(*p.Contracts))
	r, err := s.api.PlanDecisionsWithResponse(ctx, p.Id, &lanewise.PlanDecisionsParams{})
	if err != nil {
		return err
	}
	if r.StatusCode() != http.StatusOK {
		return unexpected("decisions of the plan", r.Status(), r.Body)
	}
	for row := range strings.Lines(string(r.Body)) {
		fmt.Println(" ", strings.TrimSpace(strings.Join(strings.Split(row, ",")[:4], " ")))
	}
	return nil
}

// bookOrder books the order; weight 0 leaves it as it is.
func (s *shop) bookOrder(ctx context.Context, key string, weight int) (*lanewise.BookResponse, error) {
	b := lanewise.Booking{
		OrderId: *s.order.OrderId, Country: s.order.Country, WeightG: s.order.WeightG, Attributes: s.order.Attributes, ShipDate: s.order.ShipDate,
	}
	if weight > 0 {
		b.WeightG = &lanewise.Grams{}
		if err := b.WeightG.FromGrams0(weight); err != nil {
			return nil, err
		}
	}
	return s.api.BookWithResponse(ctx, &lanewise.BookParams{IdempotencyKey: key}, b)
}

// volume prints what a contract has counted.
func (s *shop) volume(ctx context.Context, contract string) error {
	r, err := s.api.ContractsWithResponse(ctx)
	if err != nil {
		return err
	}
	if r.JSON200 == nil {
		return unexpected("contracts", r.Status(), r.Body)
	}
	for _, c := range r.JSON200.Contracts {
		if c.Contract == contract && c.NextTier != nil {
			fmt.Println("contract:", c.Contract, c.Volume.Parcels, "parcels, missing to the next tier", c.NextTier.Missing)
		}
	}
	return nil
}

func (s *shop) booking(ctx context.Context) error {
	r, err := s.bookOrder(ctx, "order-A-1", 0)
	if err != nil {
		return err
	}
	if r.JSON201 == nil || r.JSON201.Contract == nil {
		return unexpected("booking", r.Status(), r.Body)
	}
	s.booked = r.JSON201
	counts := s.booked.Counts
	fmt.Println("booked:", s.booked.Status, s.booked.Service, *s.booked.Contract, counts.Parcels, counts.Kg, counts.Spend)
	kept, err := s.api.ShipmentWithResponse(ctx, s.booked.Id)
	if err != nil {
		return err
	}
	if kept.JSON200 == nil || kept.JSON200.Decision.Choice == nil {
		return unexpected("shipment", kept.Status(), kept.Body)
	}
	fmt.Println("shipment:", kept.JSON200.Status, kept.JSON200.OrderId, kept.JSON200.ShipDate, kept.JSON200.Decision.Choice.Service)
	return s.volume(ctx, *s.booked.Contract)
}

// retries sends the key of the booking again, with the same order and with another.
func (s *shop) retries(ctx context.Context) error {
	again, err := s.bookOrder(ctx, "order-A-1", 0)
	if err != nil {
		return err
	}
	if again.JSON201 == nil || again.Headers201 == nil || again.Headers201.IdempotencyReplayed == nil {
		return unexpected("booking again", again.Status(), again.Body)
	}
	fmt.Println("again: replayed", *again.Headers201.IdempotencyReplayed, "the same", again.JSON201.Id == s.booked.Id)
	other, err := s.bookOrder(ctx, "order-A-1", 700)
	if err != nil {
		return err
	}
	if other.ApplicationproblemJSON409 == nil {
		return unexpected("another order under the same key", other.Status(), other.Body)
	}
	tell("another order under the same key", other.ApplicationproblemJSON409)
	return nil
}

func (s *shop) cancelling(ctx context.Context) error {
	r, err := s.api.CancelWithResponse(ctx, s.booked.Id)
	if err != nil {
		return err
	}
	if r.JSON200 == nil || r.JSON200.CancelledAt == nil {
		return unexpected("cancelling", r.Status(), r.Body)
	}
	fmt.Println("cancelled:", r.JSON200.Status)
	twice, err := s.api.CancelWithResponse(ctx, s.booked.Id)
	if err != nil {
		return err
	}
	if twice.ApplicationproblemJSON409 == nil {
		return unexpected("cancelling twice", twice.Status(), twice.Body)
	}
	tell("cancelled twice", twice.ApplicationproblemJSON409)
	return s.volume(ctx, *s.booked.Contract)
}

func (s *shop) outcome(ctx context.Context) error {
	booked, err := s.bookOrder(ctx, "order-A-1-anew", 0)
	if err != nil {
		return err
	}
	if booked.JSON201 == nil {
		return unexpected("booking anew", booked.Status(), booked.Body)
	}
	r, err := s.api.OutcomeWithResponse(ctx, lanewise.OutcomeReport{Shipment: booked.JSON201.Id, Result: "delivered", LowScore: new(true)})
	if err != nil {
		return err
	}
	if r.JSON200 == nil {
		return unexpected("outcome", r.Status(), r.Body)
	}
	fmt.Println("outcome:", r.JSON200.Result, "shop", r.JSON200.Shop.Orders, r.JSON200.Shop.BadOrders, r.JSON200.Shop.BadOrderCost)
	return nil
}

func (s *shop) book(ctx context.Context) error {
	r, err := s.api.RateBookWithResponse(ctx)
	if err != nil {
		return err
	}
	if r.JSON200 == nil || len(r.JSON200.Services) == 0 {
		return unexpected("book", r.Status(), r.Body)
	}
	fmt.Println("book:", r.JSON200.Name, "from", r.JSON200.Services[0].Service, r.JSON200.Services[0].Channel)
	reload, err := s.api.ReloadWithResponse(ctx)
	if err != nil {
		return err
	}
	if reload.ApplicationproblemJSON403 == nil {
		return unexpected("reload without the scope", reload.Status(), reload.Body)
	}
	tell("reload without the scope", reload.ApplicationproblemJSON403)
	return nil
}
