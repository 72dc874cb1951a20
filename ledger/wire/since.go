package wire

import (
	"time"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/statement"
	"hefu/ledger/web"
)

// ChangedLine is a line that changed since the customer last agreed.
type ChangedLine struct {
	LineNo         int           `json:"line_no"`
	Kind           string        `json:"kind"`
	DocumentID     *ledger.ID    `json:"document_id,omitempty"`
	DocumentNo     string        `json:"document_no"`
	Description    string        `json:"description"`
	BroughtForward bool          `json:"brought_forward"`
	What           string        `json:"what" enum:"added,changed,settled,removed"`
	Before         web.Amount    `json:"before"`
	After          web.Amount    `json:"after"`
	OpenBefore     web.Amount    `json:"open_before"`
	OpenAfter      web.Amount    `json:"open_after"`
	DueBefore      calendar.Date `json:"due_before,omitzero"`
	DueAfter       calendar.Date `json:"due_after,omitzero"`
	Reworded       bool          `json:"reworded" doc:"Something else than amounts and the due date changed"`
	Answered       bool          `json:"answered"`
}

// RelatedChange ties a change to the statement it belongs with.
type RelatedChange struct {
	LineNo      int           `json:"line_no,omitempty"`
	DocumentID  ledger.ID     `json:"document_id"`
	DocumentNo  string        `json:"document_no"`
	Kind        string        `json:"kind"`
	On          calendar.Date `json:"on"`
	Amount      web.Amount    `json:"amount"`
	OfID        ledger.ID     `json:"of_id"`
	OfNo        string        `json:"of_no"`
	StatementID *ledger.ID    `json:"statement_id,omitempty"`
	StatementNo string        `json:"statement_no,omitempty"`
}

// SinceAgreed is what changed since the customer last agreed.
type SinceAgreed struct {
	Version       int             `json:"version" doc:"The version compared with; 0: this is the first that was sent"`
	AgreedBy      string          `json:"agreed_by,omitempty"`
	AgreedAt      *time.Time      `json:"agreed_at,omitempty"`
	Reasons       []string        `json:"reasons"`
	ClosingBefore web.Amount      `json:"closing_before"`
	Closing       web.Amount      `json:"closing"`
	Currency      string          `json:"currency"`
	Lines         []ChangedLine   `json:"lines"`
	Kept          int             `json:"kept" doc:"Unchanged lines whose answer stands"`
	Left          int             `json:"left" doc:"Lines that need an answer"`
	Later         []RelatedChange `json:"later" doc:"Posted after this statement, which stays as it is"`
	Earlier       []RelatedChange `json:"earlier" doc:"Lines of this statement that change what an earlier one listed"`
}

// Since words what changed.
func Since(s statement.Since) SinceAgreed {
	out := SinceAgreed{Version: s.Version, AgreedBy: s.AgreedBy, AgreedAt: s.AgreedAt, Reasons: append([]string{}, s.Reasons...), ClosingBefore: Amount(s.ClosingBefore, s.Currency),
		Closing: Amount(s.Closing, s.Currency), Currency: s.Currency, Kept: s.Kept, Left: s.Left,
		Later: related(s.Later, s.Currency), Earlier: related(s.Earlier, s.Currency)}
	out.Lines = changedLines(s.Lines, s.Currency)
	return out
}

func changedLines(list []statement.ChangedLine, currency string) []ChangedLine {
	out := make([]ChangedLine, len(list))
	for i, l := range list {
		out[i] = changedLine(l, currency)
	}
	return out
}

func changedLine(l statement.ChangedLine, currency string) ChangedLine {
	line := ChangedLine{LineNo: l.No, Kind: l.Kind, DocumentNo: l.DocumentNo, Description: l.Description, BroughtForward: l.BroughtForward, What: l.What,
		Before: Amount(l.Before, currency), After: Amount(l.After, currency), OpenBefore: Amount(l.OpenBefore, currency), OpenAfter: Amount(l.OpenAfter, currency),
		DueBefore: l.DueBefore, DueAfter: l.DueAfter, Reworded: l.Reworded, Answered: l.Answered}
	if !l.DocumentID.IsZero() {
		id := l.DocumentID
		line.DocumentID = &id
	}
	return line
}

func related(list []statement.Related, currency string) []RelatedChange {
	out := []RelatedChange{}
	for _, r := range list {
		one := RelatedChange{LineNo: r.Line, DocumentID: r.DocumentID, DocumentNo: r.DocumentNo, Kind: r.Kind, On: r.On, Amount: Amount(r.Amount, currency),
			OfID: r.OfID, OfNo: r.OfNo, StatementNo: r.StatementNo}
		if !r.StatementID.IsZero() {
			id := r.StatementID
			one.StatementID = &id
		}
		out = append(out, one)
	}
	return out
}
