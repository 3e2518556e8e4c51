package rates

import (
	"reflect"
	"testing"
	"testing/fstest"
)

// FuzzLoad puts any bytes in the place of one table. Loading ends, every problem has a known code and a place in one of
// the book's files, and a second reading finds the same.
func FuzzLoad(f *testing.F) {
	for i, k := range tableKinds {
		for _, c := range refusals {
			if c.file == k.name+".csv" {
				f.Add(uint8(i), []byte(c.text))
			}
		}
	}
	f.Fuzz(func(t *testing.T, kind uint8, text []byte) {
		name := tableKinds[int(kind)%len(tableKinds)].name + ".csv"
		fsys := folder(smallBook())
		fsys[name] = &fstest.MapFile{Data: text}
		b, problems := Load(fsys)
		for _, p := range problems {
			if codeByName[p.Code].Severity != p.Severity || p.Msg == "" || p.Line < 0 || p.Col < 0 || fsys[p.File] == nil && p.Code != "E004" {
				t.Errorf("%q: %#v", text, p)
			}
		}
		again, same := Load(fsys)
		if !reflect.DeepEqual(problems, same) || b.Hash != again.Hash || len(b.Rates) != len(again.Rates) {
			t.Errorf("%q: a second reading differs: %v, then %v", text, problems, same)
		}
		for _, r := range b.Rates {
			if r.UptoG < 0 || r.UptoG >= 1e9 || !r.Base.InRange() || r.Base < 0 || r.Line < 2 || r.Service == "" || r.Zone == "" {
				t.Errorf("%q: row %+v", text, r)
			}
		}
	})
}
