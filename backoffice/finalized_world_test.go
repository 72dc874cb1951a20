package backoffice_test

import (
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"sync"
	"testing"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/esign"
	"hefu/ledger/finalization"
	"hefu/ledger/ledgertest"
	"hefu/ledger/statement"
	"hefu/ledger/webtest"
)

// finalized gives the customer statements that both sides agree on, one for every step to a signed reconciliation: agreed, to_sign and
// to_withdraw (prepared), finalized, to_decline and own (signed by the seller).
func (w world) finalized(t *testing.T, s *webtest.Site, customer ledgertest.Customer, staff, second ledger.Actor) {
	t.Helper()
	second.Fresh = true
	all := s.Services.Finalizations
	agreed := func(month string) ledger.ID {
		shown := s.Issued(t, customer, month)
		if _, err := s.Services.Statements.Confirm(t.Context(), s.Contact(customer, ledger.Confirmer), statement.ConfirmCommand{StatementID: shown.ID, Version: 1, SHA256: shown.SHA256}); err != nil {
			t.Fatal(err)
		}
		return shown.ID
	}
	read := func(id ledger.ID) string {
		v, err := all.Get(t.Context(), staff, id)
		if err != nil {
			t.Fatal(err)
		}
		return hex.EncodeToString(v.FileSHA256)
	}
	for _, it := range [][2]string{{"finalized", "2026-04"}, {"to_sign", "2026-05"}, {"to_withdraw", "2026-06"}, {"to_decline", "2026-07"}, {"own", "2026-08"}} {
		name, month := it[0], it[1]
		id, err := all.Prepare(t.Context(), staff, finalization.PrepareCommand{StatementID: agreed(month), Scope: finalization.Whole, Locale: "zh-CN"})
		if err != nil {
			t.Fatal(err)
		}
		if name == "finalized" || name == "to_decline" || name == "own" {
			if err := all.Sign(t.Context(), second, finalization.SignCommand{ID: id, SHA256: read(id), Agreed: true}); err != nil {
				t.Fatal(err)
			}
		}
		w[name], w[name+".sha256"] = id.String(), read(id)
	}
	w["agreed"] = agreed("2026-09").String()
	w["own.file"] = w.ownFile(t, s, staff)
	key, err := theKey()
	if err != nil {
		t.Fatal(err)
	}
	w["p12"] = key
	w["signing_key"] = ledgertest.Ask[string](t, s.Books, `SELECT id::text FROM hefu.signing_keys WHERE use = 'seller' AND organization_id = $1`, customer.OrganizationID.String())
}

// ownFile is the file of own, signed with a certificate of the customer's.
func (w world) ownFile(t *testing.T, s *webtest.Site, staff ledger.Actor) string {
	t.Helper()
	id, err := ledger.ParseID(w["own"])
	if err != nil {
		t.Fatal(err)
	}
	file, err := s.Services.Finalizations.Download(t.Context(), staff, id)
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := theKey()
	if err != nil {
		t.Fatal(err)
	}
	pkcs12, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		t.Fatal(err)
	}
	key, err := esign.PKCS12(pkcs12, "secret")
	if err != nil {
		t.Fatal(err)
	}
	signed, err := esign.Sign(t.Context(), file.Content, esign.Signature{Field: "customer", Name: "王经理", At: ledger.SystemClock()}, esign.Local{Key: key})
	if err != nil {
		t.Fatal(err)
	}
	return string(signed)
}

// batches gives the customer three batches of one agreed statement each: batch (to be signed), batch_back (to be taken back) and batch_failed,
// whose signature has failed; and an agreed statement of January for a fourth.
func (w world) batches(t *testing.T, s *webtest.Site, customer ledgertest.Customer, staff ledger.Actor) {
	t.Helper()
	all := s.Services.Finalizations
	for _, it := range [][2]string{{"batch", "2026-10"}, {"batch_back", "2026-11"}, {"batch_failed", "2026-12"}, {"", "2027-01"}} {
		shown := s.Issued(t, customer, it[1])
		if _, err := s.Services.Statements.Confirm(t.Context(), s.Contact(customer, ledger.Confirmer), statement.ConfirmCommand{StatementID: shown.ID, Version: 1, SHA256: shown.SHA256}); err != nil {
			t.Fatal(err)
		}
		if it[0] == "" {
			continue
		}
		from := calendar.MustParse(it[1] + "-01")
		id, err := all.CreateBatch(t.Context(), staff, finalization.BatchCommand{BatchScope: finalization.BatchScope{From: from, To: from.EndOfMonth()}, Locale: "zh-CN"})
		for left := err == nil; left && err == nil; {
			left, err = all.WorkBatch(t.Context(), finalization.BatchArgs{OrganizationID: customer.OrganizationID, BatchID: id})
		}
		if err != nil {
			t.Fatal(err)
		}
		v, err := all.GetBatch(t.Context(), staff, id)
		if err != nil {
			t.Fatal(err)
		}
		w[it[0]], w[it[0]+".sha256"] = id.String(), v.SHA256
	}
	s.Exec(t, `UPDATE hefu.finalization_batch_items SET code = 'signing_key_unusable' WHERE batch_id = $1`, w["batch_failed"])
}

// mailedCode is the code of the newest mail that lets somebody countersign; empty before there is one.
func mailedCode(t testing.TB, s *webtest.Site) string {
	t.Helper()
	found := ledgertest.Ask[string](t, s.Books, `SELECT coalesce((SELECT id::text FROM hefu.signing_codes WHERE used_at IS NULL AND voided_at IS NULL ORDER BY id DESC LIMIT 1), '')`)
	if found == "" {
		return found
	}
	id, err := ledger.ParseID(found)
	if err != nil {
		t.Fatal(err)
	}
	return s.Services.Access.Code(id)
}

// theKey is a key of another authority, as its owner has it on disk: PKCS#12, in base64.
var theKey = sync.OnceValues(func() (string, error) {
	now := ledger.SystemClock()
	authority, err := esign.NewAuthority("Licensed", now)
	if err != nil {
		return "", err
	}
	key, err := authority.NewKey(esign.Subject{Organization: "甲公司", Name: "甲公司 对账专用章"}, esign.Documents, now)
	if err != nil {
		return "", err
	}
	file, err := key.ToPKCS12("secret")
	return base64.StdEncoding.EncodeToString(file), err
})

type finalized struct {
	ID, State, SHA256 string
	Signatures        []struct{ Party, By string }
}

// From the statement to both signatures, through the interface alone; and what each step refuses.
func TestAReconciliationIsSignedOverHTTP(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	s.Receivable(t, s.CNY, "1130.00", "2026-03-10")
	shown := s.Issued(t, s.CNY, "2026-03")
	accountant, chief := s.Client(t, s.Staff(ledger.ARAccountant)), s.Client(t, s.Staff(ledger.FinanceSupervisor))
	confirmer, signer := s.Client(t, s.Contact(s.CNY, ledger.Confirmer)), s.Client(t, s.Contact(s.CNY, ledger.Signer))
	path := "/statements/" + shown.ID.String() + "/finalization"
	whole := map[string]any{"scope": "whole", "locale": "en"}
	if got := accountant.Post(path, whole); !got.Refused(http.StatusConflict, "conflict", "statement_not_agreed") {
		t.Errorf("not agreed: %s", got.Body)
	}
	confirmer.Post("/statements/"+shown.ID.String()+"/confirmations", map[string]any{"version": 1, "sha256": shown.SHA256, "lines": []int{}}).Must(t, http.StatusOK)
	first := webtest.Read[finalized](t, accountant.Post(path, whole), http.StatusCreated)
	accountant.Post("/finalizations/"+first.ID+"/withdrawal", map[string]any{"reason": "语言有误"}).Must(t, http.StatusOK)
	made := webtest.Read[finalized](t, accountant.Post(path, map[string]any{"scope": "whole", "locale": "zh-CN"}), http.StatusCreated)
	signature := "/finalizations/" + made.ID + "/signature"
	s.Exec(t, `UPDATE hefu.sessions SET auth_time = now() - interval '1 hour' WHERE person_id = $1`, chief.Actor.PersonID.String())
	ticked := map[string]any{"sha256": made.SHA256, "agreed": true}
	if got := chief.Post(signature, ticked); !got.Refused(http.StatusUnauthorized, "step-up-required", "step_up_required") {
		t.Errorf("a stale sign-in: %s", got.Body)
	}
	s.Exec(t, `UPDATE hefu.sessions SET auth_time = now() WHERE person_id = $1`, chief.Actor.PersonID.String())
	made = webtest.Read[finalized](t, chief.Post(signature, ticked), http.StatusOK)
	signer.Post("/finalizations/"+made.ID+"/code", nil).Must(t, http.StatusOK)
	code, err := ledger.ParseID(ledgertest.Ask[string](t, s.Books, `SELECT id::text FROM hefu.signing_codes`))
	if err != nil {
		t.Fatal(err)
	}
	done := webtest.Read[finalized](t, signer.Post(signature, map[string]any{"sha256": made.SHA256, "agreed": true, "code": s.Services.Access.Code(code)}), http.StatusOK)
	if done.State != "signed" || len(done.Signatures) != 2 {
		t.Errorf("%+v", done)
	}
	for _, c := range []*webtest.Client{accountant, signer} {
		if got := c.Get("/finalizations/" + made.ID + "/file"); got.Status != http.StatusOK || string(got.Body[:5]) != "%PDF-" || got.Header.Get("Etag") != `"`+done.SHA256+`"` {
			t.Errorf("the file: %d, %d bytes", got.Status, len(got.Body))
		}
	}
	if got := accountant.Post("/statements/"+shown.ID.String()+"/cancellation", map[string]any{"reason": "算错"}); got.Problem.Code != "statement_finalized" {
		t.Errorf("a finalized statement: %d %s", got.Status, got.Body)
	}
	if got := s.Client(t, s.Contact(s.USD, ledger.Signer)).Get("/finalizations/" + made.ID); got.Status != http.StatusNotFound {
		t.Errorf("another customer's: %d", got.Status)
	}
}

// finalizationSamples are what a finalization takes; the statement and its signatures come last.
var finalizationSamples = []sample{
	{route: "GET /api/portal/v1/finalizations"},
	{route: "GET /api/portal/v1/finalizations/{id}", id: "finalized"},
	{route: "GET /api/portal/v1/finalizations/{id}/file", id: "finalized"},
	{route: "POST /api/portal/v1/finalizations/{id}/code", id: "finalized", also: []int{409, 429}},
	{route: "POST /api/portal/v1/finalizations/{id}/signature", id: "finalized", body: `{"sha256":"{finalized.sha256}","agreed":true,"code":"{mailed_code}"}`, also: []int{409, 422}},
	{route: "PUT /api/portal/v1/finalizations/{id}/signed-file", id: "own", query: "?sha256={own.sha256}&agreed=true", raw: true, body: "{own.file}", also: []int{409}},
	{route: "POST /api/portal/v1/finalizations/{id}/provider", id: "to_decline", body: `{"sha256":"{to_decline.sha256}","agreed":true}`, also: []int{409}},
	{route: "POST /api/portal/v1/finalizations/{id}/provider/cancellation", id: "to_decline", also: []int{409}},
	{route: "POST /api/portal/v1/finalizations/{id}/refusal", id: "to_decline", body: `{"reason":"抬头有误"}`, also: []int{409}},
	{route: "GET /api/backoffice/v1/finalizations", query: "?state=to_sign"},
	{route: "GET /api/backoffice/v1/finalizations/{id}", id: "finalized"},
	{route: "GET /api/backoffice/v1/finalizations/{id}/file", id: "finalized"},
	{route: "GET /api/backoffice/v1/statements/{id}/finalization", id: "statement"},
	{route: "POST /api/backoffice/v1/statements/{id}/finalization", id: "agreed", body: `{"scope":"whole","locale":"zh-CN"}`, also: []int{409}},
	{route: "POST /api/backoffice/v1/finalizations/{id}/signature", id: "to_sign", body: `{"sha256":"{to_sign.sha256}","agreed":true}`, also: []int{409}},
	{route: "POST /api/backoffice/v1/finalizations/{id}/withdrawal", id: "to_withdraw", body: `{"reason":"重新出具"}`, also: []int{409}},
	{route: "GET /api/backoffice/v1/finalization-batches"},
	{route: "POST /api/backoffice/v1/finalization-batches/preview", body: `{"from":"2027-01-01","to":"2027-01-31"}`},
	{route: "POST /api/backoffice/v1/finalization-batches", body: `{"from":"2027-01-01","to":"2027-01-31","locale":"zh-CN"}`, also: []int{409}},
	{route: "GET /api/backoffice/v1/finalization-batches/{id}", id: "batch"},
	{route: "GET /api/backoffice/v1/finalization-batches/{id}/events", id: "batch"},
	{route: "POST /api/backoffice/v1/finalization-batches/{id}/signature", id: "batch", body: `{"sha256":"{batch.sha256}","agreed":true}`, also: []int{409}},
	{route: "POST /api/backoffice/v1/finalization-batches/{id}/retry", id: "batch_failed", also: []int{409}},
	{route: "POST /api/backoffice/v1/finalization-batches/{id}/withdrawal", id: "batch_back", body: `{"reason":"重新出具"}`, also: []int{409}},
	{route: "GET /api/backoffice/v1/signing-keys"},
	{route: "POST /api/backoffice/v1/signing-keys/{id}/revocation", id: "signing_key", body: `{"reason":"私钥遗失"}`, also: []int{404, 409}},
	{route: "POST /api/backoffice/v1/signing-keys/sm2", body: `{}`},
	{route: "POST /api/backoffice/v1/signing-keys", body: `{"file":"{p12}","password":"secret"}`},
	{route: "GET /api/backoffice/v1/signing-authority.pem"},
}
