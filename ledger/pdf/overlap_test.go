package pdf

import (
	"math"
	"strings"
	"testing"
)

// overcrowded has something too long in every field.
func overcrowded(locale Locale) Statement {
	s := everything(locale)
	long := strings.Repeat("华东精密机械（苏州）制造技术研究发展", 4) + "股份有限公司"
	latin := strings.Repeat("The East China Precision Machinery Manufacturing and Development Company ", 3) + "Ltd."
	unbroken := strings.Repeat("INVOICE2026100001", 7)
	s.Number = "ST-2026-10-00042-" + strings.Repeat("9", 30)
	s.Seller = Seller{long, latin, "江苏省" + long + " 328 号", "0512-6288 0000 / 0512-6288 0001 / 0512-6288 0002", unbroken}
	s.Customer = Customer{long, latin, unbroken[:40]}
	s.Currency.Name = "人民币（中华人民共和国法定货币）"
	s.Terms = "货到验收合格并收到发票之日起六十天内以银行转账方式付清全部款项"
	s.VerifyURL = "https://receivables.example.com/portal/verify/" + unbroken
	for i := range s.Totals {
		s.Totals[i].Amount = "(123,456,789,012,345.67)"
		s.Aging[i].Amount = "(123,456,789,012,345.67)"
	}
	for i := range s.Standing {
		s.Standing[i].Amount = "(123,456,789,012,345.67)"
	}
	s.Slip = &Slip{long, long, unbroken, unbroken, "CNY 123,456,789,012,345.67", latin}
	s.Lines[1].Description = strings.Repeat("精密轴承（进口）、密封件；附说明：", 12)
	s.Lines[2].Document, s.Lines[2].Order = unbroken, unbroken
	s.Lines[3].Description = unbroken
	s.Lines[4].Kind = "以前年度损益调整红字发票"
	s.Lines[5].Debit, s.Lines[6].Credit, s.Lines[7].Balance = "123,456,789,012,345.67", "123,456,789,012,345.67", "(123,456,789,012,345.67)"
	s.Lines[8].Description = strings.Repeat("一份很长的说明，", 400)
	s.OpenItems[0].Document, s.OpenItems[0].Open = unbroken, "123,456,789,012,345.67"
	s.Provisional.Items[0].Description = long
	s.Notes = append(s.Notes, strings.Repeat(long+unbroken, 30))
	return s
}

func TestNothingOverlapsOrLeavesThePage(t *testing.T) {
	for name, s := range map[string]Statement{
		"plain zh": sample(60, ZhCN), "plain en": sample(60, En), "everything zh": everything(ZhCN), "everything en": everything(En),
		"overcrowded zh": overcrowded(ZhCN), "overcrowded en": overcrowded(En),
	} {
		t.Run(name, func(t *testing.T) {
			for i, page := range readPages(t, mustRender(t, s).PDF) {
				for a, r := range page {
					if r.x < 33.9 || r.x+r.width > 561.4 || r.y < 20 || r.y > 815 {
						t.Errorf("page %d: %q leaves the page at %.1f..%.1f, %.1f", i+1, r.text, r.x, r.x+r.width, r.y)
					}
					for _, q := range page[a+1:] {
						if collide(r, q) {
							t.Errorf("page %d: %q overlaps %q", i+1, r.text, q.text)
						}
					}
				}
			}
		})
	}
}

// collide allows for the rounding of coordinates to hundredths of a point. Type takes some 0.85 of its size above the
// baseline and 0.15 below it.
func collide(a, b run) bool {
	const slack = 0.05
	if a.x+a.width <= b.x+slack || b.x+b.width <= a.x+slack {
		return false
	}
	upper, lower := a, b
	if b.y > a.y {
		upper, lower = b, a
	}
	return math.Abs(upper.y-lower.y) < 0.80*lower.size+0.12*upper.size
}

func TestLongDescriptionIsPrintedWhole(t *testing.T) {
	s := sample(3, ZhCN)
	s.Lines[1].Description = strings.Repeat("一二三四五六七八九十", 20)
	s.Lines[2].Description = strings.Repeat("很长的说明文字", 500)
	r := mustRender(t, s)
	var all strings.Builder
	for _, page := range readPages(t, r.PDF) {
		for _, at := range page {
			all.WriteString(at.text)
		}
	}
	for digit, want := range map[string]int{"七": 20, "说明": 500} {
		if got := strings.Count(all.String(), digit); got < want*9/10 {
			t.Errorf("%q printed %d times, want about %d", digit, got, want)
		}
	}
	if got, want := len([]rune(keep(all.String(), "很长的说明文字"))), 500*len([]rune("很长的说明文字")); got < want {
		t.Errorf("%d characters of the long description printed, want %d", got, want)
	}
	if r.Clipped != 0 {
		t.Errorf("%d texts were clipped, want none", r.Clipped)
	}
}

func keep(text, of string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(of, r) {
			return r
		}
		return -1
	}, text)
}
