package ledger_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"
)

// The house (docs/adr and the READMEs say why): which room a package is in, and what may be imported where. A package that is
// not listed fails the test, so that nobody moves in unnoticed. A room may import its own shelf and those below.
var rooms = map[string]int{
	"ledger": 0, "ledger/money": 0, "ledger/calendar": 0,
	"ledger/internal/store": 1,
	"ledger/postgres":       2, "ledger/identity": 2, "ledger/identity/devprovider": 2, "ledger/job": 2, "ledger/sheet": 2, "ledger/pdf": 2,
	"ledger/blob": 2, "ledger/media": 2, "ledger/attachment": 3,
	"ledger/number": 1, "ledger/subset": 1, "ledger/settling": 1,
	"ledger/attribution": 1, "ledger/attribution/truth": 2,
	"ledger/tally": 1, "ledger/tally/layout": 2, "ledger/tally/truth": 2,
	"ledger/esign/devesign": 2,
	"ledger/esign":          2, "ledger/merkle": 1,
	"ledger/provider": 2,
	"migrations":      2, "frontend": 2,
	"ledger/event": 3, "ledger/wording": 1, "ledger/mail": 2, "ledger/push": 2, "ledger/devmail": 3, "ledger/notice": 7, "ledger/mail/mailtest": 2,
	"ledger/approval": 1,
	"ledger/standin":  4,
	"ledger/journal":  3, "ledger/document": 4, "ledger/allocation": 5, "ledger/clearing": 6, "ledger/aging": 5, "ledger/verify": 3, "ledger/period": 3, "ledger/party": 4,
	"ledger/access":  5,
	"ledger/group":   5,
	"ledger/profile": 5,
	"ledger/privacy": 5,
	"ledger/audit":   3,
	"ledger/field":   3,
	"ledger/backlog": 3,
	"ledger/control": 3,
	"ledger/token":   4,
	"ledger/account": 8,
	"ledger/review":  5, "ledger/statement": 6, "ledger/dispute": 7, "ledger/importing": 7, "ledger/report": 7, "ledger/worklist": 8, "ledger/inbox": 4, "ledger/issue": 4, "ledger/note": 4, "ledger/demo": 8, "ledger/bench": 8,
	"ledger/books": 8, "ledger/web": 8, "ledger/wire": 9,
	"ledger/dimension": 3,
	"ledger/bankfile":  3, "ledger/bank": 7, "ledger/receipt": 8,
	"ledger/payment": 7,
	"ledger/pdftext": 2, "ledger/slip": 8,
	"ledger/proof":        4,
	"ledger/matching":     8,
	"ledger/finalization": 8,
	"ledger/progress":     7,
	"ledger/export":       8, "ledger/evidence": 7, "ledger/saved": 8, "ledger/archive": 8,
	"portal": 10, "backoffice": 10,
	"cmd/hefu": 11, "cmd/dev": 11,
	// parts of tests
	"ledger/internal/testdb": 8, "ledger/ledgertest": 8, "ledger/webtest": 9,
}

// equals are rooms on one shelf that must not see one another.
var equals = [][]string{
	{"portal", "backoffice"},
	{"ledger/importing", "ledger/dispute", "ledger/report"},
	{"ledger/matching", "ledger/web", "ledger/bench"},
	{"ledger/aging", "ledger/allocation"},
	{"cmd/hefu", "cmd/dev"},
}

// keepers name who alone may import a library.
var keepers = []struct {
	prefix, reason string
	rooms          []string
}{
	{"github.com/jackc/pgx", "D4: PostgreSQL is spoken to in one room",
		[]string{"ledger/internal/store", "ledger/job", "migrations", "ledger/internal/testdb", "ledger/ledgertest", "ledger/bench",
			"cmd/hefu/verify.go"}}, // connects outside the pools, as whoever may see everything
	{"github.com/riverqueue/river", "D4: the job library stays behind ledger/job", []string{"ledger/job", "migrations"}},
	{"github.com/gofiber/fiber", "D5: HTTP stays out of the domain", []string{"ledger/web", "portal", "backoffice", "cmd/hefu", "ledger/bench"}},
	{"github.com/valyala/fasthttp", "D5: HTTP stays out of the domain", []string{"ledger/web"}},
	{"github.com/danielgtaylor/huma", "D5: HTTP stays out of the domain", []string{"ledger/web", "portal", "backoffice"}},
	{"github.com/wneessen/go-mail", "D9: only mail speaks to a mail server", []string{"ledger/mail"}},
	{"net/http", "D9: only these rooms speak over a network",
		[]string{"ledger/push", "ledger/provider", "ledger/esign", "ledger/esign/devesign", "ledger/blob", "ledger/devmail", "ledger/web", "ledger/identity", "ledger/identity/devprovider", "portal", "backoffice", "cmd/hefu", "cmd/dev", "ledger/bench", "ledger/webtest"}},
	{"net/smtp", "D9: only mail speaks to a mail server", nil},
}

// words may import nothing of others but decimals.
var words = []string{"ledger", "ledger/money", "ledger/calendar"}

type source struct {
	name  string // such as ledger/web/server.go
	room  string
	test  bool
	lines int
	set   *token.FileSet
	file  *ast.File
}

func sources(t *testing.T) []source {
	t.Helper()
	root := ".."
	var all []source
	for _, top := range []string{"ledger", "portal", "backoffice", "cmd", "migrations", "frontend/embed.go"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(name string, entry fs.DirEntry, err error) error {
			if os.IsNotExist(err) || (err == nil && entry.IsDir() && entry.Name() == "testdata") {
				return filepath.SkipDir
			}
			if err != nil || entry.IsDir() || filepath.Ext(name) != ".go" {
				return err
			}
			text, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			set := token.NewFileSet()
			file, err := parser.ParseFile(set, name, text, parser.ParseComments)
			if err != nil {
				return err
			}
			short := filepath.ToSlash(strings.TrimPrefix(name, root+string(filepath.Separator)))
			all = append(all, source{
				name: short, room: path.Dir(short), test: strings.HasSuffix(short, "_test.go"),
				lines: strings.Count(string(text), "\n"), set: set, file: file,
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(all) < 50 {
		t.Fatalf("only %d files were found", len(all))
	}
	return all
}

func imports(s source) []string {
	var out []string
	for _, spec := range s.file.Imports {
		name, _ := strconv.Unquote(spec.Path.Value)
		out = append(out, name)
	}
	return out
}

func TestRoomsImportOnlyWhatIsBelow(t *testing.T) {
	for _, s := range sources(t) {
		shelf, known := rooms[s.room]
		if !known {
			t.Errorf("%s: the room %s is in no list; say where it stands", s.name, s.room)
			continue
		}
		if s.test {
			continue
		}
		for _, name := range imports(s) {
			other, ours := strings.CutPrefix(name, "hefu/")
			if !ours {
				continue
			}
			if other == s.room+"/fonts" || rooms[other] < shelf || (rooms[other] == shelf && !areEquals(s.room, other)) {
				continue
			}
			t.Errorf("D1–D3, D7: %s imports %s, which is not below it", s.name, name)
		}
	}
}

func areEquals(a, b string) bool {
	for _, shelf := range equals {
		if slices.Contains(shelf, a) && slices.Contains(shelf, b) {
			return true
		}
	}
	return false
}

func TestLibrariesStayWithTheirKeepers(t *testing.T) {
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		for _, name := range imports(s) {
			for _, keeper := range keepers {
				if !strings.HasPrefix(name, keeper.prefix) || slices.Contains(keeper.rooms, s.room) || slices.Contains(keeper.rooms, s.name) {
					continue
				}
				if keeper.prefix == "github.com/jackc/pgx" && strings.HasPrefix(name, "github.com/jackc/pgx-shopspring") && s.room == "ledger/internal/store" {
					continue
				}
				t.Errorf("%s: %s imports %s", keeper.reason, s.name, name)
			}
		}
	}
}

func TestWordsArePure(t *testing.T) {
	for _, s := range sources(t) {
		if s.test || !slices.Contains(words, s.room) {
			continue
		}
		for _, name := range imports(s) {
			if strings.Contains(strings.SplitN(name, "/", 2)[0], ".") && name != "github.com/shopspring/decimal" {
				t.Errorf("D6: %s imports %s; words need the standard library and decimals only", s.name, name)
			}
		}
	}
}

// habits are calls that have one home, or none.
var habits = []struct {
	call, reason string
	homes        []string
}{
	{"time.Now", "the clock is ledger/clock.go, the database decides", []string{"cmd", "ledger/clock.go", "ledger/id.go", "ledger/bench", "ledger/postgres", "ledger/internal/testdb"}},
	{"context.Background", "a context comes from the caller", []string{"cmd", "ledger/internal/testdb", "ledger/ledgertest"}},
	{"context.TODO", "a context comes from the caller", nil},
	{"decimal.NewFromFloat", "money is never a floating-point number", nil},
	{"decimal.NewFromFloatWithExponent", "money is never a floating-point number", nil},
	{"http.DefaultClient", "a client has a timeout of its own", nil},
	{"http.Get", "a client has a timeout of its own", nil},
	{"http.Post", "a client has a timeout of its own", nil},
}

func TestHabits(t *testing.T) {
	for _, s := range sources(t) {
		ast.Inspect(s.file, func(node ast.Node) bool {
			selector, ok := node.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			of, ok := selector.X.(*ast.Ident)
			if !ok {
				return true
			}
			call := of.Name + "." + selector.Sel.Name
			if s.test {
				if call == "time.Sleep" {
					t.Errorf("%s: a test waits for what it waits for, and does not sleep", s.set.Position(node.Pos()))
				}
				return true
			}
			for _, habit := range habits {
				if call == habit.call && !slices.ContainsFunc(habit.homes, func(home string) bool {
					return s.name == home || strings.HasPrefix(s.name, home+"/")
				}) {
					t.Errorf("%s: %s: %s", s.set.Position(node.Pos()), call, habit.reason)
				}
			}
			return true
		})
	}
}

const (
	fileLimit     = 400
	functionLimit = 70
	medianLimit   = 120
)

// longFiles and longFunctions are longer than the limits, each with its reason.
var (
	longFiles     = map[string]string{}
	longFunctions = map[string]string{}
)

func TestSizes(t *testing.T) {
	var lengths []int
	for _, s := range sources(t) {
		if generated(s) {
			continue
		}
		if !s.test {
			lengths = append(lengths, s.lines)
		}
		if s.lines > fileLimit && longFiles[s.name] == "" {
			t.Errorf("%s has %d lines, more than %d", s.name, s.lines, fileLimit)
		}
		for _, declaration := range s.file.Decls {
			function, ok := declaration.(*ast.FuncDecl)
			if !ok || function.Body == nil {
				continue
			}
			lines := s.set.Position(function.End()).Line - s.set.Position(function.Pos()).Line + 1
			if lines > functionLimit && !s.test && longFunctions[s.name+" "+function.Name.Name] == "" {
				t.Errorf("%s: %s has %d lines, more than %d", s.name, function.Name.Name, lines, functionLimit)
			}
		}
	}
	sort.Ints(lengths)
	if median := lengths[len(lengths)/2]; median > medianLimit {
		t.Errorf("the median file has %d lines, more than %d", median, medianLimit)
	}
}

func generated(s source) bool {
	return len(s.file.Comments) > 0 && strings.HasPrefix(s.file.Comments[0].Text(), "Code generated")
}

var emptyNames = []string{"utils", "util", "helpers", "helper", "common", "misc", "manager", "base", "shared"}

func TestNamesSaySomething(t *testing.T) {
	for _, s := range sources(t) {
		if slices.Contains(emptyNames, s.file.Name.Name) || slices.Contains(emptyNames, strings.TrimSuffix(path.Base(s.name), ".go")) {
			t.Errorf("%s: the name says nothing", s.name)
		}
		for _, group := range s.file.Comments {
			for _, word := range []string{"TO" + "DO", "FIX" + "ME", "XX" + "X:"} {
				if strings.Contains(group.Text(), word) {
					t.Errorf("%s: %s belongs into an issue", s.set.Position(group.Pos()), word)
				}
			}
		}
	}
}
