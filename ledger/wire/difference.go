package wire

import (
	"time"

	"hefu/ledger/statement"
	"hefu/ledger/web"
)

// VersionHead says which version of a statement it is.
type VersionHead struct {
	Version int        `json:"version"`
	At      *time.Time `json:"at,omitempty" doc:"Absent of a version that is not made yet"`
	Reason  string     `json:"reason"`
}

// SumChange is one sum of a statement in two versions.
type SumChange struct {
	Key    string     `json:"key" enum:"opening,charges,credits,receipts,adjustments,closing,overdue"`
	Before web.Amount `json:"before"`
	After  web.Amount `json:"after"`
	Change web.Amount `json:"change" doc:"After less before"`
}

// VersionDifference is one version of a statement beside another.
type VersionDifference struct {
	StatementNo string          `json:"statement_no"`
	Customer    string          `json:"customer"`
	Currency    string          `json:"currency"`
	Before      VersionHead     `json:"before" doc:"Version 0: there is only one"`
	After       VersionHead     `json:"after"`
	Versions    []VersionHead   `json:"versions"`
	Sums        []SumChange     `json:"sums"`
	Lines       []ChangedLine   `json:"lines"`
	Same        int             `json:"same" doc:"Lines that both show alike"`
	Later       []RelatedChange `json:"later" doc:"Posted after this statement, which stays as it is"`
	Earlier     []RelatedChange `json:"earlier" doc:"Lines of this statement that change what an earlier one listed"`
}

// Difference words two versions.
func Difference(d statement.Difference) VersionDifference {
	out := VersionDifference{StatementNo: d.StatementNo, Customer: d.Customer, Currency: d.Currency, Before: versionHead(d.Before), After: versionHead(d.After),
		Versions: []VersionHead{}, Sums: []SumChange{}, Lines: changedLines(d.Lines, d.Currency), Same: d.Same,
		Later: related(d.Later, d.Currency), Earlier: related(d.Earlier, d.Currency)}
	for _, v := range d.Versions {
		out.Versions = append(out.Versions, versionHead(v))
	}
	for _, s := range d.Sums {
		out.Sums = append(out.Sums, SumChange{s.Key, Amount(s.Before, d.Currency), Amount(s.After, d.Currency), Amount(s.After.Sub(s.Before), d.Currency)})
	}
	return out
}

func versionHead(v statement.VersionHead) VersionHead {
	out := VersionHead{Version: v.Version, Reason: v.Reason}
	if !v.CreatedAt.IsZero() {
		out.At = &v.CreatedAt
	}
	return out
}
