package bank

import (
	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
)

func column[T any](lines []freshLine, of func(freshLine) T) []T {
	out := make([]T, len(lines))
	for i, l := range lines {
		out[i] = of(l)
	}
	return out
}

func columns(lines []freshLine) []any {
	text := func(of func(freshLine) string) []string { return column(lines, of) }
	return []any{
		column(lines, func(freshLine) ledger.ID { return ledger.NewID() }),
		column(lines, func(l freshLine) calendar.Date { return l.line.BookedOn }),
		column(lines, func(l freshLine) calendar.Date { return l.line.ValuedOn }),
		column(lines, func(l freshLine) decimal.Decimal { return l.line.Amount }),
		text(func(l freshLine) string { return string(l.line.Kind) }),
		text(func(l freshLine) string { return l.line.Counterparty }),
		text(func(l freshLine) string { return l.line.CounterpartyAccount }),
		text(func(l freshLine) string { return l.line.CounterpartyBank }),
		text(func(l freshLine) string { return l.line.EndToEnd }),
		text(func(l freshLine) string { return l.line.Purpose() }),
		text(func(l freshLine) string { return l.line.BankText }),
		text(func(l freshLine) string { return l.line.BankReference }),
		text(func(l freshLine) string { return l.line.Code }),
		text(func(l freshLine) string { return l.line.Batch }),
		column(lines, func(l freshLine) []byte { return l.identity }),
		column(lines, func(l freshLine) int { return l.occurrence }),
	}
}
