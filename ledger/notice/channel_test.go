package notice_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/notice"
	"hefu/ledger/push"
)

// endpoint is a small server of ours: it answers with the next status and keeps what it was sent.
type endpoint struct {
	*httptest.Server
	mu      sync.Mutex
	answers []int
	body    string
	got     []received
}

type received struct {
	header http.Header
	body   string
}

func listen(t *testing.T, body string, answers ...int) *endpoint {
	t.Helper()
	e := &endpoint{answers: answers, body: body}
	e.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, _ := io.ReadAll(r.Body)
		e.mu.Lock()
		defer e.mu.Unlock()
		e.got = append(e.got, received{r.Header.Clone(), string(text)})
		status := 200
		if len(e.answers) > 0 {
			status, e.answers = e.answers[0], e.answers[1:]
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, e.body)
	}))
	t.Cleanup(e.Close)
	return e
}

func (e *endpoint) received() []received {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]received(nil), e.got...)
}

func TestAWebhookIsSignedRetriedAndReplayed(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	erp := listen(t, "", 500, 503)
	admin := d.Staff(ledger.Administrator)
	_, secret, err := d.AddChannel(t.Context(), admin, notice.ChannelCommand{Kind: "webhook", Name: "ERP", Address: erp.URL + "/hooks", Kinds: []string{"statement.issued"}})
	must(t, err)
	d.dispute(t, d.issued(t, d.CNY), 1) // of which it wants nothing
	d.work(t)
	got := erp.received()
	if len(got) != 3 {
		t.Fatalf("called %d times", len(got))
	}
	for _, r := range got {
		seconds, _ := strconv.ParseInt(r.header.Get("webhook-timestamp"), 10, 64)
		want, _ := push.Sign(secret, r.header.Get("webhook-id"), time.Unix(seconds, 0), []byte(r.body))
		if r.header.Get("webhook-signature") != want || r.header.Get("webhook-id") != got[0].header.Get("webhook-id") || r.body != got[0].body {
			t.Errorf("called with %v", r.header)
		}
	}
	var said notice.Payload
	must(t, json.Unmarshal([]byte(got[0].body), &said))
	if said.Type != "statement.issued" || said.Statement.Closing != "11300.00" || said.Statement.Currency != "CNY" || said.Customer.Code != d.CNY.Code || said.Organization.Code != d.Organization.Code {
		t.Errorf("said %s", got[0].body)
	}
	id, err := ledger.ParseID(ledgertest.Ask[string](t, d.Books, `SELECT id::text FROM hefu.deliveries WHERE channel = 'webhook'`))
	must(t, err)
	must(t, d.Again(t.Context(), d.Staff(ledger.ARAccountant), id))
	d.work(t)
	if got = erp.received(); len(got) != 4 || got[3].header.Get("webhook-id") != got[0].header.Get("webhook-id") || got[3].body != got[0].body {
		t.Errorf("replayed as %d calls", len(got))
	}
	if n := ledgertest.Ask[int64](t, d.Books, `SELECT count(*) FROM hefu.deliveries WHERE channel = 'webhook' AND state = 'sent'`); n != 1 {
		t.Errorf("%d deliveries", n)
	}
}

// A job that runs a hundred times calls once: the delivery is one row, whatever happens around it.
func TestAnEventIsPostedOnceHoweverOftenItsJobRuns(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	erp := listen(t, "")
	_, _, err := d.AddChannel(t.Context(), d.Staff(ledger.FinanceSupervisor), notice.ChannelCommand{Kind: "webhook", Name: "ERP", Address: erp.URL})
	must(t, err)
	d.issued(t, d.CNY)
	for range 20 {
		d.Exec(t, `INSERT INTO hefu.event_queue (event_id, organization_id) SELECT id, organization_id FROM hefu.events ON CONFLICT DO NOTHING`)
		var group sync.WaitGroup
		for range 5 {
			group.Go(func() {
				_, _ = d.Expand(t.Context(), d.Organization.ID)
				_, _ = d.Send(t.Context(), d.Organization.ID)
			})
		}
		group.Wait()
	}
	d.work(t)
	if got := erp.received(); len(got) != 1 {
		t.Errorf("called %d times", len(got))
	}
}

func TestAGroupRobotIsToldWhatWaitsForStaff(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	robot := listen(t, `{"errcode":0,"errmsg":"ok"}`)
	_, secret, err := d.AddChannel(t.Context(), d.Staff(ledger.Administrator), notice.ChannelCommand{Kind: "wecom", Name: "应收群", Address: robot.URL + "/cgi-bin/webhook/send?key=abcdefgh"})
	must(t, err)
	if secret != "" {
		t.Error("a robot has a secret of ours")
	}
	d.dispute(t, d.issued(t, d.CNY), 1)
	d.work(t)
	got := robot.received()
	if len(got) != 1 || !strings.Contains(got[0].body, "提出异议") || !strings.Contains(got[0].body, "/console/disputes?view=all\\u0026id=") {
		t.Fatalf("told %d times: %v", len(got), got)
	}
	channels, err := d.Channels(t.Context(), d.Staff(ledger.Administrator))
	must(t, err)
	if len(channels) != 1 || strings.Contains(channels[0].Address, "efgh") || channels[0].Sent != 1 {
		t.Errorf("shown as %+v", channels)
	}
	for _, role := range []string{"hefu_backoffice", "hefu_portal"} {
		if ledgertest.Ask[bool](t, d.Books, `SELECT has_column_privilege($1, 'hefu.channels', 'target', 'SELECT') OR has_column_privilege($1, 'hefu.channels', 'secret', 'SELECT')`, role) {
			t.Errorf("%s may read what is called and what signs", role)
		}
	}
}

func TestChannelsAreForWhoMayAndLeadOutside(t *testing.T) {
	t.Parallel()
	d := openDesk(t, func(o *notice.Options) { o.Push = push.NewClient(false) })
	admin := d.Staff(ledger.Administrator)
	for _, address := range []string{"", "https://127.0.0.1/x", "http://example.com/x", "https://localhost:8080/"} {
		if _, _, err := d.AddChannel(t.Context(), admin, notice.ChannelCommand{Kind: "webhook", Name: "ERP", Address: address}); !ledger.IsCode(err, "validation_failed") {
			t.Errorf("%q came out as %v", address, err)
		}
	}
	if _, _, err := d.AddChannel(t.Context(), admin, notice.ChannelCommand{Kind: "webhook", Name: "ERP", Address: "https://erp.example.com/", Kinds: []string{"people.invited"}}); !ledger.IsCode(err, "validation_failed") {
		t.Errorf("an event that is nobody's business came out as %v", err)
	}
	for _, role := range []ledger.Role{ledger.Sales, ledger.ARAccountant, ledger.CreditManager, ledger.Management, ledger.Auditor} {
		if _, _, err := d.AddChannel(t.Context(), d.Staff(role), notice.ChannelCommand{Kind: "webhook", Name: "ERP", Address: "https://erp.example.com/"}); !ledger.IsCode(err, "not_permitted") {
			t.Errorf("%s: %v", role, err)
		}
	}
	id, _, err := d.AddChannel(t.Context(), admin, notice.ChannelCommand{Kind: "webhook", Name: "ERP", Address: "https://erp.example.com/"})
	must(t, err)
	for name, err := range map[string]error{
		"change": d.ChangeChannel(t.Context(), d.OtherStaff(ledger.Administrator), id, notice.ChannelCommand{Name: "x"}),
		"test":   d.TestChannel(t.Context(), d.OtherStaff(ledger.Administrator), id),
	} {
		if !ledger.IsCode(err, "not_found") {
			t.Errorf("%s of another organization's: %v", name, err)
		}
	}
}

func TestShortMessagesGoOutWhereTheyAreSwitchedOn(t *testing.T) {
	t.Parallel()
	provider := listen(t, `{"Response":{"SendStatusSet":[{"SerialNo":"5000:1","Code":"Ok","Message":"send success"}]}}`)
	d := openDesk(t, func(o *notice.Options) {
		o.SMS = &push.Tencent{Client: push.NewClient(true), Endpoint: provider.URL, SecretID: "AKIDtest", SecretKey: "k", AppID: "1400", SignName: "华东精密", Now: func() time.Time { return time.Unix(1700000000, 0) }}
		o.SMSTemplate = "1110"
	})
	d.clockAt(t, 12)
	d.Exec(t, `UPDATE hefu.contacts SET phone = '138 0000 0000' WHERE email LIKE 'confirmer@cny%'`)
	d.issued(t, d.CNY)
	d.due(t, 0)
	must(t, d.SaveSettings(t.Context(), d.Staff(ledger.FinanceSupervisor), notice.Settings{ReminderDays: []int{0, 2}, ShortMessages: true}))
	if n := d.remind(t); n != 1 {
		t.Fatalf("%d were reminded", n)
	}
	d.work(t)
	got := provider.received()
	if len(got) != 1 || !strings.Contains(got[0].body, `"PhoneNumberSet":["+8613800000000"]`) || !strings.Contains(got[0].body, `"TemplateParamSet":["ST-2026-`) {
		t.Fatalf("sent %v", got)
	}
	if told := d.told(t, `channel = 'sms'`); told != "statement.reminded sms 138 0000 0000 sent accepted" {
		t.Errorf("told %s", told)
	}
}

func TestPeopleAreNotToldOfWhatTheySwitchedOff(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	must(t, d.SavePreferences(t.Context(), d.Contact(d.CNY, ledger.Viewer), notice.Preferences{"statements": false}))
	must(t, d.SavePreferences(t.Context(), d.Staff(ledger.Sales), notice.Preferences{"disputes": false}))
	if err := d.SavePreferences(t.Context(), d.Contact(d.CNY, ledger.Viewer), notice.Preferences{"codes": false}); !ledger.IsCode(err, "validation_failed") {
		t.Errorf("codes were switched off: %v", err)
	}
	wanted, err := d.Preferences(t.Context(), d.Contact(d.CNY, ledger.Viewer))
	must(t, err)
	if wanted["statements"] || !wanted["disputes"] {
		t.Errorf("wanted %v", wanted)
	}
	d.dispute(t, d.issued(t, d.CNY), 1)
	d.work(t)
	const want = "dispute.opened mail hdjm-sales@seller.test skipped unwanted\nstatement.issued mail viewer@cny.test skipped unwanted"
	if got := d.told(t, `state <> 'sent'`); got != want {
		t.Errorf("told:\n%s", got)
	}
}

func TestStaffSendAgain(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.Exec(t, `UPDATE hefu.contacts SET email = 'not an address' WHERE email = 'viewer@cny.test'`)
	d.issued(t, d.CNY)
	d.work(t)
	accountant := d.Staff(ledger.ARAccountant)
	failed, err := d.List(t.Context(), accountant, notice.Filter{State: "failed"})
	must(t, err)
	if len(failed) != 1 || failed[0].Address != "not an address" || failed[0].Reply == "" {
		t.Fatalf("failed: %+v", failed)
	}
	if err := d.Again(t.Context(), d.Staff(ledger.Sales), failed[0].ID); !ledger.IsCode(err, "not_permitted") {
		t.Errorf("sales sent again: %v", err)
	}
	if err := d.Again(t.Context(), d.OtherStaff(ledger.ARAccountant), failed[0].ID); !ledger.IsCode(err, "not_found") {
		t.Errorf("another organization sent again: %v", err)
	}
	d.Exec(t, `UPDATE hefu.contacts SET email = 'viewer@cny.test' WHERE email = 'not an address'`)
	n, err := d.FailedAgain(t.Context(), accountant)
	must(t, err)
	d.work(t)
	if counts, err := d.Count(t.Context(), accountant); n != 1 || err != nil || counts != (notice.Counts{Sent: 4}) {
		t.Errorf("put back %d; now %+v %v", n, counts, err)
	}
	sent, err := d.List(t.Context(), accountant, notice.Filter{Query: "confirmer"})
	must(t, err)
	must(t, d.Again(t.Context(), accountant, sent[0].ID))
	d.work(t)
	if mails := d.server.Mails(); len(mails) != 5 || len(identities(mails)) != 5 {
		t.Errorf("%d mails under %d identities arrived", len(mails), len(identities(mails)))
	}
	if others, err := d.List(t.Context(), d.OtherStaff(ledger.ARAccountant), notice.Filter{}); err != nil || len(others) != 0 {
		t.Errorf("another organization sees %d: %v", len(others), err)
	}
}

func TestAReplacedSecretSignsBesideTheNewOneAndAStretchIsReplayed(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	erp := listen(t, "")
	admin := d.Staff(ledger.Administrator)
	channel, former, err := d.AddChannel(t.Context(), admin, notice.ChannelCommand{Kind: "webhook", Name: "ERP", Address: erp.URL})
	must(t, err)
	secret, err := d.NewSecret(t.Context(), admin, channel)
	must(t, err)
	d.issued(t, d.CNY)
	d.work(t)
	now := time.Now()
	if n, err := d.Replay(t.Context(), admin, channel, now.Add(-time.Hour), now.Add(time.Hour)); err != nil || n != 1 {
		t.Fatalf("%d, %v", n, err)
	}
	d.work(t)
	got := erp.received()
	if len(got) != 2 || got[0].header.Get("webhook-id") != got[1].header.Get("webhook-id") {
		t.Fatalf("called %d times", len(got))
	}
	for _, r := range got {
		seconds, _ := strconv.ParseInt(r.header.Get("webhook-timestamp"), 10, 64)
		first, _ := push.Sign(secret, r.header.Get("webhook-id"), time.Unix(seconds, 0), []byte(r.body))
		second, _ := push.Sign(former, r.header.Get("webhook-id"), time.Unix(seconds, 0), []byte(r.body))
		if r.header.Get("webhook-signature") != first+" "+second {
			t.Errorf("signed with %s", r.header.Get("webhook-signature"))
		}
	}
	id, _ := ledger.ParseID(ledgertest.Ask[string](t, d.Books, `SELECT id::text FROM hefu.deliveries WHERE channel = 'webhook'`))
	sent, err := d.Message(t.Context(), admin, id)
	var shown, posted notice.Payload
	if err != nil || json.Unmarshal([]byte(sent.Body), &shown) != nil || json.Unmarshal([]byte(got[0].body), &posted) != nil || shown.ID != posted.ID || shown.Statement.Closing != posted.Statement.Closing {
		t.Errorf("%+v, %v", sent, err)
	}
	d.Exec(t, `UPDATE hefu.channels SET former_until = now()`)
	d.issued(t, d.GBP)
	d.work(t)
	if got = erp.received(); strings.Contains(got[len(got)-1].header.Get("webhook-signature"), " ") {
		t.Error("the former secret signs after its time")
	}
	_, err = d.Replay(t.Context(), admin, channel, now.Add(-2*time.Hour), now.Add(-time.Hour))
	if !ledger.IsCode(err, "nothing_to_do") {
		t.Errorf("%v", err)
	}
	_, err = d.Replay(t.Context(), d.OtherStaff(ledger.Administrator), channel, now, now)
	if !ledger.IsCode(err, "not_found") {
		t.Errorf("%v", err)
	}
}
