package pdf

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

var goods = []string{
	"直线导轨滑块 HGH20", "气动电磁阀 4V210", "精密轴承 6204-2RS", "变频器 2.2kW", "联轴器 JM40", "液压油缸密封件",
	"不锈钢法兰 DN50", "镀锌钢管 Φ48", "温度变送器 PT100", "数控刀具 CNMG120408", "齿轮减速机 WPA60", "铝合金型材 4040",
}

// sample is a statement of so many lines, as a customer of the company in the examples would get it.
func sample(lines int, locale Locale) Statement {
	s := Statement{
		Locale: locale, Number: "ST-2026-10-00042", Version: "1", Date: time.Date(2026, 11, 1, 1, 30, 0, 0, time.UTC),
		Seller: Seller{
			"华东精密机械（苏州）有限公司", "East China Precision Machinery (Suzhou) Co., Ltd.",
			"江苏省苏州市工业园区星湖街 328 号", "0512-6288 0000", "91320594MA1XXXXX0X",
		},
		Customer: Customer{"上海犇龘国际贸易有限公司", "Shanghai Bendajie International Trading Co., Ltd.", "C-100042"},
		Currency: Currency{"CNY", "人民币"}, Period: "2026-10-01 ~ 2026-10-31", Terms: "30 天 / Net 30", IssuedOn: "2026-11-01",
		VerifyURL:   "https://ar.example.com/v/7K2M-9QXD-41TB",
		ContentHash: "3f2a9c01b2d4e6f8a1c35e7092b4d6f83f2a9c01b2d4e6f8a1c35e7092b4d6f8",
		Totals: []Figure{
			{OpeningBalance, "123,456.78"}, {Charges, "390,233.02"}, {Receipts, "(75,615.34)"}, {Credits, "(3,172.17)"},
			{Adjustments, "0.00"}, {ClosingBalance, "434,902.29"},
		},
		Aging: []Figure{
			{NotYetDue, "217,451.14"}, {Term{"1–30 天", "1–30 days"}, "86,980.45"}, {Term{"31–60 天", "31–60 days"}, "43,490.22"},
			{Term{"61–90 天", "61–90 days"}, "43,490.22"}, {Term{"91–180 天", "91–180 days"}, "21,745.11"},
			{Term{"180 天以上", "Over 180 days"}, "21,745.15"},
		},
		Standing: []Figure{{DueNow, "217,451.15"}, {Overdue, "130,470.70"}, {Disputed, "12,800.00"}},
		Slip: &Slip{
			"华东精密机械（苏州）有限公司", "中国工商银行苏州工业园区支行 ICBC Suzhou SIP Sub-branch", "1102 0203 0900 0123 456",
			"ST-2026-10-00042", "CNY 434,902.29", "上海犇龘国际贸易有限公司",
		},
	}
	balance := 12345678
	for i := range lines {
		s.Lines = append(s.Lines, sampleLine(i, locale, &balance))
	}
	return s
}

func sampleLine(i int, locale Locale, balance *int) Line {
	amount := (i*7919+173)%4000000 + 10000
	day := fmt.Sprintf("2026-10-%02d", 1+i*29/500%31)
	order := fmt.Sprintf("PO%06d", (i*40503+77123)%1000000)
	names := [3]string{"发票", "收款", "贷项"}
	if locale == En {
		names = [3]string{"Invoice", "Receipt", "Credit note"}
	}
	l := Line{Date: day, Order: order}
	switch i % 7 {
	case 2:
		l.Document, l.Kind, l.Description = fmt.Sprintf("RCP-%07d", 2000000+i), names[1], fmt.Sprintf("银行转账 工商银行 尾号%04d", i*37%10000)
		l.Credit, l.Order = cents(amount), ""
		*balance -= amount
	case 5:
		l.Document, l.Kind, l.Description = fmt.Sprintf("CRN-%07d", 3000000+i), names[2], "退货折让 "+goods[i%len(goods)]
		l.Credit = cents(amount / 20)
		*balance -= amount / 20
	default:
		l.Document, l.Kind, l.Description = fmt.Sprintf("INV-%07d", 1000000+i), names[0], goods[i%len(goods)]
		l.Due, l.Debit = "2026-11-"+day[8:], cents(amount)
		*balance += amount
	}
	l.Balance = cents(*balance)
	return l
}

func cents(v int) string {
	sign := ""
	if v < 0 {
		sign, v = "-", -v
	}
	whole := strconv.Itoa(v / 100)
	var b strings.Builder
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(digit)
	}
	return fmt.Sprintf("%s%s.%02d", sign, b.String(), v%100)
}
