package archive

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"strings"
	"time"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/evidence"
	"hefu/ledger/internal/store"
)

// Anchor is a day's root over everything that was ever archived. Hashes are in hexadecimal digits; Previous is empty for the first.
type Anchor struct {
	ID        ledger.ID
	Number    int
	Day       calendar.Date
	Size      int // leaves, those of the days before included
	Added     int // on this day: bundles, and the head of the audit chain
	Root      string
	AuditSeq  int64
	AuditHash string
	SHA256    string
	Previous  string
	Signer    string // empty where it is not signed
	StampedAt *time.Time
	MadeAt    time.Time
}

// Line is what is published: on a page of the company, in a newspaper, in a mail to the auditor.
func (a Anchor) Line() string {
	return fmt.Sprintf("%s %s #%d size %d root %s sha256 %s", AnchorFormat, a.Day, a.Number, a.Size, a.Root, a.SHA256)
}

// FileName is what the anchor is called when it is given out.
func (a Anchor) FileName() string { return "anchor-" + a.Day.String() + ".zip" }

const readAnchors = `
SELECT a.id, a.number, a.day, a.size, a.added, encode(a.root, 'hex'), a.audit_seq, a.audit_hash, encode(a.content_sha256, 'hex'), coalesce(encode(a.previous_sha256, 'hex'), ''),
  a.signer, a.stamped_at, a.made_at FROM archive_anchors a WHERE a.organization_id = $1`

// Anchors lists anchors, the latest first, those before one (zero: all). limit is 1–201. Needs ExportEvidence.
func (s *Service) Anchors(ctx context.Context, actor ledger.Actor, before ledger.ID, limit int) ([]Anchor, error) {
	if err := allowed(actor); err != nil {
		return nil, err
	}
	return readAll[Anchor](ctx, s.db, actor, readAnchors+` AND ($2::uuid IS NULL OR a.id < $2) ORDER BY a.id DESC LIMIT $3`, actor.OrganizationID, orNone(before), Filter{Limit: limit}.limit())
}

//go:embed README.anchor.txt
var anchorReadme []byte

type anchorFile struct {
	Content      string
	Signature    []byte
	Stamp        []byte
	Certificates string
	Size         int
	MadeAt       time.Time
}

// AnchorFile packs an anchor with everything that proves it: what was signed, the signature, the stamp, the certificates, the leaves, and a
// script that checks them with openssl alone. Needs ExportEvidence; it is on record who took it. Refused: not_found.
func (s *Service) AnchorFile(ctx context.Context, actor ledger.Actor, id ledger.ID) (Anchor, []byte, error) {
	if err := allowed(actor); err != nil {
		return Anchor{}, nil, err
	}
	var out Anchor
	var parts anchorFile
	var rows []string
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		found, ok, err := store.Row[Anchor](ctx, tx, readAnchors+` AND a.id = $2`, actor.OrganizationID, id)
		if err == nil && !ok {
			err = ledger.E("not_found")
		}
		if err != nil {
			return err
		}
		out = found
		if parts, _, err = store.Row[anchorFile](ctx, tx, `SELECT content, coalesce(signature, ''), coalesce(stamp, ''), certificates, size, made_at FROM archive_anchors WHERE id = $1`, id); err != nil {
			return err
		}
		tx.Audit(ledger.ID{}, "archive.anchor_downloaded", map[string]any{"anchor": id, "day": out.Day, "sha256": out.SHA256})
		rows, err = store.Values[string](ctx, tx, `SELECT content FROM archive_anchor_leaves WHERE organization_id = $1 AND position < $2 ORDER BY position`, actor.OrganizationID, parts.Size)
		return err
	})
	if err != nil {
		return out, nil, err
	}
	packed, err := parts.pack(rows)
	return out, packed, err
}

func (p anchorFile) pack(rows []string) ([]byte, error) {
	files := map[string][]byte{"anchor.json": []byte(p.Content), "leaves.txt": []byte(strings.Join(rows, "\n") + "\n"), "verify.sh": script(anchorScript), "README.txt": anchorReadme}
	if len(p.Signature) > 0 {
		files["anchor.p7s"], files["anchor.tst"], files["signer.pem"] = p.Signature, p.Stamp, []byte(p.Certificates)
	}
	var out bytes.Buffer
	pack := evidence.NewPack(&out, p.MadeAt)
	if err := add(pack, files); err != nil {
		return nil, ledger.E("internal").Because(err)
	}
	if err := pack.Close(); err != nil {
		return nil, ledger.E("internal").Because(err)
	}
	return out.Bytes(), nil
}
