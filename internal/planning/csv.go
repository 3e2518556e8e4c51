package planning

import (
	"encoding/csv"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"

	"github.com/lanewise/lanewise/rates"
)

// ContractColumns are the columns of the table of contracts: the fields of ContractJSON without its type.
var ContractColumns = func() (names []string) {
	t := reflect.TypeFor[ContractJSON]()
	for i := 1; i < t.NumField(); i++ {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		names = append(names, name)
	}
	return names
}()

// WriteContracts writes the table of contracts as CSV.
func (p *Plan) WriteContracts(w io.Writer) error {
	out := csv.NewWriter(w)
	if err := out.Write(ContractColumns); err != nil {
		return err
	}
	for i := range p.Contracts {
		v := reflect.ValueOf(p.contractJSON(&p.Contracts[i]))
		row := make([]string, len(ContractColumns))
		for k := range row {
			row[k] = fmt.Sprint(v.Field(k + 1))
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// WriteCredits writes the volume credits as `decide --credits` reads them: of the contracts that some service has.
func (p *Plan) WriteCredits(w io.Writer) error {
	out := csv.NewWriter(w)
	if err := out.Write([]string{"contract", "credit", "note"}); err != nil {
		return err
	}
	for i := range p.Contracts {
		c := &p.Contracts[i]
		if !slices.ContainsFunc(p.Book().Services, func(s rates.Service) bool { return s.Contract == c.name }) {
			continue
		}
		if err := out.Write([]string{c.name, Credit(c.Credit), fmt.Sprintf("%s a %s", p.currency(), unitName[c.measure])}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
