package backoffice

import (
	"strconv"

	"hefu/ledger"
	"hefu/ledger/issue"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

func wordIssue(i issue.Issue) IssueRow {
	out := IssueRow{ID: i.ID, IssueNo: i.IssueNo, Customer: wire.Party{ID: i.CustomerID, Code: i.CustomerCode, Name: i.CustomerName, NameEN: i.CustomerEN}, Source: string(i.Source),
		SourceNo: i.SourceNo, SourceLink: sourceOf(i), Title: i.Title, Description: i.Description, Cause: i.Cause, NextStep: i.NextStep, Currency: i.Currency,
		Amount: wire.Optional(i.Amount, i.Currency), Owner: wire.Named{ID: i.OwnerID, Name: i.OwnerName}, DueOn: i.DueOn, DaysLeft: i.DaysLeft(), Late: i.Late, State: string(i.State),
		Proof:    issueProof{Text: i.Ending, DocumentNo: i.ProofDocNo, By: i.EndedBy, At: i.EndedAt, FileID: present(i.ProofFile), DocumentID: present(i.ProofDoc)},
		RaisedBy: i.RaisedByName, CreatedAt: i.CreatedAt, RowVersion: i.RowVersion}
	return out
}

func present(id ledger.ID) *ledger.ID {
	if id.IsZero() {
		return nil
	}
	return &id
}

// sourceOf is the page of what the issue was raised from.
func sourceOf(i issue.Issue) string {
	switch i.Source {
	case issue.FromDispute:
		return "/console/disputes?view=all&id=" + i.DisputeID.String()
	case issue.FromItem:
		return "/console/statements/" + i.StatementID.String() + "/reconciliation"
	case issue.FromLine:
		if i.LineNo != nil {
			return "/console/statements/" + i.StatementID.String() + "?line=" + strconv.Itoa(*i.LineNo)
		}
	}
	return "/console/customers/" + i.CustomerID.String()
}

func issueRows(list []issue.Issue) []IssueRow {
	out := make([]IssueRow, len(list))
	for n, i := range list {
		out[n] = wordIssue(i)
	}
	return out
}

func issueCounts(list []issue.Count) []issueCount {
	out := make([]issueCount, len(list))
	for n, c := range list {
		out[n] = issueCount(c)
	}
	return out
}

func wordIssueView(v issue.View, actor ledger.Actor) issueView {
	out := issueView{IssueRow: wordIssue(v.Issue), Events: []issueEvent{}, Files: []issueFile{}, Actions: map[string]web.Action{}}
	for _, e := range v.Events {
		out.Events = append(out.Events, issueEvent{e.Kind, e.Before, e.After, e.Text, e.ActorName, e.CreatedAt})
	}
	for _, f := range v.Files {
		out.Files = append(out.Files, issueFile{f.ID, f.Name, f.MediaType, f.Size, f.By, f.CreatedAt})
	}
	for name, a := range v.Actions {
		action := web.Action{Allowed: a.Allowed}
		if a.Why != nil {
			action.Why = a.Why.Message(actor.Locale)
		}
		out.Actions[name] = action
	}
	return out
}
