package bench

import (
	"context"
	"fmt"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/finalization"
	"hefu/ledger/party"
	"hefu/ledger/statement"
)

const sealedDocuments = 20 // lines of each statement

// measureBatch finalizes every agreed statement of a period at once: laid out, then signed, as a worker does it, one after another.
func measureBatch(ctx context.Context, r *run) ([]Result, error) {
	if err := r.empty(ctx); err != nil {
		return nil, err
	}
	size := r.at(40, 1000)
	s, err := r.sell(ctx, "batch", 7, size)
	if err != nil {
		return nil, err
	}
	if err := r.load(ctx, s, 7, sealedDocuments); err != nil {
		return nil, err
	}
	r.say("batch: %d customers agree", size)
	if err := r.agree(ctx, s); err != nil {
		return nil, err
	}
	chief := s.staff
	chief.Name, chief.Roles, chief.Fresh = "陈主管", []ledger.Role{ledger.FinanceSupervisor}, true
	who := party.NewStaff{Issuer: "https://bench.test", Subject: "batch-chief", Name: chief.Name, Roles: chief.Roles}
	chief.Subject = who.Issuer + "#" + who.Subject
	if chief.PersonID, err = r.books.Parties.AddStaff(ctx, ledger.SystemActor(s.id, "bench"), who); err != nil {
		return nil, err
	}
	all := r.books.Finalizations
	scope := finalization.BatchScope{From: firstDay, To: calendar.MustParse("2025-12-31")}
	id, err := all.CreateBatch(ctx, s.staff, finalization.BatchCommand{BatchScope: scope, Locale: "zh-CN", Count: size})
	if err != nil {
		return nil, err
	}
	var results []Result
	do := func(what string) error {
		r.say("batch: %s", what)
		taken, err := r.meter.measure(ctx, func(ctx context.Context) (work, error) {
			for left := true; left; {
				var err error
				if left, err = all.WorkBatch(ctx, finalization.BatchArgs{OrganizationID: s.id, BatchID: id}); err != nil {
					return work{}, err
				}
			}
			return work{operations: size}, nil
		})
		each := taken.perOperation()
		results = append(results,
			value("batch", fmt.Sprintf("%s %d reconciliations of %d lines, CPU each", what, size, sealedDocuments), measured(each.cpu().Microseconds())/1000, "ms"),
			value("batch", what+", of that the program", measured(each.program.Microseconds())/1000, "ms"),
			value("batch", what+", in all", measured(taken.wall.Milliseconds())/1000, "s"))
		return err
	}
	if err := do("laying out"); err != nil {
		return results, err
	}
	v, err := all.GetBatch(ctx, chief, id)
	if err != nil {
		return results, err
	}
	if err := all.SignBatch(ctx, chief, finalization.SignCommand{ID: id, SHA256: v.SHA256, Agreed: true}); err != nil {
		return results, err
	}
	if err := do("signing"); err != nil {
		return results, err
	}
	if v, err = all.GetBatch(ctx, chief, id); err == nil && v.Signed != size {
		err = fmt.Errorf("bench: %d of %d are signed, %d failed", v.Signed, size, v.Failed)
	}
	return results, err
}

// agree issues the year's statements of all customers, and has each of them agree.
func (r *run) agree(ctx context.Context, s seller) error {
	made, err := r.books.Statements.CreateRun(ctx, s.staff, statement.RunCommand{Period: wholeYear, Customers: s.customers, Issue: true})
	if err != nil {
		return err
	}
	for left := true; left; {
		if left, err = r.books.Statements.WorkRun(ctx, statement.RunArgs{OrganizationID: s.id, RunID: made.ID}, statement.Chunk); err != nil {
			return err
		}
	}
	rows, err := r.admin.Query(ctx, `SELECT s.id, s.customer_id, encode(v.sha256, 'hex') FROM hefu.statements s JOIN hefu.statement_versions v ON v.statement_id = s.id WHERE s.organization_id = $1`, [16]byte(s.id))
	if err != nil {
		return err
	}
	defer rows.Close()
	by := ledger.Actor{Audience: ledger.Portal, PersonID: ledger.NewID(), Name: "客户会计", Subject: "https://bench.test#customer", OrganizationID: s.id, Roles: []ledger.Role{ledger.Confirmer}, Locale: "zh-CN"}
	for rows.Next() {
		var id, customer [16]byte
		var sum string
		if err := rows.Scan(&id, &customer, &sum); err != nil {
			return err
		}
		by.CustomerID = customer
		if _, err := r.books.Statements.Confirm(ctx, by, statement.ConfirmCommand{StatementID: id, Version: 1, SHA256: sum}); err != nil {
			return err
		}
	}
	return rows.Err()
}
