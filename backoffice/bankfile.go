package backoffice

import (
	"hefu/ledger"
	"hefu/ledger/bank"
	"hefu/ledger/bankfile"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

func wordBankFile(f *bank.File, actor ledger.Actor) bankFile {
	out := bankFile{Parts: []bankPart{}, Skipped: []bankProblem{}, Actions: map[string]web.Action{}}
	if f == nil {
		return out
	}
	out.ID, out.FileName, out.SHA256, out.Format, out.Encoding, out.Preset = f.ID, f.Name, f.SHA256, f.Format, f.Encoding, f.Preset
	out.CreatedBy, out.CreatedAt, out.ImportedAt, out.New, out.LeftOut = f.CreatedBy, f.CreatedAt, f.ImportedAt, f.New(), len(f.Skipped)
	if !f.AccountID.IsZero() {
		out.AccountID = &f.AccountID
	}
	if f.Refused != nil {
		out.Refused = &bankProblem{f.Refused.Code, f.Refused.Reason(actor.Locale)}
	}
	if f.Table != nil {
		out.Table = wordBankTable(f.Table)
	}
	for _, p := range f.Parts {
		out.Parts = append(out.Parts, wordBankPart(p, actor))
	}
	for _, k := range f.Skipped[:min(len(f.Skipped), mostSkipped)] {
		out.Skipped = append(out.Skipped, bankProblem{string(k.Code), k.Reason(actor.Locale)})
	}
	commit := allowedTo(actor, ledger.Import)
	if commit.Allowed && !f.Ready() {
		commit = web.Action{Why: f.Why(actor.Locale)}
	}
	choose := allowedTo(actor, ledger.Import)
	if choose.Allowed && f.ImportedAt != nil {
		choose = web.Action{Why: f.Why(actor.Locale)}
	}
	out.Actions["commit"], out.Actions["choose"] = commit, choose
	return out
}

func wordBankTable(t *bankfile.Table) *bankTable {
	out := &bankTable{Sheets: t.Sheets, Header: t.Header, Row: t.Row, Samples: t.Samples, Mapping: BankMapping(t.Mapping), Sure: t.Sure}
	if out.Samples == nil {
		out.Samples = [][]string{}
	}
	return out
}

func wordBankPart(p *bank.Part, actor ledger.Actor) bankPart {
	out := bankPart{Named: p.Named, Currency: p.Currency, Number: p.Number, Lines: p.Lines, New: p.New, Known: p.Known, Problems: []bankProblem{}, Fresh: []bankFreshLine{},
		Opening: wire.Optional(p.Opening, p.Currency), Closing: wire.Optional(p.Closing, p.Currency), In: wire.Amount(p.In, p.Currency), Out: wire.Amount(p.Out, p.Currency),
		Proven: p.Proven() && len(p.Problems) == 0, Pages: wordPages(p.Pages, p.Currency)}
	if !p.Account.ID.IsZero() {
		out.AccountID, out.AccountName = &p.Account.ID, p.Account.Name
	}
	if !p.OpensOn.IsZero() {
		out.OpensOn, out.ClosesOn = &p.OpensOn, &p.ClosesOn
	}
	for _, problem := range p.Problems {
		out.Problems = append(out.Problems, bankProblem{problem.Code, problem.Reason(actor.Locale)})
	}
	for _, l := range p.Fresh[:min(len(p.Fresh), mostFresh)] {
		text := l.Purpose()
		if text == "" {
			text = l.BankText
		}
		out.Fresh = append(out.Fresh, bankFreshLine{Place: l.Place, BookedOn: l.BookedOn, Amount: wire.Amount(l.Amount, p.Currency), Counterparty: l.Counterparty, Text: text, Kind: string(l.Kind)})
	}
	return out
}
