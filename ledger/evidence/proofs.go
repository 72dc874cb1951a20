package evidence

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// proofFile is a file beside a document.
type proofFile struct {
	ID         ledger.ID
	DocumentNo string
	Kind       string
	Name       string
	Media      string
	Sum        []byte
	SHA256     string
}

// Of the documents that any version of the statements shows and of those that their disputes brought forth, or with the time given also of
// whatever was posted then. What is among staff goes only where it is asked for, and never to the customer.
const readProofs = `
WITH shown AS (
  SELECT nullif(l ->> 2, '')::uuid AS id FROM statement_versions v CROSS JOIN LATERAL (SELECT v.body::jsonb AS b OFFSET 0) x
    CROSS JOIN LATERAL (SELECT jsonb_array_elements(b -> 'lines') UNION ALL SELECT jsonb_array_elements(b -> 'open_items')) e (l) WHERE v.statement_id = ANY ($2)
  UNION SELECT credit_document_id FROM disputes WHERE statement_id = ANY ($2)
  UNION SELECT id FROM documents WHERE NOT $3 AND customer_id = $1 AND posting_date BETWEEN $4 AND $5
)
SELECT f.id, d.document_no, f.kind, f.name, f.media_type, f.sha256, encode(f.sha256, 'hex')
FROM document_files f JOIN documents d ON d.id = f.document_id
WHERE f.customer_id = $1 AND f.removed_at IS NULL AND (NOT f.internal OR $6) AND d.id IN (SELECT id FROM shown) ORDER BY d.document_no, f.id`

func (a about) proofs(ctx context.Context, tx *store.Tx) ([]proofFile, error) {
	any, _, err := store.Value[bool](ctx, tx, `SELECT EXISTS (SELECT FROM document_files WHERE customer_id = $1)`, a.CustomerID)
	if err != nil || !any { // most have none, and the bodies of statements are long
		return nil, err
	}
	return store.Rows[proofFile](ctx, tx, readProofs, a.CustomerID, a.statementIDs(), a.shared, a.From, a.To, a.Internal && !a.shared)
}

// writeProofs copies the files beside the documents.
func (s *Service) writeProofs(ctx context.Context, _ ledger.Actor, a about, p *pack) error {
	for _, it := range a.Proofs {
		found, err := s.files.Bytes(ctx, it.Name, it.Media, it.Sum)
		if err := p.copied("proofs/"+safe(it.DocumentNo)+"/"+it.Kind+"-"+it.ID.String()[24:]+"-"+safe(it.Name), it.Name+" "+it.SHA256, found, err); err != nil {
			return err
		}
		p.proofs = append(p.proofs, it.ID)
	}
	return nil
}
