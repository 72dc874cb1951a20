package portal

import (
	"context"

	"hefu/ledger"
	domain "hefu/ledger/account"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/money"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

// MoveFilter asks for the movements of one currency; dates are posting dates, both included, and mean the month to date when left out.
type MoveFilter struct {
	Currency string        `query:"currency" maxLength:"3" required:"true"`
	From     calendar.Date `query:"from" required:"false"`
	To       calendar.Date `query:"to" required:"false"`
}

// ListMovements asks for a page of movements.
type ListMovements struct {
	web.Paging
	MoveFilter
}

// MovementsFile asks for all of them as a file.
type MovementsFile struct {
	MoveFilter
	ListFile
}

type movement struct {
	Date        calendar.Date  `json:"date"`
	Document    wire.Reference `json:"document"`
	Kind        string         `json:"kind"`
	OrderNo     string         `json:"order_no"`
	ContractNo  string         `json:"contract_no"`
	InvoiceNo   string         `json:"invoice_no"`
	Description string         `json:"description"`
	Amount      web.Amount     `json:"amount" doc:"Signed: what raises the debt is positive"`
	Balance     web.Amount     `json:"balance"`
}

type movementPage struct {
	web.Page[movement]
	Currency string        `json:"currency"`
	From     calendar.Date `json:"from"`
	To       calendar.Date `json:"to"`
	Opening  web.Amount    `json:"opening"`
	Debits   web.Amount    `json:"debits"`
	Credits  web.Amount    `json:"credits"`
	Closing  web.Amount    `json:"closing" doc:"Opening + debits - credits, of the whole range"`
	Count    int           `json:"count"`
	Before   web.Amount    `json:"before" doc:"The balance before the page's first row"`
}

func (in *MoveFilter) filter() domain.MoveFilter {
	return domain.MoveFilter{Currency: money.Currency(in.Currency), From: in.From, To: in.To}
}

func movements(api *web.API, books *books.Books) {
	web.Get(api, "/account/movements", ledger.SeeDocuments, "What moved the balance, from opening to closing", func(ctx context.Context, actor ledger.Actor, in *ListMovements) (movementPage, error) {
		after, _, err := web.ReadCursor[domain.MoveCursor](in.Cursor)
		if err != nil {
			return movementPage{}, err
		}
		filter := in.filter()
		filter.After, filter.Limit = after, in.Limit+1
		found, err := books.Account.Movements(ctx, actor, filter)
		if err != nil {
			return movementPage{}, err
		}
		return wordMovements(found, in.Limit)
	}, web.Within(fileDeadline))
	web.Download(api, "/account/movements/file", ledger.SeeDocuments, "Download the movements", func(ctx context.Context, actor ledger.Actor, in *MovementsFile) (web.File, error) {
		file, err := books.Account.MovementsFile(ctx, actor, in.filter(), domain.Format(in.Format), in.locale(actor))
		return web.File{Name: file.Name, Media: file.Media, Body: file.Content}, err
	}, web.Within(fileDeadline))
}

func wordMovements(found domain.Movements, limit int) (movementPage, error) {
	currency := string(found.Currency)
	page := movementPage{Currency: currency, From: found.From, To: found.To, Opening: wire.Amount(found.Opening, currency), Debits: wire.Amount(found.Debits, currency),
		Credits: wire.Amount(found.Credits, currency), Closing: wire.Amount(found.Closing, currency), Count: found.Count, Before: wire.Amount(found.Before, currency)}
	page.Items = []movement{}
	for i, m := range found.Rows {
		if i == limit {
			last := found.Rows[i-1]
			cursor, err := web.Cursor(domain.MoveCursor{On: last.On, ID: last.ID})
			page.NextCursor = cursor
			return page, err
		}
		page.Items = append(page.Items, movement{m.On, wire.Reference{ID: m.DocumentID, DocumentNo: m.DocumentNo}, m.Kind, m.OrderNo, m.ContractNo, m.InvoiceNo, m.Description,
			wire.Amount(m.Amount, currency), wire.Amount(m.Balance, currency)})
	}
	return page, nil
}
