package layout

import (
	"strings"
	"unicode"
)

// profile is what the cells of a column look like: shares of those that are not empty.
type profile struct {
	cells      []string
	filled     int
	dates      float64
	serials    float64 // day counts of a spreadsheet
	amounts    float64
	fractions  float64 // amounts with a decimal point or thousands
	directions float64
	codes      float64 // letters and digits with at least three digits, as numbers of documents have
	wordy      float64 // letters of a language, and not a code
	distinct   float64
	invoices   float64 // eight or twenty digits
}

func profiled(cells []string, comma bool) profile {
	p := profile{cells: cells}
	seen := map[string]bool{}
	for _, cell := range cells {
		cell = strings.TrimSpace(cell)
		if cell == "" {
			continue
		}
		p.filled++
		seen[cell] = true
		p.look(cell, comma)
	}
	if p.filled > 0 {
		p.distinct = float64(len(seen))
		for _, share := range []*float64{&p.dates, &p.serials, &p.amounts, &p.fractions, &p.directions, &p.codes, &p.wordy, &p.distinct, &p.invoices} {
			*share /= float64(p.filled)
		}
	}
	return p
}

func (p *profile) look(cell string, comma bool) {
	if _, ok := parseDate(cell, false); ok {
		p.dates++
	} else if _, ok := parseDate(cell, true); ok {
		p.dates++
	}
	if _, ok := parseSerial(cell); ok {
		p.serials++
	}
	fraction := false
	if _, ok := parseAmount(cell, comma); ok {
		p.amounts++
		if fraction = strings.ContainsAny(cell, ".,"); fraction {
			p.fractions++
		}
	}
	if _, ok := parseDirection(cell); ok {
		p.directions++
	}
	digits, letters, others := 0, 0, 0
	for _, r := range cell {
		switch {
		case unicode.IsDigit(r):
			digits++
		case unicode.IsLetter(r):
			letters++
		default:
			others++
		}
	}
	if digits >= 3 && digits >= letters && !fraction && !strings.ContainsAny(cell, " ,") {
		p.codes++
	}
	if letters > digits {
		p.wordy++
	}
	if letters+others == 0 && (digits == 8 || digits == 20) {
		p.invoices++
	}
}

// speaks is how much the cells speak for a role: from -100 (cannot be) to 30.
func (p profile) speaks(role Role) int {
	if p.filled == 0 {
		return 0
	}
	fits := func(share float64, needs float64) int {
		if share < needs {
			return -100
		}
		return int(30 * share)
	}
	switch role {
	case Date:
		return fits(p.dates, .7)
	case Debit, Credit, Amount, Balance:
		if p.dates > .5 && p.fractions < .5 {
			return -100
		}
		return fits(p.amounts, .8)
	case Direction:
		return fits(p.directions, .9)
	case Number, Invoice, Order, Reference:
		if p.dates > .9 && p.fractions == 0 && p.invoices < .5 || p.fractions > .5 {
			return -60
		}
		return int(20 * p.codes)
	case Text, Kind:
		if p.amounts > .8 || p.dates > .8 {
			return -60
		}
		return int(20 * p.wordy)
	}
	return 0
}

func column(rows [][]string, place int) []string {
	cells := make([]string, len(rows))
	for i, row := range rows {
		if place < len(row) {
			cells[i] = row[place]
		}
	}
	return cells
}
