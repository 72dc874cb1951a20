package dispute_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hefu/ledger"
	"hefu/ledger/blob"
	"hefu/ledger/dispute"
	"hefu/ledger/internal/store"
	"hefu/ledger/ledgertest"
)

func photograph(t testing.TB) string {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 640, 480)), nil); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func (c *court) attach(t *testing.T, by ledger.Actor, id ledger.ID, cmd dispute.AttachCommand, content string) (ledger.ID, error) {
	t.Helper()
	if cmd.Key.IsZero() {
		cmd.Key = ledger.NewID()
	}
	if cmd.Name == "" {
		cmd.Name = "送货单.jpg"
	}
	return c.disputes.Attach(t.Context(), by, id, cmd, strings.NewReader(content))
}

func (c *court) download(t *testing.T, by ledger.Actor, id ledger.ID, thumbnail bool) (string, error) {
	t.Helper()
	found, err := c.files.Open(t.Context(), by, id, thumbnail)
	if err != nil {
		return "", err
	}
	defer func() { _ = found.Close() }()
	content, err := io.ReadAll(found)
	c.must(t, err)
	return string(content), nil
}

// kept counts the files in the folder, staged ones too.
func (c *court) kept(t *testing.T) int {
	t.Helper()
	n := 0
	c.must(t, filepath.WalkDir(c.blobs.Root(), func(_ string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			n++
		}
		return err
	}))
	return n
}

func TestAFileStandsBesideItsMessage(t *testing.T) {
	t.Parallel()
	c := open(t)
	id := c.dispute(t, 1, "")
	view, err := c.disputes.Get(t.Context(), c.confirmer, id)
	c.must(t, err)
	key := ledger.NewID()
	cmd := dispute.AttachCommand{Key: key, Message: view.Messages[0].ID}
	file, err := c.attach(t, c.confirmer, id, cmd, photograph(t))
	c.must(t, err)
	if again, err := c.attach(t, c.confirmer, id, cmd, photograph(t)); err != nil || again != file {
		t.Errorf("sent again under the same key it is %v, %v; want %v", again, err, file)
	}
	if _, err := c.attach(t, c.confirmer, id, cmd, "another content"); !ledger.IsCode(err, "idempotency_key_reused") {
		t.Errorf("another file under the same key: %v", err)
	}
	if view, err = c.disputes.Get(t.Context(), c.confirmer, id); err != nil || len(view.Messages) != 1 || len(view.Attachments) != 1 || view.Files != 1 {
		t.Fatalf("%d messages, %d files, %v", len(view.Messages), len(view.Attachments), err)
	}
	shown := view.Attachments[0]
	if shown.MessageID != view.Messages[0].ID || shown.Name != "送货单.jpg" || shown.Media != "image/jpeg" || shown.Width != 640 || !shown.Thumbnail {
		t.Errorf("it shows as %+v", shown)
	}
	for _, reader := range []ledger.Actor{c.confirmer, c.Contact(c.CNY, ledger.Viewer), c.Staff(ledger.Sales), c.Staff(ledger.Auditor)} {
		if content, err := c.download(t, reader, file, false); err != nil || !strings.HasPrefix(content, "\xff\xd8") {
			t.Errorf("%s reads %d bytes, %v", reader.Name, len(content), err)
		}
		if small, err := c.download(t, reader, file, true); err != nil || !strings.HasPrefix(small, "\xff\xd8") {
			t.Errorf("%s reads a thumbnail of %d bytes, %v", reader.Name, len(small), err)
		}
	}
	for _, stranger := range []ledger.Actor{c.Contact(c.USD, ledger.Confirmer), c.Contact(c.OtherCustomer, ledger.Confirmer), c.OtherStaff(ledger.ARAccountant)} {
		if _, err := c.download(t, stranger, file, false); !ledger.IsCode(err, "not_found") {
			t.Errorf("%s: %v", stranger.Name, err)
		}
	}
	if n := ledgertest.Ask[int](t, c.Books, `SELECT count(*) FROM hefu.audit_log WHERE action = 'attachment.added'`); n != 1 {
		t.Errorf("one file left %d audit rows", n)
	}
}

func TestFilesOfNotesNeverReachTheCustomer(t *testing.T) {
	t.Parallel()
	c := open(t)
	id := c.dispute(t, 1, "")
	clerk := c.Staff(ledger.ARAccountant)
	c.must(t, c.disputes.Write(t.Context(), clerk, id, "只给同事看", true))
	staff := c.read(t, id)
	note := staff.Messages[len(staff.Messages)-1]
	// What belongs to a note is a note, whatever else is said.
	under, err := c.attach(t, clerk, id, dispute.AttachCommand{Message: note.ID, Internal: false}, photograph(t))
	c.must(t, err)
	alone, err := c.attach(t, c.Staff(ledger.Sales), id, dispute.AttachCommand{Internal: true, Name: "价格表.txt"}, "内部价格")
	c.must(t, err)
	for _, file := range []ledger.ID{under, alone} {
		if _, err := c.download(t, c.confirmer, file, false); !ledger.IsCode(err, "not_found") {
			t.Errorf("the customer reads a file of a note: %v", err)
		}
	}
	if _, err := c.download(t, c.confirmer, under, true); !ledger.IsCode(err, "not_found") {
		t.Errorf("the customer reads its thumbnail: %v", err)
	}
	seen, err := c.disputes.Get(t.Context(), c.confirmer, id)
	c.must(t, err)
	if len(seen.Attachments) != 0 || seen.Files != 0 || seen.State != dispute.Open {
		t.Errorf("the customer sees %d files, a count of %d, state %s", len(seen.Attachments), seen.Files, seen.State)
	}
	if view := c.read(t, id); len(view.Attachments) != 2 {
		t.Errorf("staff see %d files", len(view.Attachments))
	}
	// A customer cannot make one internal, nor speak under a note.
	theirs, err := c.attach(t, c.confirmer, id, dispute.AttachCommand{Message: note.ID, Internal: true}, photograph(t))
	c.must(t, err)
	if n := ledgertest.Ask[int](t, c.Books, `SELECT count(*) FROM hefu.attachments a JOIN hefu.dispute_messages m ON m.id = a.message_id
		WHERE a.id = $1 AND NOT a.internal AND NOT m.internal AND m.side = 'customer' AND m.kind = 'opened'`, theirs.String()); n != 1 {
		t.Error("the customer's file does not stand beside what the customer wrote")
	}
}

func TestTheDatabaseItselfGuardsFiles(t *testing.T) {
	t.Parallel()
	c := open(t)
	id := c.dispute(t, 1, "")
	_, err := c.attach(t, c.confirmer, id, dispute.AttachCommand{}, photograph(t))
	c.must(t, err)
	_, err = c.attach(t, c.Staff(ledger.Sales), id, dispute.AttachCommand{Internal: true}, photograph(t))
	c.must(t, err)
	for _, x := range []struct {
		who  string
		as   ledger.Actor
		rows int
	}{
		{"the customer sees its own", c.confirmer, 1},
		{"staff see both", c.Staff(ledger.ARAccountant), 2},
		{"another customer sees none", c.Contact(c.USD, ledger.Confirmer), 0},
		{"another organization sees none", c.OtherStaff(ledger.ARAccountant), 0},
		{"no context, none", ledger.Actor{Audience: ledger.Portal}, 0},
	} {
		c.must(t, c.DB.Read(t.Context(), x.as, func(ctx context.Context, tx *store.Tx) error {
			n, _, err := store.Value[int](ctx, tx, `SELECT count(*)::int FROM attachments`)
			if n != x.rows {
				t.Errorf("%s: %d rows, want %d", x.who, n, x.rows)
			}
			return err
		}))
	}
	for what, x := range map[string]struct {
		as  ledger.Actor
		sql string
	}{
		"a customer speaks for staff":     {c.confirmer, `INSERT INTO attachments SELECT gen_random_uuid(), organization_id, customer_id, dispute_id, message_id, 'staff', false, name, media_type, size, sha256, 0, 0, NULL, false, gen_random_uuid(), sha256, uploaded_by, '' FROM attachments`},
		"a customer changes a name":       {c.confirmer, `UPDATE attachments SET name = 'x'`},
		"staff change the bytes":          {c.Staff(ledger.ARAccountant), `UPDATE attachments SET sha256 = sha256`},
		"staff delete":                    {c.Staff(ledger.ARAccountant), `DELETE FROM attachments`},
		"a customer marks for somebody":   {c.confirmer, `INSERT INTO dispute_reads SELECT dispute_id, gen_random_uuid(), organization_id, customer_id, 'customer', 'x', message_id FROM attachments`},
		"a customer marks for the seller": {c.confirmer, `INSERT INTO dispute_reads SELECT dispute_id, uploaded_by, organization_id, customer_id, 'staff', 'x', message_id FROM attachments`},
	} {
		err := c.DB.Write(t.Context(), x.as, func(ctx context.Context, tx *store.Tx) error {
			_, err := store.Exec(ctx, tx, x.sql)
			return err
		})
		if err == nil {
			t.Errorf("%s: the database let it", what)
		}
	}
	c.must(t, c.DB.Write(t.Context(), c.Contact(c.CNY, ledger.Payer), func(ctx context.Context, tx *store.Tx) error {
		n, err := store.Exec(ctx, tx, `UPDATE attachments SET withdrawn_at = now()`)
		if n != 0 {
			t.Error("a colleague withdrew another's file")
		}
		return err
	}))
}

func TestAWithdrawnFileIsKeptAndNotShown(t *testing.T) {
	t.Parallel()
	c := open(t)
	id := c.dispute(t, 1, "")
	file, err := c.attach(t, c.confirmer, id, dispute.AttachCommand{}, photograph(t))
	c.must(t, err)
	if _, err := c.disputes.WithdrawFile(t.Context(), c.Staff(ledger.ARAccountant), file); !ledger.IsCode(err, "file_of_another") {
		t.Errorf("staff withdraw the customer's file: %v", err)
	}
	if _, err := c.disputes.WithdrawFile(t.Context(), c.Contact(c.USD, ledger.Confirmer), file); !ledger.IsCode(err, "not_found") {
		t.Errorf("another customer: %v", err)
	}
	if _, err := c.disputes.WithdrawFile(t.Context(), c.Contact(c.CNY, ledger.Viewer), file); !ledger.IsCode(err, "not_permitted") {
		t.Errorf("a viewer: %v", err)
	}
	before := c.kept(t)
	_, err = c.disputes.WithdrawFile(t.Context(), c.confirmer, file)
	c.must(t, err)
	for _, reader := range []ledger.Actor{c.confirmer, c.Staff(ledger.ARAccountant)} {
		if _, err := c.download(t, reader, file, false); !ledger.IsCode(err, "not_found") {
			t.Errorf("%s still reads it: %v", reader.Name, err)
		}
		view, err := c.disputes.Get(t.Context(), reader, id)
		c.must(t, err)
		if len(view.Attachments) != 1 || view.Attachments[0].Withdrawn == nil || view.Attachments[0].Name != "" || view.Files != 0 {
			t.Errorf("%s sees %+v", reader.Name, view.Attachments)
		}
	}
	if _, err := c.disputes.WithdrawFile(t.Context(), c.confirmer, file); !ledger.IsCode(err, "not_found") {
		t.Errorf("withdrawn twice: %v", err)
	}
	if after := c.kept(t); after != before {
		t.Errorf("%d files were kept and are %d", before, after)
	}
	if n := ledgertest.Ask[int](t, c.Books, `SELECT count(*) FROM hefu.audit_log WHERE action = 'attachment.withdrawn'`); n != 1 {
		t.Errorf("%d audit rows", n)
	}
}

func TestFilesHaveTheirLimits(t *testing.T) {
	t.Parallel()
	c := open(t)
	id := c.dispute(t, 1, "")
	var last ledger.ID
	for i := range 20 {
		file, err := c.attach(t, c.confirmer, id, dispute.AttachCommand{Name: "a.txt"}, fmt.Sprint("number ", i))
		c.must(t, err)
		last = file
	}
	if _, err := c.attach(t, c.confirmer, id, dispute.AttachCommand{Name: "a.txt"}, "one more"); !ledger.IsCode(err, "too_many_files") {
		t.Errorf("the twenty-first: %v", err)
	}
	_, err := c.disputes.WithdrawFile(t.Context(), c.confirmer, last)
	c.must(t, err)
	replaced, err := c.attach(t, c.confirmer, id, dispute.AttachCommand{Name: "a.txt"}, "in its place")
	c.must(t, err)
	if view := c.read(t, id); len(view.Messages) != 1 {
		t.Errorf("files sent right after the opening made %d entries, want the opening alone", len(view.Messages))
	}
	// What somebody has read is not added to unseen.
	clerk := c.Staff(ledger.ARAccountant)
	c.must(t, c.disputes.MarkRead(t.Context(), clerk, id, c.read(t, id).Messages[0].ID))
	_, err = c.disputes.WithdrawFile(t.Context(), c.confirmer, replaced)
	c.must(t, err)
	_, err = c.attach(t, c.confirmer, id, dispute.AttachCommand{Name: "a.txt"}, "after it was read")
	c.must(t, err)
	if view := c.read(t, id); len(view.Messages) != 2 || view.Messages[1].Kind != "attached" {
		t.Errorf("a file after the message was read made %d entries", len(view.Messages))
	}
	other := c.dispute(t, 2, "")
	c.Exec(t, `UPDATE hefu.attachments SET size = 26214400`)
	c.Exec(t, `INSERT INTO hefu.attachments SELECT gen_random_uuid(), organization_id, customer_id, dispute_id, message_id, side, internal, name, media_type, size, sha256, 0, 0, NULL, false, gen_random_uuid(), sha256, uploaded_by, ''
		FROM hefu.attachments, generate_series(1, 8)`)
	if _, err := c.attach(t, c.confirmer, other, dispute.AttachCommand{}, photograph(t)); !ledger.IsCode(err, "storage_quota") {
		t.Errorf("beyond the customer's limit: %v", err)
	}
}

func TestOneFileMayBeAboutSeveralDisputes(t *testing.T) {
	t.Parallel()
	c := open(t)
	first, second := c.dispute(t, 1, ""), c.dispute(t, 2, "")
	file, err := c.attach(t, c.confirmer, first, dispute.AttachCommand{}, photograph(t))
	c.must(t, err)
	before := c.kept(t)
	copied, err := c.disputes.Repeat(t.Context(), c.confirmer, second, file, ledger.ID{})
	c.must(t, err)
	if again, err := c.disputes.Repeat(t.Context(), c.confirmer, second, file, ledger.ID{}); err != nil || again != copied {
		t.Errorf("repeated again: %v %v", again, err)
	}
	if c.kept(t) != before {
		t.Error("the bytes were kept twice")
	}
	if _, err := c.download(t, c.confirmer, copied, true); err != nil {
		t.Error(err)
	}
	for name, by := range map[string]ledger.Actor{"staff": c.Staff(ledger.ARAccountant), "another customer": c.Contact(c.USD, ledger.Confirmer)} {
		if _, err := c.disputes.Repeat(t.Context(), by, second, file, ledger.ID{}); !ledger.IsCode(err, "not_found") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What is killed between the bytes and the row leaves bytes that nobody names; they are swept once they are a day old.
func TestBytesWithoutARowAreSwept(t *testing.T) {
	t.Parallel()
	c := open(t)
	id := c.dispute(t, 1, "")
	file, err := c.attach(t, c.confirmer, id, dispute.AttachCommand{}, photograph(t))
	c.must(t, err)
	named := c.kept(t)
	staged, err := c.blobs.Stage(t.Context(), strings.NewReader("nobody's"))
	c.must(t, err)
	c.must(t, c.blobs.Keep(t.Context(), staged))
	left, err := c.blobs.Stage(t.Context(), strings.NewReader("never kept"))
	c.must(t, err)
	defer left.Discard()
	now := ledger.SystemClock()
	if removed, err := c.files.Sweep(t.Context(), now); err != nil || removed != 0 || c.kept(t) != named+2 {
		t.Errorf("what is young was swept: %d, %v", removed, err)
	}
	if removed, err := c.files.Sweep(t.Context(), now.Add(25*time.Hour)); err != nil || removed != 1 || c.kept(t) != named {
		t.Errorf("swept %d, %v, %d files are left of %d", removed, err, c.kept(t), named)
	}
	if _, err := c.download(t, c.confirmer, file, false); err != nil {
		t.Errorf("a named file was swept: %v", err)
	}
	if _, err := c.blobs.Open(t.Context(), staged.Sum()); !errors.Is(err, blob.ErrMissing) {
		t.Errorf("what was swept opens: %v", err)
	}
}

func TestChangedBytesAreNeverGivenOut(t *testing.T) {
	t.Parallel()
	c := open(t)
	id := c.dispute(t, 1, "")
	file, err := c.attach(t, c.confirmer, id, dispute.AttachCommand{Name: "a.txt"}, "100.00")
	c.must(t, err)
	c.must(t, filepath.WalkDir(c.blobs.Root(), func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		return os.WriteFile(name, []byte("900.00"), 0o600)
	}))
	if _, err := c.download(t, c.confirmer, file, false); !ledger.IsCode(err, "internal") {
		t.Errorf("changed bytes: %v", err)
	}
}
