package proof_test

import (
	"bytes"
	"image"
	"image/png"
	"io"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/attachment"
	"hefu/ledger/blob"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
	"hefu/ledger/proof"
)

type desk struct {
	*ledgertest.Books
	files *proof.Service
	actor ledger.Actor
	goods ledger.ID
}

func open(t *testing.T) *desk {
	t.Helper()
	b := ledgertest.Open(t)
	blobs, err := blob.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return &desk{b, proof.Open(b.DB, attachment.Open(b.DB, blobs)), b.Staff(ledger.ARAccountant), b.Receivable(t, b.CNY, "100.00", "2026-03-10").ID}
}

// paper is another picture for every shade.
func paper(t *testing.T, shade byte) []byte {
	t.Helper()
	gray := image.NewGray(image.Rect(0, 0, 8, 8))
	for i := range gray.Pix {
		gray.Pix[i] = shade
	}
	var out bytes.Buffer
	if err := png.Encode(&out, gray); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func (d *desk) command(internal bool) proof.AddCommand {
	return proof.AddCommand{Place: proof.Place{DocumentID: d.goods}, Key: ledger.NewID(), Name: "签收单.png", Kind: proof.DeliveryNote, Internal: internal}
}

func (d *desk) adds(t *testing.T, cmd proof.AddCommand, content []byte) proof.File {
	t.Helper()
	made, err := d.files.Add(t.Context(), d.actor, cmd, bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func refused(t *testing.T, what string, err error, code string) {
	t.Helper()
	if !ledger.IsCode(err, code) {
		t.Errorf("%s: %v, want %s", what, err, code)
	}
}

func (d *desk) seen(t *testing.T, actor ledger.Actor) int {
	t.Helper()
	found, err := d.files.List(t.Context(), actor, proof.Place{DocumentID: d.goods})
	if err != nil {
		t.Fatal(err)
	}
	return len(found)
}

func TestTheCustomerSeesWhatIsShownToItAndNobodyElseDoes(t *testing.T) {
	t.Parallel()
	d := open(t)
	viewer, other := d.Contact(d.CNY, ledger.Viewer), d.Contact(d.USD, ledger.Viewer)
	shown, hidden := d.adds(t, d.command(false), paper(t, 1)), d.adds(t, d.command(true), paper(t, 2))
	if shown.Kind != proof.DeliveryNote || shown.Name != "签收单.png" || shown.UploadedBy == "" || shown.Internal || !hidden.Internal {
		t.Errorf("%+v, %+v", shown, hidden)
	}
	if staff, customer := d.seen(t, d.actor), d.seen(t, viewer); staff != 2 || customer != 1 {
		t.Errorf("staff see %d, the customer %d", staff, customer)
	}
	file, err := d.files.Open(t.Context(), viewer, shown.ID, false)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(file)
	if closed := file.Close(); err != nil || closed != nil || !bytes.Contains(content, []byte("PNG")) {
		t.Errorf("%d bytes, %v, %v", len(content), err, closed)
	}
	for who, actor := range map[string]ledger.Actor{"another customer": other, "another organization": d.OtherStaff(ledger.ARAccountant)} {
		_, err := d.files.Open(t.Context(), actor, shown.ID, false)
		refused(t, who, err, "not_found")
		_, err = d.files.List(t.Context(), actor, proof.Place{DocumentID: d.goods})
		refused(t, who, err, "not_found")
	}
	_, err = d.files.Open(t.Context(), viewer, hidden.ID, false)
	refused(t, "a file among staff", err, "not_found")
	if _, err := d.files.Show(t.Context(), d.actor, hidden.ID, false); err != nil || d.seen(t, viewer) != 2 {
		t.Errorf("shown later: %v", err)
	}
}

func TestWhoMayAddAndWhatIsTaken(t *testing.T) {
	t.Parallel()
	d := open(t)
	ctx := t.Context()
	for _, role := range []ledger.Role{ledger.Sales, ledger.Management, ledger.Auditor, ledger.Administrator} {
		_, err := d.files.Add(ctx, d.Staff(role), d.command(false), bytes.NewReader(paper(t, 1)))
		refused(t, string(role), err, "not_permitted")
	}
	_, err := d.files.Add(ctx, d.Contact(d.CNY, ledger.Confirmer), d.command(false), bytes.NewReader(paper(t, 1)))
	refused(t, "a customer", err, "not_permitted")
	for what, it := range map[string]struct{ content, code string }{
		"nothing": {"", "file_empty"}, "a program": {"MZ\x90\x00\x03\x00\x00\x00", "file_kind_not_taken"}, "half a picture": {string(paper(t, 1)[:40]), "file_damaged"},
	} {
		_, err := d.files.Add(ctx, d.actor, d.command(false), strings.NewReader(it.content))
		refused(t, what, err, it.code)
	}
	cmd := d.command(false)
	cmd.Kind = "love letter"
	_, err = d.files.Add(ctx, d.actor, cmd, bytes.NewReader(paper(t, 1)))
	refused(t, "a kind that is none", err, "validation_failed")
	for n := range proof.MaxFiles {
		d.adds(t, d.command(false), paper(t, byte(n)))
	}
	_, err = d.files.Add(ctx, d.actor, d.command(false), bytes.NewReader(paper(t, 200)))
	refused(t, "one too many", err, "too_many_files")
}

func TestTheSameBytesAreKeptOnce(t *testing.T) {
	t.Parallel()
	d := open(t)
	cmd := d.command(false)
	first := d.adds(t, cmd, paper(t, 1))
	if again := d.adds(t, cmd, paper(t, 1)); again.ID != first.ID {
		t.Error("under the same key it was added twice")
	}
	if other := d.adds(t, d.command(true), paper(t, 1)); other.ID != first.ID || other.Internal {
		t.Errorf("the same bytes under another key: %+v", other)
	}
	_, err := d.files.Add(t.Context(), d.actor, cmd, bytes.NewReader(paper(t, 2)))
	refused(t, "the key with other bytes", err, "idempotency_key_reused")
	if n := ledgertest.Ask[int](t, d.Books, `SELECT count(*)::int FROM hefu.audit_log WHERE action = 'proof.added'`); n != 1 {
		t.Errorf("%d additions were recorded", n)
	}
	if _, err := d.files.Remove(t.Context(), d.actor, first.ID, "传错了"); err != nil {
		t.Fatal(err)
	}
	if anew := d.adds(t, d.command(false), paper(t, 1)); anew.ID == first.ID {
		t.Error("what was removed cannot be added anew")
	}
}

func TestWhatIsRemovedIsShownNoMoreAndStaysOnRecord(t *testing.T) {
	t.Parallel()
	d := open(t)
	ctx, made := t.Context(), d.adds(t, d.command(false), paper(t, 1))
	_, err := d.files.Remove(ctx, d.actor, made.ID, " ")
	refused(t, "without a reason", err, "validation_failed")
	_, err = d.files.Remove(ctx, d.Staff(ledger.Sales), made.ID, "不要了")
	refused(t, "a salesperson", err, "not_permitted")
	_, err = d.files.Remove(ctx, d.OtherStaff(ledger.ARAccountant), made.ID, "不要了")
	refused(t, "another organization", err, "not_found")
	gone, err := d.files.Remove(ctx, d.actor, made.ID, "传错了")
	if err != nil || gone.RemovedAt == nil || gone.RemoveReason != "传错了" || gone.RemovedBy == "" {
		t.Fatalf("%+v, %v", gone, err)
	}
	_, err = d.files.Open(ctx, d.actor, made.ID, false)
	refused(t, "to open it", err, "not_found")
	_, err = d.files.Remove(ctx, d.actor, made.ID, "再来")
	refused(t, "twice", err, "proof_removed")
	_, err = d.files.Show(ctx, d.actor, made.ID, true)
	refused(t, "to hide it", err, "proof_removed")
	if staff, customer := d.seen(t, d.actor), d.seen(t, d.Contact(d.CNY, ledger.Viewer)); staff != 1 || customer != 0 {
		t.Errorf("staff see %d, the customer %d", staff, customer)
	}
}

func TestFilesOfADraftFollowItIntoTheBooks(t *testing.T) {
	t.Parallel()
	d := open(t)
	ctx, documents := t.Context(), document.Open(d.DB)
	content := document.New{Kind: document.Receivable, CustomerID: d.USD.ID, Currency: "CNY", DocumentDate: calendar.MustParse("2026-03-12"), SourceKind: "manual", Reason: "补记", Lines: []document.Line{{
		Kind: "goods", Description: "阀门", Net: ledgertest.Amount("100.00"), Gross: ledgertest.Amount("100.00")}}}
	draft, err := documents.CreateDraft(ctx, d.actor, content)
	if err != nil {
		t.Fatal(err)
	}
	made := d.adds(t, proof.AddCommand{Place: proof.Place{DraftID: draft.ID}, Key: ledger.NewID(), Name: "合同.png", Kind: proof.Contract}, paper(t, 1))
	viewer := d.Contact(d.CNY, ledger.Viewer)
	for who, actor := range map[string]ledger.Actor{"the customer": viewer, "an auditor": d.Staff(ledger.Auditor)} {
		if _, err := d.files.Open(ctx, actor, made.ID, false); err == nil {
			t.Errorf("%s opens a draft's file", who)
		}
	}
	content.CustomerID = d.CNY.ID
	if draft, err = documents.ChangeDraft(ctx, d.actor, draft.ID, draft.RowVersion, content); err != nil {
		t.Fatal(err)
	}
	if draft, err = documents.SubmitDraft(ctx, d.actor, draft.ID, draft.RowVersion); err != nil {
		t.Fatal(err)
	}
	if draft, err = documents.DecideDraft(ctx, d.Staff(ledger.FinanceSupervisor), draft.ID, draft.RowVersion, document.Decision{Approve: true}); err != nil || draft.DocumentID.IsZero() {
		t.Fatalf("%+v, %v", draft, err)
	}
	d.goods = draft.DocumentID
	if d.seen(t, viewer) != 1 || d.seen(t, d.actor) != 1 {
		t.Error("the file did not follow its draft")
	}
	if again := d.adds(t, d.command(false), paper(t, 1)); again.ID != made.ID {
		t.Error("beside the posted document it was added again")
	}
	if other, err := documents.CreateDraft(ctx, d.actor, content); err != nil {
		t.Fatal(err)
	} else if _, err := documents.DiscardDraft(ctx, d.actor, other.ID, other.RowVersion); err != nil {
		t.Fatal(err)
	} else {
		_, err := d.files.Add(ctx, d.actor, proof.AddCommand{Place: proof.Place{DraftID: other.ID}, Key: ledger.NewID(), Name: "a.png", Kind: proof.Other}, bytes.NewReader(paper(t, 9)))
		refused(t, "a discarded draft", err, "state_forbids")
	}
}
