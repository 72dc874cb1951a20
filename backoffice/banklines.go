package backoffice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/bank"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/web"
)

type listBankLines struct {
	web.Paging
	AccountID   ledger.ID     `query:"account_id" required:"false"`
	StatementID ledger.ID     `query:"statement_id" required:"false"`
	DocumentID  ledger.ID     `query:"document_id" required:"false" doc:"The line that this receipt was made of"`
	State       string        `query:"state" enum:"unmatched,receipt,payout,aside,other" required:"false"`
	From        calendar.Date `query:"from" required:"false"`
	To          calendar.Date `query:"to" required:"false"`
	Amount      web.Amount    `query:"amount" required:"false" doc:"As booked, signed"`
	Q           string        `query:"q" maxLength:"100" doc:"In names, numbers and texts"`
}

// bankLine is one line of a bank statement with what became of it.
type bankLine struct {
	ID                  ledger.ID             `json:"id"`
	AccountID           ledger.ID             `json:"account_id"`
	AccountName         string                `json:"account_name"`
	StatementID         ledger.ID             `json:"statement_id"`
	BookedOn            calendar.Date         `json:"booked_on"`
	ValuedOn            calendar.Date         `json:"valued_on"`
	Amount              web.Amount            `json:"amount" doc:"Signed: what came in is positive"`
	Currency            string                `json:"currency"`
	Kind                string                `json:"kind" enum:"credit,debit,fee,reversal,batch_member"`
	State               string                `json:"state" enum:"unmatched,receipt,payout,aside,other"`
	Counterparty        string                `json:"counterparty"`
	CounterpartyAccount string                `json:"counterparty_account"`
	CounterpartyBank    string                `json:"counterparty_bank"`
	EndToEnd            string                `json:"end_to_end"`
	Remittance          string                `json:"remittance"`
	BankText            string                `json:"bank_text"`
	BankReference       string                `json:"bank_reference"`
	Batch               string                `json:"batch"`
	Receipt             *bankReceipt          `json:"receipt,omitempty"`
	Payout              *bankPayout           `json:"payout,omitempty" doc:"Of a provider, which the line is"`
	Provider            string                `json:"provider,omitempty" enum:"sandbox,stripe,alipay,wechat" doc:"Who the payer is, if it is a payment provider"`
	AsideReason         string                `json:"aside_reason,omitempty"`
	AsideBy             string                `json:"aside_by,omitempty"`
	Actions             map[string]web.Action `json:"actions"`
}

type bankReceipt struct {
	DocumentID   ledger.ID  `json:"document_id"`
	DocumentNo   string     `json:"document_no"`
	CustomerID   ledger.ID  `json:"customer_id"`
	CustomerCode string     `json:"customer_code"`
	CustomerName string     `json:"customer_name"`
	Rule         string     `json:"rule" doc:"by_hand, or the rule that found the customer"`
	MadeBy       string     `json:"made_by"`
	MadeAt       *time.Time `json:"made_at,omitempty"`
	PayerFlag    string     `json:"payer_flag,omitempty" enum:"held,released" doc:"Somebody else than the customer paid it"`
}

type receiveBankLine struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		CustomerID  ledger.ID     `json:"customer_id"`
		Kind        string        `json:"kind,omitempty" enum:"receipt,advance"`
		PostingDate calendar.Date `json:"posting_date,omitzero" doc:"Left out: the booking day"`
		OrderNo     string        `json:"order_no,omitempty" maxLength:"120"`
		Description string        `json:"description,omitempty" maxLength:"400" doc:"Left out: the line's own text"`
		Settles     []ledger.ID   `json:"settles,omitempty" maxItems:"200" doc:"Documents that it pays, in this order"`
	}
}

type setBankLineAside struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Aside  bool   `json:"aside"`
		Reason string `json:"reason" minLength:"1" maxLength:"400"`
	}
}

// bankLinesAPI: lines, and what is made of them by hand.
func bankLinesAPI(api *web.API, books *books.Books) {
	web.Get(api, "/bank/lines", ledger.SeeBank, "List bank lines, the latest first", func(ctx context.Context, actor ledger.Actor, in *listBankLines) (web.Page[bankLine], error) {
		return bankLinesPage(ctx, books, actor, in)
	})
	web.Get(api, "/bank/lines/{id}", ledger.SeeBank, "Read a bank line", func(ctx context.Context, actor ledger.Actor, in *byID) (bankLine, error) {
		found, err := books.Bank.Line(ctx, actor, in.ID)
		return wordBankLine(found, actor), err
	})
	web.Post(api, "/bank/lines/{id}/receipt", ledger.PostDocuments, "Make a receipt of a bank line, once", func(ctx context.Context, actor ledger.Actor, in *receiveBankLine) (bankLine, error) {
		b := in.Body
		if _, err := books.Bank.Receive(ctx, actor, in.ID, bank.Receipt{CustomerID: b.CustomerID, Kind: document.Kind(b.Kind), PostingDate: b.PostingDate, OrderNo: b.OrderNo, Description: b.Description, Settles: b.Settles}); err != nil {
			return bankLine{}, err
		}
		found, err := books.Bank.Line(ctx, actor, in.ID)
		return wordBankLine(found, actor), err
	}, web.Created())
	web.Post(api, "/bank/lines/{id}/aside", ledger.PostDocuments, "Set a bank line aside that is no customer's payment, or take it back", func(ctx context.Context, actor ledger.Actor, in *setBankLineAside) (bankLine, error) {
		found, err := books.Bank.SetAside(ctx, actor, in.ID, in.Body.Aside, in.Body.Reason)
		return wordBankLine(found, actor), err
	})
	web.Post(api, "/bank/joins", ledger.PostDocuments, "Say that receipts in the books are those of bank lines, all or none", func(ctx context.Context, actor ledger.Actor, in *joinBankLines) (bankJoined, error) {
		var pairs []bank.Pair
		for _, p := range in.Body.Pairs {
			pairs = append(pairs, bank.Pair{LineID: p.LineID, DocumentID: p.DocumentID})
		}
		err := books.Bank.Join(ctx, actor, pairs, "compared")
		return bankJoined{len(pairs)}, err
	})
	web.Get(api, "/bank/comparison", ledger.SeeBank, "Compare the receipts of the books with the lines of the bank", func(ctx context.Context, actor ledger.Actor, in *compareBank) (bankComparison, error) {
		found, err := books.Bank.Compare(ctx, actor, in.Currency, in.From, in.To)
		return wordComparison(found, actor), err
	})
	web.Get(api, "/documents/{id}/bank-line", ledger.SeeBank, "Read the bank line that a receipt was made of", func(ctx context.Context, actor ledger.Actor, in *byID) (bankLine, error) {
		found, err := books.Bank.OfDocument(ctx, actor, in.ID)
		return wordBankLine(found, actor), err
	})
}
