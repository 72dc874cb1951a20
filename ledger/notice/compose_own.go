package notice

import (
	"hefu/ledger/calendar"
)

// The letters about one's own drafts and issues, and about standing in for somebody.

var draftKinds = map[string][2]string{
	"receivable": {"应收单", "receivable"}, "credit_note": {"红字应收", "credit note"}, "adjustment": {"借贷项调整", "adjustment"}, "receipt": {"收款单", "receipt"},
	"advance": {"预收", "advance"}, "refund": {"退款", "refund"}, "opening_balance": {"期初余额", "opening balance"}, "reversal": {"冲销", "reversal"}, "write_off": {"小额清理", "write-off"},
}

func (w work) draftRows() []row {
	words := draftKinds[w.said("kind")]
	amount, _ := w.given("amount", w.said("currency"))
	rows := []row{{Label: w.t("客户", "Customer"), Value: w.CustomerCode + " " + w.customer()}, {Label: w.t("类型", "Kind"), Value: w.t(words[0], words[1])}}
	if number := w.said("document_no"); number != "" {
		rows = append(rows, row{Label: w.t("单据编号", "Document"), Value: number})
	}
	return append(rows, row{Label: w.t("金额", "Amount"), Value: amount, Strong: true})
}

func draftApproved(w work) letter {
	return letter{
		Subject: w.t("%s 的单据已审核通过", "A document of %s was approved", w.customer()), Heading: w.t("审核通过", "Approved"),
		Paragraphs: []string{w.t("%s 审核通过了您提交的单据。", "%s approved what you submitted.", w.ActorName)}, Rows: w.draftRows(), Button: w.t("打开单据", "Open it"),
	}
}

func draftReturned(w work) letter {
	return letter{
		Subject: w.t("%s 的单据被退回", "A document of %s was returned", w.customer()), Heading: w.t("请更正后重新提交", "Please correct it and submit it again"),
		Quote: w.said("reason"), QuotedFrom: w.ActorName, Rows: w.draftRows(), Button: w.t("去更正", "Correct it"),
	}
}

func (w work) issueRows() []row {
	due, _ := calendar.Parse(w.said("due_on"))
	return []row{{Label: w.t("问题", "Issue"), Value: w.said("issue_no")}, {Label: w.t("客户", "Customer"), Value: w.CustomerCode + " " + w.customer()},
		{Label: w.t("事项", "What"), Value: w.said("title")}, {Label: w.t("期限", "Due"), Value: w.day(due), Strong: true}}
}

func issueAssigned(w work) letter {
	return letter{
		Subject: w.t("%s：%s 的问题由您负责", "%s: an issue about %s is yours", w.said("issue_no"), w.customer()), Heading: w.t("问题由您负责", "An issue is yours"),
		Paragraphs: []string{w.t("%s 把这个问题交由您跟进。", "%s gave it to you to follow up.", w.ActorName)}, Rows: w.issueRows(), Button: w.t("打开问题", "Open the issue"),
	}
}

func issueMentioned(w work) letter {
	return letter{
		Subject: w.t("%s：%s 的问题中提到了您", "%s: a note on an issue about %s names you", w.said("issue_no"), w.customer()), Heading: w.t("问题的跟进记录中提到了您", "A note on an issue names you"),
		Quote: w.said("text"), QuotedFrom: w.ActorName, Rows: w.issueRows(), Button: w.t("打开问题", "Open the issue"),
	}
}

func issueOverdue(w work) letter {
	return letter{
		Subject: w.t("%s：%s 的问题已逾期", "%s: an issue about %s is overdue", w.said("issue_no"), w.customer()), Heading: w.t("问题已逾期", "An issue is overdue"),
		Paragraphs: []string{w.t("请尽快处理，或说明原因并改期。", "Please settle it, or say why and move its day.")}, Rows: w.issueRows(), Button: w.t("打开问题", "Open the issue"),
	}
}

func (w work) standInRows() []row {
	return []row{{Label: w.t("本人", "Away"), Value: w.AwayName}, {Label: w.t("代理人", "Stand-in"), Value: w.ActingName},
		{Label: w.t("期间", "Days"), Value: w.day(w.StandsFrom) + " – " + w.day(w.StandsTo), Strong: true}}
}

func standInNamed(w work) letter {
	return letter{
		Subject: w.t("%s 由 %s 代理", "%s is stood in for by %s", w.AwayName, w.ActingName), Heading: w.t("已指定代理人", "A stand-in was named"),
		Paragraphs: []string{w.t("期间内的审批、异议、问题和消息代理人同时收到；到期自动结束。", "Approvals, disputes, issues and notices of these days reach the stand-in too. It ends by itself.")},
		Rows:       w.standInRows(), Button: w.t("查看", "See it"),
	}
}

func standInEnded(w work) letter {
	return letter{
		Subject: w.t("%s 的代理已提前结束", "The stand-in for %s ended early", w.AwayName), Heading: w.t("代理已提前结束", "A stand-in ended early"),
		Paragraphs: []string{w.t("由 %s 结束。", "Ended by %s.", w.ActorName)}, Rows: w.standInRows(), Button: w.t("查看", "See it"),
	}
}
