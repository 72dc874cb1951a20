package bench

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"hefu/ledger"
	"hefu/ledger/bank"
	"hefu/ledger/receipt"
)

// receiptRate is how many receipts a second are to be matched and posted.
const receiptRate = 2000.0

// What the receipts of bank lines insert; $1 are their documents.
var receivedRows = []rowsOf{
	postedRows[0], postedRows[2], postedRows[3], postedRows[4],
	{"settlements", "id IN (SELECT a.settlement_id FROM hefu.allocations a JOIN hefu.open_items i ON i.id = a.credit_item WHERE i.document_id = ANY ($1::uuid[])) ORDER BY id"},
	{"allocations", "credit_item IN (SELECT i.id FROM hefu.open_items i WHERE i.document_id = ANY ($1::uuid[])) ORDER BY id"},
	{"bank_line_receipts", "document_id = ANY ($1::uuid[]) ORDER BY line_id"},
	{"audit_log", "action IN ('document.posted', 'settlement.made', 'bank_line.received') AND cardinality($1::uuid[]) > 0 ORDER BY seq DESC LIMIT 3"},
}

// receiving is the state of its measure.
type receiving struct {
	*run
	seller  seller
	account ledger.ID
	size    int // lines of a round
	set     template
	next    int64
}

// receiptPosting imports nothing: the lines stand there. It measures what a run does with them, from reading what is open to the last receipt, its
// settlement and the payer learnt, beside an insert of the very same rows, a hundred receipts a statement.
func (r *run) receiptPosting(ctx context.Context) ([]Result, error) {
	if err := r.empty(ctx); err != nil {
		return nil, err
	}
	p := &receiving{run: r, size: r.at(2_000, 100_000), next: postingFirst}
	var err error
	customers := r.at(400, 11_112) // of a hundred documents of each ninety are open
	if p.seller, err = r.sell(ctx, "receipts", 8, customers); err != nil {
		return nil, err
	}
	if err := r.load(ctx, p.seller, 8, 100); err != nil {
		return nil, err
	}
	if err := p.open(ctx); err != nil {
		return nil, err
	}
	r.say("receipts: posting sets of %d", bank.MaxSet)
	peak, err := peakHeap(ctx, func(ctx context.Context) error { // warm, and the payers are known from here on
		if err := p.pay(ctx); err != nil {
			return err
		}
		_, err := p.receive(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := p.read(ctx); err != nil {
		return nil, err
	}
	if err := r.settle(ctx); err != nil {
		return nil, err
	}
	taken, err := r.compare(ctx, 2, p.receive, p.insert, p.pay)
	if err != nil {
		return nil, err
	}
	name := fmt.Sprintf("%d receipts matched and posted, %d items open, 1 run", p.size, customers*90)
	result := r.result("receipts", name, taken, 0)
	result.Goal = "≥ " + number(receiptRate) + "/s"
	result.judge(result.Product.Rate >= receiptRate)
	return []Result{result, value("receipts", "most memory in use by such a run", peak, " MiB")}, r.empty(ctx)
}

const makeAccount = `
INSERT INTO hefu.bank_accounts (id, organization_id, name, number, currency, created_by_name) VALUES ($1, $2, '工行基本户', '1102020309000123456', 'CNY', '张会计')`

func (p *receiving) open(ctx context.Context) error {
	p.account = ledger.NewID()
	return p.do(ctx, makeAccount, [16]byte(p.account), [16]byte(p.seller.id))
}

// Receivables that nobody has paid yet, each paid whole by its customer under its number: the plain case, of which there are most.
const payOpen = `
INSERT INTO hefu.bank_lines (id, organization_id, account_id, statement_id, seq, booked_on, valued_on, amount, currency, kind, counterparty, counterparty_account, remittance, bank_reference, identity, occurrence)
SELECT (lpad(to_hex($5::bigint), 12, '0') || '7000800' || lpad(to_hex(row_number() OVER (ORDER BY d.number)), 13, '0'))::uuid, $1, $2, $3, row_number() OVER (ORDER BY d.number), '2026-01-05', '2026-01-05', i.open_amount,
  'CNY', 'credit', c.name, '62220000' || c.code, '付货款 ' || d.document_no, 'R' || d.number, sha256(convert_to($5::text || d.document_no, 'UTF8')), 1
FROM hefu.open_items i JOIN hefu.documents d ON d.id = i.document_id JOIN hefu.customers c ON c.id = i.customer_id
WHERE i.organization_id = $1 AND i.side = 'debit' AND i.open_amount > 0 ORDER BY d.number LIMIT $4`

// The statement on which they stand. Its last day says what was settled lately.
const statePaid = `
INSERT INTO hefu.bank_statements (id, organization_id, account_id, file_id, file_sha256, file_name, format, number, opens_on, closes_on, lines, known, imported_by_name)
SELECT $1, $2, $3, $1, sha256(uuid_send($1)), 'made.csv', 'csv', $4::text, '2026-01-05', '2026-01-05', count(*), 0, '张会计' FROM hefu.bank_lines WHERE statement_id = $1`

// The trigger that would keep them as waiting is off.
const waitOpen = `INSERT INTO hefu.bank_lines_waiting (organization_id, line_id, booked_on) SELECT organization_id, id, booked_on FROM hefu.bank_lines WHERE statement_id = $1`

// pay lets so many customers pay, unless lines wait already.
func (p *receiving) pay(ctx context.Context) error {
	var waits bool
	if err := p.admin.QueryRow(ctx, `SELECT EXISTS (SELECT FROM hefu.bank_lines_waiting WHERE organization_id = $1)`, [16]byte(p.seller.id)).Scan(&waits); err != nil || waits {
		return err
	}
	p.next += 1
	tx, err := p.admin.Begin(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback(ctx) }()
	if _, err := tx.Exec(ctx, "SET LOCAL session_replication_role = replica"); err != nil {
		return err
	}
	statement := [16]byte(ledger.NewID())
	if _, err := tx.Exec(ctx, payOpen, [16]byte(p.seller.id), [16]byte(p.account), statement, p.size, p.next); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, statePaid, statement, [16]byte(p.seller.id), [16]byte(p.account), strconv.FormatInt(p.next, 10)); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, waitOpen, statement); err != nil {
		return err
	}
	return tx.Commit(ctx)
}

// receive is a run over the lines that wait.
func (p *receiving) receive(ctx context.Context) (work, error) {
	run, err := p.books.Receipts.Start(ctx, p.seller.staff, true)
	if err != nil {
		return work{}, err
	}
	if err := p.books.Receipts.Finish(ctx, receipt.Args{OrganizationID: p.seller.id, RunID: run.ID}); err != nil {
		return work{}, err
	}
	runs, err := p.books.Receipts.Runs(ctx, p.seller.staff)
	if err == nil && runs[0].Posted != p.size {
		err = errors.New("of " + strconv.Itoa(p.size) + " receipts " + strconv.Itoa(runs[0].Posted) + " were posted")
	}
	return work{operations: p.size}, err
}

// read learns from the product which rows a set inserts.
func (p *receiving) read(ctx context.Context) error {
	rows, err := p.admin.Query(ctx, `SELECT document_id FROM hefu.bank_line_receipts WHERE organization_id = $1 ORDER BY line_id DESC LIMIT $2`, [16]byte(p.seller.id), bank.MaxSet)
	if err != nil {
		return err
	}
	defer rows.Close()
	var documents []ledger.ID
	for rows.Next() {
		var id [16]byte
		if err := rows.Scan(&id); err != nil {
			return err
		}
		documents = append(documents, ledger.ID(id))
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if p.set, err = p.readTemplate(ctx, receivedRows, documents); err != nil {
		return err
	}
	return p.copyMirror(ctx, mirrored...)
}

// insert is the baseline: as many receipts, a hundred a statement.
func (p *receiving) insert(ctx context.Context) (work, error) {
	ids := make([]ledger.ID, p.set.fresh)
	var values []any
	for range p.size / bank.MaxSet {
		p.next += bank.MaxSet
		values = p.set.values(values[:0], ids, p.next, "line-"+strconv.FormatInt(p.next, 10)+"-", nil)
		if _, err := p.bare.Exec(ctx, p.set.sql, p.set.arrays(values)...); err != nil {
			return work{}, err
		}
	}
	return work{operations: p.size}, nil
}
