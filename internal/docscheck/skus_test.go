package docscheck

import (
	"testing"

	"github.com/lanewise/lanewise/internal/skus"
)

func TestArticleColumns(t *testing.T) {
	p := readPage(t, "skus.md")
	sameList(t, p.name, p.codes(t, p.table(t, p.section(t, "The columns of the master"), "column"), 0), skus.Columns())
}
