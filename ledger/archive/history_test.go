package archive_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/archive"
	"hefu/ledger/ledgertest"
)

// The whole of a customer as one file, for whoever asked, who is told of it; nobody else's is in it.
func TestACustomersHistoryIsOneFile(t *testing.T) {
	t.Parallel()
	d := open(t, true, newSigner(t))
	made := d.seal(t)
	auditor := d.Staff(ledger.Auditor)
	id, err := d.AskHistory(t.Context(), auditor, d.CNY.ID)
	must(t, err)
	_, err = d.AskHistory(t.Context(), auditor, d.CNY.ID)
	wantCode(t, err, "history_exists")
	_, _, err = d.DownloadHistory(t.Context(), auditor, id)
	wantCode(t, err, "state_forbids")
	for range 2 { // a job may run twice
		must(t, d.WorkHistory(t.Context(), archive.HistoryArgs{OrganizationID: d.Organization.ID, HistoryID: id}))
	}
	found, content, err := d.DownloadHistory(t.Context(), auditor, id)
	must(t, err)
	if found.State != archive.Done || found.Done != found.Total || found.Total != 2 || !strings.HasPrefix(found.FileName(), "history-"+d.CNY.Code+"-") {
		t.Errorf("made %+v", found)
	}
	packed, err := io.ReadAll(content)
	must(t, errors.Join(err, content.Close()))
	reader, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	must(t, err)
	for _, name := range []string{"archive/" + made.FileName(), "statements/" + d.no + "/v1.json", "books/vouchers.jsonl", "audit/audit.jsonl", "SHA256SUMS"} {
		if _, err := reader.Open(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if told := ledgertest.Ask[int](t, d.Books, `SELECT count(*) FROM hefu.staff_notices WHERE kind = 'archive.history' AND staff_id = $1`, auditor.PersonID.String()); told != 1 {
		t.Errorf("whoever asked was told %d times", told)
	}
	_, err = d.AskHistory(t.Context(), d.Staff(ledger.Sales), d.CNY.ID)
	wantCode(t, err, "not_permitted")
	_, err = d.AskHistory(t.Context(), auditor, d.OtherCustomer.ID)
	wantCode(t, err, "not_found")
	_, _, err = d.DownloadHistory(t.Context(), d.OtherStaff(ledger.Auditor), id)
	wantCode(t, err, "not_found")
	d.Exec(t, `UPDATE hefu.customer_histories SET expires_at = now() - interval '1 minute'`)
	_, _, err = d.DownloadHistory(t.Context(), auditor, id)
	wantCode(t, err, "not_found")
}
