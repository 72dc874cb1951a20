package notice

import (
	"hefu/ledger/calendar"
	"hefu/ledger/event"
)

// composers write the letters of each kind, to customers and to staff. A kind that is not here says that something happened.
var (
	toContacts = map[event.Kind]func(work) letter{
		event.StatementIssued: inWords, event.StatementRevised: inWords, event.StatementCancelled: inWords, event.StatementReminded: inWords, event.StatementAgreed: inWords,
		event.DisputeWritten: inWords, event.DisputeProposed: inWords, event.DisputeResolved: inWords, event.DisputeReopened: inWords,
		event.AccessCode: code, event.AccessLink: inWords, event.PeopleInvited: inWords, event.ConfirmationAsked: inWords, event.PayeeChanged: payeeChanged, event.PayeePlanned: payeePlanned, event.PayeeStopped: payeeStopped,
		event.ReceivableAsked: inWords,
		event.SigningCode:     signingCode, event.FinalizationSigned: toCountersign, event.FinalizationConcluded: concluded,
		event.PaymentReceived: paid, event.PaymentRefunded: gaveBack,
	}
	toStaff = map[event.Kind]func(work) letter{
		event.StatementAgreed: agreedByCustomer, event.StatementReminded: notAnswered,
		event.StatementTask: toCall, event.StatementEscalated: escalated,
		event.DisputeOpened: opened, event.DisputeWritten: written, event.DisputeReturned: returned, event.DisputeWithdrawn: withdrawn,
		event.DisputeAssigned: assigned, event.DisputeMentioned: mentioned, event.DisputeWaiting: waiting, event.DisputeDeclined: declined,
		event.DisputeApproved: approved, event.DisputeDueSoon: dueSoon, event.DisputeLate: late, event.DisputeReopened: reopened, event.NoteMentioned: noteMentioned,
		event.ReceivableConfirmed: receivableConfirmed, event.ReceivableRejected: receivableRejected,
		event.FinalizationPrepared: toSign, event.BatchPrepared: toSignMany, event.FinalizationConcluded: concluded, event.FinalizationDeclined: declinedToSign,
		event.PayeePlanned: payeeToStop, event.PayeeStopped: payeeKept,
		"channel.tested":   tested,
		event.StaffInvited: staffInvited,

		event.DraftApproved: draftApproved, event.DraftReturned: draftReturned, event.IssueAssigned: issueAssigned, event.IssueMentioned: issueMentioned, event.IssueOverdue: issueOverdue,
		event.StandInNamed: standInNamed, event.StandInEnded: standInEnded,
		event.PaymentReceived: paymentIn, event.PaymentRefunded: gaveBack, event.PaymentDisputed: paymentDisputed, event.PaymentDiffers: paymentDiffers,
		event.PaymentUnidentified: paymentUnidentified, event.RefundAsked: refundAsked, event.RefundDecided: refundDecided,
		event.ReportReady: reportReady, event.ReportFailed: reportFailed,
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
	if l.Greeting == "" && l.Parts == nil {
		l.Greeting = w.t("%s，您好：", "Dear %s,", w.Name)
	}
	if l.Button != "" {
		l.Link = w.link
	}
	if w.Recipient == "contact" {
		l.Notes = append(l.Notes, w.footer()...)
	} else if w.Kind != event.StaffInvited {
		if w.ForName != "" {
			l.Notes = append(l.Notes, w.t("您代理 %s，因此收到此邮件。", "You get this because you stand in for %s.", w.ForName))
		}
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

func code(w work) letter {
	return letter{
		Subject: w.t("%s 对账验证码", "Your code for %s", w.seller()),
		Heading: w.t("您的验证码", "Your code"), Code: w.code,
		Paragraphs: []string{w.t("请在页面上输入此验证码，10 分钟内有效，只能使用一次。", "Enter this code on the page. It is good for 10 minutes and works once.")},
		Notes:      []string{w.t("如果不是您本人操作，请忽略此邮件；没有人会向您索要验证码。", "If you did not ask for it, ignore this mail. Nobody will ever ask you for the code.")},
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

func (w work) effectiveOn() string {
	on, _ := calendar.Parse(w.said("effective_on"))
	return w.day(on)
}

var never = [2]string{"本邮件不包含账号，我们从不通过邮件发送账号。", "This mail shows no account number; we never send one by mail."}

func payeePlanned(w work) letter {
	return letter{
		Subject: w.t("重要：%s 的收款账户将于 %s 变更", "Important: %s will have a new bank account on %s", w.seller(), w.effectiveOn()),
		Heading: w.t("收款账户即将变更", "Our bank account is going to change"),
		Paragraphs: []string{w.t("在此之前，请继续使用对账门户中显示的账户。变更后，新账户也只以门户中显示的为准；付款前请用您已知的电话向我们核实。",
			"Until then, go on using the account shown in the portal. After it, only the account shown there counts; before you pay, call us on a number you already know.")},
		Button: w.t("登录查看", "Sign in"), Notes: []string{w.t(never[0], never[1])},
	}
}

func payeeStopped(w work) letter {
	return letter{
		Subject:    w.t("%s 的收款账户不变更", "%s keeps its bank account", w.seller()),
		Heading:    w.t("此前通知的变更已停止", "The announced change does not happen"),
		Paragraphs: []string{w.t("收款账户保持不变，以对账门户中显示的为准。如果有人要求您付款到其他账户，请用您已知的电话联系我们。", "The account shown in the portal stays as it is. If anybody asks you to pay to another one, call us on a number you already know.")},
		Button:     w.t("登录查看", "Sign in"), Notes: []string{w.t(never[0], never[1])},
	}
}

func payeeToStop(w work) letter {
	return letter{
		Subject:    w.t("收款账户将于 %s 变更", "The bank account changes on %s", w.effectiveOn()),
		Heading:    w.t("收款账户变更已批准", "Another bank account was approved"),
		Paragraphs: []string{w.t("%s 批准了变更，并已通知所有客户。如有疑问，请在生效前停止。", "%s approved it, and every customer is told. If anything is wrong, stop it before it holds.", w.ActorName)},
		Button:     w.t("查看或停止", "See or stop it"),
	}
}

func payeeKept(w work) letter {
	return letter{
		Subject:    w.t("收款账户变更已停止", "The change of the bank account was stopped"),
		Heading:    w.t("收款账户保持不变", "The bank account stays as it is"),
		Paragraphs: []string{w.t("%s 停止了变更，并已通知所有客户。", "%s stopped it, and every customer is told.", w.ActorName)},
		Button:     w.t("查看", "See it"),
	}
}

func payeeChanged(w work) letter {
	return letter{
		Subject:    w.t("重要：%s 的收款账户已变更", "Important: %s has a new bank account", w.seller()),
		Heading:    w.t("收款账户已变更", "Our bank account has changed"),
		Paragraphs: []string{w.t("新账户只以对账门户中显示的为准，请登录查看。付款前请用您已知的电话向我们核实。", "Only the account shown in the portal counts; sign in to see it. Before you pay, call us on a number you already know.")},
		Button:     w.t("登录查看", "Sign in"),
		Notes:      []string{w.t(never[0], never[1])},
	}
}
