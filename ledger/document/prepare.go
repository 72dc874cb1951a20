package document

import (
	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/field"
	"hefu/ledger/journal"
	"hefu/ledger/money"
)

// prepared is a document with everything decided: amounts, rate, due dates, entry and open items.
type prepared struct {
	New
	totals
	id        ledger.ID
	rate      decimal.Decimal
	grossBase decimal.Decimal
	t0        calendar.Date
	basis     calendar.Basis
	due       calendar.Date
	customer  customer
	hash      []byte
	// waitingTerms are the terms, as JSON, of a document whose due date follows its invoice; empty for every other.
	waitingTerms string
	entry        journal.Entry
	items        []item
	values       []field.Values // custom fields as they are kept: the document's, then each line's; empty where none says anything
	fields       field.Set
	reverses     ledger.ID    // of a reversal: the document it mirrors
	account      journal.Role // of a reversal: the customer's account of that document
}

func (p *prepared) accountRole() journal.Role {
	if p.Kind == Reversal {
		return p.account
	}
	return rules[p.Kind].account
}

// item is an open item: one instalment of a document on the customer's account.
type item struct {
	id     ledger.ID
	due    calendar.Date
	debit  bool
	amount decimal.Decimal // positive
	base   decimal.Decimal

	arrangement calendar.Arrangement
}

// prepare decides a document against the facts. It refuses, in this order: an unknown or inactive customer, a missing rate,
// a credit above what its line still has, unusable terms, a missing account, a value that a dimension does not have.
func prepare(d New, f *facts) (*prepared, error) {
	p := &prepared{New: d, totals: d.totals(), id: ledger.NewID()}
	var ok bool
	if p.customer, ok = f.customers[d.CustomerID]; !ok {
		return nil, ledger.E("customer_unknown").With("customer", d.CustomerID)
	}
	if !p.customer.Active {
		return nil, ledger.E("customer_inactive").With("customer", p.customer.Code)
	}
	if p.PostingDate.IsZero() {
		p.PostingDate = p.DocumentDate
	}
	p.SourceSystem = d.system()
	if p.SourceID == "" {
		p.SourceID = p.id.String()
	}
	if err := p.convert(f); err != nil {
		return nil, err
	}
	if err := p.checkCredit(f); err != nil {
		return nil, err
	}
	if err := p.checkRules(f); err != nil {
		return nil, err
	}
	if err := p.takeFields(f.fields); err != nil {
		return nil, err
	}
	if err := p.checkAdjusts(f); err != nil {
		return nil, err
	}
	if err := p.makeItems(f); err != nil {
		return nil, err
	}
	return p, p.makeEntry(f)
}

func (p *prepared) convert(f *facts) error {
	p.rate = p.Rate
	if p.rate.IsZero() {
		p.rate = decimal.NewFromInt(1)
		if p.Currency != f.base {
			var ok bool
			if p.rate, ok = f.rates[rateKey{p.Currency, p.DocumentDate}]; !ok {
				return ledger.E("rate_missing").With("currency", p.Currency).With("date", p.DocumentDate)
			}
		}
	}
	p.grossBase = money.Base(p.gross, p.rate, f.base)
	if p.grossBase.Abs().GreaterThan(largest) {
		return ledger.E("validation_failed").At("rate", "too_large")
	}
	return nil
}

// checkCredit holds a credit note to the receivable it names: same customer and currency, not reversed, the line's own tax
// rate, and never more than what the line and the whole still have uncredited.
func (p *prepared) checkCredit(f *facts) error {
	if p.Kind != CreditNote || p.Reduces.IsZero() {
		return nil
	}
	target, ok := f.reduced[p.Reduces]
	if !ok || target.customer != p.CustomerID {
		return ledger.E("validation_failed").At("reduces", "not_found")
	}
	if target.currency != p.Currency {
		return ledger.E("validation_failed").At("currency", "not_a_choice")
	}
	if target.reversed {
		return ledger.E("document_reversed")
	}
	taken := map[int]decimal.Decimal{0: p.gross}
	for _, line := range p.Lines {
		if line.ReducesLine == 0 {
			continue
		}
		original, ok := target.lines[line.ReducesLine]
		if !ok {
			return ledger.E("line_unknown").With("line", line.ReducesLine)
		}
		if !original.taxRate.Equal(line.TaxRate) {
			return ledger.E("validation_failed").At("tax_rate", "not_a_choice")
		}
		taken[line.ReducesLine] = taken[line.ReducesLine].Add(line.Gross)
	}
	for no, amount := range taken {
		line := target.lines[no]
		if left := line.gross.Sub(line.credited); amount.GreaterThan(left) {
			return ledger.E("amount_exceeds_line").With("limit", money.Text(left, p.Currency))
		}
		line.credited = line.credited.Add(amount)
		target.lines[no] = line // the next document of the same set sees it
	}
	return nil
}

// makeItems lays the document out over its due dates. Only a receivable or an opening debit waits; a credit is due at once.
func (p *prepared) makeItems(f *facts) error {
	signed := p.gross.Mul(decimal.NewFromInt(rules[p.Kind].sign))
	schedule := []calendar.Instalment{{Due: p.DueDate, Amount: p.gross.Abs()}}
	p.t0, p.basis = p.startDate()
	if p.DueDate.IsZero() {
		schedule[0].Due = p.DocumentDate
		if terms := p.terms(); terms != nil && signed.IsPositive() && p.Kind != Refund {
			var err error
			if schedule, err = terms.Schedule(p.t0, p.gross.Abs(), p.Currency, nil); err != nil {
				return ledger.E("validation_failed").At("terms", "bad_terms").Because(err)
			}
			if terms.Basis == calendar.FromInvoice {
				p.waitingTerms = termsText(terms)
			}
		}
	}
	weights := make([]decimal.Decimal, len(schedule))
	for i, part := range schedule {
		weights[i] = part.Amount
	}
	bases := money.Split(p.grossBase.Abs(), weights, f.base)
	for i, part := range schedule {
		if part.Amount.IsZero() {
			continue
		}
		made := item{id: ledger.NewID(), due: part.Due, debit: signed.IsPositive(), amount: part.Amount, base: bases[i]}
		if made.debit && p.Kind != Refund {
			made.arrangement = p.arranged(part)
		}
		p.items = append(p.items, made)
		if part.Due.After(p.due) {
			p.due = part.Due
		}
	}
	return nil
}

// arranged is how a part is to be collected: terms that a due date of the document's own overrules say how, and not when.
func (p *prepared) arranged(part calendar.Instalment) calendar.Arrangement {
	terms := p.terms()
	if terms == nil {
		terms = &calendar.Terms{}
	}
	if !p.DueDate.IsZero() {
		terms = &calendar.Terms{Arrangement: terms.Arrangement}
	}
	return terms.Arranged(part, p.SourceKind)
}

func (p *prepared) terms() *calendar.Terms {
	if p.Terms != nil {
		return p.Terms
	}
	return p.customer.terms
}

// startDate is T0. Where the terms' own date is not known yet the document date stands in, and the basis says so.
func (p *prepared) startDate() (calendar.Date, calendar.Basis) {
	dates := p.Dates
	if dates.Invoice.IsZero() && p.InvoiceNo != "" {
		dates.Invoice = p.DocumentDate
	}
	if terms := p.terms(); terms != nil {
		if t0, basis, err := terms.Basis.T0(dates); err == nil {
			return t0, basis
		}
	}
	return p.DocumentDate, calendar.FromGiven
}

// makeEntry writes the voucher: the customer's account by instalment, then the legs. The last leg takes the rounding of the
// base amounts, so the entry balances in both.
func (p *prepared) makeEntry(f *facts) error {
	p.entry = journal.Entry{ID: ledger.NewID(), PostingDate: p.PostingDate, SourceKind: "document", SourceID: p.id}
	account, err := f.chart.Code(rules[p.Kind].account)
	if err != nil {
		return err
	}
	left := decimal.Zero
	for _, item := range p.items {
		line := p.line(account, item.amount, item.base)
		line.Due = item.due
		if !item.debit {
			line.Amount, line.Base = line.Amount.Neg(), line.Base.Neg()
		}
		left = left.Sub(line.Base)
		p.entry.Lines = append(p.entry.Lines, line)
	}
	var legs []leg
	for _, leg := range p.legs() {
		if !leg.amount.IsZero() {
			legs = append(legs, leg)
		}
	}
	for i, leg := range legs {
		base := money.Base(leg.amount, p.rate, f.base)
		if i == len(legs)-1 {
			base = left
		}
		left = left.Sub(base)
		line, err := p.leg(leg.role, leg.amount, base, f)
		if err != nil {
			return err
		}
		p.entry.Lines = append(p.entry.Lines, line)
	}
	if !p.entry.Balanced() {
		return ledger.E("internal")
	}
	return nil
}

func (p *prepared) line(account string, amount, base decimal.Decimal) journal.Line {
	return journal.Line{Account: account, CustomerID: p.CustomerID, DocumentID: p.id, Currency: p.Currency, Amount: amount, Base: base}
}
