package issue

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// View is an issue with its history and files, and what the actor may do with it now.
type View struct {
	Issue
	Events  []Event
	Files   []File
	Actions map[string]Action // change, close, reopen, drop
}

// Action says whether something may be done now, and why not.
type Action struct {
	Allowed bool
	Why     *ledger.Error
}

// Get reads one issue. Needs SeeStatements, of staff; not_found for what is not the actor's to see.
func (s *Service) Get(ctx context.Context, actor ledger.Actor, id ledger.ID) (View, error) {
	if err := requireStaff(actor, ledger.SeeStatements); err != nil {
		return View{}, err
	}
	var out View
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		if out.Issue, err = read(ctx, tx, id); err != nil {
			return err
		}
		var b store.Batch
		store.Read(&b, &out.Events, `SELECT id, kind, before, after, text, actor_name, created_at FROM issue_events WHERE issue_id = $1 ORDER BY id`, id)
		store.Read(&b, &out.Files, `SELECT id, name, media_type, size, uploaded_by_name, created_at FROM issue_files WHERE issue_id = $1 ORDER BY id`, id)
		return tx.Send(ctx, &b)
	})
	out.Actions = map[string]Action{}
	for name, why := range map[string]error{"change": out.mayChange(actor), "close": out.mayClose(actor), "reopen": out.mayReopen(actor), "drop": out.mayDrop(actor)} {
		refused, _ := why.(*ledger.Error)
		out.Actions[name] = Action{why == nil, refused}
	}
	return out, err
}

func read(ctx context.Context, tx *store.Tx, id ledger.ID) (Issue, error) {
	found, ok, err := store.Row[Issue](ctx, tx, issueColumns+issuesOf+` AND i.id = $3`, tx.Actor.PersonID, tx.Actor.OwnCustomersOnly(), id)
	if err == nil && !ok {
		err = ledger.E("not_found")
	}
	return found, err
}

// must refuses what the issue's state does not let be done.
func (i Issue) must(ended bool) error {
	if i.Ended() != ended {
		return ledger.E("state_forbids").With("state", string(i.State))
	}
	return nil
}

func (i Issue) mayChange(actor ledger.Actor) error {
	if err := actor.Require(ledger.AnswerDisputes); err != nil {
		return err
	}
	return i.must(false)
}

// mayClose: its owner, or who approves documents.
func (i Issue) mayClose(actor ledger.Actor) error {
	if err := actor.Require(ledger.AnswerDisputes); err != nil {
		return err
	}
	if err := i.must(false); err != nil {
		return err
	}
	if !actor.Is(i.OwnerID) && !actor.May(ledger.ApproveDocuments) {
		return ledger.E("issue_owner_closes").With("owner", i.OwnerName)
	}
	return nil
}

// mayReopen: who raised it finds it not done, or who approves documents.
func (i Issue) mayReopen(actor ledger.Actor) error {
	if err := actor.Require(ledger.AnswerDisputes); err != nil {
		return err
	}
	if err := i.must(true); err != nil {
		return err
	}
	if actor.PersonID != i.RaisedBy {
		return actor.Require(ledger.ApproveDocuments)
	}
	return nil
}

func (i Issue) mayDrop(actor ledger.Actor) error {
	if err := actor.Require(ledger.ApproveDocuments); err != nil {
		return err
	}
	return i.must(false)
}
