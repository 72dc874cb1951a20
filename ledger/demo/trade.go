package demo

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"hefu/ledger/allocation"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/money"
)

// order is one order on its way: shipped, invoiced, paid.
type order struct {
	customer *customer
	invoice  string // the receivable's number
	gross    decimal.Decimal
	invoiced calendar.Date
}

// payment settles an order in whole or in part.
type payment struct {
	order   *order
	number  string // of the receipt or credit note
	amount  decimal.Decimal
	settled calendar.Date
}

var products = []struct {
	code, name, unit string
	price            int64 // in cents, without tax
}{
	{"HGH20", "直线导轨滑块 HGH20", "套", 18650}, {"4V210", "气动电磁阀 4V210", "只", 6420}, {"6204-2RS", "精密轴承 6204-2RS", "套", 1485},
	{"VFD2.2", "变频器 2.2kW", "台", 128000}, {"JM40", "联轴器 JM40", "只", 9350}, {"DN50", "不锈钢法兰 DN50", "片", 7880},
	{"SM750", "伺服电机 750W", "台", 164500}, {"NMRV050", "减速机 NMRV050", "台", 42600}, {"PC8-02", "气动接头 PC8-02", "只", 365},
	{"PT100", "温度变送器 PT100", "台", 23800}, {"CNMG120408", "数控刀具 CNMG120408", "盒", 31200}, {"WPA60", "齿轮减速机 WPA60", "台", 57400},
	{"AL4040", "铝合金型材 4040", "米", 5260}, {"HC63", "液压油缸密封件 63 缸径", "套", 2940},
}

// productLines is the business line of each product by its code; the rest are 通用配件.
var productLines = map[string]string{"HGH20": "传动部件", "6204-2RS": "传动部件", "JM40": "传动部件", "NMRV050": "传动部件", "WPA60": "传动部件",
	"VFD2.2": "电气自动化", "SM750": "电气自动化", "PT100": "电气自动化", "4V210": "气动液压", "PC8-02": "气动液压", "HC63": "气动液压"}

var vat = decimal.NewFromInt(13)

// makeTrade lives through the year month by month and posts it in the order of its dates, so that numbers follow them.
func (w *world) makeTrade(ctx context.Context) error {
	var documents []document.New
	var payments []payment
	serial := 0
	for month := range 13 {
		start := w.firstMonth().AddMonths(month)
		for i, c := range w.customers {
			orders := c.busy
			if i == 0 && month == 11 {
				orders = 470 // last month fills pages
			}
			for range orders {
				serial++
				on := start.AddDays(w.between(0, start.DaysInMonth()-1))
				if on.After(w.Today) {
					continue
				}
				sold, paid := w.sell(c, on, serial)
				documents = append(documents, sold...)
				payments = append(payments, paid...)
			}
		}
	}
	documents = append(documents, w.extras()...)
	slices.SortStableFunc(documents, func(a, b document.New) int { return a.PostingDate.Compare(b.PostingDate) })
	if err := w.postAll(ctx, documents); err != nil {
		return err
	}
	return w.settleAll(ctx, payments)
}

// sell is one order: its receivable, mostly its receipt, now and then a credit note.
func (w *world) sell(c *customer, on calendar.Date, serial int) ([]document.New, []payment) {
	o := &order{customer: c, invoice: fmt.Sprintf("INV-%s-%05d", on.String()[2:4]+on.String()[5:7], serial), invoiced: on}
	shipped := on.AddDays(-w.between(0, 3))
	receivable := document.New{
		Kind: document.Receivable, CustomerID: c.id, Currency: c.currency, DocumentDate: on, PostingDate: on,
		Dates: calendar.Dates{Order: on.AddDays(-w.between(6, 25)), Shipment: shipped, Invoice: on}, DocumentNo: o.invoice,
		OrderNo: fmt.Sprintf("PO%06d", 410000+serial), ContractNo: fmt.Sprintf("HT-%d-%s", on.Year(), c.code[2:]), ShipmentNo: fmt.Sprintf("DN%07d", 2600000+serial),
		InvoiceNo:  fmt.Sprintf("26%02d%016d", int(on.Month()), 2000000000+serial),
		SourceKind: "invoice", SourceSystem: "erp", SourceID: o.invoice, Lines: w.lines(c),
	}
	nameProject(&receivable, serial)
	receivable.Description = receivable.Lines[0].Description
	receivable.ProductLine = cmp.Or(productLines[receivable.Lines[0].ItemCode], "通用配件")
	for _, line := range receivable.Lines {
		o.gross = o.gross.Add(line.Gross)
	}
	c.orders = append(c.orders, o)
	documents := []document.New{receivable}
	settled := on.AddDays(30 + c.slow + w.between(-6, 25))
	if settled.After(w.Today) || w.chance(4) {
		return documents, nil
	}
	amount := o.gross
	if w.chance(7) {
		amount = money.Round(amount.Mul(decimal.New(int64(w.between(30, 80)), -2)), c.currency)
	}
	number := fmt.Sprintf("RCP-%07d", 2000000+serial)
	documents = append(documents, document.New{
		Kind: document.Receipt, CustomerID: c.id, Currency: c.currency, DocumentDate: settled, PostingDate: settled, DocumentNo: number, Method: "bank",
		Description: fmt.Sprintf("银行转账 尾号%04d", w.between(1000, 9999)), SourceKind: "manual", SourceSystem: "bank", SourceID: number, Amount: amount,
	})
	if w.chance(3) { // money that nobody has matched yet
		return documents, nil
	}
	return documents, []payment{{o, number, amount, settled}}
}

func (w *world) lines(c *customer) []document.Line {
	lines := make([]document.Line, w.between(1, 3))
	for i := range lines {
		product := products[w.random.IntN(len(products))]
		quantity := decimal.NewFromInt(int64(w.between(2, 60)))
		price := decimal.New(product.price*int64(w.between(94, 108))/100, -2)
		rate := vat
		if c.currency != "CNY" { // exports carry no output tax
			price, rate = price.DivRound(decimal.NewFromInt(7), 2), decimal.Zero
		}
		amounts := money.ComputeLine(quantity, price, rate, c.currency)
		lines[i] = document.Line{ItemCode: product.code, Description: product.name, Unit: product.unit,
			Quantity: decimal.NewNullDecimal(quantity), UnitPrice: decimal.NewNullDecimal(price), Net: amounts.Net, TaxRate: rate, Tax: amounts.Tax, Gross: amounts.Gross}
	}
	if w.chance(12) {
		freight := decimal.New(int64(w.between(80, 600)), 0)
		lines = append(lines, document.Line{Kind: document.FreightLine, Description: "代垫运杂费", Net: freight, Gross: freight})
	}
	return lines
}

// extras are what a year also brings: an advance, a rebate, a penalty.
func (w *world) extras() []document.New {
	var out []document.New
	for i, c := range w.customers {
		on := w.Today.AddMonths(-2).StartOfMonth().AddDays(i % 27)
		amount := decimal.New(int64(w.between(20, 200))*100, 0)
		switch {
		case i%13 == 2:
			out = append(out, document.New{Kind: document.Advance, CustomerID: c.id, Currency: c.currency, DocumentDate: on, PostingDate: on, Method: "bank", Amount: amount,
				Description: "预收货款", SourceKind: "manual", SourceSystem: "bank", SourceID: fmt.Sprintf("ADV-%04d", i)})
		case i%13 == 6:
			out = append(out, adjustment(c, on, document.Rebate, amount.Neg(), "季度返利", i))
		case i%13 == 9:
			out = append(out, adjustment(c, on, document.Penalty, amount, "逾期违约金", i))
		}
	}
	return out
}

func adjustment(c *customer, on calendar.Date, reason document.Reason, amount decimal.Decimal, text string, serial int) document.New {
	return document.New{Kind: document.Adjustment, CustomerID: c.id, Currency: c.currency, DocumentDate: on, PostingDate: on, Reason: string(reason), Description: text,
		SourceKind: "fee", SourceSystem: "erp", SourceID: fmt.Sprintf("ADJ-%04d", serial), Lines: []document.Line{{Kind: document.ServiceLine, Description: text, Net: amount, Gross: amount}}}
}

func (w *world) postAll(ctx context.Context, documents []document.New) error {
	const set = 250
	for from := 0; from < len(documents); from += set {
		if _, err := w.Documents.Post(ctx, w.clerk, documents[from:min(from+set, len(documents))]); err != nil {
			return err
		}
		w.Progress("documents", min(from+set, len(documents)), len(documents))
	}
	return nil
}

// settleAll matches each receipt with its order, a settlement for each customer and month.
func (w *world) settleAll(ctx context.Context, payments []payment) error {
	byCustomer := map[*customer][]payment{}
	for _, p := range payments {
		byCustomer[p.order.customer] = append(byCustomer[p.order.customer], p)
	}
	for i, c := range w.customers {
		items, err := w.Allocations.Open(ctx, w.clerk, c.id, "", "")
		if err != nil {
			return err
		}
		open := map[string][]allocation.OpenItem{}
		for _, item := range items {
			open[item.DocumentNo] = append(open[item.DocumentNo], item)
		}
		months := map[calendar.Date]*allocation.Command{}
		var order []calendar.Date
		for _, p := range byCustomer[c] {
			month := p.settled.StartOfMonth()
			if months[month] == nil {
				months[month] = &allocation.Command{CustomerID: c.id, Mode: allocation.Business}
				order = append(order, month)
			}
			cmd := months[month]
			if p.settled.After(cmd.EffectiveDate) {
				cmd.EffectiveDate = p.settled
			}
			cmd.Pairs = append(cmd.Pairs, pairs(open[p.order.invoice], open[p.number], p.amount)...)
		}
		slices.SortFunc(order, calendar.Date.Compare)
		for _, month := range order {
			if _, err := w.Allocations.Allocate(ctx, w.clerk, *months[month]); err != nil {
				return err
			}
		}
		w.Progress("settlements", i+1, len(w.customers))
	}
	return nil
}

// pairs spreads an amount over a document's instalments, the earliest due first.
func pairs(debits, credits []allocation.OpenItem, amount decimal.Decimal) []allocation.Pair {
	var out []allocation.Pair
	if len(credits) == 0 {
		return nil
	}
	for _, debit := range debits {
		part := decimal.Min(amount, debit.Open)
		if part.IsPositive() {
			out = append(out, allocation.Pair{DebitItem: debit.ID, CreditItem: credits[0].ID, DebitAmount: part})
			amount = amount.Sub(part)
		}
	}
	return out
}
