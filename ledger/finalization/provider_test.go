package finalization_test

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"hefu/ledger"
	"hefu/ledger/esign"
	"hefu/ledger/finalization"
	"hefu/ledger/ledgertest"
)

// atProvider is a reconciliation that the seller has signed, with an order at the provider that waits for its signer.
func (o office) atProvider(t *testing.T) (id, reference ledger.ID) {
	t.Helper()
	o.confirm(t)
	id = o.prepare(t, finalization.Whole)
	o.sign(t, id)
	return id, o.ask(t, id)
}

func (o office) ask(t *testing.T, id ledger.ID) (reference ledger.ID) {
	t.Helper()
	if err := o.Services.Finalizations.AskProvider(t.Context(), o.signer, o.ticked(t, id)); err != nil {
		t.Fatal(err)
	}
	reference = o.get(t, o.signer, id).Request.ID
	o.work(t, reference)
	return reference
}

// work does what a worker does with an order.
func (o office) work(t *testing.T, reference ledger.ID) {
	t.Helper()
	if err := o.Services.Finalizations.WorkRequest(t.Context(), finalization.RequestArgs{OrganizationID: o.Organization.ID, RequestID: reference}); err != nil {
		t.Fatal(err)
	}
}

func (o office) signThere(t *testing.T, reference ledger.ID) {
	t.Helper()
	if err := o.ESign.Sign(t.Context(), reference.String()); err != nil {
		t.Fatal(err)
	}
}

func (o office) tell(t *testing.T, reference ledger.ID, change func(*esign.Answer, *http.Request)) int {
	t.Helper()
	status, err := o.ESign.Tell(t.Context(), reference.String(), change)
	if err != nil {
		t.Fatal(err)
	}
	return status
}

func (o office) stands(t *testing.T, id ledger.ID, state finalization.State, request finalization.RequestState, reason string) {
	t.Helper()
	v := o.get(t, o.accountant, id)
	if v.State != state || v.Request == nil || v.Request.State != request || v.Request.Reason != reason {
		t.Fatalf("it is %s, and the order %+v; want %s, %s, %q", v.State, v.Request, state, request, reason)
	}
}

func TestTheCustomerSignsAtAProvider(t *testing.T) {
	t.Parallel()
	o := open(t)
	all := o.Services.Finalizations
	o.confirm(t)
	id := o.prepare(t, finalization.Whole)
	o.sign(t, id)
	cmd := o.ticked(t, id)
	unread := cmd
	unread.Agreed = false
	wantCode(t, all.AskProvider(t.Context(), o.signer, unread), "validation_failed")
	unread = cmd
	unread.SHA256 = strings.Repeat("0", 64)
	wantCode(t, all.AskProvider(t.Context(), o.signer, unread), "content_changed")
	wantCode(t, all.AskProvider(t.Context(), o.confirmer, cmd), "not_permitted")
	wantCode(t, all.AskProvider(t.Context(), o.foreign, cmd), "not_found")
	wantCode(t, all.CancelRequest(t.Context(), o.signer, id), "state_forbids")
	reference := o.ask(t, id)
	o.stands(t, id, finalization.ToCountersign, finalization.RequestWaiting, "")
	if v := o.get(t, o.signer, id); v.Request.SignURL == "" || v.Actions["provider"].Allowed || o.get(t, o.accountant, id).Request.SignURL != "" {
		t.Errorf("%+v, %+v", v.Request, v.Actions)
	}
	wantCode(t, all.AskProvider(t.Context(), o.signer, cmd), "esign_asked")
	wantCode(t, all.CancelRequest(t.Context(), o.foreign, id), "not_found")
	o.work(t, reference) // asked again it is the same order
	o.signThere(t, reference)
	if status := o.tell(t, reference, nil); status != http.StatusOK {
		t.Fatalf("the callback is answered with %d", status)
	}
	o.stands(t, id, finalization.Signed, finalization.RequestSigned, "")
	file := o.file(t, o.signer, id)
	r := o.verify(t, file)
	if r.Verdict != esign.Valid || len(r.Signatures) != 2 || !r.Signatures[1].Stamped || r.Signatures[1].Signer != o.signer.Name || r.Signatures[1].Issuer != esign.PrivateAuthority {
		t.Fatalf("%+v", r)
	}
	v := o.get(t, o.accountant, id)
	if g := v.Signatures[1]; g.Means != "provider" || g.By != o.signer.Name || !g.Stamped || v.Request.ProviderRef == "" {
		t.Errorf("%+v, %+v", g, v.Request)
	}
	for what, told := range map[string]func(*esign.Answer, *http.Request){
		"again":                     nil,
		"refused after it was made": func(a *esign.Answer, _ *http.Request) { refusedInstead(a) },
	} {
		if status := o.tell(t, reference, told); status != http.StatusOK {
			t.Errorf("%s: %d", what, status)
		}
	}
	counts := ledgertest.Ask[string](t, o.Books, `SELECT concat_ws(' ', (SELECT count(*) FROM hefu.signatures), (SELECT count(*) FROM hefu.events WHERE kind = 'finalization.concluded'), (SELECT count(*) FROM hefu.signature_answers WHERE verdict = 'taken'))`)
	if counts != "2 1 1" {
		t.Errorf("signatures, mails, answers taken: %s", counts)
	}
	o.stands(t, id, finalization.Signed, finalization.RequestSigned, "")
	trustedByPdfsig(t, o, file)
}

func refusedInstead(a *esign.Answer) {
	if a != nil {
		a.State, a.CMS, a.Reason = esign.Refused, nil, "no"
	}
}

// What comes to the callback and is not the provider's, not of now, or not over this file, changes nothing; then the right one is taken.
func TestCallbacksAreProven(t *testing.T) {
	t.Parallel()
	o := open(t)
	id, reference := o.atProvider(t)
	later := o.agreed(t, o.CNY, "2026-04")
	other, err := o.Services.Finalizations.Prepare(t.Context(), o.accountant, finalization.PrepareCommand{StatementID: later.ID, Scope: finalization.Whole, Locale: "zh-CN"})
	if err != nil {
		t.Fatal(err)
	}
	o.sign(t, other)
	elsewhere := o.ask(t, other)
	o.signThere(t, elsewhere)
	foreign, _ := o.ESign.Answer(elsewhere.String())
	now := ledger.SystemClock()
	secret := o.ESign.Remote().Secret
	digest := [32]byte(bytesOf(t, o, reference))
	by := func(key esign.Key, digest [32]byte) []byte {
		cms, err := esign.Local{Key: key}.Make(t.Context(), digest)
		if err != nil {
			t.Fatal(err)
		}
		return cms
	}
	theirs := func(at time.Time) esign.Key {
		key, err := o.ESign.Authority().NewKey(esign.Subject{Organization: "客户", Name: "李慧"}, esign.Documents, at)
		if err != nil {
			t.Fatal(err)
		}
		return key
	}
	signed := func(cms []byte) func(*esign.Answer, *http.Request) {
		return func(a *esign.Answer, _ *http.Request) {
			if a != nil {
				a.State, a.CMS, a.SignURL = esign.Made, cms, ""
			}
		}
	}
	good := by(theirs(now), digest)
	request := func(change func(*http.Request)) func(*esign.Answer, *http.Request) {
		return func(a *esign.Answer, q *http.Request) {
			if a != nil {
				a.State, a.CMS, a.SignURL = esign.Made, good, ""
			} else {
				change(q)
			}
		}
	}
	marked := func(q *http.Request, at time.Time, body []byte) {
		seconds := strconv.FormatInt(at.Unix(), 10)
		q.Body, q.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		q.Header.Set(esign.TimeHeader, seconds)
		q.Header.Set(esign.MarkHeader, esign.Mark(secret, seconds, body))
	}
	for _, it := range []struct {
		name   string
		status int
		change func(*esign.Answer, *http.Request)
	}{
		{"no mark", http.StatusUnauthorized, request(func(q *http.Request) { q.Header.Del(esign.MarkHeader) })},
		{"another's mark", http.StatusUnauthorized, request(func(q *http.Request) {
			q.Header.Set(esign.MarkHeader, esign.Mark([]byte("somebody else's secret"), q.Header.Get(esign.TimeHeader), bodyOf(t, q)))
		})},
		{"another time than was marked", http.StatusUnauthorized, request(func(q *http.Request) {
			at, err := strconv.ParseInt(q.Header.Get(esign.TimeHeader), 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			q.Header.Set(esign.TimeHeader, strconv.FormatInt(at+1, 10))
		})},
		{"of ten minutes ago", http.StatusUnauthorized, request(func(q *http.Request) { marked(q, now.Add(-10*time.Minute), bodyOf(t, q)) })},
		{"of the time in ten minutes", http.StatusUnauthorized, request(func(q *http.Request) { marked(q, now.Add(10*time.Minute), bodyOf(t, q)) })},
		{"changed on the way", http.StatusUnauthorized, request(func(q *http.Request) {
			body := bytes.Replace(bodyOf(t, q), []byte(`"signed"`), []byte(`"refused"`), 1)
			q.Body, q.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		})},
		{"no JSON", http.StatusBadRequest, request(func(q *http.Request) { marked(q, now, []byte("signed")) })},
		{"no state", http.StatusBadRequest, request(func(q *http.Request) { marked(q, now, []byte(`{"reference":"`+reference.String()+`","state":"done"}`)) })},
		{"signed with nothing", http.StatusBadRequest, signed(nil)},
		{"too long", http.StatusRequestEntityTooLarge, request(func(q *http.Request) { marked(q, now, bytes.Repeat([]byte("a"), 70<<10)) })},
		{"to be read", http.StatusMethodNotAllowed, request(func(q *http.Request) { q.Method, q.Body, q.ContentLength = http.MethodGet, http.NoBody, 0 })},
		{"a reference of nobody", http.StatusNotFound, func(a *esign.Answer, _ *http.Request) {
			if a != nil {
				a.Reference = ledger.NewID().String()
			}
		}},
		{"a reference that is none", http.StatusNotFound, func(a *esign.Answer, _ *http.Request) {
			if a != nil {
				a.Reference = "ST-2026"
			}
		}},
		{"no signature", http.StatusUnprocessableEntity, signed([]byte("signed"))},
		{"another finalization's signature", http.StatusUnprocessableEntity, signed(foreign.CMS)},
		{"over another digest", http.StatusUnprocessableEntity, signed(by(theirs(now), [32]byte{1}))},
		{"under another root", http.StatusUnprocessableEntity, signed(by(licence(t, now), digest))},
		{"with an expired certificate", http.StatusUnprocessableEntity, signed(by(theirs(now.AddDate(-3, 0, 0)), digest))},
		{"a byte of it is another", http.StatusUnprocessableEntity, signed(flipped(good, len(good)-20))},
	} {
		if status := o.tell(t, reference, it.change); status != it.status {
			t.Errorf("%s: answered with %d, want %d", it.name, status, it.status)
		}
		if it.status != http.StatusUnauthorized {
			continue
		}
		if n := ledgertest.Ask[int](t, o.Books, `SELECT count(*)::int FROM hefu.signature_answers`); n != 0 {
			t.Fatalf("%s: what nobody proved is on record", it.name)
		}
	}
	o.stands(t, id, finalization.ToCountersign, finalization.RequestWaiting, "")
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			if status, err := o.ESign.Tell(t.Context(), reference.String(), signed(good)); err != nil || status != http.StatusOK {
				t.Errorf("the right one: %d, %v", status, err)
			}
		})
	}
	all.Wait()
	o.stands(t, id, finalization.Signed, finalization.RequestSigned, "")
	if n := ledgertest.Ask[int](t, o.Books, `SELECT count(*)::int FROM hefu.signatures WHERE means = 'provider'`); n != 1 {
		t.Errorf("%d signatures", n)
	}
}

func TestAProviderIsAskedWhatItDoesNotTell(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.ESign.Break(http.StatusServiceUnavailable)
	id, reference := o.atProvider(t)
	o.stands(t, id, finalization.ToCountersign, finalization.RequestAsking, "away")
	o.ESign.Break(0)
	o.work(t, reference)
	o.stands(t, id, finalization.ToCountersign, finalization.RequestWaiting, "")
	o.ESign.Forget(reference.String())
	o.work(t, reference) // placed once more, under the same reference
	if a, found := o.ESign.Answer(reference.String()); !found || a.State != esign.Awaited {
		t.Fatalf("%+v, %v", a, found)
	}
	o.signThere(t, reference)
	o.Exec(t, `UPDATE hefu.signature_requests SET try_at = now() - interval '1 second'`)
	for range 2 { // the second finds nothing that is due
		if err := o.Services.Finalizations.AskDue(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if n := ledgertest.Ask[int](t, o.Books, `SELECT count(*)::int FROM river.river_job WHERE kind = 'finalization.request'`); n != 2 { // when it was asked, and now
		t.Errorf("%d jobs", n)
	}
	o.work(t, reference)
	o.stands(t, id, finalization.Signed, finalization.RequestSigned, "")
}

func TestASignatureAtAProviderMayEndOtherwise(t *testing.T) {
	t.Parallel()
	o := open(t)
	all := o.Services.Finalizations
	id, first := o.atProvider(t)
	if err := o.ESign.Refuse(first.String(), "身份核验未通过"); err != nil {
		t.Fatal(err)
	}
	if status := o.tell(t, first, nil); status != http.StatusOK {
		t.Fatal(status)
	}
	o.stands(t, id, finalization.ToCountersign, finalization.RequestRefused, "身份核验未通过")
	if !o.get(t, o.signer, id).Actions["provider"].Allowed {
		t.Error("it cannot be tried again")
	}

	o.ESign.Break(http.StatusUnprocessableEntity)
	o.ask(t, id)
	o.stands(t, id, finalization.ToCountersign, finalization.RequestFailed, "out of order")
	o.ESign.Break(0)

	third := o.ask(t, id)
	o.signThere(t, third)
	if err := all.CancelRequest(t.Context(), o.signer, id); err != nil {
		t.Fatal(err)
	}
	if status := o.tell(t, third, nil); status != http.StatusOK { // too late
		t.Error(status)
	}
	o.stands(t, id, finalization.ToCountersign, finalization.RequestCancelled, "given_up")

	fourth := o.ask(t, id)
	o.Exec(t, `UPDATE hefu.signature_requests SET expires_at = now() WHERE id = $1`, fourth.String())
	o.work(t, fourth)
	o.stands(t, id, finalization.ToCountersign, finalization.RequestFailed, "silent")

	fifth := o.ask(t, id)
	o.signThere(t, fifth)
	if err := all.Countersign(t.Context(), o.signer, o.ticked(t, id), o.code(t, id)); err != nil {
		t.Fatal(err)
	}
	o.stands(t, id, finalization.Signed, finalization.RequestCancelled, "overtaken")
	if status := o.tell(t, fifth, nil); status != http.StatusOK {
		t.Error(status)
	}
	if v := o.get(t, o.signer, id); len(v.Signatures) != 2 || v.Signatures[1].Means != "held_key" {
		t.Errorf("%+v", v.Signatures)
	}
}

func TestWhatWasDeclinedTakesNoSignature(t *testing.T) {
	t.Parallel()
	o := open(t)
	id, reference := o.atProvider(t)
	o.signThere(t, reference)
	if err := o.Services.Finalizations.Decline(t.Context(), o.signer, id, "公司名称已变更"); err != nil {
		t.Fatal(err)
	}
	if status := o.tell(t, reference, nil); status != http.StatusOK {
		t.Error(status)
	}
	o.stands(t, id, finalization.Declined, finalization.RequestCancelled, "declined")
	for _, sql := range []string{`UPDATE hefu.signature_requests SET state = 'waiting', ended_at = NULL`, `DELETE FROM hefu.signature_requests`, `UPDATE hefu.signature_answers SET verdict = 'taken'`} {
		if err := o.TryExec(t, sql); err == nil {
			t.Errorf("%s is let through", sql)
		}
	}
}
