package demo

import (
	"context"
	"fmt"

	"github.com/shopspring/decimal"

	"hefu/ledger/allocation"
	"hefu/ledger/document"
)

// Which customers money came in from lately that nobody has settled yet.
const firstPayer, lastPayer = 44, 52

// makeReceipts has money come in that nobody has settled yet, one kind of suggestion a customer.
func (w *world) makeReceipts(ctx context.Context) error {
	var docs []document.New
	for i := firstPayer; i < min(lastPayer, len(w.customers)); i++ {
		items, err := w.Allocations.Open(ctx, w.staff["wang.min"], w.customers[i].id, "debit", string(w.customers[i].currency))
		if err != nil {
			return err
		}
		if len(items) < 3 {
			continue
		}
		docs = append(docs, w.cameIn(i, items))
	}
	if len(docs) == 0 {
		return nil
	}
	return w.postAll(ctx, docs)
}

// cameIn is one receipt: named in its text, by its order, of just one item's amount, a few cents short, of two items' sum, over, of no
// item's amount, or in another currency.
func (w *world) cameIn(place int, items []allocation.OpenItem) document.New {
	c := w.customers[place]
	number := fmt.Sprintf("RCP-9%06d", place)
	doc := document.New{Kind: document.Receipt, CustomerID: c.id, Currency: c.currency, DocumentDate: w.Today, PostingDate: w.Today, DocumentNo: number, Method: "bank",
		Description: "银行转账", SourceKind: "manual", SourceSystem: "bank", SourceID: number, Amount: items[0].Open}
	switch place - firstPayer {
	case 0:
		doc.Description, doc.Amount = "货款 "+items[1].DocumentNo, items[1].Open
	case 1:
		doc.OrderNo, doc.Amount = items[0].OrderNo, items[0].Open
	case 2:
		doc.Amount = items[len(items)-1].Open
	case 3:
		doc.Amount = items[1].Open.Sub(decimal.New(60, -2))
	case 4:
		doc.Amount = items[0].Open.Add(items[2].Open)
	case 5:
		doc.Description, doc.Amount = "付 "+items[0].DocumentNo+"、"+items[1].DocumentNo, items[0].Open.Add(items[1].Open).Add(decimal.NewFromInt(500))
	case 6:
		doc.Amount = items[0].Open.DivRound(decimal.NewFromInt(3), c.currency.Exponent()).Add(decimal.New(17, -2))
	default:
		doc.Description, doc.Currency, doc.Amount = "境外汇款", "USD", decimal.NewFromInt(5000)
		if c.currency == "USD" {
			doc.Currency = "EUR"
		}
	}
	return doc
}
