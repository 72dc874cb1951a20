package notice_test

import (
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/mail"
	"hefu/ledger/mail/mailtest"
	"hefu/ledger/notice"
)

const announced = `kind = 'statement.issued'`

func TestAnIssuedStatementIsAnnouncedOnceToEachContact(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.issued(t, d.CNY)
	var group sync.WaitGroup
	for range 4 { // workers side by side
		group.Go(func() {
			for range 3 {
				if _, err := d.Expand(t.Context(), d.Organization.ID); err != nil {
					t.Error(err)
				}
				if _, err := d.Send(t.Context(), d.Organization.ID); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	// The job is run again although all was done: a crash after the work and before its end.
	d.Exec(t, `INSERT INTO hefu.event_queue (event_id, organization_id) SELECT id, organization_id FROM hefu.events`)
	d.work(t)
	const want = `statement.issued mail confirmer@cny.test sent accepted
statement.issued mail payer@cny.test sent accepted
statement.issued mail signer@cny.test sent accepted
statement.issued mail viewer@cny.test sent accepted`
	if got := d.told(t, announced); got != want {
		t.Errorf("told:\n%s\nwant:\n%s", got, want)
	}
	if mails := d.server.Mails(); len(mails) != 4 || len(identities(mails)) != 4 {
		t.Errorf("%d mails under %d identities arrived", len(mails), len(identities(mails)))
	}
}

func TestWhatIsRefusedIsKeptAndWhatMayPassIsTriedAgain(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.server.Behave("viewer@cny.test", mailtest.Behavior{Refuse: 550})
	d.server.Behave("payer@cny.test", mailtest.Behavior{Refuse: 451}, mailtest.Behavior{RefuseData: 452})
	d.server.Behave("signer@cny.test", mailtest.Behavior{Refuse: 451}, mailtest.Behavior{Refuse: 451}, mailtest.Behavior{Refuse: 451}, mailtest.Behavior{Refuse: 451})
	d.issued(t, d.CNY)
	d.work(t)
	const want = `statement.issued mail confirmer@cny.test sent accepted
statement.issued mail payer@cny.test sent accepted
statement.issued mail signer@cny.test failed unreachable
statement.issued mail viewer@cny.test failed refused`
	if got := d.told(t, announced); got != want {
		t.Errorf("told:\n%s\nwant:\n%s", got, want)
	}
	tries := ledgertest.Ask[string](t, d.Books, `SELECT string_agg(split_part(address, '@', 1) || ' ' || attempts, ', ' ORDER BY address) FROM hefu.deliveries WHERE `+announced)
	if tries != "confirmer 1, payer 3, signer 4, viewer 1" {
		t.Errorf("tried %s", tries)
	}
	if reply := ledgertest.Ask[string](t, d.Books, `SELECT reply FROM hefu.deliveries WHERE address = 'viewer@cny.test'`); reply == "" {
		t.Error("what the server said is not kept")
	}
}

// The connection is lost after the content and before the answer: nobody can know whether it was taken. It is sent again under the
// same Message-ID, which is how the receiver knows it for the same (RFC 5322 3.6.4).
func TestACutAfterTheContentIsSentAgainUnderTheSameIdentity(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.server.Behave("confirmer@cny.test", mailtest.Behavior{CutAfter: true})
	d.issued(t, d.CNY)
	d.work(t)
	mails := d.server.Mails()
	if got := identities(mails); len(got) != 4 || len(mails) != 5 {
		t.Errorf("%d mails under %d identities arrived", len(mails), len(got))
	}
	if got := d.told(t, announced+` AND state <> 'sent'`); got != "" {
		t.Errorf("left over: %s", got)
	}
}

// The sender dies between the server's answer and the record: the delivery is taken up again after two minutes, under the same
// identity, and by one worker only.
func TestACrashBeforeTheRecordMakesNoSecondIdentity(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.issued(t, d.CNY)
	d.work(t)
	d.Exec(t, `UPDATE hefu.deliveries SET state = 'sending', sent_at = NULL, tried_at = now() - interval '1 minute'`)
	d.work(t)
	if n := len(d.server.Mails()); n != 4 {
		t.Errorf("a delivery that another worker may still hold was sent again: %d mails", n)
	}
	d.Exec(t, `UPDATE hefu.deliveries SET tried_at = now() - interval '3 minutes'`)
	d.work(t)
	if mails := d.server.Mails(); len(mails) != 8 || len(identities(mails)) != 4 {
		t.Errorf("%d mails under %d identities arrived", len(mails), len(identities(mails)))
	}
}

func TestAnUnreachableServerLosesNothing(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	port := listener.Addr().(*net.TCPAddr).Port
	must(t, listener.Close())
	gone, err := mail.NewSMTP(mail.SMTP{Host: "127.0.0.1", Port: port, Security: mail.None, From: "a@hefu.test", Timeout: time.Second})
	must(t, err)
	d := openDesk(t, func(o *notice.Options) { o.Mail, o.Pauses = gone, nil })
	d.issued(t, d.CNY)
	d.work(t)
	waiting := ledgertest.Ask[string](t, d.Books, `SELECT count(*) || ' ' || bool_and(next_at > now() + interval '50 seconds') FROM hefu.deliveries WHERE state = 'queued' AND result = 'unreachable'`)
	if waiting != "4 true" {
		t.Errorf("waiting after a first failure: %s", waiting)
	}
	if jobs := ledgertest.Ask[int64](t, d.Books, `SELECT count(*) FROM river.river_job WHERE kind = 'notice.send' AND scheduled_at > now() + interval '50 seconds'`); jobs == 0 {
		t.Error("nothing is enqueued for the next try")
	}
}

func TestWhatNobodyNeedsAnyMoreIsNotSent(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	id := d.issued(t, d.CNY)
	_, err := d.Expand(t.Context(), d.Organization.ID)
	must(t, err)
	must(t, d.statements.Cancel(t.Context(), d.Staff(ledger.ARAccountant), id, "录入有误"))
	d.work(t)
	if got := d.told(t, announced+` AND (state, result) <> ('skipped', 'cancelled')`); got != "" {
		t.Errorf("sent all the same: %s", got)
	}
	if n := len(d.server.Mails()); n != 4 { // of the cancellation
		t.Errorf("%d mails arrived", n)
	}
}

func TestABouncedMailIsMarked(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.issued(t, d.CNY)
	d.work(t)
	id := ledgertest.Ask[string](t, d.Books, `SELECT id::text FROM hefu.deliveries WHERE address = 'viewer@cny.test'`)
	report := func(action, host string) string {
		return "Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; viewer@cny.test\r\nAction: " + action +
			"\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 no such\r\n user here\r\n\r\n--x\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <" + id + "@" + host + ">\r\nSubject: x\r\n\r\n--x--\r\n"
	}
	if n, err := d.Bounced(t.Context(), stringReader(report("delayed", "portal.example.test"))); n != 0 || err != nil {
		t.Errorf("a delay marked %d: %v", n, err)
	}
	if _, err := d.Bounced(t.Context(), stringReader(report("failed", "elsewhere.test"))); !ledger.IsCode(err, "malformed_request") {
		t.Errorf("a mail of somebody else's was taken: %v", err)
	}
	for want := 1; want >= 0; want-- { // the second report finds nothing left to mark
		if n, err := d.Bounced(t.Context(), stringReader(report("failed", "portal.example.test"))); n != want || err != nil {
			t.Errorf("marked %d, want %d: %v", n, want, err)
		}
	}
	if got := ledgertest.Ask[string](t, d.Books, `SELECT state || ': ' || reply FROM hefu.deliveries WHERE id = $1`, id); got != "bounced: smtp; 550 5.1.1 no such user here" {
		t.Errorf("kept as %s", got)
	}
	bounces := func(by ledger.Actor, customer ledgertest.Customer) string {
		found, err := d.Bounces(t.Context(), by, customer.ID)
		must(t, err)
		var out []string
		for _, b := range found {
			out = append(out, fmt.Sprint(b.ContactID == d.Contact(d.CNY, ledger.Viewer).PersonID, " ", b.Said))
		}
		return strings.Join(out, ",")
	}
	if got := bounces(d.Staff(ledger.ARAccountant), d.CNY); got != "true smtp; 550 5.1.1 no such user here" {
		t.Errorf("staff see %q", got)
	}
	if got := bounces(d.Staff(ledger.ARAccountant), d.USD) + bounces(d.OtherStaff(ledger.ARAccountant), d.CNY); got != "" {
		t.Errorf("others see %q", got)
	}
	d.Exec(t, `UPDATE hefu.contacts SET email = 'new@cny.test' WHERE email = 'viewer@cny.test'`)
	if got := bounces(d.Staff(ledger.ARAccountant), d.CNY); got != "" {
		t.Errorf("the new address is marked: %q", got)
	}
}
