package notice

import (
	"context"
	"strings"
	"time"

	"hefu/ledger"
	"hefu/ledger/access"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
	"hefu/ledger/mail"
)

// batch is how many deliveries one turn takes: few enough for a slow server within the job's time.
const batch = 10

// stuckAfter is when a delivery whose sender died is taken up again: longer than the job that took it may last.
const stuckAfter = 2 * time.Minute

// What another worker holds is passed over, so two of them never send one delivery.
const takeDue = `
UPDATE deliveries SET state = 'sending', attempts = attempts + 1, tried_at = now() WHERE id IN (
  SELECT id FROM deliveries WHERE organization_id = $1 AND (state = 'queued' AND next_at <= now() OR state = 'sending' AND tried_at < now() - $2::interval)
  ORDER BY urgent DESC, next_at LIMIT $3 FOR UPDATE SKIP LOCKED)
RETURNING id`

// work is one delivery on its way: what is said, and what came of it.
type work struct {
	facts
	link    string
	code    string
	letter  letter
	outcome outcome

	words      *Words // the organization's own; nil: those that the program brings along
	templateID ledger.ID
}

// outcome is what is recorded. Result is a word of the catalogue of results, reply what the other side said.
type outcome struct {
	state  string // sent, failed, skipped, or queued to be tried again
	result string
	reply  string
	at     time.Time
}

// Send takes an organization's next due deliveries, at most ten, and sends them; it returns how many. That one is being sent is recorded
// before, what came of it after; in between a crash leaves it to be sent again under the same Message-ID, by which whoever got the
// first one knows the second for the same.
func (s *Service) Send(ctx context.Context, organization ledger.ID) (int, error) {
	var taken []*work
	err := s.db.Write(ctx, system(organization), func(ctx context.Context, tx *store.Tx) error {
		taken = nil
		ids, err := store.Values[ledger.ID](ctx, tx, takeDue, organization, stuckAfter, batch)
		if err != nil || len(ids) == 0 {
			return err
		}
		now, err := tx.Now(ctx)
		if err != nil {
			return err
		}
		rows, err := store.Rows[facts](ctx, tx, readFacts, ids)
		if err != nil {
			return err
		}
		for _, row := range rows {
			w := &work{facts: row, outcome: outcome{at: now}}
			if err := s.address(ctx, tx, w); err != nil {
				return err
			}
			taken = append(taken, w)
		}
		return choose(ctx, tx, taken)
	})
	if err != nil || len(taken) == 0 {
		return 0, err
	}
	s.deliver(ctx, taken)
	// What was sent is recorded even when the program is told to end.
	return len(taken), s.record(context.WithoutCancel(ctx), organization, taken)
}

// address finds the link and the code that a message carries, and whether it is still needed.
func (s *Service) address(ctx context.Context, tx *store.Tx, w *work) error {
	if why := w.obsolete(); why != "" {
		w.outcome = outcome{state: "skipped", result: why, at: w.outcome.at}
		return nil
	}
	if w.Kind == event.TemplateTested {
		return s.testLetter(ctx, tx, w)
	}
	w.link = s.plainLink(w.facts)
	if w.Recipient != "contact" || s.links == nil {
		return nil
	}
	if id, err := ledger.ParseID(w.said("code_id")); err == nil {
		w.code = s.links.Code(id)
	}
	if w.StatementID.IsZero() || w.said("finalization") != "" || // whoever signs has signed in
		w.Kind == event.StatementCancelled || (!w.DisputeID.IsZero() && w.HasAccount) {
		return nil
	}
	id, err := s.links.Grant(ctx, tx, access.Grant{OrganizationID: w.OrganizationID, CustomerID: w.CustomerID, ContactID: w.ContactID, StatementID: w.StatementID})
	switch {
	case ledger.IsKind(err, ledger.NotFound) || ledger.IsKind(err, ledger.Unavailable): // no role any more, or no secret: the plain address asks to sign in
		return nil
	case err != nil:
		return err
	}
	if url := s.links.URL(id); url != "" {
		w.link = url
	}
	return nil
}

// plainLink is the address for people who can sign in.
func (s *Service) plainLink(f facts) string {
	switch {
	case f.said("finalization") != "" && f.Recipient == "contact":
		return s.o.BaseURL + "/p/finalizations/" + f.said("finalization")
	case f.said("finalization") != "":
		return s.o.BaseURL + "/console/statements/" + f.StatementID.String() + "#finalization"
	case f.said("batch") != "":
		return s.o.BaseURL + "/console/finalizations/batches/" + f.said("batch")
	case !f.AskedDraft.IsZero():
		return s.o.BaseURL + f.receivablePath()
	case strings.HasPrefix(string(f.Kind), "payment."):
		return s.o.BaseURL + f.paymentPath()
	case f.Recipient == "contact" && !f.DisputeID.IsZero():
		return s.o.BaseURL + "/p/disputes/" + f.DisputeID.String()
	case f.Recipient == "contact" && !f.StatementID.IsZero():
		return s.o.BaseURL + "/p/s/" + f.StatementID.String()
	case f.Recipient == "contact":
		return s.o.BaseURL + "/p"
	case f.Kind == event.DraftApproved, f.Kind == event.DraftReturned:
		return s.o.BaseURL + "/console/drafts/" + f.said("draft_id")
	case f.Kind == event.IssueAssigned, f.Kind == event.IssueMentioned, f.Kind == event.IssueOverdue:
		return s.o.BaseURL + "/console/issues/" + f.said("issue_id")
	case f.Kind == event.StandInNamed, f.Kind == event.StandInEnded:
		return s.o.BaseURL + "/console/settings/stand-ins"
	case f.Kind == event.ReportReady, f.Kind == event.ReportFailed:
		return s.o.BaseURL + "/console/report-files"
	case !f.DisputeID.IsZero():
		return s.o.BaseURL + "/console/disputes?view=all&id=" + f.DisputeID.String()
	case !f.StatementID.IsZero():
		return s.o.BaseURL + "/console/statements/" + f.StatementID.String()
	}
	return s.o.BaseURL + "/console"
}

// paymentPath leads to the payment; without one, or where somebody is to decide, to the list in which it waits.
func (f facts) paymentPath() string {
	switch {
	case f.Recipient == "contact":
		return "/p/pay/" + f.said("payment_id")
	case f.Kind == event.RefundAsked:
		return "/console/payments/refunds?view=to_decide"
	case f.Kind == event.PaymentDiffers, f.Kind == event.PaymentUnidentified:
		return "/console/payments/events?view=waiting"
	case f.said("payment_id") == "":
		return "/console/payments/refunds"
	}
	return "/console/payments/" + f.said("payment_id")
}

// receivablePath leads to what is to be done about a receivable. A salesperson, who sees no drafts, is led to the customer.
func (f facts) receivablePath() string {
	switch {
	case f.Recipient == "contact":
		return "/p/receivables/" + f.said("confirmation")
	case !f.DocumentID.IsZero():
		return "/console/documents/" + f.DocumentID.String()
	case f.Corrects:
		return "/console/drafts/" + f.AskedDraft.String()
	}
	return "/console/customers/" + f.CustomerID.String()
}

// invitationPath is where an invitation is accepted, staffInvitationPath one to work for the seller.
const (
	invitationPath      = "/auth/portal/invitation/"
	staffInvitationPath = "/auth/backoffice/invitation/"
)

// invite makes the link of an invitation, which ends an earlier one: it is nowhere but in its mail.
func (s *Service) invite(ctx context.Context, w *work) {
	named, path := "invitation_id", invitationPath
	if w.Kind == event.StaffInvited {
		named, path = "staff_invitation_id", staffInvitationPath
	} else if w.Kind != event.PeopleInvited {
		return
	}
	invitation, err := ledger.ParseID(w.said(named))
	if err != nil || s.people == nil {
		return
	}
	mail := s.people.MailInvitation
	if w.Kind == event.StaffInvited {
		mail = s.people.MailStaffInvitation
	}
	_, token, err := mail(ctx, system(w.OrganizationID), invitation)
	switch {
	case err == nil:
		w.link = s.o.BaseURL + path + token
	case ledger.IsKind(err, ledger.Unavailable):
		s.fail(w, false, "unreachable", "")
	default: // it was taken back, accepted, or has ended
		w.outcome = outcome{state: "skipped", result: "cancelled", at: w.outcome.at}
	}
}

// deliver sends everything that is still needed: mails on one connection, the others one by one.
func (s *Service) deliver(ctx context.Context, taken []*work) {
	var mails []*work
	for _, w := range taken {
		switch {
		case w.outcome.state != "":
		case w.Channel == "mail":
			if s.invite(ctx, w); w.outcome.state == "" {
				if w.Kind != event.TemplateTested {
					w.letter = compose(*w)
				}
				mails = append(mails, w)
			}
		default:
			s.push(ctx, w)
		}
	}
	if len(mails) == 0 {
		return
	}
	if s.o.Mail == nil {
		for _, w := range mails {
			w.outcome = outcome{state: "failed", result: "mail_off", at: w.outcome.at}
		}
		return
	}
	messages := make([]mail.Message, len(mails))
	for i, w := range mails {
		messages[i] = mail.Message{ID: w.ID.String() + "@" + s.o.MailHost, To: w.Address, ToName: w.Name, Subject: w.letter.Subject, Text: w.letter.text(), HTML: w.letter.html(),
			Locale: w.Locale, Date: w.MadeAt}
	}
	for i, err := range s.o.Mail.Send(ctx, messages) {
		if err == nil {
			mails[i].outcome = outcome{state: "sent", result: "accepted", at: mails[i].outcome.at}
			continue
		}
		failed := mail.AsError(err)
		result := "refused"
		switch {
		case failed.Uncertain:
			result = "uncertain"
		case !failed.Permanent:
			result = "unreachable"
		}
		s.fail(mails[i], failed.Permanent, result, failed.Reply)
	}
}

// fail ends a delivery that is refused for good or was tried often enough, and sets the pause before the next try of any other.
func (s *Service) fail(w *work, permanent bool, result, reply string) {
	pauses := s.pauses
	if w.Urgent {
		pauses = urgentPauses
	}
	w.outcome = outcome{state: "failed", result: result, reply: reply, at: w.outcome.at}
	if !permanent && w.Attempts <= len(pauses) {
		w.outcome.state, w.outcome.at = "queued", w.outcome.at.Add(pauses[w.Attempts-1])
	}
}

const recordOutcomes = `
UPDATE deliveries v SET state = m.state, result = m.result, reply = m.reply, template_id = m.template, subject = CASE m.subject WHEN '' THEN v.subject ELSE m.subject END,
  next_at = CASE m.state WHEN 'queued' THEN m.at ELSE v.next_at END, sent_at = CASE m.state WHEN 'sent' THEN now() ELSE v.sent_at END
FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::uuid[]) AS m (id, state, result, reply, subject, at, template)
WHERE v.id = m.id AND v.state = 'sending'`

func (s *Service) record(ctx context.Context, organization ledger.ID, taken []*work) error {
	n := len(taken)
	ids, templates, at := make([]ledger.ID, n), make([]ledger.ID, n), make([]time.Time, n)
	states, results, replies, subjects := make([]string, n), make([]string, n), make([]string, n), make([]string, n)
	var next time.Time
	for i, w := range taken {
		if w.letter.Subject != "" {
			templates[i] = w.templateID
		}
		ids[i], states[i], results[i], replies[i], subjects[i], at[i] = w.ID, w.outcome.state, w.outcome.result, mail.Line(w.outcome.reply), w.letter.Subject, w.outcome.at
		if w.outcome.state == "queued" && (next.IsZero() || w.outcome.at.Before(next)) {
			next = w.outcome.at
		}
	}
	return s.db.Write(ctx, system(organization), func(ctx context.Context, tx *store.Tx) error {
		if _, err := store.Exec(ctx, tx, recordOutcomes, ids, states, results, replies, subjects, at, templates); err != nil || next.IsZero() {
			return err
		}
		return s.jobs.InsertAt(ctx, tx, SendArgs{organization}, next)
	})
}
