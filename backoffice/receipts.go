package backoffice

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/attribution"
	"hefu/ledger/books"
	"hefu/ledger/receipt"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

// receipts: what waits on the bank's accounts, ways to read it, and decisions.
func receipts(api *web.API, books *books.Books) {
	web.Get(api, "/bank/waiting", ledger.SeeBank, "List bank lines that wait for a receipt, the oldest first", func(ctx context.Context, actor ledger.Actor, in *waitingLines) (web.Page[waitingLine], error) {
		return waitingPage(ctx, books, actor, in)
	})
	web.Get(api, "/bank/matching", ledger.SeeBank, "What waits on the bank's accounts, and the latest runs", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (receiptState, error) {
		return receiptsNow(ctx, books, actor)
	})
	web.Post(api, "/bank/matching/runs", ledger.PostDocuments, "Match the bank lines that wait", func(ctx context.Context, actor ledger.Actor, in *startReceipts) (receiptRun, error) {
		run, err := books.Receipts.Start(ctx, actor, in.Body.Posts)
		return receiptRun(run), err
	}, web.Created())
	web.Post(api, "/bank/waiting/{id}/decision", ledger.PostDocuments, "Make the receipt of a bank line as a person read it", func(ctx context.Context, actor ledger.Actor, in *decideReceipt) (posted, error) {
		d := receipt.Decision{CustomerID: in.Body.CustomerID, Documents: in.Body.Documents, Rule: attribution.Rule(in.Body.Rule), PostingDate: in.Body.PostingDate, Forget: in.Body.Remember != nil && !*in.Body.Remember}
		for _, t := range in.Body.Shown {
			amount, err := decimal.NewFromString(string(t.Amount))
			if err != nil {
				return posted{}, ledger.E("validation_failed").At("shown", "bad_format").Because(err)
			}
			d.Shown = append(d.Shown, receipt.Take{Item: t.ItemID, Amount: amount})
		}
		made, err := books.Receipts.Decide(ctx, actor, in.ID, d)
		return posted{ID: made.ID, DocumentNo: made.DocumentNo}, err
	}, web.Created())
}

// knownPayers: who is known to pay for whom.
func knownPayers(api *web.API, books *books.Books) {
	web.Get(api, "/bank/payers", ledger.SeeBank, "List accounts and names that are known to pay for customers", func(ctx context.Context, actor ledger.Actor, in *listPayers) (web.Page[knownPayer], error) {
		page := web.Page[knownPayer]{Items: []knownPayer{}}
		place, _, err := web.ReadCursor[[2]string](in.Cursor)
		if err != nil {
			return page, err
		}
		found, err := books.Receipts.Payers(ctx, actor, in.Q, receipt.Payer{Kind: place[0], Value: place[1]}, in.Limit+1)
		if err != nil {
			return page, err
		}
		for i, p := range found {
			if i == in.Limit {
				page.NextCursor, err = web.Cursor([2]string{found[i-1].Kind, found[i-1].Value})
				return page, err
			}
			page.Items = append(page.Items, knownPayer{p.Kind, p.Value, p.Shown, receiptOwner{p.CustomerID, p.CustomerCode, p.CustomerName}, p.By, p.At})
		}
		return page, nil
	})
	web.Post(api, "/bank/payers/forget", ledger.PostDocuments, "Forget for whom an account or a name pays; what was posted stays", func(ctx context.Context, actor ledger.Actor, in *forgetPayer) (web.Nothing, error) {
		return web.Nothing{}, books.Receipts.Forget(ctx, actor, in.Body.Kind, in.Body.Value)
	})
}

func receiptsNow(ctx context.Context, books *books.Books, actor ledger.Actor) (receiptState, error) {
	out := receiptState{Ages: []receiptAge{}, Runs: []receiptRun{}, Actions: map[string]web.Action{"start": allowedTo(actor, ledger.PostDocuments)}}
	ages, err := books.Receipts.Ages(ctx, actor)
	if err != nil {
		return out, err
	}
	for _, a := range ages {
		out.Ages = append(out.Ages, receiptAge{a.Currency, a.Lines, wire.Amount(a.Amount, a.Currency), a.Oldest, a.Over30})
	}
	runs, err := books.Receipts.Runs(ctx, actor)
	for _, r := range runs {
		out.Runs = append(out.Runs, receiptRun(r))
	}
	return out, err
}

func waitingPage(ctx context.Context, books *books.Books, actor ledger.Actor, in *waitingLines) (web.Page[waitingLine], error) {
	page := web.Page[waitingLine]{Items: []waitingLine{}}
	place, _, err := web.ReadCursor[receipt.Page](in.Cursor)
	if err != nil {
		return page, err
	}
	place.Limit = in.Limit + 1
	found, err := books.Receipts.Waiting(ctx, actor, receipt.Filter{What: in.What, Text: in.Q}, place)
	if err != nil {
		return page, err
	}
	for i, w := range found {
		if i == in.Limit {
			last := found[i-1]
			page.NextCursor, err = web.Cursor(receipt.Page{BookedOn: last.BookedOn, After: last.ID})
			return page, err
		}
		page.Items = append(page.Items, wordWaiting(w, actor))
	}
	return page, nil
}
