package wire

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/statement"
	"hefu/ledger/web"
)

// StatementLines asks for a version's lines in an order; version 0 is the one in force.
type StatementLines struct {
	web.Paging
	ID      ledger.ID `path:"id"`
	Version int       `query:"version" minimum:"0" default:"0"`
	Order   string    `query:"order" enum:"document,overdue" default:"document" doc:"overdue: the most days overdue first, then as in the document"`
}

// StatementLine is a line of a statement as a list shows it. Of what is brought forward amount is the original.
type StatementLine struct {
	LineNo         int           `json:"line_no"`
	Kind           string        `json:"kind"`
	DocumentID     ledger.ID     `json:"document_id"`
	DocumentNo     string        `json:"document_no"`
	DocumentDate   calendar.Date `json:"document_date"`
	DueDate        calendar.Date `json:"due_date,omitzero"`
	OrderNo        string        `json:"order_no"`
	ContractNo     string        `json:"contract_no"`
	InvoiceNo      string        `json:"invoice_no"`
	Description    string        `json:"description"`
	Amount         web.Amount    `json:"amount"`
	Open           web.Amount    `json:"open"`
	DaysOverdue    int           `json:"days_overdue" doc:"At the cut-off; 0 when nothing is overdue"`
	BroughtForward bool          `json:"brought_forward"`
}

// ListStatementLines pages through the lines; the cursor is a place in the order, which is sound because a version never changes.
func ListStatementLines(service *statement.Service) web.Handler[StatementLines, web.Page[StatementLine]] {
	return func(ctx context.Context, actor ledger.Actor, in *StatementLines) (web.Page[StatementLine], error) {
		page := web.Page[StatementLine]{Items: []StatementLine{}}
		from, _, err := web.ReadCursor[int](in.Cursor)
		if err != nil {
			return page, err
		}
		lines, currency, err := service.Lines(ctx, actor, in.ID, in.Version, statement.LineOrder(in.Order))
		if err != nil {
			return page, err
		}
		if from < 0 || from > len(lines) {
			return page, ledger.E("validation_failed").At("cursor", "bad_format")
		}
		lines = lines[from:]
		if len(lines) > in.Limit {
			lines = lines[:in.Limit]
			if page.NextCursor, err = web.Cursor(from + in.Limit); err != nil {
				return page, err
			}
		}
		for _, l := range lines {
			page.Items = append(page.Items, StatementLine{l.No, l.Kind, l.DocumentID, l.DocumentNo, l.DocumentDate, l.DueDate, l.OrderNo, l.ContractNo, l.InvoiceNo,
				l.Description, Amount(l.Amount, currency), Amount(l.Open, currency), l.DaysOverdue, l.BroughtForward})
		}
		return page, nil
	}
}
