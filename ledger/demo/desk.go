package demo

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/dispute"
	"hefu/ledger/internal/store"
	"hefu/ledger/note"
	"hefu/ledger/standin"
)

// setRules gives out payments to the accountants, and quality more time, before anybody disputes.
func (w *world) setRules(ctx context.Context) error {
	return w.Disputes.SetPolicy(ctx, w.staff["zhao.lei"], 0, dispute.Policy{DefaultDays: 3, Days: map[dispute.Category]int{"quality": 5, "not_received": 5},
		Rules: []dispute.Rule{
			{Category: "already_paid", Receiver: dispute.Receiver{To: "role", Role: ledger.ARAccountant}},
			{Category: "document_mismatch", Receiver: dispute.Receiver{To: "role", Role: ledger.ARAccountant}},
		},
		Fallback: dispute.Receiver{To: "role", Role: ledger.ARAccountant}, WarnHours: 24, LateRole: ledger.FinanceSupervisor}, "付款与票据问题由财务直接核实，质量与到货给五个工作日")
}

// Time cannot be waited for: of what staff have to answer every third is late by a day or more, one is due today, and one has nobody.
const letTimePass = `
WITH waiting AS (SELECT id, row_number() OVER (ORDER BY dispute_no) AS n FROM disputes WHERE state IN ('open', 'in_review'))
UPDATE disputes d SET due_at = CASE WHEN w.n % 3 = 0 THEN now() - make_interval(hours => 20 + 7 * w.n::int) WHEN w.n = 1 THEN now() + interval '5 hours' ELSE d.due_at END,
  assignee_id = CASE WHEN w.n = 2 THEN NULL ELSE d.assignee_id END
FROM waiting w WHERE w.id = d.id`

// makeDesk lets some disputes be late and writes the notes that colleagues leave one another.
func (w *world) makeDesk(ctx context.Context) error {
	system := ledger.SystemActor(w.org, "demo")
	err := w.DB.Write(ctx, system, func(ctx context.Context, tx *store.Tx) error {
		_, err := store.Exec(ctx, tx, letTimePass)
		return err
	})
	if err != nil {
		return err
	}
	if _, err := w.Disputes.Watch(ctx, w.org); err != nil {
		return err
	}
	accountant := w.staff["wang.min"]
	found, err := w.Disputes.List(ctx, accountant, dispute.Filter{View: "open", Limit: 3})
	if err != nil || len(found) == 0 {
		return err
	}
	if err := w.Disputes.Write(ctx, accountant, found[0].ID, "@赵磊 该客户合同价上月调整过，是否按新价处理？", true, w.staff["zhao.lei"].PersonID); err != nil {
		return err
	}
	if err := w.Disputes.Write(ctx, w.staff["zhao.lei"], found[len(found)-1].ID, "@王敏 请先核对签收单。", true, accountant.PersonID); err != nil {
		return err
	}
	if err := w.Notes.Add(ctx, accountant, note.About{StatementID: found[0].StatementID}, "电话已联系客户财务，对方月底前答复。", nil); err != nil {
		return err
	}
	if err := w.Notes.Add(ctx, w.staff["zhao.lei"], note.About{CustomerID: w.customers[0].id}, "@王敏 年底前不再增加额度。", []ledger.ID{accountant.PersonID}); err != nil {
		return err
	}
	return w.nameStandIn(ctx)
}

// nameStandIn has the manager travel next week; while somebody stands in for a colleague the two count as one person, so this week both approve.
func (w *world) nameStandIn(ctx context.Context) error {
	away := w.staff["wu.hao"]
	var today calendar.Date
	err := w.DB.Read(ctx, away, func(ctx context.Context, tx *store.Tx) (err error) {
		today, _, err = store.Value[calendar.Date](ctx, tx, `SELECT (now() AT TIME ZONE time_zone)::date FROM organizations WHERE id = $1`, w.org)
		return err
	})
	if err != nil {
		return err
	}
	_, err = standin.Open(w.DB).Name(ctx, away, standin.Named{StandInID: w.staff["zhao.lei"].PersonID, StartsOn: today.AddDays(7), EndsOn: today.AddDays(13), Reason: "出差"})
	return err
}
