package notice

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
	"hefu/ledger/party"
)

// TryTemplateCommand names words to look at, and the customer whose last such mail they are tried on; without one figures are invented.
type TryTemplateCommand struct {
	Purpose  string
	Locale   string
	Words    Words
	Customer ledger.ID
}

// Preview is a mail as it would go out. Real: its figures are those of a mail that the customer was to get. With faults there is no mail.
type Preview struct {
	Faults  []TemplateFault
	Subject string
	HTML    string
	Text    string
	Real    bool
	To      string // the name of who would get it
}

// PreviewTemplate shows a mail in words that are not kept. Needs ManageChannels, and SeeStatements for a customer's figures. Refused:
// not_permitted, not_found for a purpose, language or customer that is none.
func (s *Service) PreviewTemplate(ctx context.Context, actor ledger.Actor, c TryTemplateCommand) (Preview, error) {
	p, err := s.mayTry(ctx, actor, c)
	if err != nil {
		return Preview{}, err
	}
	c.Words = c.Words.trimmed()
	if faults := p.check(c.Words); len(faults) > 0 {
		return Preview{Faults: faults}, nil
	}
	var out Preview
	worker := actor
	worker.Audience = ledger.System // letters are written with the worker's rights; who may look was asked before
	err = s.db.Read(ctx, worker, func(ctx context.Context, tx *store.Tx) error {
		w, real, err := s.example(ctx, tx, p, c.Locale, c.Customer)
		if err != nil {
			return err
		}
		w.words = &c.Words
		l := compose(w)
		out = Preview{Subject: l.Subject, HTML: l.html(), Text: l.text(), Real: real, To: w.Name}
		return nil
	})
	return out, err
}

// TestTemplate mails words that are not kept to the actor. Needs what PreviewTemplate needs. Refused as there, and validation_failed for
// words with faults; no_address for an actor without one.
func (s *Service) TestTemplate(ctx context.Context, actor ledger.Actor, c TryTemplateCommand) (address string, err error) {
	p, err := s.mayTry(ctx, actor, c)
	if err != nil {
		return "", err
	}
	c.Words = c.Words.trimmed()
	bad := ledger.E("validation_failed")
	for _, fault := range p.check(c.Words) {
		bad.Fields = append(bad.Fields, fault.field(actor.Locale))
	}
	if len(bad.Fields) > 0 {
		return "", bad
	}
	err = s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		address, _, err = store.Value[string](ctx, tx, `SELECT email FROM staff WHERE id = $1`, actor.PersonID)
		if err != nil {
			return err
		}
		if address == "" {
			return ledger.E("own_address_missing")
		}
		data := map[string]any{"purpose": c.Purpose, "locale": c.Locale, "subject": c.Words.Subject, "heading": c.Words.Heading, "body": c.Words.Body, "button": c.Words.Button}
		if !c.Customer.IsZero() {
			data["customer"] = c.Customer.String()
		}
		return event.Record(ctx, tx, event.Event{Kind: event.TemplateTested, Data: data})
	})
	return address, err
}

func (s *Service) mayTry(ctx context.Context, actor ledger.Actor, c TryTemplateCommand) (*purpose, error) {
	if err := requireStaff(actor, ledger.ManageChannels); err != nil {
		return nil, err
	}
	p, err := templated(c.Purpose, c.Locale)
	if err != nil || c.Customer.IsZero() {
		return p, err
	}
	if err := actor.Require(ledger.SeeStatements); err != nil {
		return nil, err
	}
	return p, s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		_, found, err := store.Value[ledger.ID](ctx, tx, `SELECT id FROM customers c WHERE c.organization_id = $1 AND c.id = $2 AND ($3::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($3)))`,
			actor.OrganizationID, c.Customer, party.OwnOnly(actor))
		if err == nil && !found {
			err = ledger.E("not_found")
		}
		return err
	})
}

// testLetter writes the letter of a delivery by which somebody looks at words.
func (s *Service) testLetter(ctx context.Context, tx *store.Tx, w *work) error {
	p := purposeNamed(w.said("purpose"))
	if p == nil {
		return nil
	}
	customer, _ := ledger.ParseID(w.said("customer"))
	shown, _, err := s.example(ctx, tx, p, w.Locale, customer)
	if err != nil {
		return err
	}
	shown.words = &Words{w.said("subject"), w.said("heading"), w.said("body"), w.said("button")}
	w.letter = compose(shown)
	w.letter.Subject = w.t("【测试】", "[Test] ") + w.letter.Subject
	return nil
}
