package demo

import (
	"context"
	"fmt"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/document"
	"hefu/ledger/money"
	"hefu/ledger/party"
	"hefu/ledger/statement"
	"hefu/ledger/token"
)

// Where the shown cases live: the customer with maker and checker, and the one whose statement was revised.
const (
	twoPeopleAt = 11 // C-1012
	revisedAt   = 2  // C-1003
)

// makeColleagues gives each customer an administrator, and one of them maker and checker with an answer that waits.
func (w *world) makeColleagues(ctx context.Context) error {
	var contacts []party.Contact
	for i, c := range w.customers {
		admin := w.contact(c, "admin", i, ledger.Viewer, ledger.CustomerAdmin)
		contacts = append(contacts, admin)
		if i == twoPeopleAt {
			contacts = append(contacts, w.contact(c, "checker", i+7, ledger.Viewer, ledger.Confirmer))
		}
	}
	people, err := w.Parties.SaveContacts(ctx, w.staff["wang.min"], contacts)
	if err != nil {
		return err
	}
	c := w.customers[twoPeopleAt]
	admin := c.confirm
	admin.PersonID, admin.Name, admin.Roles = people[twoPeopleAt].ID, contacts[twoPeopleAt].Name, contacts[twoPeopleAt].Roles
	if err := w.makeToken(ctx, admin); err != nil {
		return err
	}
	if err := w.Parties.SetMakerChecker(ctx, admin, true); err != nil {
		return err
	}
	newest, err := w.newest(ctx, c)
	if err != nil {
		return err
	}
	view, err := w.look(ctx, c, newest)
	if err != nil {
		return err
	}
	lines, err := w.chargedLines(ctx, c, newest)
	if err != nil || len(lines) == 0 {
		return err
	}
	_, err = w.Statements.Confirm(ctx, c.confirm, statement.ConfirmCommand{StatementID: newest.ID, Version: view.Version, SHA256: view.SHA256, Lines: half(lines), Remark: "与我方应付账一致"})
	return ignoreNothing(err)
}

// contact is one more person of a customer; names come from the customer's place, so that the year of trade stays as it is.
func (w *world) contact(c *customer, kind string, place int, roles ...ledger.Role) party.Contact {
	return party.Contact{CustomerCode: c.code, Email: kind + "@" + domain(c), Name: string(surnames[(place*7+3)%len(surnames)]) + string(given[(place*5+1)%len(given)]),
		Issuer: w.ContactIssuer, Subject: subjectOf(c) + "." + kind, Locale: c.confirm.Locale, Roles: roles}
}

// newest is the latest statement the customer was sent.
func (w *world) newest(ctx context.Context, c *customer) (statement.Summary, error) {
	found, err := w.Statements.List(ctx, c.confirm, statement.Filter{Limit: 1})
	if err != nil || len(found) == 0 {
		return statement.Summary{}, fmt.Errorf("customer %s has no statement: %w", c.code, err)
	}
	return found[0], nil
}

// reviseOne sends a new version of a statement that its customer has confirmed in part: money that came in the period was matched
// late with a line they confirmed, and an invoice was forgotten.
func (w *world) reviseOne(ctx context.Context) error {
	c, clerk := w.customers[revisedAt], w.staff["wang.min"]
	s, err := w.newest(ctx, c)
	if err != nil {
		return err
	}
	if err := ignoreNothing(w.confirmAll(ctx, c, s)); err != nil {
		return err
	}
	on := s.CutOff
	quantity, price := decimal.NewFromInt(2), decimal.NewFromInt(1250)
	forgotten := money.ComputeLine(quantity, price, vat, c.currency)
	posted, err := w.Documents.Post(ctx, clerk, []document.New{
		{Kind: document.Receivable, CustomerID: c.id, Currency: c.currency, DocumentDate: on.AddDays(-3), PostingDate: on.AddDays(-3), DocumentNo: "INV-LATE-0001", InvoiceNo: "INV-LATE-0001",
			OrderNo: "PO499001", Description: "补开：导轨滑块 HGH20", SourceKind: "invoice", SourceSystem: "erp", SourceID: "INV-LATE-0001",
			Lines: []document.Line{{Description: "补开：导轨滑块 HGH20", Quantity: decimal.NewNullDecimal(quantity), UnitPrice: decimal.NewNullDecimal(price), Net: forgotten.Net, TaxRate: vat,
				Tax: forgotten.Tax, Gross: forgotten.Gross}}},
		{Kind: document.Receipt, CustomerID: c.id, Currency: c.currency, DocumentDate: on.AddDays(-1), PostingDate: on.AddDays(-1), DocumentNo: "RCP-LATE-0001", Method: "bank",
			Description: "银行转账（补认领）", SourceKind: "manual", SourceSystem: "bank", SourceID: "RCP-LATE-0001", Amount: decimal.New(100000, -2)},
	})
	if err != nil {
		return err
	}
	if err := w.matchLate(ctx, c, s, posted[1].ID); err != nil {
		return err
	}
	_, err = w.Statements.Revise(ctx, clerk, s.ID, "补记当期收款与漏开发票")
	return err
}

// matchLate settles part of the first line that the customer has confirmed with the receipt.
func (w *world) matchLate(ctx context.Context, c *customer, s statement.Summary, receipt ledger.ID) error {
	body, err := w.Statements.ReadContent(ctx, c.confirm, s.ID, 0)
	if err != nil {
		return err
	}
	content, err := statement.ParseContent(body.JSON)
	if err != nil {
		return err
	}
	items, err := w.Allocations.Open(ctx, w.staff["wang.min"], c.id, "", "")
	if err != nil {
		return err
	}
	byDocument := map[ledger.ID]allocation.OpenItem{}
	for _, item := range items {
		byDocument[item.DocumentID] = item
	}
	for _, line := range content.Lines {
		item, open := byDocument[line.DocumentID]
		if line.Kind != "receivable" || !open {
			continue
		}
		part := money.Round(decimal.Min(item.Open, decimal.New(100000, -2)), c.currency)
		_, err := w.Allocations.Allocate(ctx, w.staff["wang.min"], allocation.Command{CustomerID: c.id, Mode: allocation.Business, EffectiveDate: s.CutOff,
			Pairs: []allocation.Pair{{DebitItem: item.ID, CreditItem: byDocument[receipt].ID, DebitAmount: part}}})
		return err
	}
	return nil
}

// makeToken gives the customer's own program a token, which it has used.
func (w *world) makeToken(ctx context.Context, admin ledger.Actor) error {
	made, err := w.Tokens.Create(ctx, admin, token.CreateCommand{Name: "用友 U8 应付接口", Scopes: []ledger.Scope{ledger.ReadStatements}, Days: 180})
	if err != nil {
		return err
	}
	if _, err = w.Tokens.Recognize(ctx, made.Secret, "203.0.113.24"); err != nil {
		return err
	}
	return w.makeOwnTokens(ctx)
}

// makeOwnTokens gives the organization's own ERP two tokens: one that it uses, and one that was ended.
func (w *world) makeOwnTokens(ctx context.Context) error {
	administrator := w.staff["zhou.jie"]
	administrator.Fresh = true
	used, err := w.Tokens.CreateForOrganization(ctx, administrator, token.CreateCommand{Name: "用友 U8 每日导入", Scopes: []ledger.Scope{ledger.ImportDocuments, ledger.ReadBooks}, Days: 365})
	if err != nil {
		return err
	}
	if _, err := w.Tokens.Recognize(ctx, used.Secret, "198.51.100.7"); err != nil {
		return err
	}
	ended, err := w.Tokens.CreateForOrganization(ctx, administrator, token.CreateCommand{Name: "数据仓库（停用）", Scopes: []ledger.Scope{ledger.TakeEvents}, Days: 90})
	if err != nil {
		return err
	}
	return w.Tokens.RevokeOfOrganization(ctx, administrator, ended.ID)
}
