package document

import (
	"context"
	"encoding/json"
	"strings"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/journal"
)

// writing is prepared documents on their way into the books; their rows are there when the batch has run.
type writing struct {
	fresh []*prepared
	rows  []*[]writtenRow
}

// queueSet adds the documents with their lines, entries and items to a batch.
func queueSet(b *store.Batch, actor ledger.Actor, fresh []*prepared) *writing {
	w := &writing{fresh: fresh, rows: queueDocuments(b, actor, fresh)}
	queueLines(b, actor.OrganizationID, fresh)
	entries := make([]journal.Entry, len(fresh))
	for i, p := range fresh {
		entries[i] = p.entry
	}
	journal.Queue(b, actor.OrganizationID, entries)
	queueItems(b, actor.OrganizationID, fresh)
	queueNotes(b, actor.OrganizationID, fresh)
	queueFields(b, actor.OrganizationID, fresh)
	return w
}

// write writes documents at once, for a transaction that goes on.
func write(ctx context.Context, tx *store.Tx, fresh []*prepared) (*writing, error) {
	var b store.Batch
	w := queueSet(&b, tx.Actor, fresh)
	if err := tx.Send(ctx, &b); err != nil {
		return nil, err
	}
	numbers := make([]string, len(fresh))
	for i, done := range w.posted() {
		numbers[i] = done.DocumentNo
	}
	tx.Audit(w.customer(), posted, w.detail(numbers))
	return w, nil
}

// posted are the written documents in their order.
func (w *writing) posted() []Posted {
	byID := make(map[ledger.ID]Posted, len(w.fresh))
	for _, set := range w.rows {
		for _, row := range *set {
			byID[row.ID] = Posted{ID: row.ID, Number: row.Number, DocumentNo: row.DocumentNo, PostedAt: row.PostedAt}
		}
	}
	all := make([]Posted, len(w.fresh))
	for i, p := range w.fresh {
		all[i] = byID[p.id]
	}
	return all
}

// posted is the action of the one audit row of a set.
const posted = "document.posted"

// customer is whom the audit row of a set names: the customer of all its documents, or nobody.
func (w *writing) customer() ledger.ID {
	customer := w.fresh[0].CustomerID
	for _, p := range w.fresh {
		if p.CustomerID != customer {
			return ledger.ID{}
		}
	}
	return customer
}

func (w *writing) detail(numbers []string) []map[string]string {
	detail := make([]map[string]string, len(w.fresh))
	for i, p := range w.fresh {
		detail[i] = map[string]string{"document": p.id.String(), "kind": string(p.Kind), "no": numbers[i], "currency": string(p.Currency), "gross": p.gross.String()}
		if p.givenByHand() {
			detail[i]["t0"], detail[i]["due"], detail[i]["reason"] = p.t0.String(), p.due.String(), p.Reason
		}
	}
	return detail
}

// unnumbered stands for a number that the database has yet to take; no text that is let in holds this character.
const unnumbered = "\x00"

var unnumberedJSON = `"\u0000"`

const numberedOnce = `$6 || to_json((SELECT d.document_no FROM documents d WHERE d.id = $7))::text || $5`

// The audit row tells the numbers that the same round trip takes.
var numberedDetail = store.OverSet(`
(SELECT string_agg(p.before || to_json((SELECT d.document_no FROM documents d WHERE d.id = p.id))::text, '' ORDER BY p.n) FROM {set}) || $5`, "p", 6, "id uuid", "before text")

// auditUnnumbered adds the audit row of a set to the batch that writes the set.
func (w *writing) auditUnnumbered(b *store.Batch, tx *store.Tx) {
	numbers := make([]string, len(w.fresh))
	var ids []ledger.ID
	for i, p := range w.fresh {
		if numbers[i] = p.DocumentNo; p.DocumentNo == "" {
			numbers[i], ids = unnumbered, append(ids, p.id)
		}
	}
	detail := w.detail(numbers)
	if len(ids) == 0 {
		tx.Audit(w.customer(), posted, detail)
		return
	}
	text, err := json.Marshal(detail)
	if err != nil { // maps of text can always be told
		text = []byte(unnumberedJSON)
	}
	pieces := strings.Split(string(text), unnumberedJSON)
	last := len(pieces) - 1
	if last == 1 {
		tx.AuditAs(b, w.customer(), posted, numberedOnce, pieces[1], pieces[0], ids[0])
		return
	}
	tx.AuditAs(b, w.customer(), posted, numberedDetail.For(len(ids)), pieces[last], ids, pieces[:last])
}
