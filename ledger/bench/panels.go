package bench

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"hefu/ledger"
	"hefu/ledger/aging"
	"hefu/ledger/dispute"
	"hefu/ledger/document"
	"hefu/ledger/profile"
	"hefu/ledger/statement"
)

const (
	crowdItems = 10_000 // of a single customer, all open

	// the customer whose page is read
	chosen = "(SELECT id FROM hefu.customers WHERE organization_id = $1 AND $2::uuid IS NOT NULL ORDER BY code LIMIT 1)"
	// the places that a list has, so that all bare queries take the same
	placed = " AND $2::uuid IS NOT NULL AND $3::int > 0"
)

// panel is a part of a customer's page as the server gives it; bare are the queries of its figures, one after the other.
func panel(name string, page func(ctx context.Context, s services, customer ledger.ID) error, bare ...string) list {
	return list{"customer's page: " + name, "", true, func(ctx context.Context, s services, _ ledger.ID) error { return page(ctx, s, s.customers[0]) }, strings.Join(bare, ";")}
}

const (
	bareCustomer = `
SELECT c.id, c.code, c.name, c.name_en, c.tax_id, c.region, c.currency, c.address, c.phone, c.terms::text, s.name, (SELECT max(t.cut_off) FROM hefu.statements t WHERE t.customer_id = c.id)
FROM hefu.customers c LEFT JOIN hefu.staff s ON s.id = c.salesperson_id WHERE c.id = ` + chosen + placed
	bareContacts = `
SELECT p.id, p.name, p.email, p.phone, array_agg(r.role)::text FROM hefu.contact_roles r JOIN hefu.contacts p ON p.id = r.contact_id WHERE r.customer_id = ` + chosen + placed + ` GROUP BY p.id`
	bareBalances = `
SELECT i.currency, sum(i.open_amount) FILTER (WHERE i.side = 'debit')::text, sum(i.open_amount) FILTER (WHERE i.side = 'credit')::text,
  sum(i.open_amount) FILTER (WHERE i.side = 'debit' AND i.due_date < now()::date)::text FROM hefu.open_items i WHERE i.customer_id = ` + chosen + ` AND i.open_amount > 0` + placed + ` GROUP BY 1`
	bareAges = `
SELECT i.currency, i.side, width_bucket(now()::date - i.due_date, ARRAY[1, 31, 61, 91, 181, 361]), sum(i.open_amount)::text FROM hefu.open_items i
WHERE i.customer_id = ` + chosen + ` AND i.open_amount > 0` + placed + ` GROUP BY 1, 2, 3`
	bareStanding = `
SELECT (SELECT min(i.due_date) FROM hefu.open_items i WHERE i.customer_id = c.id AND i.side = 'debit' AND i.open_amount > 0 AND i.due_date < now()::date),
  (SELECT sum(i.original_amount)::text FROM hefu.open_items i WHERE i.customer_id = c.id AND i.side = 'debit' AND i.posting_date > now()::date - 90),
  (SELECT d.posting_date FROM hefu.documents d WHERE d.customer_id = c.id AND d.kind = 'receipt' ORDER BY d.id DESC LIMIT 1),
  (SELECT count(*) FROM hefu.disputes t WHERE t.customer_id = c.id AND t.state NOT IN ('resolved', 'withdrawn')),
  (SELECT count(*) FROM hefu.statements s WHERE s.customer_id = c.id AND s.state IN ('issued', 'viewed') AND s.answer_due < now()::date),
  (SELECT count(*) FROM hefu.deliveries v WHERE v.customer_id = c.id AND v.recipient = 'contact' AND v.state IN ('failed', 'bounced')) FROM hefu.customers c WHERE c.id = ` + chosen + placed
	bareDisputesOf = `
SELECT d.id, d.dispute_no, d.state, d.category, d.currency, d.disputed_amount::text, d.due_at, d.opened_at, s.name, c.code, c.name, t.statement_no
FROM hefu.disputes d JOIN hefu.customers c ON c.id = d.customer_id JOIN hefu.statements t ON t.id = d.statement_id LEFT JOIN hefu.staff s ON s.id = d.assignee_id
WHERE d.customer_id = ` + chosen + placed + ` ORDER BY d.id DESC LIMIT 20`
	bareStatementsOf = bareStatements + `AND s.customer_id = ` + chosen + ` AND $3::int > 0 ORDER BY s.id DESC LIMIT 12`
	bareDocumentsOf  = bareDocuments + `AND d.customer_id = ` + chosen + ` AND $3::int > 0 ORDER BY d.id DESC LIMIT `
	bareAgingItems   = `
SELECT i.id, d.document_no, d.kind, i.due_date, i.currency, i.side, i.original_amount::text, i.open_amount::text FROM hefu.open_items i JOIN hefu.documents d ON d.id = i.document_id
WHERE i.customer_id = ` + chosen + ` AND i.open_amount > 0` + placed + ` ORDER BY i.due_date, i.id LIMIT 51`
	bareMoney = `
SELECT d.id, d.posted_at, d.kind, d.document_no, d.description, d.currency, d.gross::text, p.name FROM hefu.documents d LEFT JOIN hefu.staff p ON p.id = d.created_by
WHERE d.customer_id = ` + chosen + ` AND d.kind <> 'receivable' AND $2::uuid IS NOT NULL ORDER BY d.id DESC LIMIT $3`
	bareSettled = `
SELECT s.id, s.created_at, s.mode, p.name, x.no, x.amount FROM (SELECT * FROM hefu.settlements WHERE customer_id = ` + chosen + ` AND $2::uuid IS NOT NULL ORDER BY id DESC LIMIT $3) s LEFT JOIN hefu.staff p ON p.id = s.created_by
JOIN LATERAL (SELECT min(d.document_no) AS no, sum(a.credit_amount)::text AS amount FROM hefu.allocations a JOIN hefu.open_items i ON i.id = a.credit_item JOIN hefu.documents d ON d.id = i.document_id
  WHERE a.settlement_id = s.id) x ON true`
	bareMailsOf = `
SELECT m.id, m.created_at, m.state, m.name, m.address, m.subject FROM hefu.deliveries m WHERE m.customer_id = ` + chosen + ` AND m.recipient = 'contact' AND $2::uuid IS NOT NULL ORDER BY m.id DESC LIMIT $3`
	bareEventsOf = `
SELECT e.id, e.at, e.kind, e.side, e.actor_name, e.data::text FROM hefu.events e WHERE e.customer_id = ` + chosen + ` AND $2::uuid IS NOT NULL ORDER BY e.id DESC LIMIT $3`
	bareNotesOf = `
SELECT n.id, n.created_at, n.author_name, n.text FROM hefu.internal_notes n WHERE n.customer_id = ` + chosen + ` AND $2::uuid IS NOT NULL ORDER BY n.id DESC LIMIT $3`
	bareOpenOf = `
SELECT i.id, d.document_no, i.due_date, i.open_amount::text FROM hefu.open_items i JOIN hefu.documents d ON d.id = i.document_id
WHERE i.customer_id = ` + chosen + ` AND i.open_amount > 0` + placed + ` ORDER BY i.due_date, i.id LIMIT 10000`
)

// panels are what a customer's page asks the server for: first what it opens with, then what stands behind its tabs.
var panels = []list{
	panel("the customer with its aging, statements, disputes and documents", func(ctx context.Context, s services, customer ledger.ID) error {
		_, err := s.parties.Customer(ctx, s.staff, customer)
		if err != nil {
			return err
		}
		ages, err := s.aging.Report(ctx, s.staff, aging.Query{CustomerID: customer})
		if err := some1("aging", len(ages.Rows), err); err != nil {
			return err
		}
		documents, err := s.documents.List(ctx, s.staff, document.Filter{CustomerID: customer, Limit: 20})
		if err := some1("documents", len(documents), err); err != nil {
			return err
		}
		if _, err := s.disputes.List(ctx, s.staff, dispute.Filter{View: "all", CustomerID: customer, Limit: 20}); err != nil {
			return err
		}
		_, err = s.statements.List(ctx, s.staff, statement.Filter{CustomerID: customer, Limit: 12})
		return err
	}, bareCustomer, bareContacts, bareBalances, bareAges, bareDocumentsOf+"20", bareDisputesOf, bareStatementsOf),
	panel("how it stands", func(ctx context.Context, s services, customer ledger.ID) error {
		found, err := s.profiles.Profile(ctx, s.staff, customer)
		return some1("standing", len(found.Currencies), err)
	}, bareStanding, bareBalances),
	panel("what happened", func(ctx context.Context, s services, customer ledger.ID) error {
		found, err := s.profiles.Timeline(ctx, s.staff, customer, "", ledger.ID{}, listRows)
		return some1("happenings", len(found), err)
	}, bareMoney, bareSettled, bareMailsOf, bareEventsOf, bareNotesOf),
	panel("documents", func(ctx context.Context, s services, customer ledger.ID) error {
		found, err := s.documents.List(ctx, s.staff, document.Filter{CustomerID: customer, Limit: listRows})
		return some1("documents", len(found), err)
	}, bareDocumentsOf+"51"),
	panel("receipts", func(ctx context.Context, s services, customer ledger.ID) error {
		found, err := s.documents.List(ctx, s.staff, document.Filter{CustomerID: customer, Kind: document.Receipt, Limit: listRows})
		return some1("receipts", len(found), err)
	}, strings.Replace(bareDocumentsOf, "AND $3", "AND d.kind = 'receipt' AND $3", 1)+"51"),
	panel("open items", func(ctx context.Context, s services, customer ledger.ID) error {
		found, err := s.aging.Items(ctx, s.staff, aging.ItemQuery{Query: aging.Query{CustomerID: customer}, Limit: listRows})
		return some1("items", len(found), err)
	}, bareAgingItems),
	panel("money alone", func(ctx context.Context, s services, customer ledger.ID) error {
		found, err := s.profiles.Timeline(ctx, s.staff, customer, profile.Money, ledger.ID{}, listRows)
		return some1("happenings", len(found), err)
	}, bareMoney, bareSettled),
	{"workbench: open items", "open_items", true, func(ctx context.Context, s services, _ ledger.ID) error {
		found, err := s.allocations.Open(ctx, s.staff, s.customers[0], "", "")
		return some1("open items", len(found), err)
	}, bareOpenOf},
}

func some1(what string, rows int, err error) error {
	if err == nil && rows == 0 {
		err = fmt.Errorf("a page of %s is empty", what)
	}
	return err
}

// comparePages reads the page of a seller's first customer and the workbench of it, and the work list, where anything waits.
func (r *run) comparePages(ctx context.Context, s seller) ([]Result, error) {
	pages, of := panels, fmt.Sprintf("%d documents", len(s.customers)*documentsEach)
	if len(s.customers) == 1 {
		of = fmt.Sprintf("%d open items", crowdItems)
	} else {
		pages = slices.Concat(panels, workLists(s))
	}
	product := r.servicesOf(s, r.books.DB())
	var results []Result
	for _, l := range pages {
		r.say("lists: %s, %s", l.name, of)
		found, err := r.listBeside(ctx, l, product, ledger.ID{}, s)
		if err != nil {
			return results, fmt.Errorf("%s, %s: %w", l.name, of, err)
		}
		found.Case = strings.TrimSuffix(found.Case, ", first page") + ", " + of
		results = append(results, found)
	}
	return results, nil
}

// crowd is a seller with one customer that has ten thousand open items.
func (r *run) crowd(ctx context.Context) (seller, error) {
	s, err := r.sell(ctx, "crowd", crowdPlace, 1)
	if err != nil {
		return s, err
	}
	return s, r.load(ctx, s, crowdPlace, crowdItems)
}
