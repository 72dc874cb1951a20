package backoffice

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/field"
	"hefu/ledger/money"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type listDocuments struct {
	web.Paging
	Kind       string    `query:"kind" enum:"receivable,credit_note,adjustment,receipt,advance,refund,write_off,reversal,opening_balance" required:"false"`
	Q          string    `query:"q" maxLength:"100"`
	Open       string    `query:"open" enum:"true,false" required:"false"`
	CustomerID ledger.ID `query:"customer_id" required:"false"`
	Field      string    `query:"field" maxLength:"560" doc:"code:value of a custom field"`
}

func (in *listDocuments) filter() (document.Filter, error) {
	after, _, err := web.ReadCursor[ledger.ID](in.Cursor)
	filter := document.Filter{Kind: document.Kind(in.Kind), CustomerID: in.CustomerID, Query: in.Q, After: after, Limit: in.Limit + 1}
	if in.Open != "" {
		open := in.Open == "true"
		filter.Open = &open
	}
	if err == nil {
		filter.Field, err = field.ParseMatch(in.Field)
	}
	return filter, err
}

type voucherLine struct {
	AccountCode   string      `json:"account_code"`
	AccountName   string      `json:"account_name"`
	AccountNameEN string      `json:"account_name_en"`
	Currency      string      `json:"currency"`
	Debit         *web.Amount `json:"debit,omitempty"`
	Credit        *web.Amount `json:"credit,omitempty"`
	Dimensions    []lineSays  `json:"dimensions,omitempty" doc:"The accounting dimensions that the line carries"`
}

// lineSays is one dimension of a voucher's line with its words.
type lineSays struct {
	Dimension string `json:"dimension"`
	ZH        string `json:"zh"`
	EN        string `json:"en"`
	Value     string `json:"value"`
	ValueZH   string `json:"value_zh"`
	ValueEN   string `json:"value_en"`
}

type voucher struct {
	EntryID     ledger.ID     `json:"entry_id"`
	PostingDate calendar.Date `json:"posting_date"`
	Lines       []voucherLine `json:"lines"`
}

// documentView adds the voucher, the base currency and what staff may do.
type documentView struct {
	wire.DocumentView
	Base    wire.BaseValue        `json:"base"`
	Voucher *voucher              `json:"voucher,omitempty"`
	Note    *noteView             `json:"note,omitempty" doc:"The note that was taken in payment"`
	Actions map[string]web.Action `json:"actions"`
}

// NewLine is one line of a document to be posted. Amounts are in the document's currency; quantity and price may be unknown.
type NewLine struct {
	Kind        string       `json:"kind,omitempty" enum:"goods,service,freight"`
	ItemCode    string       `json:"item_code,omitempty" maxLength:"120"`
	Description string       `json:"description,omitempty" maxLength:"2000"`
	Unit        string       `json:"unit,omitempty" maxLength:"120"`
	Quantity    web.Amount   `json:"quantity,omitempty"`
	UnitPrice   web.Amount   `json:"unit_price,omitempty"`
	Net         web.Amount   `json:"net,omitempty" doc:"A draft may leave it out where quantity and price are known"`
	TaxRate     web.Amount   `json:"tax_rate,omitempty"`
	Tax         web.Amount   `json:"tax,omitempty"`
	Gross       web.Amount   `json:"gross,omitempty"`
	ReducesLine int          `json:"reduces_line,omitempty" minimum:"0"`
	Fields      field.Values `json:"fields,omitempty" doc:"Custom fields of lines, by code, as GET /fields defines them"`
}

// NewDocument is a document as a source system sends it: the source's key makes it post once, however often it comes.
type NewDocument struct {
	Kind         string        `json:"kind" enum:"receivable,credit_note,adjustment,receipt,advance,opening_balance,refund,reversal" doc:"A refund and a reversal only as drafts"`
	CustomerID   ledger.ID     `json:"customer_id"`
	Currency     string        `json:"currency" minLength:"3" maxLength:"3"`
	DocumentDate calendar.Date `json:"document_date"`
	PostingDate  calendar.Date `json:"posting_date,omitzero"`
	DueDate      calendar.Date `json:"due_date,omitzero"`
	ShipmentDate calendar.Date `json:"shipment_date,omitzero"`
	OrderDate    calendar.Date `json:"order_date,omitzero"`
	DocumentNo   string        `json:"document_no,omitempty" maxLength:"120"`
	OrderNo      string        `json:"order_no,omitempty" maxLength:"120"`
	ContractNo   string        `json:"contract_no,omitempty" maxLength:"120"`
	ShipmentNo   string        `json:"shipment_no,omitempty" maxLength:"120"`
	InvoiceNo    string        `json:"invoice_no,omitempty" maxLength:"120"`
	Description  string        `json:"description,omitempty" maxLength:"2000"`
	Reason       string        `json:"reason,omitempty" maxLength:"2000"`
	Method       string        `json:"method,omitempty" enum:"bank,cash,provider,note,other"`
	ProductLine  string        `json:"product_line,omitempty" maxLength:"120"`
	SourceKind   string        `json:"source_kind" enum:"shipment,order,contract,invoice,cost,fee,manual,rent,retention,instalment,letter_of_credit,deferred"`
	SourceSystem string        `json:"source_system,omitempty" maxLength:"120"`
	SourceID     string        `json:"source_id,omitempty" maxLength:"120"`
	Reduces      ledger.ID     `json:"reduces,omitzero"`
	Adjusts      ledger.ID     `json:"adjusts,omitzero" doc:"The receivable that an adjustment is about"`
	ItemType     string        `json:"item_type,omitempty" maxLength:"120" doc:"款项类型, of the posting rules"`
	ReturnNo     string        `json:"return_no,omitempty" maxLength:"120" doc:"Of the refund of a credit note: the return of the goods"`
	Note         *NewNote      `json:"note,omitempty" doc:"Of money in by note"`
	SettlesItem  ledger.ID     `json:"settles_item,omitzero" doc:"Of a refund: the credit item it pays back"`
	Settles      []ledger.ID   `json:"settles,omitempty" maxItems:"1000" doc:"Of money in: the documents it names, settled in this order"`
	ShortCause   string        `json:"short_cause,omitempty" enum:"part_payment,bank_charges,discount_taken,deduction,price_difference,disputed,mistake,other"`
	ShortNote    string        `json:"short_note,omitempty" maxLength:"2000"`
	Reverses     ledger.ID     `json:"reverses,omitzero" doc:"Of a reversal: the document it mirrors"`
	Dishonoured  bool          `json:"dishonoured,omitempty" doc:"Of the reversal of a note's receipt: nobody paid it; what it settled is owed again"`
	Fields       field.Values  `json:"fields,omitempty" doc:"Custom fields by code, as GET /fields defines them; a number as a decimal, a date as YYYY-MM-DD, a choice by its option, yes/no as true or false"`
	Amount       web.Amount    `json:"amount,omitempty"`
	Lines        []NewLine     `json:"lines,omitempty" maxItems:"20000"`
}

// NewNote is a note taken in payment.
type NewNote struct {
	No       string        `json:"no" maxLength:"120"`
	Drawer   string        `json:"drawer" maxLength:"120"`
	Acceptor string        `json:"acceptor,omitempty" maxLength:"120"`
	DueOn    calendar.Date `json:"due_on"`
}

type postDocuments struct {
	Body struct {
		Documents []NewDocument `json:"documents" minItems:"1" maxItems:"1000"`
	}
}

type posted struct {
	ID         ledger.ID `json:"id"`
	DocumentNo string    `json:"document_no"`
	Known      bool      `json:"known" doc:"The same source was posted before; nothing was posted now"`
}

type postedSet struct {
	Documents []posted `json:"documents"`
}

type reverse struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		PostingDate calendar.Date `json:"posting_date"`
		Reason      string        `json:"reason" minLength:"1" maxLength:"2000"`
	}
}

func documents(api *web.API, books *books.Books) {
	show := func(ctx context.Context, actor ledger.Actor, id ledger.ID) (documentView, error) {
		view, err := books.Documents.Get(ctx, actor, id)
		if err != nil {
			return documentView{}, err
		}
		out := wordDocument(view, actor)
		named, err := books.Documents.NamedKinds(ctx, actor)
		if err != nil {
			return documentView{}, err
		}
		if view.Method != "note" {
			out.follow(view, actor, named, document.NoteView{})
			return out, nil
		}
		note, found, err := books.Documents.NoteOf(ctx, actor, id)
		if found {
			shown := wordNote(note)
			out.Note = &shown
		}
		out.follow(view, actor, named, note)
		return out, err
	}
	web.Get(api, "/documents", ledger.SeeDocuments, "List documents", func(ctx context.Context, actor ledger.Actor, in *listDocuments) (web.Page[wire.DocumentSummary], error) {
		filter, err := in.filter()
		if err != nil {
			return web.Page[wire.DocumentSummary]{}, err
		}
		rows, err := books.Documents.List(ctx, actor, filter)
		if err != nil {
			return web.Page[wire.DocumentSummary]{}, err
		}
		return web.Cut(rows, in.Limit, func(d document.Summary) ledger.ID { return d.ID }, wire.Document)
	})
	web.Get(api, "/documents/{id}", ledger.SeeDocuments, "Read a document with its chain and voucher", func(ctx context.Context, actor ledger.Actor, in *byID) (documentView, error) {
		return show(ctx, actor, in.ID)
	})
	web.Post(api, "/postings", ledger.PostDocuments, "Post documents of a source system, all or none; what is booked by hand goes by a draft", func(ctx context.Context, actor ledger.Actor, in *postDocuments) (postedSet, error) {
		set := make([]document.New, len(in.Body.Documents))
		for i, d := range in.Body.Documents {
			var err error
			if set[i], err = d.read(); err != nil {
				return postedSet{}, err
			}
		}
		done, err := books.Documents.PostFromSource(ctx, actor, set)
		out := postedSet{Documents: []posted{}}
		for _, p := range done {
			out.Documents = append(out.Documents, posted{p.ID, p.DocumentNo, p.Known})
		}
		return out, err
	}, web.Created())
	web.Post(api, "/documents/{id}/reversal", ledger.PostDocuments, "Reverse a document by its mirror", func(ctx context.Context, actor ledger.Actor, in *reverse) (documentView, error) {
		reversal, err := books.Allocations.Reverse(ctx, actor, in.ID, in.Body.PostingDate, in.Body.Reason)
		if err != nil {
			return documentView{}, err
		}
		return show(ctx, actor, reversal.ID)
	})
}

// read turns what came over the wire into the domain's document; amounts are parsed strictly in its currency.
func (d NewDocument) read() (document.New, error) {
	currency, err := money.ParseCurrency(d.Currency)
	if err != nil {
		return document.New{}, ledger.E("validation_failed").At("currency", "not_a_currency").Because(err)
	}
	out := document.New{
		Kind: document.Kind(d.Kind), CustomerID: d.CustomerID, Currency: currency, DocumentDate: d.DocumentDate, PostingDate: d.PostingDate, DueDate: d.DueDate,
		Dates:      calendar.Dates{Order: d.OrderDate, Shipment: d.ShipmentDate},
		DocumentNo: d.DocumentNo, OrderNo: d.OrderNo, ContractNo: d.ContractNo, ShipmentNo: d.ShipmentNo, InvoiceNo: d.InvoiceNo,
		Description: d.Description, Reason: d.Reason, Method: d.Method, ProductLine: d.ProductLine,
		SourceKind: d.SourceKind, SourceSystem: d.SourceSystem, SourceID: d.SourceID, Reduces: d.Reduces,
		Adjusts: d.Adjusts, ItemType: d.ItemType, ReturnNo: d.ReturnNo, SettlesItem: d.SettlesItem, Settles: d.Settles, ShortCause: d.ShortCause, ShortNote: d.ShortNote,
		Reverses: d.Reverses, Dishonoured: d.Dishonoured, Fields: d.Fields,
	}
	if d.Note != nil {
		out.Note = &document.Note{No: d.Note.No, Drawer: d.Note.Drawer, Acceptor: d.Note.Acceptor, DueOn: d.Note.DueOn}
	}
	if out.Amount, err = wire.ReadAmount("amount", d.Amount, d.Currency); err != nil {
		return out, err
	}
	out.Lines = make([]document.Line, len(d.Lines))
	for i, l := range d.Lines {
		if out.Lines[i], err = l.read(d.Currency); err != nil {
			return out, err
		}
	}
	return out, nil
}

func (l NewLine) read(currency string) (document.Line, error) {
	out := document.Line{Kind: document.LineKind(l.Kind), ItemCode: l.ItemCode, Description: l.Description, Unit: l.Unit, ReducesLine: l.ReducesLine, Fields: l.Fields}
	var err error
	fail := func(field string, cause error) (document.Line, error) {
		return out, ledger.E("validation_failed").At("lines."+field, "not_a_number").Because(cause)
	}
	for field, target := range map[string]struct {
		text web.Amount
		into *decimal.Decimal
	}{"net": {l.Net, &out.Net}, "tax": {l.Tax, &out.Tax}, "gross": {l.Gross, &out.Gross}} {
		if *target.into, err = wire.ReadAmount("lines."+field, target.text, currency); err != nil {
			return out, err
		}
	}
	if l.TaxRate != "" {
		if out.TaxRate, err = money.ParseQuantity(string(l.TaxRate)); err != nil {
			return fail("tax_rate", err)
		}
	}
	if l.Quantity != "" {
		if out.Quantity.Decimal, err = money.ParseQuantity(string(l.Quantity)); err != nil {
			return fail("quantity", err)
		}
		out.Quantity.Valid = true
	}
	if l.UnitPrice != "" {
		if out.UnitPrice.Decimal, err = money.ParsePrice(string(l.UnitPrice)); err != nil {
			return fail("unit_price", err)
		}
		out.UnitPrice.Valid = true
	}
	return out, nil
}

func wordDocument(v document.View, actor ledger.Actor) documentView {
	out := documentView{DocumentView: wire.DocumentWhole(v), Actions: map[string]web.Action{}}
	if len(v.Entry) > 0 {
		shown := wordVoucher(v.Entry)
		out.Voucher = &shown
	}
	out.Base = wire.BaseValue{Rate: v.Rate.String(), Gross: web.Amount(v.GrossBase.StringFixed(2))}
	switch {
	case !actor.May(ledger.PostDocuments):
		out.Actions["reverse"] = web.Action{Why: ledger.E("not_permitted").Message(actor.Locale)}
	case v.Reversed:
		out.Actions["reverse"] = web.Action{Why: ledger.E("document_reversed").Message(actor.Locale)}
	case v.Kind == document.Reversal:
		out.Actions["reverse"] = web.Action{Why: ledger.E("document_is_reversal").Message(actor.Locale)}
	case v.Settlement() != "open":
		out.Actions["reverse"] = web.Action{Why: ledger.E("document_allocated").Message(actor.Locale)}
	default:
		out.Actions["reverse"] = web.Action{Allowed: true}
	}
	return out
}

func wordVoucher(lines []document.EntryLine) voucher {
	out := voucher{Lines: []voucherLine{}}
	for _, l := range lines {
		out.EntryID, out.PostingDate = l.EntryID, l.Posting
		line := voucherLine{AccountCode: l.Account, AccountName: l.Name, AccountNameEN: l.NameEN, Currency: l.Currency}
		for _, says := range l.Says {
			line.Dimensions = append(line.Dimensions, lineSays(says))
		}
		amount := wire.Amount(l.Amount.Abs(), l.Currency)
		if l.Amount.IsPositive() {
			line.Debit = &amount
		} else {
			line.Credit = &amount
		}
		out.Lines = append(out.Lines, line)
	}
	return out
}
