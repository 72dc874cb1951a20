package truth

import (
	"fmt"
	"sort"
	"strings"

	"hefu/ledger/calendar"
	"hefu/ledger/tally"
)

// dealing is what really happened, as our books know it.
type dealing struct {
	kind                             tally.Kind
	number, invoice, order, bank, of string // of: the invoice that a credit note or receipt names
	date                             calendar.Date
	cents                            int64
}

// style is how the seller writes numbers: Y is the year, M the month, a digit the count with so many digits.
type style struct {
	document, credit, receipt, order string
	invoice                          int // digits of an invoice number
	nextInvoice                      int64
}

func (m *maker) seller() style {
	s := style{invoice: pick(m, 8, 8, 20), nextInvoice: int64(m.between(1_000_000, 80_000_000))}
	kinds := [][3]string{
		{"SI-{Y}{M}-{5}", "CN-{Y}{M}-{5}", "RC-{Y}{M}-{5}"}, {"INV{Y}{M}{5}", "CRN{Y}{M}{5}", "RCT{Y}{M}{5}"}, {"XS{Y}-{6}", "TH{Y}-{6}", "SK{Y}-{6}"},
		{"{8}", "C{8}", "R{8}"}, {"AR/{Y}/{M}/{4}", "RD/{Y}/{M}/{4}", "SK/{Y}/{M}/{4}"},
	}
	chosen := pick(m, kinds...)
	s.document, s.credit, s.receipt = chosen[0], chosen[1], chosen[2]
	s.order = pick(m, "PO-45{8}", "DD{6}", "HT{Y}-{5}", "{7}")
	return s
}

// numbered fills a form such as SI-{Y}{M}-{5}.
func numbered(form string, date calendar.Date, count int) string {
	pairs := []string{"{Y}", fmt.Sprintf("%04d", date.Year()), "{M}", fmt.Sprintf("%02d", int(date.Month()))}
	for digits := 4; digits <= 8; digits++ {
		pairs = append(pairs, fmt.Sprintf("{%d}", digits), fmt.Sprintf("%0*d", digits, count))
	}
	return strings.NewReplacer(pairs...).Replace(form)
}

// dealings makes the lines of our books in the order of their dates, a week beyond both ends of the period.
func (m *maker) dealings(size int) []dealing {
	days := m.Through.Sub(m.From) + 1
	all := size * (days + 16) / days
	dates := make([]calendar.Date, all)
	for i := range dates {
		dates[i] = m.From.AddDays(m.between(-8, days+7))
	}
	sort.Slice(dates, func(i, j int) bool { return dates[i].Before(dates[j]) })
	prices := make([]int64, 60)
	for i := range prices {
		prices[i] = int64(m.between(90, 250_000))
	}
	standing := []int64{500_000, 113_000, 1_200_000, 88_000, 300_000}
	var made []dealing
	var order string
	left, orders, receipts, credits := 0, m.between(1, 50_000), 0, 0
	for i, date := range dates {
		if left == 0 {
			order, left = numbered(m.style.order, date, orders), m.between(1, 6)
			orders += m.between(1, 4)
		}
		d := dealing{kind: tally.Charge, date: date, order: order}
		switch roll := m.random.Float64(); {
		case roll < .15 && i > 20:
			receipts++
			d.kind, d.order, d.number, d.cents = tally.Receipt, "", numbered(m.style.receipt, date, receipts), -m.paid(made)
			d.bank = fmt.Sprintf("%04d%02d%02d%07d", date.Year(), int(date.Month()), date.Day(), m.between(1, 9_999_999))
		case roll < .20 && i > 20:
			credits++
			of := made[m.between(max(0, len(made)-400), len(made)-1)]
			d.kind, d.number, d.of, d.order = tally.Credit, numbered(m.style.credit, date, credits), of.invoice, of.order
			d.cents = -max(1, abs(of.cents)*int64(m.between(2, 60))/100)
		default:
			left--
			d.number = numbered(m.style.document, date, i+1)
			m.style.nextInvoice += int64(m.between(1, 9))
			d.invoice = fmt.Sprintf("%0*d", m.style.invoice, m.style.nextInvoice)
			if m.style.invoice == 20 {
				d.invoice = "26312000000" + d.invoice[11:]
			}
			d.cents = (prices[m.random.IntN(len(prices))]*int64(m.between(1, 400))*113 + 50) / 100
			if m.happens(m.noise.Standing) {
				d.cents = pick(m, standing...)
			}
		}
		made = append(made, d)
	}
	return made
}

// paid is the amount of a receipt: round, or the sum of some charges.
func (m *maker) paid(made []dealing) int64 {
	if m.happens(.25) {
		return int64(m.between(1, 80)) * 1_000_000
	}
	total := int64(0)
	for range m.between(1, 6) {
		if d := made[m.random.IntN(len(made))]; d.cents > 0 {
			total += d.cents
		}
	}
	return total + int64(m.between(1, 9_999))
}

func abs(v int64) int64 { return max(v, -v) }
