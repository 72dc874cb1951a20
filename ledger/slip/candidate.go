package slip

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"
	"golang.org/x/text/unicode/norm"

	"hefu/ledger"
	"hefu/ledger/bank"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// What speaks for a candidate, the strongest first; other_date and taken speak against it.
const (
	SeenNumber   = "number"   // the bank's number of the line stands on the slip
	SeenAmount   = "amount"   // to the cent
	SeenAccount  = "account"  // the payer's
	SeenName     = "name"     // the payer's
	SeenDocument = "document" // the receipt's or the order's number stands on the slip
	SeenDate     = "date"     // within three days
	OtherDate    = "other_date"
	Taken        = "taken" // it has a slip already
)

var weights = map[string]int{SeenNumber: 16, SeenAmount: 8, SeenAccount: 4, SeenName: 4, SeenDocument: 4, SeenDate: 2, OtherDate: -2, Taken: -6}

// Candidate is a bank line, or a receipt that no line is joined with, that a slip may be of.
type Candidate struct {
	LineID       ledger.ID
	DocumentID   ledger.ID
	On           calendar.Date
	Amount       decimal.Decimal
	Currency     string
	Payer        string
	DocumentNo   string
	OrderNo      string
	CustomerID   ledger.ID
	CustomerCode string
	CustomerName string
	Seen         []string
	Score        int
}

// Most candidates that are shown.
const mostCandidates = 8

const (
	nearDays = 3
	// What has the amount or the number, and where no amount is known, what the payer paid about then.
	findLines = `
SELECT x.id FROM (
  (SELECT l.id, l.booked_on FROM bank_lines l WHERE l.organization_id = $1 AND l.amount = $2::numeric AND l.kind <> 'reversal' ORDER BY l.booked_on DESC LIMIT 200)
  UNION (SELECT l.id, l.booked_on FROM bank_lines l WHERE l.organization_id = $1 AND l.bank_reference = $3 AND l.bank_reference <> '' AND l.amount > 0 LIMIT 20)
  UNION (SELECT l.id, l.booked_on FROM bank_lines l WHERE l.organization_id = $1 AND $2::numeric IS NULL AND l.booked_on BETWEEN $4::date - 3 AND $4::date + 3 AND l.amount > 0
    AND ($5 <> '' AND l.counterparty = $5 OR $6 <> '' AND l.counterparty_account = $6) LIMIT 50)
) x ORDER BY abs(x.booked_on - coalesce($4::date, x.booked_on)), x.id LIMIT 60`
	findReceipts = `
SELECT NULL::uuid, d.id, d.document_date, d.gross::numeric, d.currency, c.name, d.document_no, d.order_no, c.id, c.code, c.name
FROM documents d JOIN customers c ON c.id = d.customer_id
WHERE d.organization_id = $1 AND d.kind IN ('receipt', 'advance') AND d.gross = $2::numeric AND d.document_date BETWEEN coalesce($3::date - 31, date '2000-01-01') AND coalesce($3::date + 31, date '9999-12-31')
  AND NOT EXISTS (SELECT FROM documents v WHERE v.reverses_document_id = d.id) AND NOT EXISTS (SELECT FROM bank_line_receipts r WHERE r.document_id = d.id)
ORDER BY abs(d.document_date - coalesce($3::date, d.document_date)), d.id LIMIT 40`
	findTaken = `
SELECT coalesce(m.line_id, m.document_id) FROM slip_matches m
WHERE (m.line_id = ANY ($1) OR m.document_id = ANY ($1)) AND m.slip_id <> $2 AND NOT EXISTS (SELECT FROM slip_matches n WHERE n.slip_id = m.slip_id AND n.turn > m.turn)`
)

type receiptRow struct {
	LineID, DocumentID ledger.ID
	On                 calendar.Date
	Amount             decimal.Decimal
	Currency           string
	Payer, No, Order   string
	Customer           ledger.ID
	Code, Name         string
}

// candidates ranks what a slip may be of, the likeliest first; certain says that the first is the only one that it can be.
func candidates(ctx context.Context, tx *store.Tx, id ledger.ID, f Facts, said string) (found []Candidate, certain bool, err error) {
	var amount *string
	if f.Amount.Valid {
		text := f.Amount.Decimal.String()
		amount = &text
	}
	ids, err := store.Values[ledger.ID](ctx, tx, findLines, tx.Actor.OrganizationID, amount, f.Number, f.PaidOn, f.Payer, f.PayerAccount)
	if err != nil {
		return nil, false, err
	}
	lines, err := bank.ReadLines(ctx, tx, ids)
	if err != nil {
		return nil, false, err
	}
	text := plain(said + " " + f.Number + " " + f.Purpose)
	for _, l := range lines {
		if l.Amount.IsNegative() || f.Currency != "" && l.Currency != f.Currency {
			continue
		}
		c := Candidate{LineID: l.ID, DocumentID: l.DocumentID, On: l.BookedOn, Amount: l.Amount, Currency: l.Currency, Payer: l.Counterparty, DocumentNo: l.DocumentNo,
			CustomerID: l.CustomerID, CustomerCode: l.CustomerCode, CustomerName: l.CustomerName}
		c.look(f, text, []string{l.BankReference, l.EndToEnd}, l.CounterpartyAccount)
		found = append(found, c)
	}
	if amount != nil {
		rows, err := store.Rows[receiptRow](ctx, tx, findReceipts, tx.Actor.OrganizationID, amount, f.PaidOn)
		if err != nil {
			return nil, false, err
		}
		for _, r := range rows {
			if f.Currency != "" && r.Currency != f.Currency {
				continue
			}
			c := Candidate{DocumentID: r.DocumentID, On: r.On, Amount: r.Amount, Currency: r.Currency, Payer: r.Payer, DocumentNo: r.No, OrderNo: r.Order,
				CustomerID: r.Customer, CustomerCode: r.Code, CustomerName: r.Name}
			c.look(f, text, nil, "")
			found = append(found, c)
		}
	}
	if err := markTaken(ctx, tx, id, found); err != nil {
		return nil, false, err
	}
	found, certain = rank(found)
	return found, certain, nil
}

// target is what a slip is joined with: the line where there is one.
func (c Candidate) target() ledger.ID {
	if !c.LineID.IsZero() {
		return c.LineID
	}
	return c.DocumentID
}

func markTaken(ctx context.Context, tx *store.Tx, slip ledger.ID, found []Candidate) error {
	if len(found) == 0 {
		return nil
	}
	var ids []ledger.ID
	for _, c := range found {
		ids = append(ids, c.target())
	}
	taken, err := store.Values[ledger.ID](ctx, tx, findTaken, ids, slip)
	for i := range found {
		if slices.Contains(taken, found[i].target()) {
			found[i].see(Taken)
		}
	}
	return err
}

func (c *Candidate) see(what string) {
	c.Seen = append(c.Seen, what)
	c.Score += weights[what]
}

func (c *Candidate) saw(what string) bool { return slices.Contains(c.Seen, what) }

// look notes what a slip's facts and its whole text have in common with a candidate. text is plain.
func (c *Candidate) look(f Facts, text string, numbers []string, account string) {
	const enough = 6
	stands := func(number string) bool {
		number = plain(number)
		return len(number) >= enough && strings.Contains(text, number)
	}
	if slices.ContainsFunc(numbers, stands) {
		c.see(SeenNumber)
	}
	if f.Amount.Valid && f.Amount.Decimal.Equal(c.Amount) {
		c.see(SeenAmount)
	}
	if account = plain(account); account != "" && (account == plain(f.PayerAccount) || stands(account)) {
		c.see(SeenAccount)
	}
	if sameName(f.Payer, c.Payer) || sameName(f.Payer, c.CustomerName) {
		c.see(SeenName)
	}
	if stands(c.DocumentNo) || stands(c.OrderNo) {
		c.see(SeenDocument)
	}
	if f.PaidOn.IsZero() {
		return
	}
	if days := f.PaidOn.Sub(c.On); max(days, -days) <= nearDays {
		c.see(SeenDate)
	} else {
		c.see(OtherDate)
	}
}

// sure is a candidate that fits in every way that counts: the amount, with the bank's number or with payer and day.
func (c *Candidate) sure() bool {
	return c.saw(SeenAmount) && !c.saw(Taken) && (c.saw(SeenNumber) || c.saw(SeenDate) && (c.saw(SeenAccount) || c.saw(SeenName)))
}

// rank puts the likeliest first. The first is certain when it is sure, and nothing else is as good: a number that only it has decides
// between two equal payments.
func rank(found []Candidate) ([]Candidate, bool) {
	slices.SortStableFunc(found, func(a, b Candidate) int { return cmp.Compare(b.Score, a.Score) })
	certain := len(found) > 0 && found[0].sure()
	for i := 1; i < len(found) && certain; i++ {
		if found[i].sure() && (!found[0].saw(SeenNumber) || found[i].saw(SeenNumber)) {
			certain = false
		}
	}
	return found[:min(len(found), mostCandidates)], certain
}

// plain keeps letters and digits, in half width and upper case.
func plain(said string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, norm.NFKC.String(said))
}

// sameName takes what was cut off at the end for no other name.
func sameName(a, b string) bool {
	const enough = 4
	one, other := []rune(plain(a)), []rune(plain(b))
	if len(one) > len(other) {
		one, other = other, one
	}
	return len(one) >= enough && string(one) == string(other[:len(one)])
}
