package statement

import (
	"encoding/xml"
	"strconv"

	"github.com/shopspring/decimal"

	"hefu/ledger/money"
)

// The names of UBL 2.1 (OASIS Standard, November 2013). A program that reads statements branches on the customization.
const (
	ublStatement     = "urn:oasis:names:specification:ubl:schema:xsd:Statement-2"
	ublAggregates    = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
	ublBasics        = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
	ublVersion       = "2.1"
	ublCustomization = "urn:hefu:ubl:2.1:statement:1"
	ublProfile       = "urn:hefu:profile:reconciliation:1"
	// UNCL 4461: payment to a bank account.
	ublToBank = "42"
)

// What a line of the XML is. Only movements have a debit or a credit: opening + debits − credits = closing. On the opening and on
// movements the balance is that of the account after the line, on what was brought forward it is what the document still has open.
const (
	ublOpening   = "OPENING_BALANCE"
	ublMovement  = "MOVEMENT"
	ublForwarded = "BROUGHT_FORWARD"
)

// ubl is a content as a UBL 2.1 Statement. issued is the business day of the issue. The XML has no language: kinds are our codes.
func ubl(c Content, sha256, issued string) ([]byte, error) {
	amount := func(d decimal.Decimal) *ublAmount {
		return &ublAmount{Currency: c.Currency, Value: money.Text(d, money.Currency(c.Currency))}
	}
	s := ublDocument{
		Space: ublStatement, Aggregates: ublAggregates, Basics: ublBasics,
		Version: ublVersion, Customization: ublCustomization, Profile: ublProfile,
		ID: c.StatementNo, Issued: issued, Notes: []string{"version:" + strconv.Itoa(c.Version), "sha256:" + sha256}, Currency: c.Currency,
		Balance: amount(c.Closing), Period: ublPeriod{date(c.PeriodStart), date(c.CutOff)},
		Supplier: ublSupplier{ublSeller(c)},
		Customer: ublCustomer{c.Customer.Code, ublParty{Names: []ublName{{c.Customer.Name}}, Tax: ublTax(c.Customer.TaxID), Legal: &ublLegal{c.Customer.Name}}},
		Means:    ublMeans(c), Lines: []ublLine{{ID: "0", Balance: amount(c.Opening), Purpose: ublOpening}},
	}
	if terms := firstOf(c.Terms.EN, c.Terms.ZH); terms != "" {
		s.Terms = &ublTerms{Note: terms}
	}
	debits, credits := decimal.Zero, decimal.Zero
	for _, l := range c.Lines {
		line := ublLine{ID: strconv.Itoa(l.No), Note: l.Description, Balance: amount(l.Balance), Purpose: ublMovement, Terms: ublDue(date(l.DueDate)), Invoice: ublInvoice(l.InvoiceNo),
			References: ublReferences(l.Kind, l.DocumentNo, l.DocumentID.String(), date(l.DocumentDate), l.OrderNo, l.ContractNo)}
		if l.Amount.IsNegative() {
			credits, line.Credit = credits.Sub(l.Amount), amount(l.Amount.Neg())
		} else {
			debits, line.Debit = debits.Add(l.Amount), amount(l.Amount)
		}
		s.Lines = append(s.Lines, line)
	}
	for _, i := range c.OpenItems {
		s.Lines = append(s.Lines, ublLine{ID: strconv.Itoa(i.No), Note: i.Description, Balance: amount(i.Open), Purpose: ublForwarded, Terms: ublDue(date(i.DueDate)),
			References: ublReferences(i.Kind, i.DocumentNo, i.DocumentID.String(), date(i.DocumentDate), i.OrderNo, "")})
	}
	s.Debits, s.Credits, s.Count = amount(debits), amount(credits), len(s.Lines)
	text, err := xml.MarshalIndent(s, "", " ")
	return append([]byte(xml.Header), append(text, '\n')...), err
}

func ublSeller(c Content) ublParty {
	o := c.Organization
	party := ublParty{Names: []ublName{{o.Name}}, Tax: ublTax(o.TaxID), Legal: &ublLegal{o.Name}}
	if o.NameEN != "" && o.NameEN != o.Name {
		party.Names = append(party.Names, ublName{o.NameEN})
	}
	if o.Address != "" {
		party.Address = &ublAddress{o.Address}
	}
	if o.Phone != "" {
		party.Contact = &ublContact{o.Phone}
	}
	return party
}

// ublMeans says where to pay, with the statement's number as the reference; nothing when there is nothing to pay or nowhere.
func ublMeans(c Content) *ublPaymentMeans {
	if c.Organization.PayeeAccount == "" || !c.Closing.IsPositive() {
		return nil
	}
	means := &ublPaymentMeans{Code: ublToBank, Reference: c.StatementNo, Account: ublAccount{ID: c.Organization.PayeeAccount, Name: c.Organization.PayeeName, Currency: c.Currency}}
	if c.Organization.PayeeBank != "" {
		means.Account.Branch = &ublBranch{c.Organization.PayeeBank}
	}
	return means
}

func ublTax(id string) *ublTaxScheme {
	if id == "" {
		return nil
	}
	return &ublTaxScheme{id, "VAT"}
}

func ublDue(on string) *ublTerms {
	if on == "" {
		return nil
	}
	return &ublTerms{Due: on}
}

func ublInvoice(no string) *ublReference {
	if no == "" {
		return nil
	}
	return &ublReference{ID: no}
}

// ublReferences name the document first, then what it goes back to; a reference without a number is left out.
func ublReferences(kind, no, id, on, order, contract string) []ublReference {
	var out []ublReference
	for _, r := range []ublReference{{ID: no, UUID: id, On: on, Kind: kind}, {ID: order, Kind: "order"}, {ID: contract, Kind: "contract"}} {
		if r.ID != "" {
			out = append(out, r)
		}
	}
	return out
}
