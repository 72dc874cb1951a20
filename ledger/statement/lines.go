package statement

import (
	"cmp"
	"context"
	"slices"

	"github.com/shopspring/decimal"

	"hefu/ledger"
)

// LineOrder is how the lines of a version are laid out for a reader. The stored content, its hash, the PDF and the other files
// keep the document's order.
type LineOrder string

// The orders.
const (
	AsInDocument LineOrder = "document" // as numbered in the content: movements by date, then what is brought forward
	OverdueFirst LineOrder = "overdue"  // the most days overdue first (高风险优先), then as in the document
)

// ShownLine is a line of either part of the content. DaysOverdue are counted at the cut-off; 0 when nothing of it is overdue.
// Of a line brought forward Amount is its original and the fields that the content leaves out of it are empty.
type ShownLine struct {
	Line
	BroughtForward bool
	DaysOverdue    int
}

// Lines are those of a version in an order; version 0 is the one in force. Needs SeeStatements. Refused: not_found.
func (s *Service) Lines(ctx context.Context, actor ledger.Actor, id ledger.ID, version int, order LineOrder) ([]ShownLine, string, error) {
	body, err := s.ReadContent(ctx, actor, id, version)
	if err != nil {
		return nil, "", err
	}
	content, err := ParseContent(body.JSON)
	if err != nil {
		return nil, "", err
	}
	return content.InOrder(order), content.Currency, nil
}

// InOrder lays out the lines of both parts.
func (c Content) InOrder(order LineOrder) []ShownLine {
	lines := make([]ShownLine, 0, len(c.Lines)+len(c.OpenItems))
	for _, line := range c.Lines {
		lines = append(lines, ShownLine{Line: line, DaysOverdue: c.late(line)})
	}
	for _, item := range c.OpenItems {
		line := Line{No: item.No, Kind: item.Kind, DocumentID: item.DocumentID, DocumentNo: item.DocumentNo, DocumentDate: item.DocumentDate,
			DueDate: item.DueDate, OrderNo: item.OrderNo, Description: item.Description, Amount: item.Original, Open: item.Open}
		lines = append(lines, ShownLine{line, true, item.DaysOverdue})
	}
	if order == OverdueFirst {
		slices.SortStableFunc(lines, func(a, b ShownLine) int { return cmp.Compare(b.DaysOverdue, a.DaysOverdue) })
	}
	return lines
}

func (c Content) late(line Line) int {
	if line.DueDate.IsZero() || line.Open.Cmp(decimal.Zero) <= 0 {
		return 0
	}
	return max(c.CutOff.Sub(line.DueDate), 0)
}
