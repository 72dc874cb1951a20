package portal_test

import (
	"net/http"
	"testing"

	"hefu/ledger"
	"hefu/ledger/dispute"
	"hefu/ledger/ledgertest"
	"hefu/ledger/webtest"
)

// disputed opens a dispute of a line of the statement and puts a paper beside it.
func disputed(t *testing.T, s *webtest.Site, by ledger.Actor, shown webtest.Shown, line int) (id, file string) {
	t.Helper()
	opened, err := s.Services.Disputes.Open(t.Context(), by, dispute.OpenCommand{StatementID: shown.ID, Version: shown.Version, SHA256: shown.SHA256, Lines: []int{line}, Category: "price", Text: "x"})
	if err != nil || len(opened.IDs) != 1 {
		t.Fatalf("open a dispute: %v %+v", err, opened)
	}
	id = opened.IDs[0].String()
	got := s.Client(t, by).Put("/disputes/"+id+"/attachments/"+ledger.NewID().String(), "送货单.txt", []byte("DN-1"))
	return id, webtest.Read[struct{ ID string }](t, got, http.StatusOK).ID
}

// A link opens one statement: the files beside its disputes and no others, to look at before the code and to add to after it.
func TestALinkReachesTheFilesOfItsStatementOnly(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	contact := s.Contact(s.CNY, ledger.Confirmer)
	march := issued(t, s, s.CNY)
	s.Receivable(t, s.CNY, "226.00", "2026-04-10")
	april := s.Issued(t, s.CNY, "2026-04")
	within, own := disputed(t, s, contact, march, 1)
	beyond, other := disputed(t, s, contact, april, 1)
	holder := s.Holder(t, contact, march.ID)
	holder.Get("/attachments/"+own+"/file").Must(t, http.StatusOK)
	missing := holder.Get("/attachments/" + ledger.NewID().String() + "/file")
	if got := holder.Get("/attachments/" + other + "/file"); !got.SameBut(missing) || got.Status != http.StatusNotFound {
		t.Errorf("a file beside another statement: %d %s", got.Status, got.Body)
	}
	send := func(id string) webtest.Answer {
		return holder.Put("/disputes/"+id+"/attachments/"+ledger.NewID().String(), "a.txt", []byte("x"))
	}
	if got := send(within); !got.Refused(http.StatusUnauthorized, "step-up-required", "link_code_required") {
		t.Errorf("a file without the code: %d %s", got.Status, got.Body)
	}
	message := ledgertest.Ask[string](t, s.Books, `SELECT id::text FROM hefu.dispute_messages WHERE dispute_id = $1 LIMIT 1`, within)
	if got := holder.Post("/disputes/"+within+"/seen", map[string]string{"message_id": message}); !got.Refused(http.StatusUnauthorized, "step-up-required", "link_code_required") {
		t.Errorf("a mark without the code: %d %s", got.Status, got.Body)
	}
	if n := ledgertest.Ask[int](t, s.Books, `SELECT count(*) FROM hefu.dispute_reads`); n != 0 {
		t.Error("who has proved nothing left a mark in the contact's name")
	}
	holder.Prove(t)
	send(within).Must(t, http.StatusOK)
	message2 := ledgertest.Ask[string](t, s.Books, `SELECT id::text FROM hefu.dispute_messages WHERE dispute_id = $1 LIMIT 1`, beyond)
	for what, got := range map[string]webtest.Answer{
		"a file for another statement": send(beyond),
		"a withdrawal there":           holder.Post("/attachments/"+other+"/withdrawal", nil),
		"a mark there":                 holder.Post("/disputes/"+beyond+"/seen", map[string]string{"message_id": message2}),
		"a copy to there":              holder.Post("/disputes/"+beyond+"/attachments", map[string]string{"from": own}),
	} {
		if got.Status != http.StatusNotFound {
			t.Errorf("%s: %d %s", what, got.Status, got.Body)
		}
	}
	holder.Post("/attachments/"+own+"/withdrawal", nil).Must(t, http.StatusNoContent)
}
