package xlsx

import (
	"strconv"
	"strings"
)

// texts are the shared strings: one text and where each string in it ends, so that millions of them cost little more
// than their letters.
type texts struct {
	all  string
	ends []uint32
}

func (t *texts) get(i int) string {
	from := uint32(0)
	if i > 0 {
		from = t.ends[i-1]
	}
	return t.all[from:t.ends[i]]
}

func (w *Workbook) readTexts(rel relation) error {
	name, err := w.inside(rel)
	if err != nil {
		return err
	}
	p, err := w.archive.open(name)
	if err != nil {
		return err
	}
	defer p.close()
	if err := p.root("sst"); err != nil {
		return err
	}
	var b strings.Builder
	var ends []uint32
	err = p.children(func(element) error {
		if len(ends) == w.limits.Cells {
			return over("the workbook has more than %d texts", w.limits.Cells)
		}
		if err := p.richText(&b); err != nil {
			return err
		}
		ends = append(ends, uint32(b.Len()))
		return nil
	})
	if err != nil {
		return err
	}
	w.texts = texts{b.String(), ends}
	return p.finish()
}

// richText appends the text of a string item: its own or that of its runs, without the reading aids of East Asian texts.
func (p *part) richText(b *strings.Builder) error {
	return p.children(func(e element) error {
		switch e.name {
		case "t":
			return p.text(b)
		case "r":
			return p.richText(b)
		default:
			return p.skip()
		}
	})
}

// readStyles reads what kind of number each style shows.
func (w *Workbook) readStyles(rel relation) error {
	name, err := w.inside(rel)
	if err != nil {
		return err
	}
	p, err := w.archive.open(name)
	if err != nil {
		return err
	}
	defer p.close()
	if err := p.root("styleSheet"); err != nil {
		return err
	}
	own := map[string]format{}
	var ids []string
	err = p.children(func(e element) error {
		switch e.name {
		case "numFmts":
			return p.children(func(e element) error {
				own[attr(e, "numFmtId")] = formatOf(attr(e, "formatCode"))
				return p.skip()
			})
		case "cellXfs":
			return p.children(func(e element) error {
				ids = append(ids, attr(e, "numFmtId"))
				return p.skip()
			})
		}
		return p.skip()
	})
	if err != nil {
		return err
	}
	w.formats = make([]format, len(ids))
	for i, id := range ids {
		f, ok := own[id]
		if !ok {
			n, _ := strconv.Atoi(id)
			f = builtIn(n)
		}
		w.formats[i] = f
	}
	return p.finish()
}
