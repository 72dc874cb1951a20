package notice

// The letters about receivables that the customer confirms before they are booked.

// confirmationRows say what is asked, the same as on its page.
func (f facts) confirmationRows() []row {
	var rows []row
	for _, r := range []row{
		{Label: f.t("客户", "Customer"), Value: f.CustomerCode + " " + f.customer()},
		{Label: f.t("订单", "Order"), Value: f.AskedOrder},
		{Label: f.t("发票", "Invoice"), Value: f.AskedInvoice},
		{Label: f.t("应收日期", "Date"), Value: f.AskedDate.String()},
		{Label: f.t("价税合计", "Amount with tax"), Value: f.amount(f.AskedGross, f.AskedCurrency), Strong: true},
	} {
		if r.Value != "" {
			rows = append(rows, r)
		}
	}
	return rows
}

func receivableConfirmed(w work) letter {
	l := letter{
		Subject:    w.t("%s 已确认应收 %s", "%s confirmed %s", w.customer(), w.amount(w.AskedGross, w.AskedCurrency)),
		Heading:    w.t("客户已确认，应收已入账", "Confirmed by the customer and booked"),
		Paragraphs: []string{w.t("%s 已确认，单据自动入账，无需再操作。", "%s confirmed it. The document is posted; there is nothing more to do.", w.ActorName)},
		Quote:      w.AskedOpinion, QuotedFrom: w.ActorName, Rows: w.confirmationRows(), Button: w.t("打开单据", "Open the document"),
	}
	if w.CreditNo != "" {
		l.Rows = append(l.Rows, row{Label: w.t("单据编号", "Document"), Value: w.CreditNo})
	}
	return l
}

func receivableRejected(w work) letter {
	return letter{
		Subject:    w.t("%s 退回了应收 %s", "%s rejected %s", w.customer(), w.amount(w.AskedGross, w.AskedCurrency)),
		Heading:    w.t("客户退回了应收", "The customer rejected it"),
		Paragraphs: []string{w.t("已回到草稿。请按原因更正后重新提交；审批后客户将再次确认。", "It is a draft again. Correct it and submit it; once approved, the customer is asked anew.")},
		Quote:      w.AskedOpinion, QuotedFrom: w.ActorName, Rows: w.confirmationRows(), Button: w.t("去处理", "Deal with it"),
	}
}
