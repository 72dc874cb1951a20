package bank

// TakesBack is true of a reversal r and a line l whose money the bank took back by it: of one account and amount within ten days, with the
// same other side or reference, as far as the bank names one. A reversal may fit several lines; which of them is meant a person says.
const TakesBack = `r.kind = 'reversal' AND r.amount < 0 AND l.organization_id = r.organization_id AND l.account_id = r.account_id AND l.currency = r.currency AND l.amount = -r.amount
  AND l.booked_on BETWEEN r.booked_on - 10 AND r.booked_on AND l.id <> r.id AND l.kind <> 'reversal'
  AND (r.counterparty = '' OR l.counterparty = '' OR r.counterparty = l.counterparty OR r.counterparty_account <> '' AND r.counterparty_account = l.counterparty_account
    OR r.bank_reference <> '' AND r.bank_reference = l.bank_reference OR r.end_to_end <> '' AND r.end_to_end = l.end_to_end)`

const standingReceipt = `
SELECT t.document_id FROM bank_line_receipts t WHERE t.line_id = l.id AND NOT EXISTS (SELECT FROM documents v WHERE v.reverses_document_id = t.document_id)`

// TakenBack are the receipts (document_id) that stand though the bank took their money back, each with the reversal's day, import and other side. A reversal
// that fits a line without a receipt is answered: that line is the one.
const TakenBack = `
SELECT DISTINCT ON (s.document_id) s.document_id, r.booked_on, r.counterparty, x.imported_at
FROM bank_lines r JOIN bank_statements x ON x.id = r.statement_id JOIN bank_lines l ON ` + TakesBack + ` CROSS JOIN LATERAL (` + standingReceipt + `) s
WHERE r.kind = 'reversal' AND r.amount < 0 AND NOT EXISTS (SELECT FROM bank_lines l WHERE ` + TakesBack + ` AND NOT EXISTS (` + standingReceipt + `))
ORDER BY s.document_id, r.id`
