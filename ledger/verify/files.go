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
	Attachment, Dispute, Content string
	Astray                       bool
}

const keptFiles = `
SELECT a.id::text, d.dispute_no, encode(c.sha256, 'hex'),
  m.dispute_id <> a.dispute_id OR m.internal <> a.internal OR d.customer_id <> a.customer_id OR d.organization_id <> a.organization_id
FROM hefu.attachments a JOIN hefu.disputes d ON d.id = a.dispute_id JOIN hefu.dispute_messages m ON m.id = a.message_id
CROSS JOIN LATERAL (VALUES (a.sha256), (a.thumbnail_sha256)) c (sha256) WHERE c.sha256 IS NOT NULL ORDER BY a.id`

// Files proves that every attached file is still there, byte for byte, also those that were withdrawn, and that its row belongs where
// its message does. It reads every file once. db is as for Run.
func Files(ctx context.Context, db store.Querier, kept blob.Store) (Check, error) {
	check := Check{Invariant: "X07", Text: "every attached file is kept byte for byte and belongs where its message does"}
	rows, err := read(ctx, db, func(f *keptFile) []any { return []any{&f.Attachment, &f.Dispute, &f.Content, &f.Astray} }, keptFiles)
	if err != nil {
		return check, fmt.Errorf("verify files: %w", err)
	}
	known := map[blob.Sum]error{}
	for _, row := range rows {
		fault := "belongs elsewhere than its message"
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
