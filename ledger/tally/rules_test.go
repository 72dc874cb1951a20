package tally_test

import (
	"fmt"
	"strings"
	"testing"

	"hefu/ledger/calendar"
	"hefu/ledger/tally"
)

// ledger reads lines of "number | date | amount | order | invoice | text | reference"; a number that begins with * is of a line outside the period.
func ledger(text string) []tally.Line {
	var lines []tally.Line
	for _, row := range strings.Split(strings.TrimSpace(text), "\n") {
		if strings.TrimSpace(row) == "" {
			continue
		}
		cells := append(strings.Split(row, "|"), "", "", "", "", "")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		number, outside := strings.CutPrefix(cells[0], "*")
		lines = append(lines, tally.Line{
			No: len(lines) + 1, Number: number, Date: calendar.MustParse("2026-" + cells[1]), Amount: amount(cells[2]),
			Order: cells[3], Invoice: cells[4], Text: cells[5], Reference: cells[6], Outside: outside,
		})
	}
	return lines
}

// said is a result in short: the rule or class, the lines and how sure it is.
func said(r tally.Result) string {
	var out []string
	for _, m := range r.Matches {
		out = append(out, fmt.Sprintf("%s%v=%v %s", m.Rule, m.Ours, m.Theirs, m.Certainty))
	}
	for _, rest := range r.Remainders {
		out = append(out, fmt.Sprintf("%s%v/%v %s", rest.Class, rest.Ours, rest.Theirs, rest.Difference))
	}
	return strings.Join(out, "; ")
}

func TestRules(t *testing.T) {
	for _, test := range []struct{ name, ours, theirs, want string }{
		{"as written", "INV-1001 | 03-02 | 100", "INV-1001 | 03-09 | 100", "number_exact[1]=[1] certain"},
		{"case, width, separators", "INV-2026/1001 | 03-02 | 100", "ｉｎｖ２０２６－１００１ | 03-02 | 100", "number_normalized[1]=[1] certain"},
		{"prefix and zeros", "SI-00123456 | 03-02 | 100", "发票号 123456 | 03-02 | 100", "number_normalized[1]=[1] certain"},
		{"inside a text", "SI-2026-0042 | 03-02 | 100", "记-7 | 03-05 | 100 | | | 购进材料 SI-2026-0042 一批", "number_in_text[1]=[1] certain"},
		{"spaces for separators inside a text", "SI-2026-0042 | 03-02 | 100", "记-7 | 03-05 | 100 | | | 购进 SI 2026 0042", "number_in_text[1]=[1] certain"},
		{"the invoice in the number's column", "SI-7001 | 03-02 | 100 | | 12345678", "12345678 | 03-05 | 100", "number_exact[1]=[1] certain"},
		{"only the end of the number", "SI-2026-004711 | 03-02 | 100", "4711 | 03-05 | 100", "number_suffix[1]=[1] certain"},
		{"the order and the amount", "SI-7001 | 03-02 | 100 | PO-4500", " | 03-12 | 100 | PO-4500", "order_amount[1]=[1] certain"},
		{"a slip in the number", "SI-700123 | 03-02 | 100", "SI-700132 | 03-05 | 100", "number_typo_amount[1]=[1] certain"},
		{"a slip, but another amount", "SI-700123 | 03-02 | 100", "SI-700132 | 03-05 | 170", "only_ours[1]/[] 100; only_theirs[]/[1] -170"},
		{"a slip that fits two", "SI-700123 | 03-02 | 100\nSI-700124 | 03-02 | 100", "SI-700125 | 03-05 | 100", "only_ours[1]/[] 100; only_ours[2]/[] 100; only_theirs[]/[1] -100"},
		{"amount and date", "RC-1 | 03-02 | -9876.54", " | 02-28 | -9876.54", "amount_date[1]=[1] certain"},
		{"amount, too far apart", "RC-1 | 03-02 | -500\nRC-2 | 01-02 | -500", " | 02-02 | -500", "only_ours[1]/[] -500; only_ours[2]/[] -500; only_theirs[]/[1] 500"},
		{"two of an amount on each side, by date", "RC-1 | 03-02 | -500\nRC-2 | 03-05 | -500", " | 03-01 | -500\n | 03-04 | -500", "amount_date[1]=[1] likely; amount_date[2]=[2] likely"},
		{"two for one: nobody can say", "RC-1 | 03-02 | -500\nRC-2 | 03-06 | -500", " | 03-04 | -500", "only_ours[1]/[] -500; only_ours[2]/[] -500; only_theirs[]/[1] 500"},
		{"split under its number", "SI-2026-0042 | 03-02 | 100", "SI-2026-0042 | 03-02 | 70\nSI-2026-0042 | 03-02 | 30", "sum_one_to_many[1]=[1 2] certain"},
		{"split with parts after the number", "SI-2026-0042 | 03-02 | 100", "SI-2026-0042-1 | 03-02 | 70\nSI-2026-0042/2 | 03-02 | 30", "sum_one_to_many[1]=[1 2] certain"},
		{"split, the second line without number", "SI-2026-0042 | 03-02 | 101.01 | PO-77001", "SI-2026-0042 | 03-02 | 70 | PO-77001\n | 03-02 | 31.01 | PO-77001", "sum_one_to_many[1]=[1 2] likely"},
		{
			"several named in one text", "SI-2026-0042 | 03-02 | 100\nSI-2026-0043 | 03-02 | 50\nSI-2026-0044 | 03-02 | 9", "记-1 | 03-09 | 150 | | | SI-2026-0042、SI-2026-0043",
			"sum_many_to_one[1 2]=[1] certain; only_ours[3]/[] 9",
		},
		{"less a credit note that is named", "SI-2026-0042 | 03-02 | 100\nCN-2026-0007 | 03-03 | -20", "SI-2026-0042 | 03-09 | 80 | | | 扣 CN-2026-0007", "sum_many_to_one[1 2]=[1] certain"},
		{
			"one transfer that we entered in parts", "RC-1 | 03-02 | -100.11 | | | | B20260302001\nRC-2 | 03-02 | -50.22 | | | | B20260302001", " | 03-01 | -150.33",
			"sum_many_to_one[1 2]=[1] likely",
		},
		{"receipts of one day as one payment", "RC-1 | 03-02 | -12345.67\nRC-2 | 03-02 | -7654.32", " | 03-02 | -19999.99", "sum_many_to_one[1 2]=[1] likely"},
		{"round sums may be chance", "RC-1 | 03-02 | -3000\nRC-2 | 03-02 | -2000", " | 03-02 | -5000", "only_ours[1]/[] -3000; only_ours[2]/[] -2000; only_theirs[]/[1] 5000"},
		{
			"an order in other portions", "SI-7001 | 03-02 | 100.03 | PO-4500\nSI-7002 | 03-02 | 50 | PO-4500", " | 03-05 | 80.03 | PO-4500\n | 03-05 | 70 | PO-4500",
			"sum_many_to_many[1 2]=[1 2] likely",
		},
		{"another amount", "SI-7001 | 03-02 | 100", "SI-7001 | 03-05 | 98", "amount_differs[1]/[1] 2"},
		{"another period", "SI-7001 | 03-30 | 100", "*SI-7001 | 04-02 | 100", "period_differs[1]/[1] 100"},
		{"neither of this period", "*SI-7001 | 04-01 | 100", "*SI-7001 | 04-02 | 100", ""},
		{"booked twice", "SI-7001 | 03-02 | 100", "SI-7001 | 03-02 | 100\nSI-7001 | 03-09 | 100", "number_exact[1]=[1] certain; duplicated[]/[2] -100"},
		{"ours booked twice", "SI-7001 | 03-02 | 100\nSI-7001 | 03-02 | 100", "SI-7001 | 03-02 | 100", "number_exact[1]=[1] certain; duplicated[2]/[] 100"},
		{"an invoice and its payment", "SI-7001 | 03-02 | 100", " | 03-09 | -100 | | | 付 SI-7001", "only_ours[1]/[] 100; only_theirs[]/[1] 100"},
		{"kinds with the same count", "RC-202601-00018 | 03-02 | -100", "CN-202601-00018 | 03-03 | -40", "only_ours[1]/[] -100; only_theirs[]/[1] 40"},
		{"nothing", "", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := tally.Compare(ledger(test.ours), ledger(test.theirs), tally.Options{})
			if got := said(r); got != test.want {
				t.Errorf("got  %s\nwant %s\n%+v", got, test.want, r)
			}
		})
	}
}

func TestReasonsSayWhy(t *testing.T) {
	for _, test := range []struct{ name, ours, theirs, want string }{
		{"number", "SI-2026-0042 | 03-02 | 100", "si20260042 | 03-05 | 100", "same_part(SI-2026-0042,si20260042,SI20260042) same_amount(100) near_date(2026-03-02,2026-03-05,3)"},
		{"several fit", "RC-1 | 03-02 | -500\nRC-2 | 03-06 | -500", " | 03-04 | -500", "several_fit(1) several_fit(1) several_fit(2)"},
		{"difference", "SI-7001 | 03-02 | 100", "SI-7001 | 03-05 | 98", "same_number(SI-7001,SI-7001) amount_differs(100,98,2)"},
		{"period", "SI-7001 | 03-30 | 100", "*SI-7001 | 04-02 | 100", "same_number(SI-7001,SI-7001) same_amount(100) near_date(2026-03-30,2026-04-02,3) other_period(theirs,2026-04-02)"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			r := tally.Compare(ledger(test.ours), ledger(test.theirs), tally.Options{})
			for _, m := range r.Matches {
				got = append(got, reasons(m.Reasons)...)
			}
			for _, rest := range r.Remainders {
				got = append(got, reasons(rest.Reasons)...)
			}
			if strings.Join(got, " ") != test.want {
				t.Errorf("got  %s\nwant %s", strings.Join(got, " "), test.want)
			}
		})
	}
}

func reasons(list []tally.Reason) []string {
	var out []string
	for _, r := range list {
		out = append(out, fmt.Sprintf("%s(%s)", r.Cause, strings.Join(r.Values, ",")))
	}
	return out
}

// A credit note that they booked as an invoice is one document with a wrong sign.
func TestTheWrongSignOfACreditNoteIsADifference(t *testing.T) {
	ours, theirs := ledger("CN-2026-0007 | 03-02 | -20"), ledger("CN-2026-0007 | 03-05 | 20")
	if got := said(tally.Compare(ours, theirs, tally.Options{})); got != "only_ours[1]/[] -20; only_theirs[]/[1] -20" {
		t.Errorf("of an unknown kind: %s", got)
	}
	ours[0].Kind = tally.Credit
	r := tally.Compare(ours, theirs, tally.Options{})
	if said(r) != "amount_differs[1]/[1] -40" || r.Remainders[0].Reasons[1].Cause != tally.OppositeSign {
		t.Errorf("%s: %v", said(r), r.Remainders[0].Reasons)
	}
}

// Whoever looks at a line that is alone is shown what it might be.
func TestALineAloneNamesItsCandidates(t *testing.T) {
	r := tally.Compare(ledger("RC-1 | 03-02 | -500\nRC-2 | 03-06 | -500\nRC-3 | 01-06 | -500"), ledger(" | 03-05 | -500"), tally.Options{})
	for i, want := range []string{"[1]", "[1]", "[]", "[2 1]"} {
		if got := fmt.Sprint(r.Remainders[i].Candidates); got != want {
			t.Errorf("remainder %d has the candidates %s, want %s", i, got, want)
		}
	}
}

// A payment is no credit note, whatever its amount.
func TestMoneyIsNotMatchedWithPaperByItsAmount(t *testing.T) {
	ours, theirs := ledger("RC-1 | 03-02 | -9876.54"), ledger(" | 03-02 | -9876.54")
	ours[0].Kind, theirs[0].Kind = tally.Receipt, tally.Credit
	if got := said(tally.Compare(ours, theirs, tally.Options{})); got != "only_ours[1]/[] -9876.54; only_theirs[]/[1] 9876.54" {
		t.Error(got)
	}
	theirs[0].Kind = tally.Receipt
	if got := said(tally.Compare(ours, theirs, tally.Options{})); got != "amount_date[1]=[1] certain" {
		t.Error(got)
	}
}

func TestATinyDifferenceMayBeTolerated(t *testing.T) {
	r := tally.Compare(ledger("SI-7001 | 03-02 | 100.01"), ledger("SI-7001 | 03-02 | 100"), tally.Options{AmountTolerance: amount("0.01")})
	if said(r) != "number_exact[1]=[1] certain" || !r.Totals.Tolerated.Equal(amount("0.01")) {
		t.Errorf("%s, tolerated %s", said(r), r.Totals.Tolerated)
	}
}
