package report

// words name the codes that stand in columns of type Kind.
var words = map[string][2]string{
	"opening": {"期初余额", "Opening balance"}, "closing": {"期末余额", "Closing balance"},
	"receivable": {"应收单", "Receivable"}, "credit_note": {"红字应收", "Credit note"}, "adjustment": {"借贷项调整", "Adjustment"},
	"receipt": {"收款单", "Receipt"}, "advance": {"预收", "Advance"}, "refund": {"退款", "Refund"}, "write_off": {"期末清理", "Write-off"},
	"reversal": {"冲销", "Reversal"}, "opening_balance": {"期初单据", "Opening item"}, "settlement": {"核销", "Settlement"}, "group_settlement": {"集团内核销", "Settlement within the group"},
	"open": {"未核销", "Open"}, "partial": {"部分核销", "Partly settled"}, "settled": {"已核销", "Settled"},
	"price": {"价格调整", "Price"}, "quantity": {"数量不符", "Quantity"}, "discount": {"折扣争议", "Discount"}, "quality": {"质量", "Quality"},
	"not_received": {"未收到", "Not received"}, "duplicate": {"重复", "Duplicate"}, "already_paid": {"已付", "Already paid"},
	"wrong_party": {"非本方账款", "Wrong party"}, "document_mismatch": {"票据不符", "Invoice or contract mismatch"}, "other": {"其他", "Other"},
	"technical_error": {"技术性错误", "Technical error"}, "process_gap": {"流程漏洞", "Process gap"}, "commercial_dispute": {"主观争议", "Commercial dispute"},
	"undecided": {"尚未认定", "Not yet decided"}, "overran": {"超时", "Late"},
	"charges": {"应收", "Charges"}, "credit_notes": {"红字应收", "Credit notes"}, "adjustments": {"借贷项调整", "Adjustments"}, "receipts": {"收付款", "Receipts and refunds"},
	"overdue": {"已逾期", "Overdue"}, "not_due": {"未到期", "Not due"}, "credits": {"未核销贷项", "Unallocated credits"}, "late": {"处理中且超时", "Open and late"},
	"answered": {"已答复", "Answered"}, "resolved": {"已处理", "Resolved"}, "accepted": {"已认可", "Accepted"}, "withdrawn": {"已撤回", "Withdrawn"},
	"dispute_open": {"待处理", "Open"}, "dispute_in_review": {"处理中", "In review"}, "dispute_answered": {"已答复", "Answered"}, "dispute_proposed": {"待客户确认", "Proposed"},
	"dispute_awaiting_approval": {"待审批", "Awaiting approval"}, "dispute_resolved": {"已处理", "Resolved"}, "dispute_withdrawn": {"已撤回", "Withdrawn"},
}

// Word names a code of a Kind column in zh-CN or en; a code that has no name names itself.
func Word(code, locale string) string {
	word, ok := words[code]
	if !ok {
		return code
	}
	if locale == "en" {
		return word[1]
	}
	return word[0]
}
