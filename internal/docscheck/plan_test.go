package docscheck

import (
	"slices"
	"testing"

	"github.com/lanewise/lanewise/internal/planning"
	"github.com/lanewise/lanewise/internal/report"
)

// The plan's page lists what plan adds to a decision row, the columns of its contracts, and the fields of its certificate.
func TestPlanPage(t *testing.T) {
	p := readPage(t, "plan.md")
	sameList(t, p.name, p.codes(t, p.table(t, p.section(t, "The rows"), "column"), 0), report.PlanColumns[len(report.DecisionColumns):])
	sameList(t, p.name, p.codes(t, p.table(t, p.section(t, "The contracts"), "column"), 0), planning.ContractColumns)
	sameList(t, p.name, p.codes(t, p.table(t, p.section(t, "The certificate"), "field"), 0), jsonFields(planning.CertificateJSON{}))
	if !slices.Equal(report.PlanColumns[:len(report.DecisionColumns)], report.DecisionColumns) {
		t.Error("a plan's rows do not begin with the columns of a decision")
	}
}
