package backoffice

import (
	"context"
	"net/url"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/web"
	"hefu/ledger/wire"
	"hefu/ledger/worklist"
)

type workRow struct {
	ID       ledger.ID   `json:"id"`
	Kind     string      `json:"kind" enum:"dispute,resolution,draft,settlement,payee,issue,rejected_receivable,statement,finalization,finalization_batch,delivery,note,payer_flag,taken_back,slip,credit,refund,payout_difference,provider_money,chargeback,payment"`
	Number   string      `json:"number"`
	Customer *wire.Party `json:"customer,omitempty"`
	Currency string      `json:"currency,omitempty"`
	Amount   *web.Amount `json:"amount,omitempty"`
	Since    time.Time   `json:"since"`
	DueAt    *time.Time  `json:"due_at,omitempty"`
	Late     bool        `json:"late"`
	Who      string      `json:"who" doc:"Whose act made it wait, or who works on it."`
	Detail   string      `json:"detail" doc:"A category, a document's kind, a state or a result, as the kind says."`
	Link     string      `json:"link" doc:"The page on which it is done."`
	ForName  string      `json:"for_name,omitempty" doc:"For whom the person stands in here; left out for one's own."`
}

type workSection struct {
	Key   string    `json:"key" enum:"disputes_mine,disputes_unassigned,approvals,statements_to_sign,disputes_late,issues_mine,issues_late,receivables_rejected,statements_unanswered,deliveries_failed,statements_draft,notes_due,receipts_taken_back,payers_flagged,payments_waiting,slips_waiting,credits_open"`
	Count int       `json:"count"`
	Link  string    `json:"link" doc:"The page that lists all of it, and nothing else."`
	Rows  []workRow `json:"rows"`
}

type workView struct {
	StandsFor []standsFor   `json:"stands_for" doc:"For whom the person stands in now, and until when."`
	Sections  []workSection `json:"sections" doc:"Those that hold something, in the order in which they are worked on; each with its first rows."`
}

type standsFor struct {
	ID    ledger.ID `json:"id"`
	Name  string    `json:"name"`
	Until time.Time `json:"until"`
}

type workPage struct {
	web.Page[workRow]
	Count int `json:"count"`
}

type readWork struct {
	web.Paging
	Section string `path:"section" maxLength:"40"`
}

func wordWork(actor ledger.Actor, section string, r worklist.Row) workRow {
	out := workRow{ID: r.ID, Kind: r.Kind, Number: r.Number, Currency: r.Currency, Amount: wire.Optional(r.Amount, r.Currency), Since: r.Since, DueAt: r.DueAt,
		Late: r.Late, Who: r.Who, Detail: r.Detail, Link: placeOf(section, r), ForName: r.ForName(actor)}
	if !r.CustomerID.IsZero() {
		out.Customer = &wire.Party{ID: r.CustomerID, Code: r.CustomerCode, Name: r.CustomerName, NameEN: r.CustomerEN}
	}
	return out
}

// listOf is the page that lists exactly what a section holds: the queue it is, or else the section itself.
func listOf(section string) string {
	switch section {
	case "disputes_mine":
		return "/console/disputes?view=answer"
	case "disputes_unassigned":
		return "/console/disputes?view=unassigned"
	case "disputes_late":
		return "/console/disputes?view=late"
	case "issues_mine":
		return "/console/issues?owner=me"
	case "issues_late":
		return "/console/issues?owner=others&late=true"
	case "notes_due":
		return "/console/notes?state=due"
	case "slips_waiting":
		return "/console/bank/slips?state=waiting"
	}
	return "/console?section=" + section
}

// placeOf is where the row's act is done.
func placeOf(section string, r worklist.Row) string {
	target := r.Target.String()
	switch r.Kind {
	case "dispute":
		return listOf(section) + "&id=" + target
	case "resolution":
		return "/console/disputes?view=approve&id=" + target
	case "draft", "rejected_receivable":
		return "/console/drafts/" + target
	case "issue":
		return "/console/issues/" + target
	case "slip":
		return listOf(section) + "&id=" + target
	case "payer_flag", "taken_back", "note":
		return "/console/documents/" + target
	case "settlement":
		return "/console/allocation/proposals?state=to_decide"
	case "refund":
		return "/console/payments/refunds?view=to_decide"
	case "payout_difference":
		return "/console/payments/payouts?view=differs&id=" + target
	case "provider_money":
		return "/console/payments/events?view=waiting"
	case "chargeback", "payment":
		return "/console/payments/" + target
	case "payee":
		return "/console/settings/organization"
	case "statement":
		return "/console/statements/" + target
	case "finalization":
		return "/console/statements/" + target + "#finalization"
	case "finalization_batch":
		return "/console/finalizations/batches/" + target
	case "delivery":
		return "/console/deliveries?" + url.Values{"state": {"failed"}, "q": {r.Who}}.Encode()
	}
	return "/console/customers/" + target
}

func worklists(api *web.API, books *books.Books) {
	web.Get(api, "/work-list", ledger.SeeCustomers, "Read what waits for me, by section with its count and first rows", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (workView, error) {
		sections, err := books.Worklists.Read(ctx, actor)
		out := workView{Sections: []workSection{}, StandsFor: []standsFor{}}
		for _, s := range actor.Standings {
			if s.Now && !s.Back {
				out.StandsFor = append(out.StandsFor, standsFor{s.ID, s.Name, s.Until})
			}
		}
		for _, s := range sections {
			worded := workSection{Key: s.Key, Count: s.Count, Link: listOf(s.Key), Rows: []workRow{}}
			for _, row := range s.Rows {
				worded.Rows = append(worded.Rows, wordWork(actor, s.Key, row))
			}
			out.Sections = append(out.Sections, worded)
		}
		return out, err
	})
	web.Get(api, "/work-list/{section}", ledger.SeeCustomers, "List one section of what waits for me", func(ctx context.Context, actor ledger.Actor, in *readWork) (workPage, error) {
		after, _, err := web.ReadCursor[worklist.Cursor](in.Cursor)
		if err != nil {
			return workPage{}, err
		}
		section, err := books.Worklists.ReadSection(ctx, actor, in.Section, after, in.Limit+1)
		out := workPage{Page: web.Page[workRow]{Items: []workRow{}}, Count: section.Count}
		if err != nil {
			return out, err
		}
		rows := section.Rows
		if len(rows) > in.Limit {
			rows = rows[:in.Limit]
			if out.NextCursor, err = web.Cursor(worklist.Next(rows)); err != nil {
				return out, err
			}
		}
		for _, row := range rows {
			out.Items = append(out.Items, wordWork(actor, in.Section, row))
		}
		return out, nil
	})
}
