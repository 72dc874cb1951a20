package ledger_test

import (
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// truths are the rooms that know what is right, each with the room that is measured against it.
var truths = map[string]string{"ledger/attribution/truth": "ledger/attribution"}

// alike are what a truth may share with what it measures: words, money and days.
var alike = []string{"hefu/ledger", "hefu/ledger/money", "hefu/ledger/calendar"}

// A truth that reads numbers or names with the functions of what it measures would have its faults, and find none: it may use its plain data alone, which are
// constants and types of which it calls no method, and nothing that it builds on.
func TestTruthSharesNoCodeWithWhatItMeasures(t *testing.T) {
	all := sources(t)
	for truth, measured := range truths {
		data, methods := plainNames(all, measured)
		busy := map[string]string{} // a method → the type that truth uses and that has it
		var called []*ast.SelectorExpr
		at := map[*ast.SelectorExpr]string{}
		for _, s := range all {
			if s.room != truth || s.test {
				continue
			}
			for _, spec := range s.file.Imports {
				name, _ := strconv.Unquote(spec.Path.Value)
				switch {
				case strings.HasPrefix(name, "hefu/") && name != "hefu/"+measured && !slices.Contains(alike, name):
					t.Errorf("%s imports %s: a truth stands on words, money and days alone", s.name, name)
				case name == "hefu/"+measured && spec.Name != nil:
					t.Errorf("%s imports %s under another name: what it uses of it cannot be seen", s.name, name)
				}
			}
			ast.Inspect(s.file, func(n ast.Node) bool {
				of, ok := n.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				at[of] = s.set.Position(of.Pos()).String()
				from, ok := of.X.(*ast.Ident)
				if !ok || from.Name != path.Base(measured) {
					called = append(called, of)
					return true
				}
				if !data[of.Sel.Name] {
					t.Errorf("%s uses %s.%s, which is no plain data of what it measures", at[of], from.Name, of.Sel.Name)
				}
				for _, method := range methods[of.Sel.Name] {
					busy[method] = of.Sel.Name
				}
				return true
			})
		}
		for _, of := range called {
			if owner, ok := busy[of.Sel.Name]; ok {
				t.Errorf("%s calls %s, as %s of what it measures does: let it do so itself, under another name", at[of], of.Sel.Name, owner)
			}
		}
		if len(data) == 0 || len(called) == 0 {
			t.Errorf("%s or %s is not where it is looked for", truth, measured)
		}
	}
}

// plainNames are the constants of a room and its types that hold no code, and of each type the methods that others may call.
func plainNames(all []source, room string) (data map[string]bool, methods map[string][]string) {
	data, methods = map[string]bool{}, map[string][]string{}
	for _, s := range all {
		if s.room != room || s.test {
			continue
		}
		for _, d := range s.file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil || !d.Name.IsExported() {
					continue
				}
				of := d.Recv.List[0].Type
				if star, ok := of.(*ast.StarExpr); ok {
					of = star.X
				}
				if name, ok := of.(*ast.Ident); ok {
					methods[name.Name] = append(methods[name.Name], d.Name.Name)
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					switch spec := spec.(type) {
					case *ast.TypeSpec:
						data[spec.Name.Name] = isData(spec.Type)
					case *ast.ValueSpec:
						for _, name := range spec.Names {
							data[name.Name] = d.Tok == token.CONST
						}
					}
				}
			}
		}
	}
	return data, methods
}

// isData tells whether a type holds values and no code.
func isData(of ast.Expr) bool {
	data := true
	ast.Inspect(of, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.FuncType, *ast.InterfaceType:
			data = false
		}
		return data
	})
	return data
}
