package explain

import (
	"fmt"
	"strings"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/texttable"
	"github.com/lanewise/lanewise/rates"
)

// flip tells what would turn the choice to the other channel.
func (c *Case) flip(b *strings.Builder) {
	d := c.Decision
	if !d.Chosen {
		return
	}
	b.WriteString("\nWhat would change the choice\n")
	say := func(format string, args ...any) {
		b.WriteString(texttable.Paragraph("  ", "    ", fmt.Sprintf(format, args...), c.Width))
	}
	f, currency := &d.Flip, c.Book.Settings.Currency
	if f.Other.Service == nil {
		say("Nothing: no %s service can take this order.", otherChannel(&d.Choice))
		return
	}
	other := f.Other.Service.Channel
	say("Price: the best %s service, %s, wins if its price falls (or that of %s rises) by more than %s %s.", other, f.Other.Service.Code,
		d.Choice.Service.Code, c.cost(f.Margin), currency)
	switch {
	case !f.HasCost:
		say("Bad orders: one costs %s %s today; whatever one costs, no %s service wins.", f.Now, currency, other)
	case f.Cost > f.Now:
		say("Bad orders: one costs %s %s today; from %s on %s wins.", f.Now, currency, f.Cost, f.Winner.Code)
	default:
		say("Bad orders: one costs %s %s today; at %s or less %s wins.", f.Now, currency, f.Cost, f.Winner.Code)
	}
}

func otherChannel(q *engine.Quote) rates.Channel {
	if q.Service.Channel == rates.Online {
		return rates.Offline
	}
	return rates.Online
}
