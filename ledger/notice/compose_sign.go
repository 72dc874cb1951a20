package notice

// The letters about signing.

func signingCode(w work) letter {
	amount, _ := w.given("amount", w.said("currency"))
	return letter{
		Subject: w.t("签署验证码：%s", "Your code to sign: %s", w.said("statement_no")),
		Heading: w.t("您的签署验证码", "Your code to sign"), Code: w.code,
		Paragraphs: []string{w.t("您正在签署对账单 %s 的定稿，确认余额 %s。验证码 10 分钟内有效，只能使用一次。", "You are about to sign the final reconciliation of statement %s, with a balance of %s. The code is good for 10 minutes and works once.", w.said("statement_no"), amount)},
		Notes:      []string{w.t("如果不是您本人操作，请勿输入，并联系贵公司财务；没有人会向您索要验证码。", "If you are not signing anything, do not use it and tell your finance team. Nobody will ever ask you for the code.")},
	}
}

// signRows say what is signed.
func (w work) signRows() []row {
	return []row{
		{Label: w.t("对账单", "Statement"), Value: w.StatementNo},
		{Label: w.t("期间", "Period"), Value: w.PeriodStart.String() + " – " + w.CutOff.String()},
		{Label: w.t("期末余额", "Closing balance"), Value: w.amount(w.Closing, w.Currency), Strong: true},
	}
}

func toCountersign(w work) letter {
	return letter{
		Subject:    w.t("%s 已签章，请您签署对账单 %s", "%s has signed: please countersign statement %s", w.seller(), w.StatementNo),
		Heading:    w.t("请签署对账定稿", "Please countersign"),
		Paragraphs: []string{w.t("%s 已由 %s 签章。请登录阅读文件，用邮件验证码签署；内容有误时可以拒签并说明原因。", "%[2]s has signed %[1]s. Sign in, read the file and sign it with a code from your mailbox; if something is wrong, decline and say why.", w.StatementNo, w.seller())},
		Rows:       w.signRows(), Button: w.t("阅读并签署", "Read and sign"),
	}
}

func concluded(w work) letter {
	return letter{
		Subject:    w.t("对账单 %s 双方已签章", "Statement %s is signed by both sides", w.StatementNo),
		Heading:    w.t("双方已签章", "Signed by both sides"),
		Paragraphs: []string{w.t("对账单 %s 的定稿已由双方签章，登录后可下载签章文件。", "The reconciliation of statement %s bears both signatures. Sign in to download the file.", w.StatementNo)},
		Rows:       w.signRows(), Button: w.t("下载签章文件", "Download the file"),
	}
}

func toSign(w work) letter {
	return letter{
		Subject:    w.t("待签章：%s 的对账单 %s", "To sign: statement %[2]s of %[1]s", w.customer(), w.StatementNo),
		Heading:    w.t("有定稿等您签章", "A reconciliation waits for your signature"),
		Paragraphs: []string{w.t("%s 已准备好定稿，须由另一人签章。", "%s has prepared it; another person signs.", w.ActorName)},
		Rows:       w.signRows(), Button: w.t("去签章", "Sign it"),
	}
}

func toSignMany(w work) letter {
	return letter{
		Subject:    w.t("待签章：%d 份对账定稿", "To sign: %d reconciliations", w.count("files")),
		Heading:    w.t("一批定稿等您签章", "A batch waits for your signature"),
		Paragraphs: []string{w.t("%s 已准备好 %d 份定稿，须由另一人签章；重新登录一次，即可全部签章。", "%s has prepared %d reconciliations; another person signs them, all with one fresh sign-in.", w.ActorName, w.count("files"))},
		Button:     w.t("去签章", "Sign them"),
	}
}

func declinedToSign(w work) letter {
	return letter{
		Subject:    w.t("%s 拒签对账单 %s", "%s declined to sign statement %s", w.customer(), w.StatementNo),
		Heading:    w.t("客户已拒签", "The customer declined"),
		Paragraphs: []string{w.t("%s 拒签，原因：%s。对账单已解除定稿，可更正后重新定稿。", "%s declined: %s. The statement is free again, to be put right and finalized anew.", w.ActorName, w.said("reason"))},
		Rows:       w.signRows(), Button: w.t("查看对账单", "Open the statement"),
	}
}
