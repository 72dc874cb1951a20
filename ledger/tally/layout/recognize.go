package layout

import (
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// Limits of what is looked at: a header far down is none, and more rows than these tell nothing new.
const (
	maxRows    = 200
	maxColumns = 64
	maxHeader  = 20
	accepted   = 25 // score from which a column gets its role
	samples    = 3
)

// Recognize guesses the mapping from the first rows of a sheet, titles and header among them: fifty are plenty, more than two hundred are not looked at.
// It never fails: what it did not find stands in Missing.
func Recognize(rows [][]string) Guess {
	rows = rows[:min(len(rows), maxRows)]
	width := 0
	for _, row := range rows {
		width = min(max(width, len(row)), maxColumns)
	}
	header := headerRow(rows[:min(len(rows), maxHeader)])
	g := &guess{rows: rows, title: rows[:max(header, 0)], headings: texts(rows, header, width)}
	if header >= 0 && isHeading(rows, header+1) {
		header++
	}
	g.body = movements(rows[header+1:])
	var cells []string
	for place := range width {
		cells = append(cells, column(g.body, place)...)
	}
	g.comma = usesComma(cells)
	for place := range width {
		g.profiles = append(g.profiles, profiled(column(g.body, place), g.comma))
	}
	g.Mapping = Mapping{Header: header, Columns: map[Role]int{}, Comma: g.comma, Headings: g.headings}
	g.assign()
	g.assignParted()
	g.figures()
	g.chooseDayFirst()
	g.chooseSign()
	return g.finish()
}

// guess is a recognition under way.
type guess struct {
	Guess
	rows, title, body [][]string
	headings          []string
	profiles          []profile
	comma             bool
	read              map[int][]decimal.Decimal // amounts by column
}

// movements leaves out rows that say they are totals or balances, and headers of further pages.
func movements(rows [][]string) [][]string {
	var kept [][]string
	for i, row := range rows {
		if special(row) == "" && !isHeading(rows, i) {
			kept = append(kept, row)
		}
	}
	return kept
}

type bid struct {
	role  Role
	place int
	score int
	whole bool
}

// assign gives each role the column that speaks most clearly for it, the clearest first.
func (g *guess) assign() {
	for place, text := range g.headings {
		g.Columns = append(g.Columns, Column{Place: place, Heading: text, Samples: first(g.profiles[place].cells)})
	}
	var bids []bid
	for place, text := range g.headings {
		named, clearly := roleOf(text)
		for _, role := range Roles {
			score := g.profiles[place].speaks(role)
			if named == role {
				if role == Date && g.profiles[place].serials > .7 {
					score = 0
				}
				score += clearly
			} else if text != "" || !standsAlone(role) {
				continue // without a word for it only dates, amounts, texts and numbers are guessed from the cells
			}
			if score >= accepted {
				bids = append(bids, bid{role, place, score, clearly == wholeHeading})
			}
		}
	}
	slices.SortStableFunc(bids, func(a, b bid) int { return b.score - a.score })
	for _, b := range bids {
		_, taken := g.Mapping.Columns[b.role]
		if taken || g.Columns[b.place].Role != "" {
			continue
		}
		ground := Ground{"content", nil}
		if named, _ := roleOf(g.headings[b.place]); named == b.role {
			ground = Ground{"heading", []string{strings.TrimSpace(g.headings[b.place])}}
		}
		g.give(b.role, b.place, b.score, ground)
	}
}

func standsAlone(role Role) bool { return role == Date || role == Direction }

func (g *guess) give(role Role, place, score int, ground Ground) {
	g.Mapping.Columns[role] = place
	c := &g.Columns[place]
	c.Role, c.Score, c.Grounds = role, min(score, 100), append(c.Grounds, ground)
}

func (g *guess) take(role Role) {
	if place, ok := g.Mapping.Columns[role]; ok {
		delete(g.Mapping.Columns, role)
		g.Columns[place].Role, g.Columns[place].Score = "", 0
	}
}

func (g *guess) has(role Role) bool {
	_, ok := g.Mapping.Columns[role]
	return ok
}

func first(cells []string) []string {
	found := []string{}
	for _, cell := range cells {
		if cell = strings.TrimSpace(cell); cell != "" && len(found) < samples {
			found = append(found, clip(cell))
		}
	}
	return found
}

func clip(text string) string {
	if runes := []rune(text); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return text
}

// chooseDayFirst decides how 03/04/2026 is read: as the dates that can be read so say, else as the shorter time from first to last.
func (g *guess) chooseDayFirst() {
	place, ok := g.Mapping.Columns[Date]
	if !ok {
		return
	}
	var readable, spread [2]int
	for way, dayFirst := range []bool{false, true} {
		var low, high int32
		for _, cell := range g.profiles[place].cells {
			d, ok := parseDate(cell, dayFirst)
			if !ok {
				continue
			}
			if readable[way] == 0 {
				low, high = d.Days(), d.Days()
			}
			readable[way]++
			low, high = min(low, d.Days()), max(high, d.Days())
		}
		spread[way] = int(high - low)
	}
	g.Mapping.DayFirst = readable[1] > readable[0] || readable[1] == readable[0] && spread[1] < spread[0]
}

// finish sums up how sure the guess is.
func (g *guess) finish() Guess {
	if !g.has(Date) {
		g.Missing = append(g.Missing, Date)
	}
	if !g.has(Amount) && !g.has(Debit) && !g.has(Credit) {
		g.Missing = append(g.Missing, Amount)
	}
	if len(g.Missing) > 0 {
		return g.Guess
	}
	total, count := 0, 0
	for _, role := range []Role{Date, Debit, Credit, Amount} {
		if place, ok := g.Mapping.Columns[role]; ok {
			total, count = total+g.Columns[place].Score, count+1
		}
	}
	g.Score = total / count
	if !g.has(Number) && !g.has(Invoice) && !g.has(Text) && !g.has(Order) {
		g.Score, g.Grounds = g.Score-20, append(g.Grounds, Ground{"no_numbers", nil})
	}
	reading := g.Mapping.Read(g.rows)
	if all := len(reading.Lines) + len(reading.Faults); all > 0 {
		g.Score = g.Score * len(reading.Lines) / all
		if len(reading.Faults) > 0 {
			g.Grounds = append(g.Grounds, Ground{"unreadable", []string{strconv.Itoa(len(reading.Faults)), strconv.Itoa(all)}})
		}
	} else {
		g.Score = 0
	}
	g.Score = max(g.Score, 0)
	return g.Guess
}
