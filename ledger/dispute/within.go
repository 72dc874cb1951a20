package dispute

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
	"hefu/ledger/statement"
)

// OpenWithin disputes lines of one version of one statement, each command with its own amount and figure, inside the transaction of something
// larger that the customer does. Needs DisputeLines. Unlike Open it is all or nothing: what Open would refuse of a single line refuses everything.
func OpenWithin(ctx context.Context, tx *store.Tx, desk Desk, cmds []OpenCommand) ([]ledger.ID, error) {
	if len(cmds) == 0 {
		return nil, nil
	}
	if err := tx.Actor.Require(ledger.DisputeLines); err != nil {
		return nil, err
	}
	if len(cmds) > MaxLines {
		return nil, ledger.E("validation_failed").At("disputes", "too_long")
	}
	all := cmds[0]
	all.Lines = nil
	for _, cmd := range cmds {
		if err := cmd.check(); err != nil {
			return nil, err
		}
		all.Lines = append(all.Lines, cmd.Lines...)
	}
	if err := statement.LockLive(ctx, tx, all.StatementID, all.Version, all.SHA256); err != nil {
		return nil, err
	}
	at, found, err := store.Row[ground](ctx, tx, readGround, all.StatementID)
	if err != nil || !found {
		return nil, err
	}
	lines, refused, err := disputable(ctx, tx, all)
	if err != nil {
		return nil, err
	}
	if len(refused) > 0 {
		return nil, refused[0].Err
	}
	return openEach(ctx, tx, desk, cmds, at, lines)
}

// openEach inserts the disputes of each command and tells of them as of one act.
func openEach(ctx context.Context, tx *store.Tx, desk Desk, cmds []OpenCommand, at ground, lines []line) ([]ledger.ID, error) {
	way, err := desk.route(ctx, tx, at)
	if err != nil {
		return nil, err
	}
	byNo := map[int]line{}
	for _, l := range lines {
		byNo[l.No] = l
	}
	var ids []ledger.ID
	var events []event.Event
	for _, cmd := range cmds {
		var own []line
		for _, no := range cmd.Lines {
			own = append(own, byNo[no])
		}
		if limit := own[0].limit(); cmd.DisputedAmount.GreaterThan(limit) {
			return nil, ledger.E("dispute_amount_too_large").With("limit", money.Text(limit, money.Currency(at.Currency)))
		}
		opened, err := insert(ctx, tx, cmd, way, own, said{})
		if err != nil {
			return nil, err
		}
		for i, id := range opened {
			events = append(events, event.Event{Kind: event.DisputeOpened, CustomerID: at.CustomerID, StatementID: cmd.StatementID, DisputeID: id,
				Data: map[string]any{"line": own[i].No, "together": len(lines), "first": len(events) == 0}})
		}
		ids = append(ids, opened...)
	}
	if err := event.Record(ctx, tx, events...); err != nil {
		return nil, err
	}
	return ids, statement.Settle(ctx, tx, cmds[0].StatementID)
}
