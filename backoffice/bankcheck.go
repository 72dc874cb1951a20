package backoffice

import (
	"hefu/ledger"
	"hefu/ledger/bank"
	"hefu/ledger/calendar"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type bankPair struct {
	LineID     ledger.ID `json:"line_id"`
	DocumentID ledger.ID `json:"document_id"`
}

type joinBankLines struct {
	Body struct {
		Pairs []bankPair `json:"pairs" nullable:"false" minItems:"1" maxItems:"500"`
	}
}

type bankJoined struct {
	Joined int `json:"joined"`
}

type compareBank struct {
	Currency string        `query:"currency" required:"true" minLength:"3" maxLength:"3"`
	From     calendar.Date `query:"from" required:"true"`
	To       calendar.Date `query:"to" required:"true"`
}

type bookedReceipt struct {
	DocumentID   ledger.ID     `json:"document_id"`
	DocumentNo   string        `json:"document_no"`
	CustomerID   ledger.ID     `json:"customer_id"`
	CustomerCode string        `json:"customer_code"`
	CustomerName string        `json:"customer_name"`
	DocumentDate calendar.Date `json:"document_date"`
	Amount       web.Amount    `json:"amount"`
}

// bankFinding is a bank line beside the receipt in the books, or one of them alone.
type bankFinding struct {
	Verdict    string         `json:"verdict" enum:"agrees,amount,date,name,only_bank,only_system"`
	Line       *bankLine      `json:"line,omitempty"`
	Booked     *bookedReceipt `json:"booked,omitempty"`
	Difference *web.Amount    `json:"difference,omitempty" doc:"Of an amount: the bank less the books"`
	Days       int            `json:"days" doc:"Of a pair: how many days the bank is after the books"`
}

type bankComparison struct {
	Joined   int                   `json:"joined" doc:"Lines that have their receipt"`
	Items    []bankFinding         `json:"items"`
	More     bool                  `json:"more" doc:"There are more rows than can be compared at once: narrow the time"`
	Currency string                `json:"currency"`
	Actions  map[string]web.Action `json:"actions"`
}

func wordComparison(c bank.Comparison, actor ledger.Actor) bankComparison {
	out := bankComparison{Joined: c.Joined, Items: []bankFinding{}, More: c.More, Actions: map[string]web.Action{"join": allowedTo(actor, ledger.PostDocuments)}}
	for _, f := range c.Findings {
		found := bankFinding{Verdict: string(f.Verdict), Days: f.Days}
		if f.Line != nil {
			line := wordBankLine(*f.Line, actor)
			found.Line = &line
		}
		if f.Booked != nil {
			b := f.Booked
			found.Booked = &bookedReceipt{b.DocumentID, b.DocumentNo, b.CustomerID, b.CustomerCode, b.CustomerName, b.On, wire.Amount(b.Amount, c.Currency)}
		}
		if f.Verdict == bank.AmountOff {
			difference := wire.Amount(f.Difference, c.Currency)
			found.Difference = &difference
		}
		out.Items = append(out.Items, found)
	}
	out.Currency = c.Currency
	return out
}
