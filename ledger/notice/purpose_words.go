package notice

import "hefu/ledger/event"

// The words that the program brings along, in both languages. {…} are filled in; a place alone on its line may be a block.

var purposes = []purpose{
	{
		name: "statement.issued", kind: event.StatementIssued, places: toAnswer, figures: work.statementFigures,
		zh: Words{
			"{卖方} 对账单 {对账单号}，请于 {答复期限} 前核对", "请核对您的对账单",
			"{收件人}，您好：\n\n{客户} 截至 {截止日} 的对账单已出具。请逐行确认；有不同意见的，直接在该行提出异议。\n\n{金额表}\n{期限说明}\n{按钮}", "查看并确认",
		},
		en: Words{
			"Statement {statement_no} from {seller}: please check it by {answer_due}", "Please check your statement",
			"Dear {name},\n\nThe statement of {customer} up to {cut_off} is ready. Confirm what is right, and dispute any line that is not.\n\n{figures}\n{deadline}\n{link}", "Check and confirm",
		},
	},
	{
		name: "statement.revised", kind: event.StatementRevised, places: toAnswer, figures: work.statementFigures, quote: work.whyRevised,
		zh: Words{
			"{卖方} 对账单 {对账单号} 有新版本", "对账单已更新",
			"{收件人}，您好：\n\n没有变化的行保留您的答复，只需核对变化的部分。\n\n{金额表}\n{期限说明}\n{原话}\n{按钮}", "查看变化",
		},
		en: Words{
			"A new version of statement {statement_no} from {seller}", "Your statement was updated",
			"Dear {name},\n\nLines that did not change keep your answer; only the changes need checking.\n\n{figures}\n{deadline}\n{quote}\n{link}", "See what changed",
		},
	},
	{
		name: "statement.cancelled", kind: event.StatementCancelled, places: ofStatement, quote: work.whyCancelled,
		zh: Words{Subject: "{卖方} 已作废对账单 {对账单号}", Heading: "对账单已作废", Body: "{收件人}，您好：\n\n对账单 {对账单号} 已作废，您无需再做任何操作。\n\n{原话}"},
		en: Words{Subject: "{seller} cancelled statement {statement_no}", Heading: "A statement was cancelled", Body: "Dear {name},\n\nStatement {statement_no} was cancelled. There is nothing for you to do.\n\n{quote}"},
	},
	{
		name: "statement.reminded.before", kind: event.StatementReminded, places: toAnswer, figures: work.statementFigures,
		zh: Words{"提醒：请于 {答复期限} 前核对 {卖方} 的对账单", "您的对账单还未核对完", stillOpenZH, "查看并确认"},
		en: Words{"Reminder: please check the statement from {seller} by {answer_due}", "Your statement is waiting for you", stillOpenEN, "Check and confirm"},
	},
	{
		name: "statement.reminded.today", kind: event.StatementReminded, places: toAnswer, figures: work.statementFigures,
		zh: Words{"今天到期：{卖方} 的对账单 {对账单号}", "今天是答复的最后一天", stillOpenZH, "查看并确认"},
		en: Words{"Due today: statement {statement_no} from {seller}", "Today is the last day to answer", stillOpenEN, "Check and confirm"},
	},
	{
		name: "statement.reminded.late", kind: event.StatementReminded, places: whenLate, figures: work.statementFigures,
		zh: Words{"已过期：{卖方} 的对账单 {对账单号} 仍待核对", "答复期限已过 {逾期天数} 天", stillOpenZH, "查看并确认"},
		en: Words{"Overdue: statement {statement_no} from {seller} is still to be checked", "Your answer is {days_late} days late", stillOpenEN, "Check and confirm"},
	},
	{
		name: "statement.agreed", kind: event.StatementAgreed, places: ofStatement, figures: work.statementFigures,
		zh: Words{"与 {卖方} 对账一致：{对账单号}", "双方对账一致", "{收件人}，您好：\n\n对账单 {对账单号} 的每一行都已确认，没有未决的异议。感谢您的配合。\n\n{金额表}\n{按钮}", "查看对账单"},
		en: Words{"Agreed with {seller}: {statement_no}", "Both sides agree", "Dear {name},\n\nEvery line of statement {statement_no} is confirmed and no dispute is open. Thank you.\n\n{figures}\n{link}", "Open the statement"},
	},
	{
		name: "confirmation.asked", kind: event.ConfirmationAsked, places: byColleague, figures: work.statementFigures,
		zh: Words{"{经办人} 请您复核对账单 {对账单号}", "有答复等您复核", "{收件人}，您好：\n\n{经办人} 已核对，须由您复核后才会发送给 {卖方}。\n\n{金额表}\n{按钮}", "去复核"},
		en: Words{"{actor} asks you to check statement {statement_no}", "An answer waits for your check", "Dear {name},\n\n{actor} has answered; it goes to {seller} once you have checked it.\n\n{figures}\n{link}", "Check it"},
	},
	{
		name: "dispute.written", kind: event.DisputeWritten, places: ofDispute, figures: work.disputeFigures, quote: work.whatWasSaid,
		zh: Words{"{卖方} 回复了异议 {异议编号}", "您的异议有了回复", bareDisputeZH, "查看并回复"},
		en: Words{"{seller} answered dispute {dispute_no}", "Your dispute was answered", bareDisputeEN, "Read and reply"},
	},
	{
		name: "dispute.proposed", kind: event.DisputeProposed, places: ofDispute, figures: work.proposalFigures, quote: work.whatWasSaid,
		zh: Words{"{卖方} 对异议 {异议编号} 提出了处理方案", "请答复处理方案", bareDisputeZH, "接受或退回"},
		en: Words{"{seller} proposes how to settle dispute {dispute_no}", "A proposal waits for your decision", bareDisputeEN, "Accept or return it"},
	},
	{
		name: "dispute.resolved", kind: event.DisputeResolved, places: ofDispute, figures: work.outcomeFigures,
		zh: Words{"异议 {异议编号} 已解决", "异议已解决", "{收件人}，您好：\n\n{金额表}\n{按钮}", "查看结果"},
		en: Words{"Dispute {dispute_no} is resolved", "Your dispute is resolved", "Dear {name},\n\n{figures}\n{link}", "See the result"},
	},
	{
		name: "dispute.reopened", kind: event.DisputeReopened, places: ofDispute, figures: work.disputeFigures, quote: work.whatWasSaid,
		zh: Words{"{卖方} 重新受理了异议 {异议编号}", "您的异议已重新受理", bareDisputeZH, "查看并回复"},
		en: Words{"{seller} takes up dispute {dispute_no} again", "Your dispute is taken up again", bareDisputeEN, "Read and reply"},
	},
	{
		name: "receivable.asked", kind: event.ReceivableAsked, places: ofReceivable, figures: work.askedFigures, notes: work.signInNote,
		zh: Words{"{卖方} 请您确认一笔应收：{价税合计}", "请确认应收", askedZH, "核对并确认"},
		en: Words{"{seller} asks you to confirm an amount: {gross}", "Please confirm this amount", askedEN, "Check and confirm"},
	},
	{
		name: "receivable.asked.again", kind: event.ReceivableAsked, places: ofReceivable, figures: work.askedFigures, notes: work.signInNote,
		zh: Words{"{卖方} 更正后再次请您确认：{价税合计}", "请再次确认应收（第 {轮次} 轮）", askedZH, "核对并确认"},
		en: Words{"{seller} corrected an amount and asks you again: {gross}", "Please check it again (round {round})", askedEN, "Check and confirm"},
	},
	{
		name: "people.invited", kind: event.PeopleInvited, places: with(whoActs), notes: work.strangerNote,
		zh: Words{"{经办人} 邀请您加入与 {卖方} 的对账", "邀请您参与对账", "{收件人}，您好：\n\n{经办人} 邀请您作为 {客户} 的联系人，在线核对 {卖方} 的对账单。\n\n{按钮}", "接受邀请"},
		en: Words{"{actor} invites you to reconcile with {seller}", "You are invited", "Dear {name},\n\n{actor} invites you as a contact of {customer}, to check the statements of {seller} online.\n\n{link}", "Accept the invitation"},
	},
	{
		name: "access.link", kind: event.AccessLink, places: ofStatement, figures: work.statementFigures,
		zh: Words{"{卖方} 对账单 {对账单号} 的新链接", "您的对账单链接", "{收件人}，您好：\n\n请用此链接打开对账单，之前的链接不再有效。\n\n{金额表}\n{按钮}", "打开对账单"},
		en: Words{"A new link to statement {statement_no} from {seller}", "Your link to the statement", "Dear {name},\n\nOpen the statement by this link; the one before it is void.\n\n{figures}\n{link}", "Open the statement"},
	},
}

const (
	stillOpenZH   = "{收件人}，您好：\n\n还有明细没有得到您的答复。已确认或已提出异议的行不必再处理。\n\n{金额表}\n{期限说明}\n{按钮}"
	stillOpenEN   = "Dear {name},\n\nSome lines have no answer yet. What you confirmed or disputed needs nothing more.\n\n{figures}\n{deadline}\n{link}"
	bareDisputeZH = "{收件人}，您好：\n\n{金额表}\n{原话}\n{按钮}"
	bareDisputeEN = "Dear {name},\n\n{figures}\n{quote}\n{link}"
	askedZH       = "{收件人}，您好：\n\n请核对品名、数量、单价与税额。您确认后才入账；有误请退回并写明原因。\n\n{金额表}\n{按钮}"
	askedEN       = "Dear {name},\n\nCheck goods, quantities, prices and tax. It is booked once you confirm it; reject it with a reason if something is wrong.\n\n{figures}\n{link}"
)
