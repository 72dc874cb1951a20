package verify

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"

	"hefu/ledger/blob"
	"hefu/ledger/internal/store"
)

// keptFile is what a row says about one content.
type keptFile struct {
	Attachment, Dispute, Content string // beside a document its number stands for the dispute's
	Astray                       bool
}

const keptFiles = `
SELECT a.id::text, d.dispute_no, encode(c.sha256, 'hex'),
  m.dispute_id <> a.dispute_id OR m.internal <> a.internal OR d.customer_id <> a.customer_id OR d.organization_id <> a.organization_id
FROM hefu.attachments a JOIN hefu.disputes d ON d.id = a.dispute_id JOIN hefu.dispute_messages m ON m.id = a.message_id
CROSS JOIN LATERAL (VALUES (a.sha256), (a.thumbnail_sha256)) c (sha256) WHERE c.sha256 IS NOT NULL
UNION ALL
SELECT f.id::text, coalesce(d.document_no, 'a draft'), encode(c.sha256, 'hex'),
  coalesce((d.customer_id, d.organization_id) <> (f.customer_id, f.organization_id), false)
    OR coalesce((w.customer_id, w.organization_id) <> (f.customer_id, f.organization_id), false) OR w.id IS NOT NULL AND w.document_id IS DISTINCT FROM f.document_id
FROM hefu.document_files f LEFT JOIN hefu.documents d ON d.id = f.document_id LEFT JOIN hefu.drafts w ON w.id = f.draft_id
CROSS JOIN LATERAL (VALUES (f.sha256), (f.thumbnail_sha256)) c (sha256) WHERE c.sha256 IS NOT NULL ORDER BY 1`

// Files proves that every file of a dispute or a document is still there, byte for byte, also those that were withdrawn or removed, and that
// its row belongs where its message or its document does. It reads every file once. db is as for Run.
func Files(ctx context.Context, db store.Querier, kept blob.Store) (Check, error) {
	check := Check{Invariant: "X07", Text: "every file of a dispute or a document is kept byte for byte and belongs where its message or document does"}
	rows, err := read(ctx, db, func(f *keptFile) []any { return []any{&f.Attachment, &f.Dispute, &f.Content, &f.Astray} }, keptFiles)
	if err != nil {
		return check, fmt.Errorf("verify files: %w", err)
	}
	known := map[blob.Sum]error{}
	for _, row := range rows {
		fault := "belongs elsewhere than its message or document"
		if !row.Astray {
			bits, err := hex.DecodeString(row.Content)
			if err != nil || len(bits) != len(blob.Sum{}) {
				return check, fmt.Errorf("verify files: %q is no sum", row.Content)
			}
			sum := blob.Sum(bits)
			if _, looked := known[sum]; !looked {
				known[sum] = blob.Check(ctx, kept, sum)
			}
			switch err := known[sum]; {
			case err == nil:
				continue
			case errors.Is(err, blob.ErrMissing):
				fault = "is missing: " + row.Content
			case errors.Is(err, blob.ErrChanged):
				fault = "has changed: " + row.Content
			default:
				return check, fmt.Errorf("verify files: %w", err)
			}
		}
		if check.Violations++; len(check.Samples) < MaxSamples {
			check.Samples = append(check.Samples, "attachment "+row.Attachment+" of "+row.Dispute+" "+fault)
		}
	}
	return check, nil
}
