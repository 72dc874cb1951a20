package demo

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// What was agreed before the last month went out some days after its cut-off and was answered within the days that followed: the demo is made
// in one hour, and figures of the cycle need a past.
const dateBack = `
UPDATE statements SET issued_at = d.at, viewed_at = d.at + interval '1 day', answered_at = d.at + d.took, agreed_at = d.at + d.took, answer_due = (d.at + interval '9 days')::date
FROM (SELECT id, (cut_off + 2 + number::int % 3)::timestamp AT TIME ZONE 'Asia/Shanghai' + interval '10 hours' AS at,
  make_interval(days => 2 + (number::int * 7) % 9 - CASE WHEN cut_off > $2::date - 45 THEN 1 ELSE 0 END) AS took FROM statements) d
WHERE d.id = statements.id AND organization_id = $1 AND state = 'agreed' AND cut_off < date_trunc('month', $2::date)::date - 1`

func (w *world) dateBack(ctx context.Context) error {
	return w.DB.Write(ctx, ledger.SystemActor(w.org, "demo"), func(ctx context.Context, tx *store.Tx) error {
		_, err := store.Exec(ctx, tx, dateBack, w.org, w.Today)
		return err
	})
}
