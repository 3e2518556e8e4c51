package docscheck

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
)

// bookTable is a table as package rates reads it.
type bookTable struct {
	name     string
	required bool
	columns  []bookColumn
}

type bookColumn struct {
	name       string
	required   bool
	provenance bool     // source, source_date, confidence, note
	words      []string // the words that the cell may hold, nil = not a choice of words
	empty      string   // the word that an empty cell stands for, "" = none
}

// source is what the Go files of a folder declare. Lists that no package exports are read where they are written: the
// tables of a rate book are the list tableKinds and the struct of text cells that each table's reader takes.
type source struct {
	vars    map[string]ast.Expr
	funcs   map[string]*ast.FuncDecl
	structs map[string]*ast.StructType
}

func parseRates(t *testing.T) *source {
	t.Helper()
	return parse(t, "../../rates")
}

func parse(t *testing.T, dir string) *source {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	src := &source{map[string]ast.Expr{}, map[string]*ast.FuncDecl{}, map[string]*ast.StructType{}}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			src.add(d)
		}
	}
	return src
}

func (src *source) add(d ast.Decl) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			src.funcs[d.Name.Name] = d
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.ValueSpec:
				for i, v := range s.Values {
					src.vars[s.Names[i].Name] = v
				}
			case *ast.TypeSpec:
				if st, ok := s.Type.(*ast.StructType); ok {
					src.structs[s.Name.Name] = st
				}
			}
		}
	}
}

// tables lists the tables of a rate book.
func (src *source) tables(t *testing.T) []bookTable {
	t.Helper()
	list, ok := src.vars["tableKinds"].(*ast.CompositeLit)
	if !ok || len(list.Elts) == 0 {
		t.Fatal("rates: no list tableKinds; has it got another name?")
	}
	var out []bookTable
	for _, e := range list.Elts {
		call, ok := e.(*ast.CallExpr)
		if !ok || len(call.Args) != 3 {
			t.Fatal("rates: an element of tableKinds is not kindOf(name, required, reader)")
		}
		required, _ := call.Args[1].(*ast.Ident)
		reader, _ := call.Args[2].(*ast.Ident)
		if required == nil || reader == nil {
			t.Fatal("rates: kindOf takes something else than a name, true or false, and a function")
		}
		out = append(out, bookTable{unquote(t, call.Args[0]), required.Name == "true", src.columns(t, src.funcs[reader.Name])})
	}
	return out
}

// columns lists the columns of the struct that a reader of rows takes.
func (src *source) columns(t *testing.T, reader *ast.FuncDecl) []bookColumn {
	t.Helper()
	if reader == nil || len(reader.Type.Params.List) != 2 {
		t.Fatal("rates: a table's reader does not take (cells, row)")
	}
	star, ok := reader.Type.Params.List[1].Type.(*ast.StarExpr)
	if !ok {
		t.Fatalf("rates: %s does not take a pointer to its row", reader.Name)
	}
	words := src.words(t, reader)
	var out []bookColumn
	var collect func(name string, provenance bool)
	collect = func(name string, provenance bool) {
		st := src.structs[name]
		if st == nil {
			t.Fatalf("rates: no struct %s", name)
		}
		for _, f := range st.Fields.List {
			if f.Tag == nil {
				collect(f.Type.(*ast.Ident).Name, true)
				continue
			}
			tag := reflect.StructTag(unquote(t, f.Tag))
			c := bookColumn{name: tag.Get("csv"), required: tag.Get("need") == "yes", provenance: provenance}
			if w := words[c.name]; len(w) > 0 {
				c.empty, c.words = w[0], w[1:]
			}
			out = append(out, c)
		}
	}
	collect(star.X.(*ast.Ident).Name, false)
	return out
}

// words finds the calls c.word("column", cell, default, allowed...) of a reader.
func (src *source) words(t *testing.T, reader *ast.FuncDecl) map[string][]string {
	out := map[string][]string{}
	ast.Inspect(reader, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) < 4 {
			return true
		}
		if f, ok := call.Fun.(*ast.SelectorExpr); !ok || f.Sel.Name != "word" {
			return true
		}
		column := unquote(t, call.Args[0])
		for _, a := range call.Args[2:] {
			out[column] = append(out[column], unquote(t, a))
		}
		return true
	})
	return out
}

// settings lists the keys of the settings table.
func (src *source) settings(t *testing.T) []string {
	t.Helper()
	list, ok := src.vars["settingKeys"].(*ast.CompositeLit)
	if !ok || len(list.Elts) == 0 {
		t.Fatal("rates: no list settingKeys; has it got another name?")
	}
	var out []string
	for _, e := range list.Elts {
		out = append(out, unquote(t, e.(*ast.CompositeLit).Elts[0]))
	}
	return out
}

func unquote(t *testing.T, e ast.Expr) string {
	t.Helper()
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		t.Fatal("rates: a text written out was expected")
	}
	s, err := strconv.Unquote(lit.Value)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// jsonPaths lists the fields of a struct as JSON names them: `problems[].code`.
func (src *source) jsonPaths(t *testing.T, name, prefix string) []string {
	t.Helper()
	st := src.structs[name]
	if st == nil {
		t.Fatalf("no struct %s", name)
	}
	var out []string
	for _, f := range st.Fields.List {
		tag := reflect.StructTag(unquote(t, f.Tag)).Get("json")
		path, _, _ := strings.Cut(tag, ",")
		path = prefix + path
		inner := f.Type
		switch of := inner.(type) {
		case *ast.ArrayType:
			inner = of.Elt
		case *ast.StarExpr:
			inner = of.X
		}
		if id, ok := inner.(*ast.Ident); ok && src.structs[id.Name] != nil {
			if _, list := f.Type.(*ast.ArrayType); list {
				path += "[]"
			}
			out = append(out, src.jsonPaths(t, id.Name, path+".")...)
			continue
		}
		out = append(out, path)
	}
	return out
}
