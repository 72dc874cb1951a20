package notice

// The letters about due times, and about what was taken up again.

func approved(w work) letter {
	return w.aboutDispute("%s的异议方案已获批准", "A resolution for %s was approved")
}

func dueSoon(w work) letter {
	l := w.aboutDispute("%s的异议即将到期", "A dispute of %s is due soon")
	l.Paragraphs = []string{w.t("请在期限内答复客户。", "Please answer the customer in time.")}
	return l
}

func late(w work) letter {
	l := w.aboutDispute("%s的异议已超时", "A dispute of %s is late")
	l.Paragraphs = []string{w.t("答复期限已过，请尽快处理或改派。", "Its due time has passed. Please answer it, or give it to somebody who can.")}
	return l
}

func reopened(w work) letter {
	return w.aboutDispute("%s的异议已重新打开", "A dispute of %s was taken up again")
}

func noteMentioned(w work) letter {
	return letter{
		Subject:    w.t("%s 的内部备注中提到了您", "An internal note about %s names you", w.customer()),
		Heading:    w.t("内部备注中提到了您", "An internal note names you"),
		Paragraphs: []string{w.t("%s 写了一条内部备注，客户看不到。", "%s wrote an internal note; the customer does not see it.", w.ActorName)},
		Button:     w.t("打开", "Open"),
	}
}
