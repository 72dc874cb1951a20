package notice_test

import (
	"context"
	"io"
	"mime/quotedprintable"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/access"
	"hefu/ledger/attachment"
	"hefu/ledger/calendar"
	"hefu/ledger/dispute"
	"hefu/ledger/internal/store"
	"hefu/ledger/job"
	"hefu/ledger/ledgertest"
	"hefu/ledger/mail"
	"hefu/ledger/mail/mailtest"
	"hefu/ledger/notice"
	"hefu/ledger/party"
	"hefu/ledger/push"
	"hefu/ledger/statement"
)

// desk is a set of books whose notices go to a mail server of the test.
type desk struct {
	*ledgertest.Books
	*notice.Service
	statements *statement.Service
	disputes   *dispute.Service
	server     *mailtest.Server
}

// at once: the pauses between tries, so that a test needs no clock.
var atOnce = []time.Duration{0, 0, 0}

func openDesk(t *testing.T, change ...func(*notice.Options)) *desk {
	t.Helper()
	b := ledgertest.Open(t)
	b.Exec(t, `UPDATE hefu.contacts SET active = false WHERE email NOT SIMILAR TO '(viewer|confirmer|payer|signer)@%'`) // four people a customer
	jobs, err := job.Open(b.DB, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	server := mailtest.Open(t, mailtest.Options{})
	config := server.Config(mail.None)
	config.Timeout = time.Second
	sender, err := mail.NewSMTP(config)
	if err != nil {
		t.Fatal(err)
	}
	o := notice.Options{BaseURL: "https://portal.example.test", MailHost: "portal.example.test", Mail: sender, Push: push.NewClient(true), Pauses: atOnce}
	for _, c := range change {
		c(&o)
	}
	links := access.Open(b.DB, jobs, access.Options{BaseURL: o.BaseURL, Keys: access.RandomKeys()})
	return &desk{Books: b, Service: notice.Open(b.DB, jobs, links, party.Open(b.DB), o), statements: statement.Open(b.DB, jobs), disputes: dispute.NewService(b.DB, attachment.Open(b.DB, nil)), server: server}
}

// must fails the test at an error of a step that only prepares.
func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// issued makes a statement of March for a customer, with one receivable of 11,300.00, and issues it.
func (d *desk) issued(t *testing.T, customer ledgertest.Customer) ledger.ID {
	t.Helper()
	d.Receivable(t, customer, "11300.00", "2026-03-10")
	var id ledger.ID
	err := d.DB.Write(t.Context(), d.System(), func(ctx context.Context, tx *store.Tx) error {
		made, err := statement.Generate(ctx, tx, statement.GenerateCommand{Customers: []ledger.ID{customer.ID}, MadeBy: d.Staff(ledger.ARAccountant).PersonID,
			Period: statement.Period{Start: calendar.MustParse("2026-03-01"), CutOff: calendar.MustParse("2026-03-31")}})
		if err == nil {
			id = made[0].StatementID
		}
		return err
	})
	must(t, err)
	must(t, d.statements.Issue(t.Context(), d.Staff(ledger.ARAccountant), id, 1))
	return id
}

func (d *desk) sha256(t *testing.T, id ledger.ID) string {
	t.Helper()
	return ledgertest.Ask[string](t, d.Books, `SELECT encode(sha256, 'hex') FROM hefu.statement_versions WHERE statement_id = $1 ORDER BY version DESC LIMIT 1`, id.String())
}

// work does the background work until nothing is left that is due.
func (d *desk) work(t *testing.T) {
	t.Helper()
	for left := true; left; {
		var err error
		if left, err = d.Expand(t.Context(), d.Organization.ID); err != nil {
			t.Fatal(err)
		}
	}
	for sent := 1; sent > 0; {
		var err error
		if sent, err = d.Send(t.Context(), d.Organization.ID); err != nil {
			t.Fatal(err)
		}
	}
}

// told lists the deliveries: kind, channel, address, state, result.
func (d *desk) told(t *testing.T, where string) string {
	t.Helper()
	return ledgertest.Ask[string](t, d.Books, `SELECT coalesce(string_agg(concat_ws(' ', kind, channel, address, state, result), E'\n' ORDER BY kind, channel, address, id), '') FROM hefu.deliveries WHERE `+where)
}

// identities are the Message-IDs the server took, each once.
func identities(mails []mailtest.Mail) map[string]int {
	out := map[string]int{}
	for _, m := range mails {
		out[m.Header("Message-ID")]++
	}
	return out
}

func stringReader(text string) io.Reader { return strings.NewReader(text) }

func dec(text string) decimal.Decimal { return ledgertest.Amount(text) }

// encoded is how text stands in a mail's body: quoted-printable.
func encoded(text string) string {
	var out strings.Builder
	w := quotedprintable.NewWriter(&out)
	_, _ = io.WriteString(w, text)
	_ = w.Close()
	return out.String()
}
