package calendar_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/shopspring/decimal"

	"hefu/ledger/calendar"
	"hefu/ledger/money"
)

// peerCase is one case of testdata/cases.json: figures of public test suites,
// each with its source and licence.
type peerCase struct {
	ID        string     `json:"id"`
	Area      string     `json:"area"`
	Terms     []peerTerm `json:"terms"`
	Documents []struct {
		Amount string        `json:"amount"`
		Date   calendar.Date `json:"date"`
	} `json:"documents"`
	Settings struct {
		Percent string `json:"early_discount_percent"`
		Days    int    `json:"early_discount_days"`
	} `json:"settings"`
	Due      calendar.Date `json:"due"`
	Expected peerExpected  `json:"expected"`
}

type peerExpected struct {
	Due           json.RawMessage `json:"due"` // a list of due dates, or one date
	Schedule      []peerDue       `json:"schedule"`
	Accepted      *bool           `json:"accepted"`
	WorkingDay    bool            `json:"is_working_day"`
	Following     calendar.Date   `json:"following"`
	Preceding     calendar.Date   `json:"preceding"`
	Modified      calendar.Date   `json:"modified_following"`
	DiscountUntil calendar.Date   `json:"discount_until"`
}

type peerDue struct {
	Date    calendar.Date `json:"date"`
	Percent string        `json:"percent"`
	Amount  string        `json:"amount"`
}

type peerTerm struct {
	Percent    string `json:"percent"`
	PercentOf  string `json:"percent_of"`
	Fixed      string `json:"fixed"`
	Remainder  bool   `json:"remainder"`
	Rule       string `json:"rule"`
	Days       int    `json:"days"`
	Months     int    `json:"months"`
	DayOfNext  int    `json:"day_of_next_month"`
	DayOfMonth int    `json:"day_of_month"`
}

// rules gives the peers' rules their names here.
var rules = map[string]calendar.Rule{
	"":                              calendar.RuleNetDays,
	"days_after":                    calendar.RuleNetDays,
	"days_after_invoice_date":       calendar.RuleNetDays,
	"months_after":                  calendar.RuleMonths,
	"months_and_days":               calendar.RuleMonths,
	"months_then_end_of_month":      calendar.RuleEndOfMonth,
	"months_day_of_month_then_days": calendar.RuleDayOfMonth,
	"days_then_end_of_month_then_day_of_next_month": calendar.RuleDaysEndOfMonth,
}

func (c peerCase) terms(t *testing.T) calendar.Terms {
	terms := calendar.Terms{Basis: calendar.FromInvoice}
	for _, p := range c.Terms {
		rule, ok := rules[p.Rule]
		if !ok {
			t.Fatalf("%s: rule %q has no name here", c.ID, p.Rule)
		}
		part := calendar.Part{Offset: calendar.Offset{Rule: rule, Days: p.Days, Months: p.Months, Day: p.DayOfNext + p.DayOfMonth}}
		switch {
		case p.Remainder:
			part.Share = calendar.ShareRemainder
		case p.Fixed != "":
			part.Share, part.Amount = calendar.ShareFixed, dec(p.Fixed)
		case p.PercentOf == "remaining":
			part.Share, part.Percent = calendar.SharePercentOfRemaining, dec(p.Percent)
		default:
			part.Share, part.Percent = calendar.SharePercent, dec(p.Percent)
		}
		terms.Parts = append(terms.Parts, part)
	}
	if c.Settings.Percent != "" {
		terms.Discounts = []calendar.Discount{{Percent: dec(c.Settings.Percent), Days: c.Settings.Days}}
	}
	if len(terms.Parts) == 0 {
		terms.Parts = calendar.Net(terms.Basis, 30).Parts
	}
	return terms
}

func dec(text string) decimal.Decimal { return decimal.RequireFromString(text) }

func TestCasesOfPublicTestSuites(t *testing.T) {
	raw, err := os.ReadFile("testdata/cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []peerCase `json:"cases"`
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Cases) != 13 {
		t.Fatalf("%d cases were read", len(file.Cases))
	}
	for _, c := range file.Cases {
		t.Run(c.ID, func(t *testing.T) {
			switch c.Area {
			case "cn_working_day":
				c.checkWorkingDay(t)
			case "terms_validation":
				if err := c.terms(t).Validate(); (err == nil) != *c.Expected.Accepted {
					t.Errorf("accepted must be %v, got %v", *c.Expected.Accepted, err)
				}
			default:
				c.checkSchedule(t)
			}
		})
	}
}

func (c peerCase) checkWorkingDay(t *testing.T) {
	china := calendar.China()
	if got := china.IsWorkingDay(c.Due); got != c.Expected.WorkingDay {
		t.Errorf("working day: %v", got)
	}
	for roll, want := range map[calendar.Roll]calendar.Date{
		calendar.RollNone:         c.Due,
		calendar.RollNext:         c.Expected.Following,
		calendar.RollPrevious:     c.Expected.Preceding,
		calendar.RollModifiedNext: c.Expected.Modified,
	} {
		if got := china.Roll(c.Due, roll); got != want {
			t.Errorf("%s: got %s, want %s", roll, got, want)
		}
	}
}

func (c peerCase) checkSchedule(t *testing.T) {
	want := c.Expected.Schedule
	if len(c.Expected.Due) > 0 && json.Unmarshal(c.Expected.Due, &want) != nil {
		var single calendar.Date
		if err := json.Unmarshal(c.Expected.Due, &single); err != nil {
			t.Fatal(err)
		}
		want = []peerDue{{Date: single}}
	}
	terms, doc := c.terms(t), c.Documents[0]
	schedule, err := terms.Schedule(doc.Date, dec(doc.Amount), money.CNY, nil)
	if err != nil {
		t.Fatal(err)
	}
	if until, _ := terms.DiscountUntil(doc.Date); !c.Expected.DiscountUntil.IsZero() && until != c.Expected.DiscountUntil {
		t.Errorf("discount until %s", until)
	}
	if len(want) == 0 {
		return
	}
	if len(schedule) != len(want) {
		t.Fatalf("%d instalments, want %d", len(schedule), len(want))
	}
	for i, w := range want {
		got := schedule[i]
		if got.Due != w.Date ||
			(w.Percent != "" && !got.Percent.Equal(dec(w.Percent))) ||
			(w.Amount != "" && !got.Amount.Equal(dec(w.Amount))) {
			t.Errorf("instalment %d: got %s %s (%s %%), want %+v", i+1, got.Due, got.Amount, got.Percent, w)
		}
	}
}

func TestWorkingDaysBetween(t *testing.T) {
	china := calendar.China()
	for _, c := range []struct {
		from, to string
		want     int
	}{{"2026-04-02", "2026-04-02", 0}, {"2026-04-02", "2026-04-03", 1}, {"2026-04-03", "2026-04-06", 0}, {"2026-04-02", "2026-04-08", 3}, {"2026-04-08", "2026-04-02", 0}} {
		if got := china.WorkingDaysBetween(calendar.MustParse(c.from), calendar.MustParse(c.to)); got != c.want {
			t.Errorf("%s to %s: %d working days, want %d", c.from, c.to, got, c.want)
		}
	}
}
