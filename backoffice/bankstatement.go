package backoffice

import (
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/bank"
	"hefu/ledger/calendar"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type bankPage struct {
	Number   string      `json:"number"`
	OpensOn  string      `json:"opens_on,omitempty"`
	ClosesOn string      `json:"closes_on,omitempty"`
	Opening  *web.Amount `json:"opening,omitempty"`
	Closing  *web.Amount `json:"closing,omitempty"`
	Lines    int         `json:"lines"`
}

type bankStatement struct {
	ID         ledger.ID      `json:"id"`
	FileID     ledger.ID      `json:"file_id"`
	FileName   string         `json:"file_name"`
	Format     string         `json:"format"`
	Number     string         `json:"number"`
	OpensOn    calendar.Date  `json:"opens_on"`
	ClosesOn   calendar.Date  `json:"closes_on"`
	Opening    *web.Amount    `json:"opening,omitempty"`
	Closing    *web.Amount    `json:"closing,omitempty"`
	Lines      int            `json:"lines" doc:"Lines that it brought"`
	Known      int            `json:"known" doc:"Lines that were there before it"`
	Unmatched  int            `json:"unmatched"`
	Gap        *web.Amount    `json:"gap,omitempty" doc:"By how much it does not open with what the statement before closed with"`
	GapFrom    *calendar.Date `json:"gap_from,omitempty"`
	ImportedBy string         `json:"imported_by"`
	ImportedAt time.Time      `json:"imported_at"`
	Pages      []bankPage     `json:"pages"`
}

type bankStatements struct {
	Currency string          `json:"currency"`
	Items    []bankStatement `json:"items"`
}

func wordBankStatement(s bank.Statement, currency string) bankStatement {
	out := bankStatement{ID: s.ID, FileID: s.FileID, FileName: s.FileName, Format: s.Format, Number: s.Number, OpensOn: s.OpensOn, ClosesOn: s.ClosesOn,
		Opening: wire.Optional(s.Opening, currency), Closing: wire.Optional(s.Closing, currency), Lines: s.Lines, Known: s.Known, Unmatched: s.Unmatched,
		Gap: wire.Optional(s.Gap, currency), ImportedBy: s.ImportedBy, ImportedAt: s.ImportedAt, Pages: wordPages(s.Pages, currency)}
	if s.Gap.Valid {
		out.GapFrom = &s.GapFrom
	}
	return out
}

func wordPages(pages []bank.PageOf, currency string) []bankPage {
	out := []bankPage{}
	for _, p := range pages {
		page := bankPage{Number: p.Number, OpensOn: p.OpensOn, ClosesOn: p.ClosesOn, Lines: p.Lines}
		if opening, err := decimal.NewFromString(p.Opening); err == nil {
			page.Opening = wire.Optional(decimal.NewNullDecimal(opening), currency)
		}
		if closing, err := decimal.NewFromString(p.Closing); err == nil {
			page.Closing = wire.Optional(decimal.NewNullDecimal(closing), currency)
		}
		out = append(out, page)
	}
	return out
}
