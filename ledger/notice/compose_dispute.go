package notice

// The letters about disputes, and those to staff.

// aboutDispute is the frame of letters to staff about a dispute; what it is about names the customer.
func (w work) aboutDispute(zh, en string) letter {
	heading := w.t(zh, en, w.customer())
	return letter{
		Subject: w.t("%s：%s", "%s: %s", w.DisputeNo, heading), Heading: heading,
		Quote: w.Said, QuotedFrom: w.ActorName, Button: w.t("打开异议", "Open the dispute"),
		Rows: append([]row{{Label: w.t("客户", "Customer"), Value: w.CustomerCode + " " + w.customer()}}, w.disputeRows()...),
	}
}

func opened(w work) letter {
	l := w.aboutDispute("%s提出异议", "%s disputes a line")
	if together := w.count("together"); together > 1 {
		l.Paragraphs = []string{w.t("同时对 %d 行提出了异议，此处为第一条。", "%d lines were disputed at once; this is the first.", together)}
	}
	return l
}

func written(w work) letter {
	if w.Side == "customer" {
		return w.aboutDispute("%s在异议中留言", "%s wrote about a dispute")
	}
	l := w.aboutDispute("%s的异议有内部备注", "Internal note on a dispute of %s")
	l.Paragraphs = []string{w.t("这是内部备注，客户看不到。", "This is an internal note; the customer does not see it.")}
	return l
}

func returned(w work) letter {
	return w.aboutDispute("%s退回了处理方案", "%s returned the proposal")
}
func withdrawn(w work) letter { return w.aboutDispute("%s撤回了异议", "%s withdrew a dispute") }
func assigned(w work) letter {
	return w.aboutDispute("%s的异议交由您处理", "A dispute of %s is now yours")
}
func mentioned(w work) letter {
	return w.aboutDispute("%s的异议备注中提到了您", "A note on a dispute of %s names you")
}
func waiting(w work) letter {
	return w.aboutDispute("%s的异议方案等您审批", "A resolution for %s waits for your approval")
}
func declined(w work) letter {
	return w.aboutDispute("%s的异议方案未获批准", "A resolution for %s was not approved")
}

func agreedByCustomer(w work) letter {
	return letter{
		Subject: w.t("%s 已确认对账单 %s", "%s agreed to statement %s", w.customer(), w.StatementNo),
		Heading: w.t("对账一致", "Agreed"), Rows: append([]row{{Label: w.t("客户", "Customer"), Value: w.CustomerCode + " " + w.customer()}}, w.statementRows()...),
		Button: w.t("打开对账单", "Open the statement"),
	}
}

func notAnswered(w work) letter {
	return letter{
		Subject:    w.t("%s 仍未答复对账单 %s", "%s has not answered statement %s", w.customer(), w.StatementNo),
		Heading:    w.t("请联系客户", "Please call the customer"),
		Paragraphs: []string{w.t("已提醒 %d 次，客户仍未答复。请电话联系。", "The customer was reminded %d times and has not answered. Please call.", w.count("number"))},
		Rows:       append([]row{{Label: w.t("客户", "Customer"), Value: w.CustomerCode + " " + w.customer()}}, w.statementRows()...),
		Button:     w.t("打开对账单", "Open the statement"),
	}
}

func tested(w work) letter {
	return letter{
		Subject: w.t("测试消息", "Test message"), Heading: w.t("测试消息", "Test message"),
		Paragraphs: []string{w.t("%s 的通知渠道可以使用。", "Notices of %s reach this channel.", w.seller())},
	}
}

func toCall(w work) letter {
	return letter{
		Subject:    w.t("任务：联系 %s，对账单 %s 逾期未答复", "Task: call %s about statement %s", w.customer(), w.StatementNo),
		Heading:    w.t("请电话跟进", "Please call"),
		Paragraphs: []string{w.t("答复期限已过 %d 天，已提醒 %d 次。请联系客户，并把结果记在对账单上。", "The answer is %d days late after %d reminders. Call the customer and note on the statement what comes of it.", w.count("late"), w.count("number"))},
		Rows:       append([]row{{Label: w.t("客户", "Customer"), Value: w.CustomerCode + " " + w.customer()}}, w.statementRows()...),
		Button:     w.t("打开对账单", "Open the statement"),
	}
}

func escalated(w work) letter {
	return letter{
		Subject:    w.t("升级：%s 的对账单 %s 逾期 %d 天未答复", "Escalation: %s, statement %s unanswered %d days past due", w.customer(), w.StatementNo, w.count("late")),
		Heading:    w.t("请主管关注", "For the supervisor"),
		Paragraphs: []string{w.t("提醒 %d 次并派给业务员后仍未答复。", "It is still unanswered after %d reminders and a task for the salesperson.", w.count("number"))},
		Rows:       append([]row{{Label: w.t("客户", "Customer"), Value: w.CustomerCode + " " + w.customer()}}, w.statementRows()...),
		Button:     w.t("打开对账单", "Open the statement"),
	}
}
