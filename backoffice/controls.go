package backoffice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/web"
)

type controlRow struct {
	Kind    string     `json:"kind" enum:"staff,customer,draft,document,dispute,payee_change"`
	ID      ledger.ID  `json:"id"`
	Subject string     `json:"subject"`
	Other   string     `json:"other"`
	Detail  string     `json:"detail"`
	At      *time.Time `json:"at"`
}

type controlFinding struct {
	Key    string       `json:"key" enum:"same_person,roles_meet,own_customer,account_shared,account_is_ours,payee_changed,bank_changed,refused_often"`
	Weight string       `json:"weight" enum:"broken,look" doc:"broken: must never be; look: for a person to judge"`
	Looked int          `json:"looked" doc:"How many were looked through"`
	Rows   []controlRow `json:"rows"`
}

type controlReport struct {
	Findings []controlFinding `json:"findings"`
}

// controls is the report on segregation of duties.
func controls(api *web.API, books *books.Books) {
	web.Get(api, "/controls", ledger.SeeAudit, "Read the report on segregation of duties", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (controlReport, error) {
		found, err := books.Control.Report(ctx, actor)
		out := controlReport{[]controlFinding{}}
		for _, f := range found {
			finding := controlFinding{f.Key, f.Weight, f.Looked, []controlRow{}}
			for _, row := range f.Rows {
				finding.Rows = append(finding.Rows, controlRow(row))
			}
			out.Findings = append(out.Findings, finding)
		}
		return out, err
	})
}
