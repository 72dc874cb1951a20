package backoffice

import (
	"time"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/receipt"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type receiptTake struct {
	ItemID     ledger.ID  `json:"item_id"`
	DocumentID ledger.ID  `json:"document_id"`
	DocumentNo string     `json:"document_no"`
	Amount     web.Amount `json:"amount"`
}

type receiptReason struct {
	What  string `json:"what" doc:"What was seen: reference, number, like_number, account, name, like_name, amount, fee, short, over; against it: other_number, paid_number, several_ways, advance, another_customer, taken_back"`
	Found string `json:"found,omitempty" doc:"The number, name or account that was seen"`
}

// receiptReading is one way to read a line.
type receiptReading struct {
	CustomerID   ledger.ID       `json:"customer_id"`
	CustomerCode string          `json:"customer_code"`
	CustomerName string          `json:"customer_name"`
	Rule         string          `json:"rule" enum:"reference,number,exact_one,total,run,exact_sum,oldest_first,resembles"`
	Reasons      []receiptReason `json:"reasons"`
	Takes        []receiptTake   `json:"takes"`
	Left         web.Amount      `json:"left" doc:"Stays on account"`
	Short        web.Amount      `json:"short" doc:"What the items are still open by"`
}

// waitingLine is a line of the bank that waits for a person.
type waitingLine struct {
	Line        bankLine         `json:"line"`
	Days        int              `json:"days" doc:"Since it was booked"`
	PostOn      calendar.Date    `json:"post_on,omitzero" doc:"The booking day, or the first open day after it where its period is closed"`
	Read        bool             `json:"read" doc:"A run has looked at it"`
	Certain     bool             `json:"certain" doc:"The first suggestion would post by itself"`
	Refused     string           `json:"refused,omitempty" doc:"Why the books refused what was certain"`
	Owner       *receiptOwner    `json:"owner,omitempty" doc:"Whose money it surely is"`
	Suggestions []receiptReading `json:"suggestions"`
}

type receiptOwner struct {
	ID   ledger.ID `json:"id"`
	Code string    `json:"code"`
	Name string    `json:"name"`
}

type waitingLines struct {
	web.Paging
	What string `query:"what" enum:"suggested,identified,unidentified,unread" doc:"Narrows to one kind"`
	Q    string `query:"q" maxLength:"80" doc:"In names, numbers and texts"`
}

type receiptRun struct {
	ID           ledger.ID  `json:"id"`
	Posts        bool       `json:"posts"`
	State        string     `json:"state" enum:"running,done"`
	Lines        int        `json:"lines"`
	Posted       int        `json:"posted"`
	Suggested    int        `json:"suggested"`
	Unidentified int        `json:"unidentified"`
	By           string     `json:"by"`
	CreatedAt    time.Time  `json:"created_at"`
	FinishedAt   *time.Time `json:"finished_at,omitempty"`
}

type receiptAge struct {
	Currency string        `json:"currency"`
	Lines    int           `json:"lines"`
	Amount   web.Amount    `json:"amount"`
	Oldest   calendar.Date `json:"oldest"`
	Over30   int           `json:"over_30" doc:"Lines that wait for more than thirty days"`
}

type receiptState struct {
	Ages    []receiptAge          `json:"ages"`
	Runs    []receiptRun          `json:"runs"`
	Actions map[string]web.Action `json:"actions"`
}

type startReceipts struct {
	Body struct {
		Posts bool `json:"posts" doc:"What is certain posts by itself"`
	}
}

type shownTake struct {
	ItemID ledger.ID  `json:"item_id"`
	Amount web.Amount `json:"amount"`
}

type decideReceipt struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		CustomerID  ledger.ID     `json:"customer_id"`
		Documents   []ledger.ID   `json:"documents,omitempty" maxItems:"200" doc:"What it pays, in this order; none leaves it on account"`
		Shown       []shownTake   `json:"shown,omitempty" maxItems:"200" doc:"What was shown; refused when it is no longer open"`
		Rule        string        `json:"rule,omitempty" enum:"reference,number,exact_one,total,run,exact_sum,oldest_first,resembles"`
		PostingDate calendar.Date `json:"posting_date,omitzero" doc:"Left out: the booking day"`
		Remember    *bool         `json:"remember,omitempty" doc:"Whose the payer is; true when left out"`
	}
}

type listPayers struct {
	web.Paging
	Q string `query:"q" maxLength:"80" doc:"In the account, the name or the customer"`
}

// knownPayer is an account or a name that pays for a customer.
type knownPayer struct {
	Kind     string       `json:"kind" enum:"account,name"`
	Value    string       `json:"value"`
	Shown    string       `json:"shown" doc:"As the bank wrote it"`
	Customer receiptOwner `json:"customer"`
	By       string       `json:"by"`
	At       time.Time    `json:"at"`
}

type forgetPayer struct {
	Body struct {
		Kind  string `json:"kind" enum:"account,name"`
		Value string `json:"value" minLength:"1" maxLength:"200"`
	}
}

func wordWaiting(w receipt.Waiting, actor ledger.Actor) waitingLine {
	out := waitingLine{Line: wordBankLine(w.Line, actor), Days: w.Days, PostOn: w.PostOn, Read: w.ReadAt != nil, Certain: w.Certain, Suggestions: []receiptReading{}}
	if w.Refused != "" {
		out.Refused = ledger.E(w.Refused).With("period", w.BookedOn.String()[:7]).Message(actor.Locale)
	}
	if !w.OwnerID.IsZero() {
		out.Owner = &receiptOwner{w.OwnerID, w.OwnerCode, w.OwnerName}
	}
	for _, s := range w.Suggestions {
		reading := receiptReading{CustomerID: s.CustomerID, CustomerCode: s.CustomerCode, CustomerName: s.CustomerName, Rule: string(s.Rule), Takes: []receiptTake{}, Reasons: []receiptReason{},
			Left: wire.Amount(s.Left, w.Currency), Short: wire.Amount(s.Short, w.Currency)}
		for _, t := range s.Takes {
			reading.Takes = append(reading.Takes, receiptTake{t.Item, t.Document, t.DocumentNo, wire.Amount(t.Amount, w.Currency)})
		}
		for _, r := range s.Reasons {
			reading.Reasons = append(reading.Reasons, receiptReason{string(r.What), r.Found})
		}
		out.Suggestions = append(out.Suggestions, reading)
	}
	return out
}
