package dispute

import "hefu/ledger"

// expected says what is asked of whom in each state: to the customer, and to staff.
var expected = map[State]struct{ customer, staff [2]string }{
	Open: {
		customer: [2]string{"等待卖方受理并答复。", "The seller is to take it up and answer you."},
		staff:    [2]string{"请受理：指派负责人，核实后答复客户。", "Take it up: assign it, look into it and answer the customer."},
	},
	InReview: {
		customer: [2]string{"卖方正在核实，随后答复您。", "The seller is looking into it and will answer you."},
		staff:    [2]string{"请核实并答复客户，或提出处理方案。", "Look into it, then answer the customer or propose a resolution."},
	},
	Answered: {
		customer: [2]string{"卖方已回复，请查看；如需补充，请在下方答复。", "The seller has answered. Please read it, and write back if something is missing."},
		staff:    [2]string{"已答复客户，等待其回复；也可直接提出处理方案。", "The customer has your answer and is to reply; you may also propose a resolution now."},
	},
	AwaitingApproval: {
		customer: [2]string{"卖方正在审批处理方案，随后答复您。", "The seller is approving a resolution and will answer you."},
		staff:    [2]string{"处理方案等待第二人审批。", "The resolution waits for a second person's approval."},
	},
	Proposed: {
		customer: [2]string{"卖方提出了处理方案，请接受或退回。", "The seller has proposed a resolution. Please accept or return it."},
		staff:    [2]string{"处理方案已提交客户，等待其接受或退回。", "The customer has your proposal and is to accept or return it."},
	},
	Resolved: {
		customer: [2]string{"已处理完毕，无需再做任何事。", "Settled; nothing more to do."},
		staff:    [2]string{"已处理完毕。", "Settled."},
	},
	Withdrawn: {
		customer: [2]string{"您已撤回此异议，对应明细请重新确认。", "You have withdrawn it; the line waits for your answer again."},
		staff:    [2]string{"客户已撤回，无需处理。", "The customer has withdrawn it; nothing to do."},
	},
}

// Expected says in the reader's language what is to be done next, and by whom.
func (s Summary) Expected(reader ledger.Actor) string {
	words := expected[s.State].staff
	if reader.Audience == ledger.Portal {
		words = expected[s.State].customer
	}
	if reader.Locale == "en" {
		return words[1]
	}
	return words[0]
}
