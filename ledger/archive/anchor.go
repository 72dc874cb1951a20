package archive

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/merkle"
)

// AnchorFormat names the layout of what an anchor signs.
const AnchorFormat = "hefu-anchor/1"

// anchored is what is signed: canonical JSON, keys in the order of their code points.
type anchored struct {
	Added        int           `json:"added"`
	Audit        auditHead     `json:"audit"`
	Day          calendar.Date `json:"day"`
	Format       string        `json:"format"`
	MadeAt       string        `json:"made_at"`
	Number       int           `json:"number"`
	Organization string        `json:"organization"`
	PreviousRoot *string       `json:"previous_root"`
	Previous     *string       `json:"previous_sha256"`
	PreviousSize int           `json:"previous_size"`
	Root         merkle.Hash   `json:"root"`
	Size         int           `json:"size"`
}

type auditHead struct {
	Hash string `json:"hash"`
	Seq  int64  `json:"seq"`
}

// anchorGround is what an anchor is made on.
type anchorGround struct {
	Organization string
	Day          calendar.Date // the last that has ended, where the organization is
	AuditSeq     int64
	AuditHash    string
	Now          time.Time
	Number       int // of the anchor before, with what it says; zero for none
	LastDay      calendar.Date
	Root         string
	SHA256       string
}

const readAnchorGround = `
SELECT o.name, ((now() AT TIME ZONE o.time_zone)::date - 1), h.head, h.head_hash, now(), coalesce(a.number, 0), a.day, coalesce(encode(a.root, 'hex'), ''), coalesce(encode(a.content_sha256, 'hex'), '')
FROM organizations o CROSS JOIN LATERAL audit_chain(9223372036854775807, 1) h
LEFT JOIN LATERAL (SELECT * FROM archive_anchors a WHERE a.organization_id = o.id ORDER BY a.number DESC LIMIT 1) a ON true
WHERE o.id = $1`

// What came in while the day's anchor was made joins the next one.
const readUnanchored = `
SELECT b.id, 'bundle ' || b.bundle_no || ' ' || encode(b.manifest_sha256, 'hex') FROM archive_bundles b JOIN organizations o ON o.id = b.organization_id
WHERE b.organization_id = $1 AND b.made_at < (($2::date + 1)::timestamp AT TIME ZONE o.time_zone) AND NOT EXISTS (SELECT FROM archive_anchor_leaves l WHERE l.bundle_id = b.id) ORDER BY b.id`

type newLeaf struct {
	BundleID ledger.ID
	Content  string
}

const insertAnchor = `
INSERT INTO archive_anchors (id, organization_id, number, day, size, added, root, audit_seq, audit_hash, content, content_sha256, previous_sha256, signature, stamp, certificates, signer, stamped_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, sha256(convert_to($10, 'UTF8')), $11, $12, $13, $14, $15, $16)`

const insertLeaves = `
INSERT INTO archive_anchor_leaves (organization_id, position, anchor_id, bundle_id, content)
SELECT $1, $2 + u.ord::int - 1, $3, u.bundle, u.content FROM unnest($4::uuid[], $5::text[]) WITH ORDINALITY AS u (bundle, content, ord)`

// Anchor brings the day that has ended last under one root, unless that is done: every bundle that was sealed until then and is in no
// anchor yet, and the head of the audit chain. It is the program's own doing. made is false when there was nothing to do.
func (s *Service) Anchor(ctx context.Context, organization ledger.ID) (made bool, err error) {
	return s.anchor(ctx, organization, calendar.Date{})
}

// anchor is Anchor as of the end of a day; zero is the last that has ended.
func (s *Service) anchor(ctx context.Context, organization ledger.ID, day calendar.Date) (made bool, err error) {
	actor := ledger.SystemActor(organization, sealerName)
	var g anchorGround
	var before []string
	var added []newLeaf
	err = s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		if g, _, err = store.Row[anchorGround](ctx, tx, readAnchorGround, organization); err != nil {
			return err
		}
		if !day.IsZero() {
			g.Day = day
		}
		if !g.Day.After(g.LastDay) {
			return nil
		}
		if before, err = store.Values[string](ctx, tx, `SELECT content FROM archive_anchor_leaves WHERE organization_id = $1 ORDER BY position`, organization); err != nil {
			return err
		}
		added, err = store.Rows[newLeaf](ctx, tx, readUnanchored, organization, g.Day)
		return err
	})
	if err != nil || !g.Day.After(g.LastDay) {
		return false, err
	}
	added = append(added, newLeaf{Content: fmt.Sprintf("audit %d %s", g.AuditSeq, g.AuditHash)})
	content := g.over(before, added)
	text, err := content.bytes()
	if err != nil {
		return false, ledger.E("internal").Because(err)
	}
	proof := &Proof{}
	if s.signer != nil {
		if proof, err = s.signer.SignManifest(ctx, actor, text); err != nil {
			return false, err
		}
	}
	return true, s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		return content.record(ctx, tx, text, added, proof)
	})
}

// over is the anchor of what was anchored before and what is new.
func (g anchorGround) over(before []string, added []newLeaf) anchored {
	rows := before
	for _, leaf := range added {
		rows = append(rows, leaf.Content)
	}
	out := anchored{Added: len(added), Audit: auditHead{g.AuditHash, g.AuditSeq}, Day: g.Day, Format: AnchorFormat, MadeAt: g.Now.UTC().Format(time.RFC3339), Number: g.Number + 1,
		Organization: g.Organization, PreviousSize: len(before), Root: merkle.Root(leaves(rows)), Size: len(rows)}
	if g.Number > 0 {
		out.PreviousRoot, out.Previous = &g.Root, &g.SHA256
	}
	return out
}

func (a anchored) bytes() ([]byte, error) {
	var out bytes.Buffer
	writer := json.NewEncoder(&out)
	writer.SetEscapeHTML(false)
	err := writer.Encode(a)
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), err
}

func (a anchored) record(ctx context.Context, tx *store.Tx, text []byte, added []newLeaf, proof *Proof) error {
	id := ledger.NewID()
	var before, signature, stamp, at any
	signer, certificates := "", ""
	if proof != nil && proof.Signer != "" {
		signature, stamp, at, signer, certificates = proof.Files["manifest.p7s"], proof.Files["manifest.tst"], proof.At, proof.Signer, string(proof.Files["signer.pem"])
	}
	if a.Previous != nil {
		before = previous(*a.Previous)
	}
	_, err := store.Exec(ctx, tx, insertAnchor, id, tx.Actor.OrganizationID, a.Number, a.Day, a.Size, a.Added, a.Root[:], a.Audit.Seq, a.Audit.Hash, string(text), before,
		signature, stamp, certificates, signer, at)
	if err != nil {
		return err
	}
	bundles, contents := make([]ledger.ID, len(added)), make([]string, len(added))
	for i, leaf := range added {
		bundles[i], contents[i] = leaf.BundleID, leaf.Content
	}
	if _, err := store.Exec(ctx, tx, insertLeaves, tx.Actor.OrganizationID, a.PreviousSize, id, bundles, contents); err != nil {
		return err
	}
	sum := sha256.Sum256(text)
	tx.Audit(ledger.ID{}, "archive.anchored", map[string]any{"anchor": id, "number": a.Number, "day": a.Day, "size": a.Size, "root": a.Root, "sha256": hex.EncodeToString(sum[:]), "signer": signer})
	return nil
}
