package backoffice_test

import (
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/proof"
	"hefu/ledger/webtest"
)

// proofs puts three files beside the customer's document: one of them is removed by the samples, another kept among staff.
func (w world) proofs(t *testing.T, s *webtest.Site, customer ledgertest.Customer, staff ledger.Actor) {
	t.Helper()
	document, err := ledger.ParseID(w["document"])
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"proof", "proof2", "proof3"} {
		made, err := s.Services.Proofs.Add(t.Context(), staff, proof.AddCommand{Place: proof.Place{DocumentID: document}, Key: ledger.NewID(), Name: name + ".jpg", Kind: proof.DeliveryNote},
			strings.NewReader(pictureOf(ledger.NewID())))
		if err != nil {
			t.Fatal(err)
		}
		w[name] = made.ID.String()
	}
}

// proofSamples are what both sides ask about the files beside documents.
var proofSamples = []sample{
	{route: "GET /api/portal/v1/documents/{id}/proofs", id: "document"},
	{route: "GET /api/portal/v1/proofs/{id}/file", id: "proof"},
	{route: "GET /api/portal/v1/proofs/{id}/thumbnail", id: "proof"},
	{route: "GET /api/backoffice/v1/documents/{id}/proofs", id: "document"},
	{route: "GET /api/backoffice/v1/drafts/{id}/proofs", id: "drafted"},
	{route: "GET /api/backoffice/v1/proofs/{id}/file", id: "proof"},
	{route: "GET /api/backoffice/v1/proofs/{id}/thumbnail", id: "proof"},
	{route: "PUT /api/backoffice/v1/documents/{id}/proofs/{key}", id: "document", query: "?kind=invoice", raw: true, body: slipPicture},
	{route: "PUT /api/backoffice/v1/drafts/{id}/proofs/{key}", id: "drafted", query: "?kind=contract&internal=true", raw: true, body: slipPicture},
	{route: "POST /api/backoffice/v1/proofs/{id}/visibility", id: "proof3", body: `{"internal":true}`},
	{route: "POST /api/backoffice/v1/proofs/{id}/removal", id: "proof2", body: `{"reason":"传错了"}`, also: []int{409}},
	{route: "POST /api/backoffice/v1/statement-runs/findings", body: `{"period_start":"2026-03-01","cut_off":"2026-03-31","customer_id":"{customer}","check":"proof"}`},
}
