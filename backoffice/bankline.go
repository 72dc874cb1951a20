package backoffice

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/bank"
	"hefu/ledger/books"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

func bankLinesPage(ctx context.Context, books *books.Books, actor ledger.Actor, in *listBankLines) (web.Page[bankLine], error) {
	page := web.Page[bankLine]{Items: []bankLine{}}
	place, _, err := web.ReadCursor[bank.Page](in.Cursor)
	if err != nil {
		return page, err
	}
	place.Limit = in.Limit + 1
	filter := bank.Filter{AccountID: in.AccountID, StatementID: in.StatementID, DocumentID: in.DocumentID, State: bank.State(in.State), From: in.From, To: in.To, Text: in.Q}
	if in.Amount != "" {
		amount, err := decimal.NewFromString(string(in.Amount))
		if err != nil {
			return page, ledger.E("validation_failed").At("amount", "bad_format").Because(err)
		}
		filter.Amount = decimal.NewNullDecimal(amount)
	}
	lines, err := books.Bank.Lines(ctx, actor, filter, place)
	if err != nil {
		return page, err
	}
	for i, l := range lines {
		if i == in.Limit {
			last := lines[i-1]
			page.NextCursor, err = web.Cursor(bank.Page{BookedOn: last.BookedOn, Before: last.ID})
			return page, err
		}
		page.Items = append(page.Items, wordBankLine(l, actor))
	}
	return page, nil
}

func wordBankLine(l bank.Line, actor ledger.Actor) bankLine {
	out := bankLine{ID: l.ID, AccountID: l.AccountID, AccountName: l.AccountName, StatementID: l.StatementID, BookedOn: l.BookedOn, ValuedOn: l.ValuedOn, Amount: wire.Amount(l.Amount, l.Currency),
		Currency: l.Currency, Kind: l.Kind, State: string(l.State), Counterparty: l.Counterparty, CounterpartyAccount: l.CounterpartyAccount, CounterpartyBank: l.CounterpartyBank,
		EndToEnd: l.EndToEnd, Remittance: l.Remittance, BankText: l.BankText, BankReference: l.BankReference, Batch: l.Batch, AsideReason: l.AsideReason, AsideBy: l.AsideBy}
	if !l.DocumentID.IsZero() {
		out.Receipt = &bankReceipt{l.DocumentID, l.DocumentNo, l.CustomerID, l.CustomerCode, l.CustomerName, l.Rule, l.MadeBy, l.MadeAt, string(l.Flag)}
	}
	out.Payout, out.Provider = wordPayoutOf(l)
	// may says whether an act fits the line's state.
	may := func(state bank.State) web.Action {
		found := allowedTo(actor, ledger.PostDocuments)
		switch {
		case found.Allowed && l.State == bank.Received:
			found = web.Action{Why: ledger.E("bank_line_used").With("document", l.DocumentNo).Message(actor.Locale)}
		case found.Allowed && l.State != state:
			found = web.Action{Why: ledger.E("state_forbids").With("state", string(l.State)).Message(actor.Locale)}
		}
		return found
	}
	out.Actions = map[string]web.Action{"receive": may(bank.Unmatched), "set_aside": may(bank.Unmatched), "take_back": may(bank.Aside), "pay_out": may(bank.Unmatched)}
	return out
}
