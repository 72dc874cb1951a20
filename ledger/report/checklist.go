package report

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/aging"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// MaxFindings is how many findings of one check are named; all of them are counted.
const MaxFindings = 100

// Finding is one row at fault: what it is, whose, and what it leads to.
type Finding struct {
	ID       ledger.ID // of the draft, import or document; zero where there is none
	Subject  string
	Customer string // code
}

// Check is one question of the daily check list. None found is green.
type Check struct {
	Key, ZH, EN string
	Count       int
	Findings    []Finding
}

// Checklist is the daily check (DOC-06): no omission, no carry error, no duplicate entry.
type Checklist struct {
	On     calendar.Date
	Checks []Check
}

// Green tells whether nothing was found.
func (c Checklist) Green() bool {
	for _, check := range c.Checks {
		if check.Count > 0 {
			return false
		}
	}
	return true
}

// Table lays the list out: a row a check with its count, and a row a finding.
func (c Checklist) Table(locale string) Table {
	b := newTable("checklist", "日检清单", "Daily check list", Column{"check", "检查项", "Check", Text, false}, Column{"count", "数量", "Count", Number, false},
		Column{"subject", "对象", "Subject", Text, false}, customerCode, Column{"id", "链接", "Link", ID, false})
	for _, check := range c.Checks {
		name := check.ZH
		if locale == "en" {
			name = check.EN
		}
		b.row("", name, check.Count)
		for _, finding := range check.Findings {
			b.row("", name, "", finding.Subject, finding.Customer, finding.ID)
		}
	}
	b.From, b.To = c.On, c.On
	return b.Table
}

// Each check answers id, subject, customer code; $1 is the business day. Row-level security keeps them to the organization.
var checks = []struct{ key, zh, en, sql string }{
	{"unposted_drafts", "未记账的暂存单据", "Drafts not posted", `
SELECT d.id, d.kind || ' ' || d.posting_date::text || ' ' || d.state, c.code FROM drafts d JOIN customers c ON c.id = d.customer_id
WHERE d.state IN ('draft', 'submitted') AND d.posting_date <= $1 ORDER BY d.posting_date, d.id`},
	{"unposted_imports", "未提交的导入文件", "Imports not committed", `
SELECT i.id, i.kind || ' ' || i.file_name, '' FROM imports i WHERE i.state = 'checked' AND i.created_at < $1::date + 1 ORDER BY i.id`},
	{"duplicate_numbers", "重复的单据编号", "Document numbers posted twice", `
SELECT min(d.id::text)::uuid, d.kind || ' ' || d.document_no || ' × ' || count(*), c.code FROM documents d JOIN customers c ON c.id = d.customer_id
WHERE d.kind <> 'reversal' AND NOT EXISTS (SELECT FROM documents r WHERE r.reverses_document_id = d.id)
GROUP BY c.code, d.kind, d.document_no HAVING count(*) > 1 ORDER BY c.code, d.document_no`},
	{"duplicate_invoices", "同一发票重复立账", "Invoices posted twice", `
SELECT min(d.id::text)::uuid, d.invoice_no || ' × ' || count(*), c.code FROM documents d JOIN customers c ON c.id = d.customer_id
WHERE d.kind = 'receivable' AND d.invoice_no <> '' AND NOT EXISTS (SELECT FROM documents r WHERE r.reverses_document_id = d.id)
GROUP BY c.code, d.currency, d.invoice_no, d.gross HAVING count(*) > 1 ORDER BY c.code, d.invoice_no`},
	{"documents_without_entry", "未生成凭证的单据", "Documents without a journal entry", `
SELECT d.id, d.document_no, c.code FROM documents d JOIN customers c ON c.id = d.customer_id
WHERE NOT EXISTS (SELECT FROM journal_entries e WHERE e.source_id = d.id) ORDER BY d.id`},
	{"carried_wrong", "余额与分录不符", "Balances that differ from the journal", `
SELECT NULL::uuid, x.account_code || ' ' || to_char(x.period, 'YYYY-MM') || ' ' || x.currency || ' ' || sum(x.own)::text, coalesce(min(c.code), '') FROM (
  SELECT account_code, customer_id, currency, period, debit - credit AS own, debit_base - credit_base AS base FROM balances
  UNION ALL
  SELECT account_code, customer_id, currency, date_trunc('month', posting_date)::date, -sum(amount), -sum(amount_base) FROM journal_lines GROUP BY 1, 2, 3, 4
) x LEFT JOIN customers c ON c.id = x.customer_id GROUP BY x.customer_id, x.account_code, x.currency, x.period HAVING sum(x.own) <> 0 OR sum(x.base) <> 0 ORDER BY 2`},
	{"items_differ", "未核销项与余额不符", "Open items that differ from the balance", `
SELECT NULL::uuid, x.currency || ' ' || sum(x.own)::text, coalesce(min(c.code), '') FROM (
  SELECT b.customer_id, b.currency, r.role, b.debit - b.credit AS own FROM balances b
  JOIN accounts r ON r.organization_id = b.organization_id AND r.code = b.account_code AND r.role IN ('ar', 'advance')
  UNION ALL
  SELECT customer_id, currency, account_role, CASE WHEN side = 'debit' THEN -open_amount ELSE open_amount END FROM open_items WHERE open_amount > 0
) x LEFT JOIN customers c ON c.id = x.customer_id GROUP BY x.customer_id, x.currency, x.role HAVING sum(x.own) <> 0 ORDER BY 2`},
}

// Checklist asks every check as of the business day. Needs SeeReports and the sight of all customers.
func (s *Service) Checklist(ctx context.Context, actor ledger.Actor) (Checklist, error) {
	if err := actor.Require(ledger.SeeReports); err != nil {
		return Checklist{}, err
	}
	if actor.OwnCustomersOnly() {
		return Checklist{}, ledger.E("not_permitted").With("permission", string(ledger.SeeReports))
	}
	var list Checklist
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		books, err := aging.Prepare(ctx, tx)
		list = Checklist{On: books.Today}
		for _, check := range checks {
			if err != nil {
				return err
			}
			var found Check
			found, err = ask(ctx, tx, check.sql, books.Today)
			found.Key, found.ZH, found.EN = check.key, check.zh, check.en
			list.Checks = append(list.Checks, found)
		}
		return err
	})
	return list, err
}

type counted struct {
	ID       ledger.ID
	Subject  string
	Customer string
	All      int
}

func ask(ctx context.Context, tx *store.Tx, sql string, today calendar.Date) (Check, error) {
	// The condition on $1 uses the day in every check, so that all take the same parameters.
	rows, err := store.Rows[counted](ctx, tx, `SELECT f.*, count(*) OVER ()::int FROM (`+sql+`) f WHERE $1::date IS NOT NULL LIMIT $2`, today, MaxFindings)
	var check Check
	for _, row := range rows {
		check.Count = row.All
		check.Findings = append(check.Findings, Finding{row.ID, row.Subject, row.Customer})
	}
	return check, err
}
