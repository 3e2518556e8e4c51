package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/internal/planning"
	"github.com/lanewise/lanewise/rates"
)

// planLimits are --max-bad-rate and --max-share.
type planLimits struct {
	bad    rates.Opt[rates.Share]
	shares shareLimits
}

// badRate is --max-bad-rate.
type badRate rates.Opt[rates.Share]

// String implements pflag.Value.
func (f *badRate) String() string { return "" }

// Type implements pflag.Value.
func (f *badRate) Type() string { return "RATE" }

// Set implements pflag.Value.
func (f *badRate) Set(s string) error {
	v, err := parseShare(s)
	if err != nil {
		return fmt.Errorf("%w, such as 0.02 for 2 of 100 orders", err)
	}
	*f = badRate{V: v, OK: true}
	return nil
}

// shareLimits is --max-share.
type shareLimits map[rates.Channel]rates.Share

// String implements pflag.Value.
func (f *shareLimits) String() string { return "" }

// Type implements pflag.Value.
func (f *shareLimits) Type() string { return "CHANNEL=SHARE" }

// Set implements pflag.Value.
func (f *shareLimits) Set(s string) error {
	name, text, ok := strings.Cut(s, "=")
	channel := map[string]rates.Channel{"online": rates.Online, "offline": rates.Offline}[name]
	if !ok || channel == 0 {
		return errors.New("write online=SHARE or offline=SHARE, such as offline=0.6")
	}
	if _, given := (*f)[channel]; given {
		return fmt.Errorf("%s is given twice", name)
	}
	share, err := parseShare(text)
	if err != nil {
		return fmt.Errorf("%w, such as %s=0.6", err, name)
	}
	if *f == nil {
		*f = shareLimits{}
	}
	(*f)[channel] = share
	return nil
}

// parseShare reads a share from 0 to 1 with at most six digits after the point.
func parseShare(s string) (rates.Share, error) {
	const digits = 6
	v, err := money.ParseFixed(s, digits, false)
	if err != nil || v > int64(money.One) {
		return 0, errors.New("write a number from 0 to 1 with at most six digits after the point")
	}
	return rates.Share(v), nil
}

// defaultGap is where a search stops: a hundredth of a percent.
const defaultGap = 0.0001

// gapFlag is --gap.
type gapFlag float64

// String implements pflag.Value.
func (f *gapFlag) String() string { return "" }

// Type implements pflag.Value.
func (f *gapFlag) Type() string { return "SHARE" }

// Set implements pflag.Value.
func (f *gapFlag) Set(s string) error {
	const digits = 9
	v, err := money.ParseFixed(s, digits, false)
	if err != nil || v > 1e9 {
		return errors.New("write a number from 0 to 1, such as 0.0001 for a hundredth of a percent")
	}
	*f = gapFlag(float64(v) / 1e9)
	return nil
}

// timeFlag is --time.
type timeFlag time.Duration

// String implements pflag.Value.
func (f *timeFlag) String() string { return "" }

// Type implements pflag.Value.
func (f *timeFlag) Type() string { return "DURATION" }

// Set implements pflag.Value.
func (f *timeFlag) Set(s string) error {
	d, err := time.ParseDuration(s)
	if err != nil || d <= 0 {
		return errors.New("write a time above 0 with its unit, such as 10s, 500ms or 5m")
	}
	*f = timeFlag(d)
	return nil
}

// forecastFlag is --forecast.
type forecastFlag int

// String implements pflag.Value.
func (f *forecastFlag) String() string { return "" }

// Type implements pflag.Value.
func (f *forecastFlag) Type() string { return "N" }

// Set implements pflag.Value.
func (f *forecastFlag) Set(s string) error {
	n, err := strconv.ParseUint(s, 10, 16)
	if err != nil || n > planning.MaxForecast {
		return fmt.Errorf("write a number of batches from 0 to %d", planning.MaxForecast)
	}
	*f = forecastFlag(n)
	return nil
}
