package demo

import (
	"context"
	"encoding/hex"

	"hefu/ledger"
	"hefu/ledger/finalization"
	"hefu/ledger/internal/store"
	"hefu/ledger/statement"
)

// The customers whose last agreed statement is finalized: C-1017 has signed it, C-1018 is to sign it, and the seller is to sign that of C-1026.
const (
	concludedAt = 16
	waitsAt     = 17
	preparedAt  = 25
)

// makeFinalizations ends three reconciliations, each a step further. Without the server's secret no key can be held, and nothing is signed.
func (w *world) makeFinalizations(ctx context.Context) error {
	for step, place := range []int{preparedAt, waitsAt, concludedAt} {
		c := w.customers[place]
		id, err := w.finalize(ctx, c)
		if err == nil && step > 0 {
			err = w.signForSeller(ctx, id)
		}
		if err == nil && step == 1 && w.Finalizations.ProviderName() != "" {
			err = w.askProvider(ctx, c, id)
		}
		if err == nil && step > 1 {
			err = w.countersign(ctx, c, id)
		}
		if ledger.IsKind(err, ledger.Unavailable) {
			return nil
		}
		if err != nil {
			return err
		}
		w.Progress("finalizations", step+1, 3)
	}
	return nil
}

func (w *world) finalize(ctx context.Context, c *customer) (ledger.ID, error) {
	found, err := w.Statements.List(ctx, w.staff["wang.min"], statement.Filter{CustomerID: c.id, State: statement.Agreed, Limit: 1})
	if err != nil || len(found) == 0 {
		return ledger.ID{}, err
	}
	return w.Finalizations.Prepare(ctx, w.staff["wang.min"], finalization.PrepareCommand{StatementID: found[0].ID, Scope: finalization.Whole, Locale: "zh-CN"})
}

// ticked is the command of somebody who has read the file as it is.
func (w *world) ticked(ctx context.Context, id ledger.ID) (finalization.SignCommand, error) {
	v, err := w.Finalizations.Get(ctx, w.staff["wang.min"], id)
	return finalization.SignCommand{ID: id, SHA256: hex.EncodeToString(v.FileSHA256), Agreed: true}, err
}

func (w *world) signForSeller(ctx context.Context, id ledger.ID) error {
	cmd, err := w.ticked(ctx, id)
	if err != nil {
		return err
	}
	chief := w.staff["zhao.lei"]
	chief.Fresh = true
	return w.Finalizations.Sign(ctx, chief, cmd)
}

// askProvider is the customer's signer who has begun to sign at the e-sign provider: the server places the order once it runs.
func (w *world) askProvider(ctx context.Context, c *customer, id ledger.ID) error {
	cmd, err := w.ticked(ctx, id)
	if err != nil {
		return err
	}
	return w.Finalizations.AskProvider(ctx, signerOf(c), cmd)
}

func signerOf(c *customer) ledger.Actor {
	signer := c.confirm
	signer.Roles = []ledger.Role{ledger.Signer}
	return signer
}

// countersign is the customer's signer with the code from the mail.
func (w *world) countersign(ctx context.Context, c *customer, id ledger.ID) error {
	cmd, err := w.ticked(ctx, id)
	if err != nil {
		return err
	}
	signer := signerOf(c)
	if _, err := w.Finalizations.RequestCode(ctx, signer, id); err != nil {
		return err
	}
	var code ledger.ID
	err = w.DB.Read(ctx, ledger.SystemActor(w.org, "demo"), func(ctx context.Context, tx *store.Tx) (err error) {
		code, _, err = store.Value[ledger.ID](ctx, tx, `SELECT id FROM signing_codes WHERE finalization_id = $1`, id)
		return err
	})
	if err != nil {
		return err
	}
	return w.Finalizations.Countersign(ctx, signer, cmd, w.Access.Code(code))
}
