package skus

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/internal/xlsx"
)

// sheetName is the sheet read of a workbook with several.
const sheetName = "skus"

// ReadWorkbook reads a master of so many bytes from the only sheet of a workbook, or from the one named skus; see Open.
func ReadWorkbook(name string, r io.ReaderAt, size int64, settle money.Currency) (*Master, error) {
	w, err := xlsx.Open(r, size, xlsx.DefaultLimits())
	if err != nil {
		return nil, sheetError(name, err)
	}
	sheet, err := chooseSheet(name, w.Sheets())
	if err != nil {
		return nil, err
	}
	rows, err := w.Rows(sheet)
	if err != nil {
		return nil, sheetError(name, err)
	}
	defer rows.Close()
	return newLoader(name, &sheetRows{Rows: rows}, settle).read(rows.LongNumber)
}

// sheetError makes a refused workbook a refused master.
func sheetError(name string, err error) error {
	var bad *xlsx.Error
	if errors.As(err, &bad) {
		return &Error{Mistakes: []string{name + ": " + err.Error()}}
	}
	return fmt.Errorf("%s: reading: %w", name, err)
}

func chooseSheet(name string, sheets []string) (string, error) {
	if len(sheets) == 1 {
		return sheets[0], nil
	}
	for _, s := range sheets {
		if strings.EqualFold(s, sheetName) {
			return s, nil
		}
	}
	return "", &Error{Mistakes: []string{fmt.Sprintf("%s: has %d sheets and none is named %s; name the sheet of articles so", name, len(sheets), sheetName)}}
}

// sheetRows gives the rows of a sheet at least the length of its header: empty cells at the end are not stored.
type sheetRows struct {
	*xlsx.Rows
	width int
	row   []string
}

func (s *sheetRows) Read() ([]string, error) {
	row, err := s.Rows.Read()
	if row == nil {
		return nil, err
	}
	if s.width == 0 {
		s.width = len(row)
	}
	s.row = append(s.row[:0], row...)
	for len(s.row) < s.width {
		s.row = append(s.row, "")
	}
	return s.row, err
}
