package layout

import (
	"cmp"
	"slices"
	"strings"
)

func sortLongest(list []heading) {
	slices.SortStableFunc(list, func(a, b heading) int { return cmp.Compare(len(b.word), len(a.word)) })
}

// How much a heading speaks for a role.
const (
	wholeHeading = 70
	partHeading  = 45
)

// roleOf tells what a heading says, and how clearly.
func roleOf(text string) (Role, int) {
	name := plain(text)
	if name == "" {
		return "", 0
	}
	if role, ok := known[name]; ok {
		return role, wholeHeading
	}
	for _, part := range partsOf {
		if strings.Contains(name, part.word) {
			return part.role, partHeading
		}
	}
	return "", 0
}

// headerRow finds the header: the row that names the most roles, at least two, before the first row that has a date and a figure. -1 for none.
func headerRow(rows [][]string) int {
	best, most := -1, 1
	for i, row := range rows {
		roles, figures := map[Role]bool{}, 0
		if isMovement(row) {
			break
		}
		for _, cell := range row {
			if role, _ := roleOf(cell); role != "" && len([]rune(cell)) <= 24 {
				roles[role] = true
			}
			if looksLikeFigure(cell) {
				figures++
			}
		}
		if figures == 0 && len(roles) > most {
			best, most = i, len(roles)
		}
	}
	return best
}

// isMovement tells a row with a date and another figure.
func isMovement(row []string) bool {
	dates, figures := 0, 0
	for _, cell := range row {
		_, month := parseDate(cell, false)
		_, day := parseDate(cell, true)
		if month || day {
			dates++
		} else if looksLikeFigure(cell) {
			figures++
		}
	}
	return dates > 0 && figures > 0
}

func looksLikeFigure(cell string) bool {
	if _, ok := parseDate(cell, false); ok {
		return true
	}
	_, ok := parseAmount(cell, false)
	_, comma := parseAmount(cell, true)
	return (ok || comma) && strings.TrimSpace(cell) != ""
}

// texts are the headings of the columns. Where the header has a second row, what it says is more exact; where a row of groups stands above it, an empty cell takes the text there.
func texts(rows [][]string, header, width int) []string {
	out := make([]string, width)
	if header < 0 {
		return out
	}
	at := func(row, column int) string {
		if row < 0 || row >= len(rows) || column >= len(rows[row]) {
			return ""
		}
		return strings.TrimSpace(rows[row][column])
	}
	filled := 0
	for column := range width {
		out[column] = at(header, column)
		if at(header-1, column) != "" {
			filled++
		}
	}
	for column := range width {
		if out[column] == "" && filled > 1 { // a title has one cell
			out[column] = at(header-1, column)
		}
		if joined, parted := under(at(header, column), at(header+1, column)); parted {
			out[column] = joined
		} else if role, _ := roleOf(at(header+1, column)); role != "" && isHeading(rows, header+1) {
			out[column] = at(header+1, column)
		}
	}
	return out
}

// isHeading tells a second row of headings: words for columns and no figure.
func isHeading(rows [][]string, place int) bool {
	if place >= len(rows) || special(rows[place]) != "" {
		return false
	}
	roles := 0
	for _, cell := range rows[place] {
		if _, parted := under("", cell); parted {
			roles++
			continue
		}
		if looksLikeFigure(cell) && strings.TrimSpace(cell) != "" {
			return false
		}
		if role, _ := roleOf(cell); role != "" {
			roles++
		}
	}
	return roles > 1
}
