package document

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// DraftState is where a draft stands (SPEC section 5). It is changed, submitted and discarded while Drafted, approved or rejected
// while Submitted; rejection returns it to Drafted with a reason. Approval posts it, or asks the customer first where its policy
// says so: confirmed it is posted, rejected it is Drafted again. Every other move is refused with state_forbids.
type DraftState string

// The states.
const (
	Drafted    DraftState = "draft"      // 暂存
	Submitted  DraftState = "submitted"  // 提交
	Confirming DraftState = "confirming" // 待客户确认: approved, and waits for the customer
	Approved   DraftState = "posted"     // 审核
	Discarded  DraftState = "discarded"
)

// Draft is a document on its way into the books. GrossBase and NeedsSecond are known once it is submitted: above the
// organization's threshold in base currency, and always when it is made by hand, a second person approves it.
type Draft struct {
	ID           ledger.ID
	CustomerID   ledger.ID
	CustomerCode string
	CustomerName string
	Kind         Kind
	State        DraftState
	Content      New
	PostingDate  calendar.Date
	GrossBase    decimal.NullDecimal
	NeedsSecond  bool
	Reason       string // why it was rejected last
	CreatedBy    ledger.ID
	ChangedBy    ledger.ID // zero: nobody but its maker
	SubmittedBy  ledger.ID
	DecidedBy    ledger.ID
	DocumentID   ledger.ID
	// Round counts how often it was handed in; StepsDone of its steps are given, the next is WaitingRole's turn (empty: whoever posts
	// documents). ApprovedBy gave them in this round, under version PolicyVersion of the rule.
	Round         int
	StepsDone     int
	WaitingRole   string
	PolicyVersion int
	ApprovedBy    []ledger.ID
	MakerName     string // who made it, and who submitted it
	SubmitName    string
	CreatedAt     time.Time
	UpdatedAt     time.Time
	RowVersion    int
}

// checkDraft refuses what not even a draft may be; the rest waits for Submit. Who approves and what it resolves are not
// the maker's to say.
func checkDraft(d New) error {
	bad := ledger.E("validation_failed")
	if !slices.Contains(DraftKinds, d.Kind) {
		return bad.At("kind", "not_a_choice")
	}
	if d.CustomerID.IsZero() {
		bad.At("customer_id", "required")
	}
	if !d.Currency.Valid() {
		bad.At("currency", "not_a_currency")
	}
	if d.DocumentDate.IsZero() {
		bad.At("document_date", "required")
	}
	if d.Kind == Refund && d.SettlesItem.IsZero() {
		bad.At("settles_item", "required")
	}
	if d.Kind == Reversal && d.Reverses.IsZero() {
		bad.At("reverses", "required")
	}
	if len(d.Lines) > MaxLines {
		bad.At("lines", "too_long")
	}
	for _, reserved := range []struct {
		name string
		id   ledger.ID
	}{{"dispute_id", d.DisputeID}, {"resolution_id", d.ResolutionID}, {"made_by", d.MadeBy}, {"approved_by", d.ApprovedBy}, {"confirmed_in", d.ConfirmedIn}, {"checked_in", d.CheckedIn}} {
		if !reserved.id.IsZero() {
			bad.At(reserved.name, "not_expected")
		}
	}
	checkTexts(bad, d)
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

func (d New) postingDate() calendar.Date {
	if d.PostingDate.IsZero() {
		return d.DocumentDate
	}
	return d.PostingDate
}

const insertDraft = `
INSERT INTO drafts (id, organization_id, customer_id, kind, content, posting_date, created_by) VALUES ($1, $2, $3, $4, $5::text::jsonb, $6, $7)`

// CreateDraft keeps a document that is not finished (暂存). Needs PostDocuments. Refused: a kind that cannot be posted by itself,
// no customer, currency or date, unusable texts, customer_unknown.
func (s *Service) CreateDraft(ctx context.Context, actor ledger.Actor, content New) (Draft, error) {
	return s.changeDraft(ctx, actor, ledger.PostDocuments, func(ctx context.Context, tx *store.Tx) (ledger.ID, error) {
		if err := checkDraft(content); err != nil {
			return ledger.ID{}, err
		}
		if err := mustKnow(ctx, tx, content.CustomerID); err != nil {
			return ledger.ID{}, err
		}
		if err := content.mirrorAmount(ctx, tx); err != nil {
			return ledger.ID{}, err
		}
		id, text := ledger.NewID(), contentOf(content)
		_, err := store.Exec(ctx, tx, insertDraft, id, actor.OrganizationID, content.CustomerID, content.Kind, text, content.postingDate(), actor.PersonID)
		tx.Audit(content.CustomerID, "draft.created", map[string]any{"draft": id, "content": json.RawMessage(text)})
		return id, err
	})
}

const updateDraft = `
UPDATE drafts SET customer_id = $2, kind = $3, content = $4::text::jsonb, posting_date = $5, changed_by = $6, updated_at = now(), row_version = row_version + 1 WHERE id = $1`

// ChangeDraft replaces a draft's content. Needs PostDocuments. Refused, in this order: what CreateDraft refuses, not_found,
// conflict when rowVersion is not the latest, state_forbids unless it is a draft.
func (s *Service) ChangeDraft(ctx context.Context, actor ledger.Actor, id ledger.ID, rowVersion int, content New) (Draft, error) {
	return s.changeDraft(ctx, actor, ledger.PostDocuments, func(ctx context.Context, tx *store.Tx) (ledger.ID, error) {
		if err := checkDraft(content); err != nil {
			return id, err
		}
		if err := mustKnow(ctx, tx, content.CustomerID); err != nil {
			return id, err
		}
		if err := content.mirrorAmount(ctx, tx); err != nil {
			return id, err
		}
		d, err := lockDraft(ctx, tx, id, rowVersion, Drafted)
		if err != nil {
			return id, err
		}
		text := contentOf(content)
		_, err = store.Exec(ctx, tx, updateDraft, id, content.CustomerID, content.Kind, text, content.postingDate(), actor.PersonID)
		tx.Audit(content.CustomerID, "draft.changed", map[string]any{"draft": id, "before": json.RawMessage(contentOf(d.Content)), "after": json.RawMessage(text)})
		return id, err
	})
}

const discardDraft = `UPDATE drafts SET state = 'discarded', updated_at = now(), row_version = row_version + 1 WHERE id = $1`

// DiscardDraft gives a draft up (作废). Needs PostDocuments. Refused: not_found, conflict, state_forbids unless it is a draft.
func (s *Service) DiscardDraft(ctx context.Context, actor ledger.Actor, id ledger.ID, rowVersion int) (Draft, error) {
	return s.changeDraft(ctx, actor, ledger.PostDocuments, func(ctx context.Context, tx *store.Tx) (ledger.ID, error) {
		d, err := lockDraft(ctx, tx, id, rowVersion, Drafted)
		if err != nil {
			return id, err
		}
		tx.Audit(d.CustomerID, "draft.discarded", map[string]any{"draft": id})
		_, err = store.Exec(ctx, tx, discardDraft, id)
		return id, err
	})
}

// changeDraft asks permission, runs an act on a draft and reads it afterwards.
func (s *Service) changeDraft(ctx context.Context, actor ledger.Actor, needs ledger.Permission, act func(context.Context, *store.Tx) (ledger.ID, error)) (Draft, error) {
	if err := actor.Require(needs); err != nil {
		return Draft{}, err
	}
	var out Draft
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		id, err := act(ctx, tx)
		if err != nil {
			return err
		}
		out, err = readDraft(ctx, tx, id)
		return err
	})
	return out, err
}

// mirrorAmount gives the draft of a reversal the amount of what it mirrors, turned.
func (d *New) mirrorAmount(ctx context.Context, tx *store.Tx) error {
	if d.Kind != Reversal {
		return nil
	}
	gross, found, err := store.Value[decimal.Decimal](ctx, tx, `SELECT gross FROM documents WHERE id = $1 AND customer_id = $2`, d.Reverses, d.CustomerID)
	if err == nil && !found {
		err = ledger.E("validation_failed").At("reverses", "not_found")
	}
	d.Amount = gross.Neg()
	return err
}

// mustKnow asks for the customer as the actor sees it: a foreign key would take another organization's.
func mustKnow(ctx context.Context, tx *store.Tx, customer ledger.ID) error {
	_, found, err := store.Value[ledger.ID](ctx, tx, `SELECT id FROM customers WHERE id = $1`, customer)
	if err == nil && !found {
		return ledger.E("customer_unknown").With("customer", customer)
	}
	return err
}

// lockDraft takes the customer, then the draft, and refuses a stale version and any state but the one the act needs.
func lockDraft(ctx context.Context, tx *store.Tx, id ledger.ID, rowVersion int, needs DraftState) (Draft, error) {
	const lockOwner = `SELECT c.id FROM customers c JOIN drafts d ON d.customer_id = c.id WHERE d.id = $1 FOR UPDATE OF c`
	if _, err := store.Exec(ctx, tx, lockOwner, id); err != nil {
		return Draft{}, err
	}
	if _, err := store.Exec(ctx, tx, `SELECT id FROM drafts WHERE id = $1 FOR UPDATE`, id); err != nil {
		return Draft{}, err
	}
	d, err := readDraft(ctx, tx, id)
	if err != nil {
		return Draft{}, err
	}
	if d.RowVersion != rowVersion {
		return Draft{}, ledger.E("conflict")
	}
	if d.State != needs {
		return Draft{}, ledger.E("state_forbids").With("state", d.State)
	}
	return d, nil
}
