package notice

import (
	"hefu/ledger/event"
)

// composers write the letters of each kind, to customers and to staff. A kind that is not here says that something happened.
var (
	toContacts = map[event.Kind]func(work) letter{
		event.StatementIssued: issued, event.StatementRevised: revised, event.StatementCancelled: cancelled, event.StatementReminded: reminded, event.StatementAgreed: agreed,
		event.DisputeWritten: answered, event.DisputeProposed: proposed, event.DisputeResolved: resolved, event.DisputeReopened: reopenedForYou,
		event.AccessCode: code, "access.link": linkAgain, event.PeopleInvited: invited, event.ConfirmationAsked: asked, "organization.payee_changed": payeeChanged,
		event.ReceivableAsked: receivableAsked,
	}
	toStaff = map[event.Kind]func(work) letter{
		event.StatementAgreed: agreedByCustomer, event.StatementReminded: notAnswered,
		event.StatementTask: toCall, event.StatementEscalated: escalated,
		event.DisputeOpened: opened, event.DisputeWritten: written, event.DisputeReturned: returned, event.DisputeWithdrawn: withdrawn,
		event.DisputeAssigned: assigned, event.DisputeMentioned: mentioned, event.DisputeWaiting: waiting, event.DisputeDeclined: declined,
		event.DisputeApproved: approved, event.DisputeDueSoon: dueSoon, event.DisputeLate: late, event.DisputeReopened: reopened, event.NoteMentioned: noteMentioned,
		event.ReceivableConfirmed: receivableConfirmed, event.ReceivableRejected: receivableRejected,
		"channel.tested":   tested,
		event.StaffInvited: staffInvited,
	}
)

// compose writes the letter of a delivery in its recipient's language.
func compose(w work) letter {
	writers := toStaff
	if w.Recipient == "contact" {
		writers = toContacts
	}
	var l letter
	if write, known := writers[w.Kind]; known {
		l = write(w)
	} else {
		l = letter{Subject: w.t("%s 有新的动态", "News from %s", w.seller()), Heading: w.t("有新的动态", "There is news"), Button: w.t("打开", "Open")}
	}
	l.Locale, l.Seller = w.Locale, w.seller()
	if l.Greeting == "" {
		l.Greeting = w.t("%s，您好：", "Dear %s,", w.Name)
	}
	if l.Button != "" {
		l.Link = w.link
	}
	if w.Recipient == "contact" {
		l.Notes = append(l.Notes, w.footer()...)
	} else if w.Kind != event.StaffInvited {
		l.Notes = append(l.Notes, w.t("此邮件由系统发送。不想收到这类邮件，可在“设置”中关闭。", "Sent by the system. You can switch mails of this kind off under Settings."))
	}
	return l.clean()
}

// footer says why the person gets this, and whom to ask: no mail can be answered.
func (w work) footer() []string {
	notes := []string{w.t("您收到此邮件，因为您是 %s 在 %s 的联系人。请勿转发：邮件中的链接只供您本人使用。",
		"As a contact of %s you get this from %s: its link is for you alone, please do not forward it.", w.customer(), w.seller())}
	if w.CustomerName == "" {
		notes = nil
	}
	if w.Phone != "" {
		return append(notes, w.t("如有疑问，请致电 %s。此邮箱不接收回信。", "Questions? Call %s. Replies to this address are not read.", w.Phone))
	}
	return append(notes, w.t("此邮箱不接收回信。", "Replies to this address are not read."))
}

func issued(w work) letter {
	return letter{
		Subject:    w.t("%s 对账单 %s，请于 %s 前核对", "Statement %[2]s from %[1]s: please check it by %[3]s", w.seller(), w.StatementNo, w.day(w.AnswerDue)),
		Heading:    w.t("请核对您的对账单", "Please check your statement"),
		Paragraphs: []string{w.t("%s 截至 %s 的对账单已出具。请逐行确认；有不同意见的，直接在该行提出异议。", "The statement of %s up to %s is ready. Confirm what is right, and dispute any line that is not.", w.customer(), w.day(w.CutOff))},
		Rows:       w.statementRows(), Button: w.t("查看并确认", "Check and confirm"),
	}
}

func revised(w work) letter {
	return letter{
		Subject:    w.t("%s 对账单 %s 有新版本", "A new version of statement %[2]s from %[1]s", w.seller(), w.StatementNo),
		Heading:    w.t("对账单已更新", "Your statement was updated"),
		Paragraphs: []string{w.t("没有变化的行保留您的答复，只需核对变化的部分。", "Lines that did not change keep your answer; only the changes need checking.")},
		Quote:      w.said("reason"), QuotedFrom: w.t("更新原因", "Why it was updated"),
		Rows: w.statementRows(), Button: w.t("查看变化", "See what changed"),
	}
}

func cancelled(w work) letter {
	return letter{
		Subject:    w.t("%s 已作废对账单 %s", "%s cancelled statement %s", w.seller(), w.StatementNo),
		Heading:    w.t("对账单已作废", "A statement was cancelled"),
		Paragraphs: []string{w.t("对账单 %s 已作废，您无需再做任何操作。", "Statement %s was cancelled. There is nothing for you to do.", w.StatementNo)},
		Quote:      w.said("reason"), QuotedFrom: w.t("作废原因", "Why it was cancelled"),
	}
}

func reminded(w work) letter {
	l := letter{Rows: w.statementRows(), Button: w.t("查看并确认", "Check and confirm")}
	switch day := w.count("day"); {
	case day < 0:
		l.Subject = w.t("提醒：请于 %s 前核对 %s 的对账单", "Reminder: please check the statement from %[2]s by %[1]s", w.day(w.AnswerDue), w.seller())
		l.Heading = w.t("您的对账单还未核对完", "Your statement is waiting for you")
	case day == 0:
		l.Subject = w.t("今天到期：%s 的对账单 %s", "Due today: statement %[2]s from %[1]s", w.seller(), w.StatementNo)
		l.Heading = w.t("今天是答复的最后一天", "Today is the last day to answer")
	default:
		l.Subject = w.t("已过期：%s 的对账单 %s 仍待核对", "Overdue: statement %[2]s from %[1]s is still to be checked", w.seller(), w.StatementNo)
		l.Heading = w.t("答复期限已过 %d 天", "Your answer is %d days late", day)
	}
	l.Paragraphs = []string{w.t("还有明细没有得到您的答复。已确认或已提出异议的行不必再处理。", "Some lines have no answer yet. What you confirmed or disputed needs nothing more.")}
	return l
}

func agreed(w work) letter {
	return letter{
		Subject:    w.t("与 %s 对账一致：%s", "Agreed with %s: %s", w.seller(), w.StatementNo),
		Heading:    w.t("双方对账一致", "Both sides agree"),
		Paragraphs: []string{w.t("对账单 %s 的每一行都已确认，没有未决的异议。感谢您的配合。", "Every line of statement %s is confirmed and no dispute is open. Thank you.", w.StatementNo)},
		Rows:       w.statementRows(), Button: w.t("查看对账单", "Open the statement"),
	}
}

func code(w work) letter {
	return letter{
		Subject: w.t("%s 对账验证码", "Your code for %s", w.seller()),
		Heading: w.t("您的验证码", "Your code"), Code: w.code,
		Paragraphs: []string{w.t("请在页面上输入此验证码，10 分钟内有效，只能使用一次。", "Enter this code on the page. It is good for 10 minutes and works once.")},
		Notes:      []string{w.t("如果不是您本人操作，请忽略此邮件；没有人会向您索要验证码。", "If you did not ask for it, ignore this mail. Nobody will ever ask you for the code.")},
	}
}

func linkAgain(w work) letter {
	return letter{
		Subject:    w.t("%s 对账单 %s 的新链接", "A new link to statement %[2]s from %[1]s", w.seller(), w.StatementNo),
		Heading:    w.t("您的对账单链接", "Your link to the statement"),
		Paragraphs: []string{w.t("请用此链接打开对账单，之前的链接不再有效。", "Open the statement by this link; the one before it is void.")},
		Rows:       w.statementRows(), Button: w.t("打开对账单", "Open the statement"),
	}
}

func invited(w work) letter {
	return letter{
		Subject:    w.t("%s 邀请您加入与 %s 的对账", "%s invites you to reconcile with %s", w.ActorName, w.seller()),
		Heading:    w.t("邀请您参与对账", "You are invited"),
		Paragraphs: []string{w.t("%s 邀请您作为 %s 的联系人，在线核对 %s 的对账单。", "%s invites you as a contact of %s, to check the statements of %s online.", w.ActorName, w.customer(), w.seller())},
		Button:     w.t("接受邀请", "Accept the invitation"),
		Notes:      []string{w.t("如果您不认识邀请人，请忽略此邮件。", "If you do not know who invites you, ignore this mail.")},
	}
}

func staffInvited(w work) letter {
	return letter{
		Subject:    w.t("%s 邀请您使用 %s 的对账后台", "%s invites you to the back office of %s", w.ActorName, w.seller()),
		Heading:    w.t("邀请您加入", "You are invited"),
		Paragraphs: []string{w.t("%s 邀请您加入 %s 的对账后台：请用此邮箱对应的账号登录，邀请只能接受一次。", "%s invites you to work in the back office of %s: sign in with the account of this address; the invitation counts once.", w.ActorName, w.seller())},
		Button:     w.t("接受邀请", "Accept the invitation"),
		Notes:      []string{w.t("如果您不认识邀请人，请忽略此邮件。", "If you do not know who invites you, ignore this mail.")},
	}
}

func asked(w work) letter {
	return letter{
		Subject:    w.t("%s 请您复核对账单 %s", "%s asks you to check statement %s", w.ActorName, w.StatementNo),
		Heading:    w.t("有答复等您复核", "An answer waits for your check"),
		Paragraphs: []string{w.t("%s 已核对，须由您复核后才会发送给 %s。", "%s has answered; it goes to %s once you have checked it.", w.ActorName, w.seller())},
		Rows:       w.statementRows(), Button: w.t("去复核", "Check it"),
	}
}

func payeeChanged(w work) letter {
	return letter{
		Subject:    w.t("重要：%s 的收款账户已变更", "Important: %s has a new bank account", w.seller()),
		Heading:    w.t("收款账户已变更", "Our bank account has changed"),
		Paragraphs: []string{w.t("新账户只以对账门户中显示的为准，请登录查看。付款前请用您已知的电话向我们核实。", "Only the account shown in the portal counts; sign in to see it. Before you pay, call us on a number you already know.")},
		Button:     w.t("登录查看", "Sign in"),
		Notes:      []string{w.t("本邮件不包含账号，我们从不通过邮件发送账号。", "This mail shows no account number; we never send one by mail.")},
	}
}
