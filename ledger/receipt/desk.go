package receipt

import (
	"context"
	"slices"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/attribution"
	"hefu/ledger/bank"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
	"hefu/ledger/payment"
)

const readCustomers = `
SELECT c.id, c.code, c.name, c.name_en, c.bank_account, coalesce(s.oldest_first, false)
FROM customers c LEFT JOIN settling_customers s ON s.customer_id = c.id WHERE c.organization_id = $1 ORDER BY c.id`

// What is open. What is under dispute is left to people.
const readItems = `
SELECT i.id, i.customer_id, i.document_id, d.document_no, d.invoice_no, d.contract_no, i.currency, i.posting_date, i.due_date, i.open_amount
FROM open_items i JOIN documents d ON d.id = i.document_id
WHERE i.organization_id = $1 AND i.side = 'debit' AND i.open_amount > 0
  AND NOT EXISTS (SELECT FROM disputes t WHERE t.document_id = i.document_id AND t.state NOT IN ('resolved', 'withdrawn'))`

// What was settled within the ninety days before the bank's last: money that names it was perhaps paid twice. A contract's number stands for more than one document.
const readSettled = `
SELECT DISTINCT d.document_no, d.invoice_no FROM allocations a JOIN open_items i ON i.id = a.debit_item JOIN documents d ON d.id = i.document_id
WHERE a.organization_id = $1 AND a.effective_date > (SELECT least(max(s.closes_on), now()::date) - 90 FROM bank_statements s WHERE s.organization_id = $1) AND i.open_amount = 0 LIMIT 500000`

// Lines of which the bank took the money back. A reversal that fits two lines casts doubt on both.
const readTakenBack = `
SELECT DISTINCT l.id FROM bank_lines r JOIN bank_lines l ON ` + bank.TakesBack + ` WHERE r.organization_id = $1 AND r.kind = 'reversal' AND r.amount < 0 LIMIT 100000`

const readPayers = `
SELECT DISTINCT ON (kind, value) kind, value, customer_id FROM known_payers k WHERE organization_id = $1 AND NOT ` + bank.HeldPayer + ` ORDER BY kind, value, turn DESC`

// desk is what a run knows: an attribution desk and what its ids mean.
type desk struct {
	*attribution.Desk
	items     map[ledger.ID]openItem
	customers map[ledger.ID]named
	kept      map[payer]ledger.ID // who pays for whom, as it is on record
	back      map[ledger.ID]bool  // lines of which the bank took the money back
}

// Match is attribution.Desk.Match, but money that the bank took back does not post by itself.
func (d *desk) Match(m attribution.Money) attribution.Answer {
	answer := d.Desk.Match(m)
	if d.back[m.ID] {
		answer.Certain = false
		for i := range answer.Suggestions {
			s := &answer.Suggestions[i]
			s.Reasons = append([]attribution.Reason{{What: attribution.SeenTakenBack}}, s.Reasons...)
		}
	}
	return answer
}

type payer struct{ kind, value string }

// payersOf are the account and the name under which who paid a line is remembered, where it has them.
func payersOf(line bank.Line) []payer {
	name, account := attribution.Payer(line.Counterparty, line.CounterpartyAccount)
	var out []payer
	for _, p := range []payer{{"account", account}, {"name", name}} {
		if p.value != "" {
			out = append(out, p)
		}
	}
	return out
}

// onRecord tells whether who paid is on record already as paying for the customer.
func (d *desk) onRecord(payers []payer, customer ledger.ID) bool {
	return !slices.ContainsFunc(payers, func(p payer) bool { return d.kept[p] != customer })
}

type named struct{ code, name string }

type openItem struct {
	document   ledger.ID
	documentNo string
}

type itemRow struct {
	ID, Customer, Document            ledger.ID
	DocumentNo, InvoiceNo, ContractNo string
	Currency                          string
	Posted, Due                       calendar.Date
	Open                              decimal.Decimal
}

// fee is the most that a bank is taken to keep of a transfer.
var fee = decimal.New(50, 0)

// openDesk reads what is open and who is known. It takes memory in proportion to what is open: about 400 bytes an item.
func openDesk(ctx context.Context, tx *store.Tx) (*desk, error) {
	d := &desk{items: map[ledger.ID]openItem{}, customers: map[ledger.ID]named{}, kept: map[payer]ledger.ID{}, back: map[ledger.ID]bool{}}
	rows, err := store.Rows[struct {
		ID                          ledger.ID
		Code, Name, NameEN, Account string
		OldestFirst                 bool
	}](ctx, tx, readCustomers, tx.Actor.OrganizationID)
	if err != nil {
		return nil, err
	}
	var customers []attribution.Customer
	for _, r := range rows {
		c := attribution.Customer{ID: r.ID, Names: []string{r.Name}, OldestFirst: r.OldestFirst}
		if r.NameEN != "" {
			c.Names = append(c.Names, r.NameEN)
		}
		if r.Account != "" {
			c.Accounts = []string{r.Account}
		}
		customers = append(customers, c)
		d.customers[r.ID] = named{r.Code, r.Name}
	}
	d.Desk = attribution.NewDesk(attribution.Policy{Fee: fee}, customers)
	for row, err := range store.Each[itemRow](ctx, tx, readItems, tx.Actor.OrganizationID) {
		if err != nil {
			return nil, err
		}
		d.items[row.ID] = openItem{row.Document, row.DocumentNo}
		d.Add([]attribution.Item{{ID: row.ID, Customer: row.Customer, Numbers: numbersOf(row), Currency: money.Currency(row.Currency), Posted: row.Posted, Due: row.Due, Open: row.Open}}, nil)
	}
	for row, err := range store.Each[struct{ DocumentNo, InvoiceNo string }](ctx, tx, readSettled, tx.Actor.OrganizationID) {
		if err != nil {
			return nil, err
		}
		d.Paid(row.DocumentNo, row.InvoiceNo)
	}
	back, err := store.Values[ledger.ID](ctx, tx, readTakenBack, tx.Actor.OrganizationID)
	if err != nil {
		return nil, err
	}
	for _, id := range back {
		d.back[id] = true
	}
	claims, err := payment.Claims(ctx, tx)
	if err != nil {
		return nil, err
	}
	d.Add(nil, claims)
	payers, err := store.Rows[struct {
		Kind, Value string
		Customer    ledger.ID
	}](ctx, tx, readPayers, tx.Actor.OrganizationID)
	for _, p := range payers {
		name, account := "", p.Value
		if p.Kind == "name" {
			name, account = p.Value, ""
		}
		d.Learn(name, account, p.Customer)
		d.kept[payer{p.Kind, p.Value}] = p.Customer
	}
	return d, err
}

func numbersOf(row itemRow) []string {
	var out []string
	for _, number := range []string{row.DocumentNo, row.InvoiceNo, row.ContractNo} {
		if number != "" {
			out = append(out, number)
		}
	}
	return out
}
