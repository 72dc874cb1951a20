package calendar

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
)

//go:embed china.txt
var chinaText string

// China is the working-day calendar of the People's Republic: holidays and
// make-up working days of the years in china.txt, which names its sources.
func China() *Calendar { return china() }

var china = sync.OnceValue(func() *Calendar {
	c, err := read(ChinaName, chinaText)
	if err != nil {
		panic(err) // the file is part of the program; a test reads it
	}
	return c
})

// read takes the form that china.txt describes at its top.
func read(name, text string) (*Calendar, error) {
	c := &Calendar{name: name, years: map[int]bool{}, off: map[Date]string{}, work: map[Date]string{}}
	year := ""
	for _, line := range strings.Split(text, "\n") {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] == "#" {
			continue
		}
		if n, ok := number(fields[0]); ok {
			year = fields[0]
			c.years[n] = true
			continue
		}
		target := c.off
		for _, word := range fields[1:] {
			switch word {
			case "off":
				target = c.off
			case "work":
				target = c.work
			default:
				if err := mark(target, year, word, fields[0]); err != nil {
					return nil, fmt.Errorf("holiday line %q: %w", line, err)
				}
			}
		}
	}
	return c, nil
}

// mark enters a day "02-14" or a run "02-15..02-23" of one year.
func mark(days map[Date]string, year, word, holiday string) error {
	from, to, run := strings.Cut(word, "..")
	if !run {
		to = from
	}
	first, err := Parse(year + "-" + from)
	if err != nil {
		return err
	}
	last, err := Parse(year + "-" + to)
	if err != nil {
		return err
	}
	for d := first; !d.After(last); d = d.AddDays(1) {
		days[d] = holiday
	}
	return nil
}
