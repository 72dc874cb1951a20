package bankfile

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"hefu/ledger/sheet"
)

// damage is one way in which a file comes to harm between a bank and us.
type damage struct {
	name string
	do   func(r *rand.Rand, text string) string
}

var (
	aDigit    = regexp.MustCompile(`[0-9]`)
	aFigure   = regexp.MustCompile(`[0-9]+[.,][0-9]{2}\b`)
	aCurrency = regexp.MustCompile(`\b(CNY|EUR|USD|GBP|CHF|JPY|SEK)\b`)
	aDay      = regexp.MustCompile(`\b(20[0-9]{2})-([0-9]{2})-([0-9]{2})\b`)
	aMark     = regexp.MustCompile(`CRDT|DBIT|<TRNAMT>-?|[0-9]{6}R?[CD][0-9]|收入|支出|,-?"?[0-9]`)
)

// one changes one of the places that a pattern finds.
func one(r *rand.Rand, text string, pattern *regexp.Regexp, change func(string) string) string {
	found := pattern.FindAllStringIndex(text, -1)
	if len(found) == 0 {
		return text
	}
	at := found[r.IntN(len(found))]
	return text[:at[0]] + change(text[at[0]:at[1]]) + text[at[1]:]
}

func inLines(r *rand.Rand, text string, change func(lines []string, i int) []string) string {
	lines := strings.SplitAfter(text, "\n")
	if len(lines) < 3 {
		lines = strings.SplitAfter(text, ">")
	}
	return strings.Join(change(slices.Clone(lines), r.IntN(len(lines))), "")
}

var damages = []damage{
	{"a line is lost", func(r *rand.Rand, text string) string {
		return inLines(r, text, func(lines []string, i int) []string { return slices.Delete(lines, i, i+1) })
	}},
	{"a line stands twice", func(r *rand.Rand, text string) string {
		return inLines(r, text, func(lines []string, i int) []string { return slices.Insert(lines, i, lines[i]) })
	}},
	{"two lines change places", func(r *rand.Rand, text string) string {
		return inLines(r, text, func(lines []string, i int) []string {
			j := (i + 1) % len(lines)
			lines[i], lines[j] = lines[j], lines[i]
			return lines
		})
	}},
	{"a digit changes", func(r *rand.Rand, text string) string {
		return one(r, text, aDigit, func(d string) string { return strconv.Itoa((int(d[0]-'0') + 1 + r.IntN(9)) % 10) })
	}},
	{"a figure gains a digit", func(r *rand.Rand, text string) string {
		return one(r, text, aFigure, func(f string) string { return "1" + f })
	}},
	{"a sign changes", func(r *rand.Rand, text string) string {
		return one(r, text, aMark, func(m string) string {
			last := m[len(m)-1:]
			switch {
			case m == "CRDT":
				return "DBIT"
			case m == "DBIT":
				return "CRDT"
			case m == "收入":
				return "支出"
			case m == "支出":
				return "收入"
			case strings.HasSuffix(m, "-"):
				return strings.TrimSuffix(m, "-")
			case m == "<TRNAMT>":
				return m + "-"
			case strings.HasPrefix(m, ",-"):
				return "," + m[2:]
			case strings.HasPrefix(m, ","):
				return strings.Replace(m, last, "-"+last, 1)
			case strings.Contains(m, "C"):
				return strings.Replace(m, "C", "D", 1)
			}
			return strings.Replace(m, "D", "C", 1)
		})
	}},
	{"point and comma change places", func(r *rand.Rand, text string) string {
		return one(r, text, aFigure, func(f string) string { return strings.NewReplacer(".", ",", ",", ".").Replace(f) })
	}},
	{"thousands are set apart", func(r *rand.Rand, text string) string {
		return one(r, text, aFigure, func(f string) string {
			if at := strings.IndexAny(f, ".,"); at > 3 {
				return f[:at-3] + "," + f[at-3:]
			}
			return f
		})
	}},
	{"full width", func(r *rand.Rand, text string) string {
		return one(r, text, aFigure, func(f string) string {
			return strings.Map(func(c rune) rune {
				if c >= '0' && c <= '9' {
					return c - '0' + '０'
				}
				return c
			}, f)
		})
	}},
	{"another currency", func(r *rand.Rand, text string) string {
		return one(r, text, aCurrency, func(c string) string {
			if c == "JPY" {
				return "CNY"
			}
			return "JPY"
		})
	}},
	{"days in another order", func(r *rand.Rand, text string) string {
		return one(r, text, aDay, func(d string) string { return d[5:7] + "/" + d[8:] + "/" + d[:4] })
	}},
	{"days as a spreadsheet counts them", func(r *rand.Rand, text string) string {
		return one(r, text, aDay, func(string) string { return "45720" })
	}},
	{"cut off", func(r *rand.Rand, text string) string { return text[:r.IntN(len(text))] }},
	{"a character cut through", func(r *rand.Rand, text string) string {
		for range 200 {
			if at := r.IntN(len(text)); text[at] >= 0x80 {
				return text[:at] + text[at+1:]
			}
		}
		return text
	}},
	{"joined with itself", func(_ *rand.Rand, text string) string { return text + text }},
}

// settings are what changes nothing: the same must be read.
var harmless = []damage{
	{"LF", func(_ *rand.Rand, text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }},
	{"CRLF", func(_ *rand.Rand, text string) string {
		return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", "\r\n")
	}},
	{"CR", func(_ *rand.Rand, text string) string {
		return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", "\r")
	}},
	{"a byte order mark", func(_ *rand.Rand, text string) string { return "\ufeff" + strings.TrimPrefix(text, "\ufeff") }},
	{"empty lines at the end", func(_ *rand.Rand, text string) string { return text + "\r\n\r\n" }},
}

// figures are what a file says of money: account, currency, sum; a batch as a whole. What only one reading has is the difference. A day
// may change within the days of its statement, and nothing in the file tells; nor is the first line of a table proven by what stands before it.
func figures(f *File) []string { return moneyIn(f, f.Table != nil) }

func moneyIn(f *File, butFirst bool) []string {
	var out []string
	for _, s := range f.Statements {
		for i, l := range s.entries() {
			if i == 0 && butFirst {
				continue
			}
			out = append(out, fmt.Sprintf("%s %s %s", s.Account, first(l.Currency, s.Currency), l.Amount.StringFixed(4)))
		}
	}
	slices.Sort(out)
	return out
}

// speaks tells whether a file says of itself that something is wrong or that nothing proves it.
func speaks(f *File) bool {
	if f.Table != nil && !f.Table.Sure {
		return true
	}
	for _, s := range f.Statements {
		if len(s.Problems) > 0 || s.Account == "" && f.Table == nil { // without an account a person is asked for it
			return true
		}
	}
	return false
}

func accounts(f *File) []string {
	var out []string
	for _, s := range f.Statements {
		out = append(out, s.Account+" "+s.Currency)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func shorter(before, after *File) bool {
	return len(minus(figures(after), figures(before))) == 0 && (after.Table != nil || len(after.Statements) < len(before.Statements))
}

func allProven(f *File) bool {
	return !slices.ContainsFunc(f.Statements, func(s Statement) bool { return !s.Proven() })
}

func explained(err error) bool {
	var own *Error
	var table *sheet.Error
	return errors.As(err, &own) && own.Reason("zh-CN") != "" && own.Reason("en") != "" || errors.As(err, &table) && table.Reason("zh") != "" && table.Reason("en") != ""
}

func everySample(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("testdata/*/*")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, name := range files {
		if filepath.Ext(name) == ".json" {
			continue
		}
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = string(content)
	}
	return out
}

// HEFU_BANK_DAMAGE is how many times each sample is damaged in each way.
func times(t *testing.T, usual int) int {
	t.Helper()
	if text := os.Getenv("HEFU_BANK_DAMAGE"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	return usual
}

// What was damaged is refused, or says of itself what is wrong, or the damage touched no figure, or nothing in the file could have shown it.
func TestDamage(t *testing.T) {
	t.Parallel()
	count := times(t, 8)
	for name, text := range everySample(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before, err := Read([]byte(text), name, Options{})
			if err != nil {
				t.Fatal(err)
			}
			for n, d := range damages {
				for seed := range count {
					r := rand.New(rand.NewPCG(uint64(n), uint64(seed)))
					damaged := d.do(r, text)
					if damaged == text {
						continue
					}
					after, err := Read([]byte(damaged), name, Options{})
					switch {
					case err != nil:
						if !explained(err) {
							t.Errorf("%s, %d: refused without a reason: %v", d.name, seed, err)
						}
					case speaks(after), slices.Equal(figures(before), figures(after)), slices.Equal(moneyIn(before, false), moneyIn(after, false)):
					case !slices.Equal(accounts(before), accounts(after)): // of an account that is not kept nothing is imported
					case shorter(before, after): // what ends earlier between two statements, or two rows of a table, is a shorter file
					case allProven(before) || allProven(after):
						t.Errorf("%s, %d: nothing said\nbefore %v\nafter  %v", d.name, seed, figures(before), figures(after))
					default:
						if os.Getenv("HEFU_BANK_SHOW") != "" {
							t.Logf("UNSEEN %s, %d\n-%v\n+%v", d.name, seed, minus(figures(before), figures(after)), minus(figures(after), figures(before)))
						}
					}
				}
			}
		})
	}
}

func minus(a, b []string) (out []string) {
	for _, x := range a {
		if !slices.Contains(b, x) {
			out = append(out, x)
		}
	}
	return out
}

func TestHarmless(t *testing.T) {
	t.Parallel()
	for name, text := range everySample(t) {
		before, err := Read([]byte(text), name, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range harmless {
			if !utf8.ValidString(text) && d.name == "a byte order mark" {
				continue
			}
			after, err := Read([]byte(d.do(nil, text)), name, Options{})
			if err != nil || !slices.Equal(figures(before), figures(after)) {
				t.Errorf("%s, %s: %v", name, d.name, err)
			}
		}
	}
}
