package verify_test

import (
	"context"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"hefu/ledger/blob"
	"hefu/ledger/ledgertest"
	"hefu/ledger/verify"
)

func TestMissingAndChangedFilesAreNamed(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	b.PlantsFaults()
	kept, err := blob.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	sums := map[string]blob.Sum{}
	for _, name := range []string{"whole", "lost"} {
		staged, err := kept.Stage(t.Context(), strings.NewReader(name))
		if err != nil {
			t.Fatal(err)
		}
		if err := kept.Keep(t.Context(), staged); err != nil {
			t.Fatal(err)
		}
		sums[name] = staged.Sum()
		staged.Discard()
	}
	for _, table := range []string{"disputes", "dispute_messages"} { // the parents of these rows are of no interest here
		b.Exec(t, `ALTER TABLE hefu.`+table+` DISABLE TRIGGER ALL`)
	}
	b.Exec(t, `INSERT INTO hefu.disputes SELECT (jsonb_populate_record(NULL::hefu.disputes, jsonb_build_object('id', gen_random_uuid(), 'organization_id', $1::text, 'customer_id', $2::text,
		'dispute_no', 'DSP-1', 'series', 'DSP', 'number', 1, 'statement_id', gen_random_uuid(), 'version', 1, 'line_no', 1, 'document_no', '', 'currency', 'CNY', 'line_amount', 1, 'category', 'price',
		'disputed_amount', 1, 'text', '', 'state', 'open', 'due_at', now(), 'opened_at', now(), 'opened_by', gen_random_uuid(), 'opened_by_name', '', 'row_version', 1))).*`,
		b.Organization.ID.String(), b.CNY.ID.String())
	b.Exec(t, `INSERT INTO hefu.dispute_messages (id, organization_id, customer_id, dispute_id, side, author_id, author_name, text)
		SELECT gen_random_uuid(), organization_id, customer_id, id, 'customer', gen_random_uuid(), '', '' FROM hefu.disputes`)
	for _, sum := range sums {
		b.Exec(t, `INSERT INTO hefu.attachments (id, organization_id, customer_id, dispute_id, message_id, side, name, media_type, size, sha256, upload_key, received_sha256, uploaded_by, uploaded_by_name)
			SELECT gen_random_uuid(), organization_id, customer_id, dispute_id, id, 'customer', 'a.txt', 'text/plain', 5, $1, gen_random_uuid(), $1, gen_random_uuid(), '' FROM hefu.dispute_messages`, sum[:])
	}
	conn, err := pgx.Connect(t.Context(), b.URL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	check := func() verify.Check {
		t.Helper()
		found, err := verify.Files(t.Context(), conn, kept)
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	if found := check(); found.Violations != 0 {
		t.Fatalf("sound files: %+v", found)
	}
	if err := kept.Remove(t.Context(), sums["lost"]); err != nil {
		t.Fatal(err)
	}
	found := check()
	if found.Violations != 1 || !strings.Contains(found.Samples[0], "of DSP-1 is missing: "+sums["lost"].String()) {
		t.Errorf("a lost file: %+v", found)
	}
	b.Exec(t, `UPDATE hefu.dispute_messages SET internal = true, side = 'staff'`)
	if found := check(); found.Violations != 2 || !strings.Contains(found.Samples[0], "belongs elsewhere") {
		t.Errorf("files of a note that the customer can read: %+v", found)
	}
}
