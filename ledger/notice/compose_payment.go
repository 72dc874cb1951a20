package notice

// The letters about online payments.

var takers = map[string][2]string{
	"sandbox": {"沙箱", "sandbox"}, "stripe": {"Stripe", "Stripe"}, "alipay": {"支付宝", "Alipay"}, "wechat": {"微信支付", "WeChat Pay"},
}

func (w work) paymentRows() []row {
	taker := takers[w.said("provider")]
	amount, _ := w.given("amount", w.said("currency"))
	var rows []row
	for _, r := range []row{{Label: w.t("支付渠道", "Provider"), Value: w.t(taker[0], taker[1])}, {Label: w.t("附言码", "Reference"), Value: w.said("reference")}} {
		if r.Value != "" {
			rows = append(rows, r)
		}
	}
	if w.CustomerName != "" && w.Recipient != "contact" {
		rows = append([]row{{Label: w.t("客户", "Customer"), Value: w.CustomerCode + " " + w.customer()}}, rows...)
	}
	if w.CreditNo != "" {
		rows = append(rows, row{Label: w.t("单据", "Document"), Value: w.CreditNo})
	}
	return append(rows, row{Label: w.t("金额", "Amount"), Value: amount, Strong: true})
}

func paid(w work) letter {
	text := w.t("谢谢。款项已入账，并已核销您选择的项目。", "Thank you. The money is booked and settles what you chose.")
	if left, amount := w.given("on_account", w.said("currency")); amount.IsPositive() {
		text = w.t("谢谢，款项已到账。到账前所选项目已结清，其中 %s 记在您的账户余额中，可用于下次付款；如需退款请联系我们。", "Thank you, the money has come in. %s of it settles nothing, because the items were settled before it came; it is on your account for the next payment. Ask us if you want it back.", left)
	}
	paragraphs := []string{text}
	if off, amount := w.given("discount_lapsed", w.said("currency")); amount.IsPositive() {
		paragraphs = []string{w.t("谢谢，款项已入账。款项到账时已过折扣截止日（%s），%s 的折扣未能享受，仍为未清。", "Thank you, the money is booked. It came after %s, the last day of the discount; %s stays open.", w.said("discount_until"), off)}
	}
	return letter{
		Subject: w.t("%s 已收到您的付款", "%s has received your payment", w.seller()), Heading: w.t("已收到付款", "Payment received"),
		Paragraphs: paragraphs,
		Rows:       w.paymentRows(), Button: w.t("查看付款", "See the payment"),
	}
}

func gaveBack(w work) letter {
	return letter{
		Subject: w.t("退款已办理：%s", "Refunded: %s", w.said("reference")), Heading: w.t("款项已退回", "Money was refunded"),
		Paragraphs: []string{w.t("款项原路退回，到账时间以支付渠道为准。这笔钱结清过的项目会恢复为未清。", "It goes back the way it came; when it arrives depends on the provider. Items that this money had settled are open again.")},
		Rows:       w.paymentRows(), Button: w.t("查看付款", "See the payment"),
	}
}

func paymentIn(w work) letter {
	var paragraphs []string
	if left, amount := w.given("on_account", w.said("currency")); amount.IsPositive() {
		paragraphs = []string{w.t("其中 %s 未核销：款项到账前所选项目已结清。请与其他项目核销，或退还客户。", "%s of it settles nothing: its items were settled before it came. Settle it with other items, or refund it.", left)}
	}
	if off, amount := w.given("discount_lapsed", w.said("currency")); amount.IsPositive() {
		paragraphs = append(paragraphs, w.t("款项在折扣截止日（%s）之后到账，%s 的折扣未给予，仍为未清。", "It came after %s, the last day of the discount, which was not given: %s stays open.", w.said("discount_until"), off))
	}
	return letter{
		Subject: w.t("%s 已在线付款", "%s has paid online", w.customer()), Heading: w.t("收到在线付款", "An online payment came in"),
		Paragraphs: paragraphs,
		Rows:       w.paymentRows(), Button: w.t("查看付款", "See the payment"),
	}
}

func paymentDisputed(w work) letter {
	return letter{
		Subject: w.t("%s 的付款被拒付", "A payment of %s was charged back", w.customer()), Heading: w.t("付款人向银行提出拒付", "The payer disputes a payment at the bank"),
		Paragraphs: []string{w.t("支付渠道已扣回款项，相关项目已恢复为未清。请在渠道规定的期限内提交证据，并联系客户。", "The provider took the money back and the items are open again. Send it your evidence in time, and talk to the customer.")},
		Rows:       w.paymentRows(), Button: w.t("去处理", "Deal with it"),
	}
}

func paymentDiffers(w work) letter {
	told, _ := w.given("told", w.said("told_currency"))
	return letter{
		Subject: w.t("%s 的付款金额不符", "A payment of %s came in another amount", w.customer()), Heading: w.t("到账金额与应付金额不一致", "Another amount came than was asked for"),
		Paragraphs: []string{w.t("渠道报告到账 %s，未入账。请核对后归入客户账户。", "The provider says %s came in. Nothing was booked; look at it and put it on the customer's account.", told)},
		Rows:       w.paymentRows(), Button: w.t("去核对", "Look at it"),
	}
}

func paymentUnidentified(w work) letter {
	return letter{
		Subject: w.t("有一笔渠道来款无法识别", "Money came that fits no payment"), Heading: w.t("来款未识别", "Unidentified money"),
		Paragraphs: []string{w.t("请认领到客户，或原路退回。", "Attribute it to a customer, or send it back.")}, Rows: w.paymentRows(), Button: w.t("去核对", "Look at it"),
	}
}

func refundAsked(w work) letter {
	return letter{
		Subject: w.t("待审批：退款 %s", "To approve: refund of %s", w.said("reference")), Heading: w.t("有一笔退款等您审批", "A refund waits for your approval"),
		Quote: w.said("reason"), QuotedFrom: w.ActorName, Rows: w.paymentRows(), Button: w.t("去审批", "Decide"),
	}
}

func refundDecided(w work) letter {
	heading := w.t("退款已批准", "The refund was approved")
	if !w.is("approved") {
		heading = w.t("退款未获批准", "The refund was declined")
	}
	return letter{Subject: heading + w.t("：%s", ": %s", w.said("reference")), Heading: heading, Quote: w.said("note"), QuotedFrom: w.ActorName, Rows: w.paymentRows(), Button: w.t("查看退款", "See the refund")}
}
