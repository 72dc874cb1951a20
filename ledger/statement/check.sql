-- What ought to be looked at before statements are made, for a set of customers at once: one row a customer and check, with how many
-- documents it concerns and the numbers of the first. Documents that were reversed say nothing. "nothing" comes from the figures.
--   $1 organization  $2 customers  $3 their first days  $4 cut-off  $5 valid tax rates, as text  $6 tolerance  $7 the checks wanted
--   $8 kinds of which proof is wanted  $9 those that a number proves  $10 those that a file proves
--   {SELECT} what is asked of the faults found
WITH chosen AS MATERIALIZED (
  SELECT * FROM unnest($2::uuid[], $3::date[]) AS p (id, starts)
),
docs AS MATERIALIZED (
  SELECT d.id, d.customer_id, d.kind, d.document_no, d.invoice_no, d.order_no, d.shipment_no, d.contract_no, d.document_date, d.currency, d.gross, d.line_count, d.source_kind
  FROM chosen c JOIN documents d ON d.customer_id = c.id
  WHERE d.posting_date BETWEEN c.starts AND $4 AND (d.kind IN ('receivable', 'credit_note') OR d.kind = ANY ($8::text[]))
    AND NOT EXISTS (SELECT FROM documents r WHERE r.reverses_document_id = d.id)
),
lines AS MATERIALIZED (
  SELECT d.customer_id, d.id, d.document_no, l.tax_rate, l.tax, abs(l.tax - round(l.net * l.tax_rate / 100, u.exponent)) AS off
  FROM docs d JOIN document_lines l ON l.document_id = d.id JOIN currencies u ON u.code = d.currency
  WHERE $7::text[] && '{tax_rate,tax_amount}' AND d.kind IN ('receivable', 'credit_note')
),
faults (customer_id, found, document_no, document_id) AS (
  SELECT DISTINCT customer_id, 'tax_rate', document_no, id FROM lines WHERE 'tax_rate' = ANY ($7) AND tax_rate <> ALL ($5::text[]::numeric[])
  UNION ALL
  SELECT DISTINCT customer_id, 'tax_amount', document_no, id FROM lines WHERE 'tax_amount' = ANY ($7) AND off > $6
  UNION ALL
  -- The same invoice twice, or the same amount of the same order on the same day.
  SELECT customer_id, 'duplicate', document_no, id FROM (
    SELECT customer_id, id, document_no,
      CASE WHEN invoice_no <> '' THEN count(*) OVER (PARTITION BY customer_id, currency, invoice_no, gross) ELSE 1 END AS invoices,
      CASE WHEN order_no <> '' THEN count(*) OVER (PARTITION BY customer_id, currency, order_no, gross, document_date) ELSE 1 END AS orders
    FROM docs WHERE kind = 'receivable' AND 'duplicate' = ANY ($7)
  ) d WHERE invoices > 1 OR orders > 1
  UNION ALL
  SELECT w.customer_id, 'unposted', '', w.id FROM chosen c JOIN drafts w ON w.customer_id = c.id AND w.state IN ('draft', 'submitted') AND w.posting_date BETWEEN c.starts AND $4
  WHERE 'unposted' = ANY ($7)
  UNION ALL
  -- Nothing that shows what was delivered: neither the number of a shipment, an invoice or a contract, nor a file, as the kind wants it.
  SELECT customer_id, 'proof', document_no, id FROM docs
  WHERE 'proof' = ANY ($7) AND kind = ANY ($8::text[])
    AND (kind <> ALL ($9::text[]) OR shipment_no = '' AND invoice_no = '' AND contract_no = '')
    AND (kind <> ALL ($10::text[]) OR NOT EXISTS (SELECT FROM document_files f WHERE f.document_id = docs.id AND f.removed_at IS NULL))
  UNION ALL
  SELECT c.id, 'contact', '', NULL FROM chosen c
  WHERE 'contact' = ANY ($7) AND NOT EXISTS (SELECT FROM contact_roles r JOIN contacts p ON p.id = r.contact_id AND p.active AND p.email <> '' WHERE r.customer_id = c.id)
)
{SELECT}
