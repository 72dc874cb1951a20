package archive

import (
	"bytes"
	"context"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/merkle"
	"hefu/ledger/money"
	"hefu/ledger/statement"
)

// answer is how a line stands: confirmed, or disputed and what came of that.
type answer struct {
	Line     int
	Answer   string
	Dispute  string
	Outcome  string
	Agreed   decimal.NullDecimal
	Credited string
}

const readAnswers = `
SELECT l.line_no, l.answer, coalesce(d.dispute_no, ''), coalesce(d.outcome, d.state, ''), d.agreed_amount, coalesce(c.document_no, '')
FROM line_answers l LEFT JOIN LATERAL (SELECT * FROM disputes d WHERE d.statement_id = l.statement_id AND d.line_no = l.line_no ORDER BY d.id DESC LIMIT 1) d ON true
LEFT JOIN documents c ON c.id = d.credit_document_id WHERE l.statement_id = $1`

// columns of lines.tsv, in their order; the first line of the file is no leaf and is not in it: the manifest names them.
var columns = []string{"line", "kind", "document_no", "document_date", "due_date", "order_no", "invoice_no", "amount", "open", "answer", "dispute_no", "outcome", "agreed_amount", "credit_note"}

// lines are the rows of lines.tsv, without their ends.
func (s *Service) lines(ctx context.Context, actor ledger.Actor, content statement.Content, id ledger.ID) ([]string, error) {
	answers := map[int]answer{}
	found, err := readAll[answer](ctx, s.db, actor, readAnswers, id)
	if err != nil {
		return nil, err
	}
	for _, a := range found {
		answers[a.Line] = a
	}
	currency := money.Currency(content.Currency)
	var rows []string
	for _, l := range content.InOrder(statement.AsInDocument) {
		a, agreed := answers[l.No], ""
		if a.Agreed.Valid {
			agreed = money.Text(a.Agreed.Decimal, currency)
		}
		rows = append(rows, row(strconv.Itoa(l.No), l.Kind, l.DocumentNo, l.DocumentDate.String(), day(l), l.OrderNo, l.InvoiceNo, money.Text(l.Amount, currency), money.Text(l.Open, currency),
			a.Answer, a.Dispute, a.Outcome, agreed, a.Credited))
	}
	return rows, nil
}

func day(l statement.ShownLine) string {
	if l.DueDate.IsZero() {
		return ""
	}
	return l.DueDate.String()
}

// plain keeps a cell in its place: whatever would end it, or the line, becomes a space.
var plain = strings.NewReplacer("\t", " ", "\n", " ", "\r", " ", "\x00", " ", "\u2028", " ", "\u2029", " ")

func row(cells ...string) string {
	for i, cell := range cells {
		cells[i] = plain.Replace(cell)
	}
	return strings.Join(cells, "\t")
}

// Leaves of rows of lines.tsv.
func leaves(rows []string) []merkle.Hash {
	out := make([]merkle.Hash, len(rows))
	for i, row := range rows {
		out[i] = merkle.Leaf([]byte(row))
	}
	return out
}

func file(rows []string) []byte {
	var out bytes.Buffer
	for _, row := range rows {
		out.WriteString(row + "\n")
	}
	return out.Bytes()
}

// agreedNow is what is sealed: a statement as it is agreed on, or signed.
type agreedNow struct {
	StatementNo string
	State       statement.State
	Version     int
	CustomerID  ledger.ID
	Seller      string
	Edition     int
	Previous    string
	Signed      ledger.ID // the finalization that both sides signed
}

// The customer's last bundle is the one that no other follows.
const readAgreed = `
SELECT s.statement_no, s.state, s.version, s.customer_id, o.name, 1 + (SELECT count(*) FROM archive_bundles b WHERE b.statement_id = s.id)::int,
  coalesce((SELECT encode(b.manifest_sha256, 'hex') FROM archive_bundles b WHERE b.customer_id = s.customer_id
    AND NOT EXISTS (SELECT FROM archive_bundles n WHERE n.customer_id = b.customer_id AND n.previous_sha256 = b.manifest_sha256)), ''),
  (SELECT f.id FROM live_finalizations f JOIN signatures g ON g.finalization_id = f.id AND g.party = 'customer' WHERE f.statement_id = s.id AND f.version = s.version)
FROM statements s JOIN organizations o ON o.id = s.organization_id WHERE s.organization_id = $1 AND s.id = $2`

func readOne(ctx context.Context, tx *store.Tx, id ledger.ID) (agreedNow, error) {
	found, ok, err := store.Row[agreedNow](ctx, tx, readAgreed, tx.Actor.OrganizationID, id)
	switch {
	case err != nil:
		return found, err
	case !ok:
		return found, ledger.E("not_found")
	case found.State != statement.Agreed && found.Signed.IsZero():
		return found, ledger.E("archive_not_agreed")
	}
	return found, nil
}
