package portal

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	domain "hefu/ledger/account"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/money"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type accountQuery struct {
	AsOf   calendar.Date `query:"as_of" required:"false" doc:"A past date; left out: today"`
	Months int           `query:"months" minimum:"1" maximum:"24" default:"12"`
}

type agingBucket struct {
	Key     string `json:"key"`
	LabelZH string `json:"label_zh"`
	LabelEN string `json:"label_en"`
}

type curvePoint struct {
	On      calendar.Date `json:"on"`
	Balance web.Amount    `json:"balance"`
	Share   int           `json:"share" doc:"Of the largest balance of the curve, in thousandths, -1000 to 1000: how high to draw it"`
}

type agedAmount struct {
	Amount web.Amount `json:"amount"`
	Share  int        `json:"share" doc:"Of all that is owed, in thousandths: how wide to draw it"`
}

type accountCurrency struct {
	Currency string       `json:"currency"`
	Balance  web.Amount   `json:"balance"`
	NotDue   web.Amount   `json:"not_due"`
	Overdue  web.Amount   `json:"overdue"`
	Credits  web.Amount   `json:"credits"`
	Aging    []agedAmount `json:"aging" doc:"By bucket, in the order of buckets"`
	Curve    []curvePoint `json:"curve"`
}

type accountView struct {
	AsOf       calendar.Date     `json:"as_of"`
	Buckets    []agingBucket     `json:"buckets"`
	Currencies []accountCurrency `json:"currencies"`
}

func account(api *web.API, books *books.Books) {
	web.Get(api, "/account", ledger.SeeDocuments, "How the account stands, each currency for itself", func(ctx context.Context, actor ledger.Actor, in *accountQuery) (accountView, error) {
		found, err := books.Account.Standing(ctx, actor, in.AsOf, in.Months)
		return wordStanding(found), err
	}, web.Within(fileDeadline))
	openItems(api, books)
	movements(api, books)
}

func wordBuckets(buckets calendar.Buckets) []agingBucket {
	out := []agingBucket{}
	if buckets.Reading() == "" {
		return out
	}
	for i := range buckets.Len() {
		out = append(out, agingBucket{buckets.Key(i), buckets.Label(i, "zh-CN"), buckets.Label(i, "en")})
	}
	return out
}

func wordStanding(s domain.Standing) accountView {
	out := accountView{AsOf: s.AsOf, Buckets: wordBuckets(s.Buckets), Currencies: []accountCurrency{}}
	for _, c := range s.Currencies {
		currency := string(c.Figures.Currency)
		row := accountCurrency{Currency: currency, Balance: wire.Amount(c.Total, currency), NotDue: wire.Amount(c.NotDue, currency), Overdue: wire.Amount(c.Overdue, currency),
			Credits: wire.Amount(c.Credits, currency), Aging: []agedAmount{}, Curve: []curvePoint{}}
		owed, highest := c.NotDue.Add(c.Overdue), decimal.Zero
		for _, amount := range c.Amounts {
			row.Aging = append(row.Aging, agedAmount{wire.Amount(amount, currency), share(amount, owed)})
		}
		for _, p := range c.Curve {
			highest = decimal.Max(highest, p.Balance.Abs())
		}
		for _, p := range c.Curve {
			row.Curve = append(row.Curve, curvePoint{p.On, wire.Amount(p.Balance, currency), share(p.Balance, highest)})
		}
		out.Currencies = append(out.Currencies, row)
	}
	return out
}

// share is for drawing only, in thousandths: a page adds nothing up.
func share(part, whole decimal.Decimal) int {
	if whole.IsZero() {
		return 0
	}
	return int(part.Shift(3).DivRound(whole, 0).IntPart())
}

// ItemFilter narrows the open items. Ranges include both ends; amounts are what is open, without sign.
type ItemFilter struct {
	AsOf     calendar.Date `query:"as_of" required:"false" doc:"A past date; left out: today"`
	Kind     string        `query:"kind" enum:"receivable,credit_note,adjustment,receipt,advance,refund,write_off,reversal,opening_balance" required:"false"`
	Q        string        `query:"q" maxLength:"100"`
	Currency string        `query:"currency" maxLength:"3"`
	Bucket   string        `query:"bucket" maxLength:"20" doc:"A key of buckets, or credits"`
	From     calendar.Date `query:"from" required:"false" doc:"Document date"`
	To       calendar.Date `query:"to" required:"false"`
	DueFrom  calendar.Date `query:"due_from" required:"false"`
	DueTo    calendar.Date `query:"due_to" required:"false"`
	Min      string        `query:"min" maxLength:"40"`
	Max      string        `query:"max" maxLength:"40"`
}

// ListItems asks for a page of open items.
type ListItems struct {
	web.Paging
	ItemFilter
}

// ItemsFile asks for all of them as a file.
type ItemsFile struct {
	ItemFilter
	ListFile
}

type openItem struct {
	ItemID       ledger.ID      `json:"item_id"`
	Document     wire.Reference `json:"document"`
	Kind         string         `json:"kind"`
	Instalment   int            `json:"instalment"`
	DocumentDate calendar.Date  `json:"document_date"`
	DueDate      calendar.Date  `json:"due_date"`
	DaysOverdue  int            `json:"days_overdue" doc:"Negative before the due date"`
	Bucket       string         `json:"bucket"`
	Currency     string         `json:"currency"`
	OrderNo      string         `json:"order_no"`
	ContractNo   string         `json:"contract_no"`
	InvoiceNo    string         `json:"invoice_no"`
	Description  string         `json:"description"`
	Original     web.Amount     `json:"original" doc:"Signed: what raises the debt is positive"`
	Open         web.Amount     `json:"open"`
}

type itemTotal struct {
	Currency string     `json:"currency"`
	Count    int        `json:"count"`
	Owed     web.Amount `json:"owed"`
	Credits  web.Amount `json:"credits"`
	Open     web.Amount `json:"open"`
}

type openItemPage struct {
	web.Page[openItem]
	AsOf    calendar.Date `json:"as_of"`
	Buckets []agingBucket `json:"buckets"`
	Totals  []itemTotal   `json:"totals,omitempty" doc:"Of the whole filter, on its first page"`
}

func (in *ItemFilter) filter() (domain.ItemFilter, error) {
	low, high, err := bounds(in.Min, in.Max)
	return domain.ItemFilter{AsOf: in.AsOf, Currency: money.Currency(in.Currency), Kind: in.Kind, Bucket: in.Bucket, From: in.From, To: in.To, DueFrom: in.DueFrom, DueTo: in.DueTo,
		Min: low, Max: high, Query: in.Q}, err
}

func openItems(api *web.API, books *books.Books) {
	web.Get(api, "/account/items", ledger.SeeDocuments, "List what is or was open", func(ctx context.Context, actor ledger.Actor, in *ListItems) (openItemPage, error) {
		after, _, err := web.ReadCursor[domain.ItemCursor](in.Cursor)
		filter, fault := in.filter()
		if err := joined(err, fault); err != nil {
			return openItemPage{}, err
		}
		filter.After, filter.Limit = after, in.Limit+1
		found, err := books.Account.Items(ctx, actor, filter)
		if err != nil {
			return openItemPage{}, err
		}
		return wordOpenItems(found, in.Limit)
	}, web.Within(fileDeadline))
	web.Download(api, "/account/items/file", ledger.SeeDocuments, "Download the open items that a filter finds", func(ctx context.Context, actor ledger.Actor, in *ItemsFile) (web.File, error) {
		filter, err := in.filter()
		if err != nil {
			return web.File{}, err
		}
		file, err := books.Account.ItemsFile(ctx, actor, filter, domain.Format(in.Format), in.locale(actor))
		return web.File{Name: file.Name, Media: file.Media, Body: file.Content}, err
	}, web.Within(fileDeadline))
}

func wordOpenItems(found domain.Items, limit int) (openItemPage, error) {
	page := openItemPage{AsOf: found.AsOf, Buckets: wordBuckets(found.Buckets)}
	page.Items = []openItem{}
	for i, item := range found.Rows {
		if i == limit {
			last := found.Rows[i-1]
			cursor, err := web.Cursor(domain.ItemCursor{Due: last.DueDate, ItemID: last.ItemID})
			page.NextCursor = cursor
			return page.totals(found), err
		}
		bucket := "credits"
		if item.Place >= 0 {
			bucket = found.Buckets.Key(item.Place)
		}
		page.Items = append(page.Items, openItem{item.ItemID, wire.Reference{ID: item.DocumentID, DocumentNo: item.DocumentNo}, item.Kind, item.Instalment, item.DocumentDate,
			item.DueDate, item.DaysOverdue, bucket, item.Currency, item.OrderNo, item.ContractNo, item.InvoiceNo, item.Description,
			wire.Amount(item.Original, item.Currency), wire.Amount(item.Open, item.Currency)})
	}
	return page.totals(found), nil
}

func (page openItemPage) totals(found domain.Items) openItemPage {
	for _, t := range found.Totals {
		page.Totals = append(page.Totals, itemTotal{t.Currency, t.Count, wire.Amount(t.Owed, t.Currency), wire.Amount(t.Credits, t.Currency), wire.Amount(t.Open, t.Currency)})
	}
	return page
}
