package finalization

import (
	"context"
	"encoding/hex"
	"time"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/statement"
)

// Signature is one party's signature on record.
type Signature struct {
	Party        Party
	Means        string
	By           string // who signed
	At           time.Time
	Text         string
	Signer       string // as the certificate names him
	Organization string
	Issuer       string
	Serial       string
	ValidTo      time.Time
	Stamped      bool
	SHA256       []byte // of the file with this signature
	Size         int64
}

// Action says whether something may be done now, and why not.
type Action struct {
	Allowed bool
	Why     *ledger.Error
}

// View is a finalization with its signatures, and what the actor may do with it now.
type View struct {
	Finalization
	Text       Text
	Signatures []Signature
	Request    *Request          // the last order at an e-sign provider
	Provider   string            // how that of the configuration is called; empty: there is none
	Actions    map[string]Action // sign, withdraw, countersign, provider, decline
}

const readSignatures = `
SELECT party, means, signed_by_name, signed_at, text, signer, signer_organization, issuer, serial, valid_to, stamped, sha256, size FROM signatures WHERE finalization_id = $1 ORDER BY party DESC`

// Get reads one. Needs SeeStatements. Refused: not_found.
func (s *Service) Get(ctx context.Context, actor ledger.Actor, id ledger.ID) (View, error) {
	if err := actor.Require(ledger.SeeStatements); err != nil {
		return View{}, err
	}
	var out View
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		if out.Finalization, err = find(ctx, tx, id); err != nil {
			return err
		}
		if out.Signatures, err = store.Rows[Signature](ctx, tx, readSignatures, id); err != nil {
			return err
		}
		out.Request, err = latestRequest(ctx, tx, id)
		return err
	})
	if err != nil {
		return out, err
	}
	c, err := Parse(out.Content)
	out.Provider = s.ProviderName()
	out.Text, out.Actions = c.Text, s.actionsOf(actor, out.Finalization, out.Request)
	return out, err
}

func action(err error) Action {
	if err == nil {
		return Action{Allowed: true}
	}
	return Action{Why: ledger.AsError(err)}
}

// actionsOf mirrors the refusals of the methods: first the role, then the state.
func (s *Service) actionsOf(actor ledger.Actor, f Finalization, asked *Request) map[string]Action {
	in := func(state State, err error) error {
		if err == nil && f.State != state {
			err = ledger.E("state_forbids").With("state", string(f.State))
		}
		return err
	}
	if actor.Audience == ledger.Portal {
		may := in(ToCountersign, requireSigner(actor))
		ask := may
		switch {
		case ask != nil:
		case s.o.Provider == nil:
			ask = ledger.E("esign_missing")
		case asked != nil && asked.State.Live():
			ask = ledger.E("esign_asked")
		}
		return map[string]Action{"countersign": action(may), "decline": action(may), "provider": action(ask)}
	}
	sign := in(ToSign, requireStaff(actor, ledger.SignStatements))
	if sign == nil && actor.SamePerson(f.PreparedBy, f.PreparedAt) {
		sign = ledger.E("four_eyes")
	}
	return map[string]Action{"sign": action(sign), "withdraw": action(in(ToSign, requireStaff(actor, ledger.Finalize)))}
}

// OfStatement is what a statement's page shows: its finalization in force or the last one, and whether one may be prepared.
type OfStatement struct {
	Latest  *View
	Prepare Action
	Part    Action // of the agreed part
}

// Of reads how a statement stands. Needs SeeStatements. Refused: not_found.
func (s *Service) Of(ctx context.Context, actor ledger.Actor, id ledger.ID) (OfStatement, error) {
	var out OfStatement
	if err := actor.Require(ledger.SeeStatements); err != nil {
		return out, err
	}
	if !actor.Reaches(id) {
		return out, ledger.E("not_found")
	}
	var g ground
	var latest ledger.ID
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		if g, err = readGroundOf(ctx, tx, id); err != nil {
			return err
		}
		if actor.Audience == ledger.Portal && g.State == statement.Draft {
			return ledger.E("not_found")
		}
		latest, _, err = store.Value[ledger.ID](ctx, tx, `SELECT f.id `+from+reach+` AND f.statement_id = $4 ORDER BY f.id DESC LIMIT 1`, append(reachOf(actor), id)...)
		return err
	})
	if err != nil {
		return out, err
	}
	may := func(scope Scope) Action {
		err := requireStaff(actor, ledger.Finalize)
		if err == nil {
			err = g.may(scope)
		}
		return action(err)
	}
	out.Prepare, out.Part = may(Whole), may(AgreedPart)
	if latest.IsZero() {
		return out, nil
	}
	view, err := s.Get(ctx, actor, latest)
	out.Latest = &view
	return out, err
}

// Query narrows the list. State empty: all. Before: after this one in the list, newest first.
type Query struct {
	State      State
	CustomerID ledger.ID
	Before     ledger.ID
	Limit      int
}

// Page is a part of the list, and how many there are in each state.
type Page struct {
	Rows   []Finalization
	Counts map[State]int
}

// List lists finalizations, newest first. Needs SeeStatements.
func (s *Service) List(ctx context.Context, actor ledger.Actor, q Query) (Page, error) {
	out := Page{Counts: map[State]int{}}
	if err := actor.Require(ledger.SeeStatements); err != nil {
		return out, err
	}
	if !actor.LinkID.IsZero() {
		return out, ledger.E("not_found")
	}
	const narrowed = reach + ` AND ($4::uuid IS NULL OR f.customer_id = $4)`
	args, state := append(reachOf(actor), orNone(q.CustomerID)), stateOf(actor)
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out.Rows, err = store.Rows[Finalization](ctx, tx, columns+state+from+narrowed+` AND ($5 = '' OR `+state+` = $5) AND ($6::uuid IS NULL OR f.id < $6) ORDER BY f.id DESC LIMIT $7`,
			append(args, string(q.State), orNone(q.Before), q.Limit)...)
		if err != nil {
			return err
		}
		counts, err := store.Rows[struct {
			State State
			Count int
		}](ctx, tx, `SELECT `+state+`, count(*)::int `+from+narrowed+` GROUP BY 1`, args...)
		for _, c := range counts {
			out.Counts[c.State] = c.Count
		}
		return err
	})
	return out, err
}

// Document is a finalization's file as it is now.
type Document struct {
	Name    string
	SHA256  string
	Content []byte
}

// Download reads the file: the unsigned one for staff, then with each signature. The reading is on record. Needs SeeStatements. Refused: not_found.
func (s *Service) Download(ctx context.Context, actor ledger.Actor, id ledger.ID) (Document, error) {
	found, err := s.Get(ctx, actor, id)
	if err != nil {
		return Document{}, err
	}
	content, err := s.read(ctx, found.FileSHA256)
	return Document{Name: found.StatementNo + "-" + string(found.State) + ".pdf", SHA256: hex.EncodeToString(found.FileSHA256), Content: content}, err
}
