package xlsx

import (
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// Workbook is an open workbook. Its sheets may be read one after the other or at once, from one goroutine.
type Workbook struct {
	archive  archive
	limits   Limits
	sheets   []sheet
	texts    texts
	formats  []format // by style number
	date1904 bool
	cells    int // read so far, of all sheets
}

type sheet struct{ name, part string }

// Open judges the archive and reads what all sheets share. r must stay readable as long as sheets are read. The error is an
// *Error, or one of r.
func Open(r io.ReaderAt, size int64, limits Limits) (*Workbook, error) {
	a, err := openArchive(r, size, limits)
	if err != nil {
		return nil, err
	}
	w := &Workbook{archive: a, limits: limits}
	main, err := w.mainPart()
	if err != nil {
		return nil, err
	}
	rels, err := w.relations(main)
	if err != nil {
		return nil, err
	}
	if err := w.readMain(main, rels); err != nil {
		return nil, err
	}
	for _, rel := range rels {
		switch rel.kind {
		case "sharedStrings":
			err = w.readTexts(rel)
		case "styles":
			err = w.readStyles(rel)
		}
		if err != nil {
			return nil, err
		}
	}
	return w, nil
}

// Sheets lists the names of the sheets of cells in the order of their tabs, hidden ones too.
func (w *Workbook) Sheets() []string {
	names := make([]string, len(w.sheets))
	for i, s := range w.sheets {
		names[i] = s.name
	}
	return names
}

// relation says where a part that another one names is found.
type relation struct {
	id       string
	kind     string // last word of its type: worksheet, sharedStrings, …
	part     string
	external bool
}

// mainPart finds the part that describes the workbook.
func (w *Workbook) mainPart() (string, error) {
	if w.archive["_rels/.rels"] == nil {
		return "", &Error{Kind: NotWorkbook, Msg: "the file is a zip archive, but no workbook", Hint: "save it as .xlsx, or unpack it and give the folder"}
	}
	rels, err := w.relations("")
	if err != nil {
		return "", err
	}
	for _, rel := range rels {
		if rel.kind != "officeDocument" {
			continue
		}
		if strings.HasSuffix(rel.part, ".bin") {
			return "", &Error{Kind: NotWorkbook, Msg: "the file is a binary workbook (.xlsb)", Hint: "save it as .xlsx"}
		}
		return w.inside(rel)
	}
	return "", &Error{Kind: NotWorkbook, Msg: "the file names no workbook", Hint: "save it as .xlsx"}
}

// inside is the name of a relation's part, which must be in the archive: no link is followed out of it.
func (w *Workbook) inside(rel relation) (string, error) {
	if rel.external || w.archive[rel.part] == nil {
		return "", damaged("the %s %q is not in the archive", clip(rel.kind), clip(rel.part))
	}
	return rel.part, nil
}

// relations reads the relations of a part, "" for the archive as a whole, in file order.
func (w *Workbook) relations(of string) ([]relation, error) {
	dir, base := path.Split(of)
	p, err := w.archive.open(dir + "_rels/" + base + ".rels")
	if err != nil {
		return nil, err
	}
	defer p.close()
	if err := p.root("Relationships"); err != nil {
		return nil, err
	}
	var rels []relation
	seen := map[string]bool{}
	err = p.children(func(e element) error {
		target := attr(e, "Target")
		rel := relation{attr(e, "Id"), path.Base(attr(e, "Type")), target, attr(e, "TargetMode") == "External"}
		if seen[rel.id] {
			return damaged("%q holds %q twice", p.name, clip(rel.id))
		}
		seen[rel.id] = true
		if !rel.external {
			// A target is relative to the folder of its part unless it begins with a slash.
			if !strings.HasPrefix(target, "/") {
				target = "/" + dir + target
			}
			rel.part = path.Clean(target)[1:]
		}
		rels = append(rels, rel)
		return p.skip()
	})
	if err != nil {
		return nil, err
	}
	return rels, p.finish()
}

// readMain reads the list of sheets and the calendar.
func (w *Workbook) readMain(name string, rels []relation) error {
	p, err := w.archive.open(name)
	if err != nil {
		return err
	}
	defer p.close()
	if err := p.root("workbook"); err != nil {
		return err
	}
	err = p.children(func(e element) error {
		switch e.name {
		case "workbookPr":
			v := attr(e, "date1904")
			w.date1904 = v == "1" || v == "true"
		case "sheets":
			return p.children(func(e element) error {
				if err := w.addSheet(e, rels); err != nil {
					return err
				}
				return p.skip()
			})
		}
		return p.skip()
	})
	if err != nil {
		return err
	}
	return p.finish()
}

func (w *Workbook) addSheet(e element, rels []relation) error {
	name, id := attr(e, "name"), e.scan.linked("id", "/relationships")
	i := slices.IndexFunc(rels, func(r relation) bool { return r.id == id })
	if i < 0 {
		return damaged("the sheet %q has no part", clip(name))
	}
	if rels[i].kind != "worksheet" {
		return nil // a chart or a dialog has no cells
	}
	for _, s := range w.sheets {
		if strings.EqualFold(s.name, name) {
			return damaged("two sheets are named %q", clip(name))
		}
	}
	part, err := w.inside(rels[i])
	if err != nil {
		return err
	}
	w.sheets = append(w.sheets, sheet{name, part})
	return nil
}

// Rows begins to read a sheet by its name.
func (w *Workbook) Rows(name string) (*Rows, error) {
	for _, s := range w.sheets {
		if s.name == name {
			return w.openSheet(s)
		}
	}
	return nil, fmt.Errorf("the workbook has no sheet %q", name)
}
