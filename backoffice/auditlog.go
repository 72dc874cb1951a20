package backoffice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/audit"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/web"
)

type auditChange struct {
	Field  string `json:"field" doc:"Path inside the act's detail"`
	Before string `json:"before"`
	After  string `json:"after"`
	Alone  bool   `json:"alone" doc:"The act tells this one value, not two"`
}

type auditRow struct {
	Seq          int64         `json:"seq"`
	At           time.Time     `json:"at"`
	Subject      string        `json:"subject" doc:"Issuer and subject of the identity, or system: and a name"`
	Address      string        `json:"address"`
	Name         string        `json:"name"`
	Action       string        `json:"action"`
	CustomerID   ledger.ID     `json:"customer_id,omitzero"`
	CustomerCode string        `json:"customer_code,omitempty"`
	CustomerName string        `json:"customer_name,omitempty"`
	Changes      []auditChange `json:"changes"`
	Withheld     bool          `json:"withheld" doc:"What was before and after is not the reader's business"`
	Payload      string        `json:"payload,omitempty" doc:"Of a single row: what was hashed"`
	PrevHash     string        `json:"prev_hash"`
	RowHash      string        `json:"row_hash"`
}

type auditPage struct {
	Items      []auditRow `json:"items"`
	NextCursor string     `json:"next_cursor,omitempty"`
	Through    int64      `json:"through,omitempty" doc:"A search for words looked down to this row; the next page goes on below it"`
}

// AuditQuery narrows the audit log.
type AuditQuery struct {
	Person     ledger.ID     `query:"person" required:"false"`
	Action     string        `query:"action" maxLength:"60" doc:"A whole action, or a family of them"`
	Group      string        `query:"group" enum:"settings" required:"false" doc:"settings: every change of what can be set"`
	CustomerID ledger.ID     `query:"customer_id" required:"false"`
	From       calendar.Date `query:"from" required:"false" doc:"By the organization's calendar"`
	To         calendar.Date `query:"to" required:"false" doc:"Included"`
	Q          string        `query:"q" maxLength:"100"`
}

type auditList struct {
	AuditQuery
	web.Paging
}

type auditFile struct {
	AuditQuery
	Format string `query:"format" enum:"csv,json" default:"csv"`
}

type auditOne struct {
	Seq int64 `path:"seq" minimum:"1"`
}

type auditChain struct {
	From int64 `query:"from" minimum:"0" default:"0" doc:"The first row to prove"`
}

type auditActions struct {
	Actions    []string `json:"actions"`
	Everything bool     `json:"everything" doc:"The reader sees what was before and after of every act, and may take files"`
	Settings   []string `json:"settings" doc:"What the group settings stands for"`
}

type chainView struct {
	First      int64  `json:"first"`
	Last       int64  `json:"last"`
	Checked    int64  `json:"checked"`
	Broken     int64  `json:"broken,omitempty" doc:"The first row at fault"`
	Fault      string `json:"fault,omitempty" enum:"gap,link,content,columns"`
	Head       int64  `json:"head"`
	HeadHash   string `json:"head_hash"`
	HeadStands bool   `json:"head_stands"`
	Next       int64  `json:"next,omitempty" doc:"Where the next piece begins; left out when the log ends here"`
}

// settingActions are the acts that change what can be set.
var settingActions = []string{"organization", "statement_template", "inclusion_rule", "notice.settings", "channel", "periods", "period", "rates", "mail_template",
	"customer.administration", "customer.confirms_receivables", "matching_policy", "approval_rule", "dunning", "staff.roles_changed"}

// auditLog is who did what, as auditors, management, the finance supervisor and the administrator read it.
func auditLog(api *web.API, books *books.Books) {
	web.Get(api, "/audit-log", ledger.SeeAudit, "Read the audit log", func(ctx context.Context, actor ledger.Actor, in *auditList) (auditPage, error) {
		f, err := in.filter(ctx, actor, books)
		if err != nil {
			return auditPage{}, err
		}
		if f.Before, _, err = web.ReadCursor[int64](in.Cursor); err != nil {
			return auditPage{}, err
		}
		f.Limit = in.Limit + 1
		page, err := books.Audit.List(ctx, actor, f)
		if err != nil {
			return auditPage{}, err
		}
		return pageOfAudit(page, in.Limit)
	})
	web.Get(api, "/audit-log/actions", ledger.SeeAudit, "List the kinds of act in the audit log", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (auditActions, error) {
		actions, err := books.Audit.Actions(ctx, actor)
		if actions == nil {
			actions = []string{}
		}
		return auditActions{actions, audit.Everything(actor), settingActions}, err
	})
	web.Get(api, "/audit-log/chain", ledger.SeeAudit, "Prove a piece of the audit chain", func(ctx context.Context, actor ledger.Actor, in *auditChain) (chainView, error) {
		found, err := books.Audit.Check(ctx, actor, in.From)
		return chainView(found), err
	})
	web.Download(api, "/audit-log/file", ledger.ExportAudit, "Take the audit log as a file that can be checked outside", func(ctx context.Context, actor ledger.Actor, in *auditFile) (web.File, error) {
		f, err := in.filter(ctx, actor, books)
		if err != nil {
			return web.File{}, err
		}
		body, err := books.Audit.File(ctx, actor, f, audit.Format(in.Format))
		media := "text/csv; charset=utf-8"
		if in.Format == "json" {
			media = "application/x-ndjson"
		}
		return web.File{Name: "audit-log." + in.Format, Media: media, Body: body}, err
	}, web.Within(20*time.Second))
	web.Get(api, "/audit-log/rows/{seq}", ledger.SeeAudit, "Read one row of the audit log", func(ctx context.Context, actor ledger.Actor, in *auditOne) (auditRow, error) {
		row, err := books.Audit.One(ctx, actor, in.Seq)
		out := rowOfAudit(row)
		out.Payload = row.Payload
		return out, err
	})
}

// filter is what is asked for, its days those of the organization.
func (q AuditQuery) filter(ctx context.Context, actor ledger.Actor, books *books.Books) (audit.Filter, error) {
	f := audit.Filter{Person: q.Person, CustomerID: q.CustomerID, Query: q.Q}
	if q.Group != "" {
		f.Actions = settingActions
	}
	if q.Action != "" {
		f.Actions = []string{q.Action}
	}
	if q.From.IsZero() && q.To.IsZero() {
		return f, nil
	}
	organization, err := books.Parties.Organization(ctx, actor)
	if err != nil {
		return f, err
	}
	zone, err := time.LoadLocation(organization.Profile.TimeZone)
	if err != nil {
		return f, err
	}
	if !q.From.IsZero() {
		f.From = midnight(q.From, zone)
	}
	if !q.To.IsZero() {
		f.To = midnight(q.To.AddDays(1), zone)
	}
	return f, nil
}

func pageOfAudit(page audit.Page, limit int) (auditPage, error) {
	out := auditPage{Items: []auditRow{}, Through: page.Through}
	var err error
	for i, row := range page.Rows {
		if i == limit {
			out.NextCursor, err = web.Cursor(page.Rows[i-1].Seq)
			return out, err
		}
		out.Items = append(out.Items, rowOfAudit(row))
	}
	if page.Through > 0 {
		out.NextCursor, err = web.Cursor(page.Through)
	}
	return out, err
}

func rowOfAudit(row audit.Row) auditRow {
	out := auditRow{Seq: row.Seq, At: row.At, Subject: row.Subject, Address: row.Address, Name: row.Name, Action: row.Action, CustomerID: row.CustomerID,
		CustomerCode: row.CustomerCode, CustomerName: row.CustomerName, Changes: []auditChange{}, Withheld: row.Withheld, PrevHash: row.PrevHash, RowHash: row.RowHash}
	for _, change := range audit.Changes(row.Detail) {
		out.Changes = append(out.Changes, auditChange(change))
	}
	return out
}

// midnight is when a day begins in a zone.
func midnight(day calendar.Date, zone *time.Location) time.Time {
	year, month, date := day.Civil()
	return time.Date(year, month, date, 0, 0, 0, 0, zone)
}
