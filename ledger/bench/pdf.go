package bench

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"hefu/ledger/pdf"
)

// pdfGoal is for the shortest statement, where whole fonts cost the most.
const pdfGoal = 0.4

var goods = []string{"直线导轨滑块 HGH20", "气动电磁阀 4V210", "精密轴承 6204-2RS", "变频器 2.2kW", "联轴器 JM40", "不锈钢法兰 DN50", "温度变送器 PT100", "铝合金型材 4040"}

// measurePDF prints statements beside plain maroto with the whole fonts.
func measurePDF(ctx context.Context, r *run) ([]Result, error) {
	var results []Result
	for _, c := range []struct {
		lines, rounds int
		goal          measured
	}{{20, r.at(3, 7), pdfGoal}, {500, r.at(1, 5), 0}, {5000, r.at(1, 3), 0}} {
		r.say("pdf: %d lines", c.lines)
		s := printed(c.lines)
		side := func(render func(pdf.Statement) (pdf.Result, error), times int) round {
			return func(context.Context) (work, error) {
				for range times {
					if _, err := render(s); err != nil {
						return work{}, err
					}
				}
				return work{operations: times}, nil
			}
		}
		times := max(1, 100/c.lines)
		taken, err := r.compare(ctx, c.rounds, side(pdf.RenderStatement, times), side(pdf.RenderPlain, 1), nil)
		if err != nil {
			return results, err
		}
		results = append(results, r.result("pdf", fmt.Sprintf("a statement of %d lines, beside plain maroto", c.lines), taken, c.goal))
	}
	return results, nil
}

// printed is a statement of so many lines.
func printed(lines int) pdf.Statement {
	s := pdf.Statement{
		Locale: pdf.ZhCN, Number: "ST-2025-000042", Version: "1", Date: time.Date(2026, 1, 1, 1, 30, 0, 0, time.UTC),
		Seller:   pdf.Seller{Name: "华东精密机械（苏州）有限公司", NameEn: "East China Precision Machinery (Suzhou) Co., Ltd.", Address: "江苏省苏州市工业园区星湖街 328 号", Phone: "0512-62880000"},
		Customer: pdf.Customer{Name: "上海国际贸易有限公司", NameEn: "Shanghai International Trading Co., Ltd.", Code: "K000042"},
		Currency: pdf.Currency{Code: "CNY", Name: "人民币"}, Period: "2025-01-01 ~ 2025-12-31", Terms: "30 天 / Net 30", IssuedOn: "2026-01-01",
		VerifyURL: "https://ar.example.com/v/7K2M-9QXD-41TB", ContentHash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
		Totals: []pdf.Figure{{Label: pdf.OpeningBalance, Amount: "123,456.78"}, {Label: pdf.Charges, Amount: "390,233.02"}, {Label: pdf.Receipts, Amount: "(75,615.34)"},
			{Label: pdf.ClosingBalance, Amount: "438,074.46"}},
		Aging: []pdf.Figure{{Label: pdf.NotYetDue, Amount: "217,451.14"}, {Label: pdf.Term{Zh: "1–30 天", En: "1–30 days"}, Amount: "220,623.32"}},
	}
	for i := range lines {
		s.Lines = append(s.Lines, pdf.Line{
			Date: fmt.Sprintf("2025-%02d-%02d", 1+i*12/max(lines, 12)%12, 1+i%28), Document: fmt.Sprintf("AR-2025-%06d", i+1), Kind: "发票",
			Description: goods[i%len(goods)] + " 第 " + strconv.Itoa(i%97) + " 批", Order: fmt.Sprintf("SO-%06d", i*37%1000000), Due: "2025-12-31",
			Debit: fmt.Sprintf("%d,%03d.%02d", 1+i%97, i*7%1000, i%100), Balance: fmt.Sprintf("%d,%03d.%02d", 100+i%800, i*13%1000, i%100),
		})
	}
	return s
}
