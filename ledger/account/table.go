package account

import (
	"strconv"

	"github.com/shopspring/decimal"

	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/money"
	"hefu/ledger/report"
)

// The columns of the lists, in the order of the pages.
var (
	idColumn     = report.Column{Key: "document_id", ZH: "单据", EN: "Document", Type: report.ID}
	noColumn     = report.Column{Key: "document_no", ZH: "单据编号", EN: "Document no.", Type: report.Text}
	kindColumn   = report.Column{Key: "kind", ZH: "类型", EN: "Kind", Type: report.Kind}
	dateColumn   = report.Column{Key: "document_date", ZH: "单据日期", EN: "Document date", Type: report.Date}
	dueColumn    = report.Column{Key: "due_date", ZH: "到期日", EN: "Due date", Type: report.Date}
	postedColumn = report.Column{Key: "posting_date", ZH: "记账日期", EN: "Posting date", Type: report.Date}
	moneyColumn  = report.Column{Key: "currency", ZH: "币种", EN: "Currency", Type: report.Text}
	orderColumn  = report.Column{Key: "order_no", ZH: "订单号", EN: "Order no.", Type: report.Text}
	dealColumn   = report.Column{Key: "contract_no", ZH: "合同号", EN: "Contract no.", Type: report.Text}
	shipColumn   = report.Column{Key: "shipment_no", ZH: "发货单号", EN: "Shipment no.", Type: report.Text}
	billColumn   = report.Column{Key: "invoice_no", ZH: "发票号", EN: "Invoice no.", Type: report.Text}
	textColumn   = report.Column{Key: "description", ZH: "摘要", EN: "Description", Type: report.Text}
	stateColumn  = report.Column{Key: "settlement", ZH: "核销状态", EN: "Settlement", Type: report.Kind}
	lateColumn   = report.Column{Key: "days_overdue", ZH: "逾期天数", EN: "Days late", Type: report.Number}
)

func amountColumn(key, zh, en string, summed bool) report.Column {
	return report.Column{Key: key, ZH: zh, EN: en, Type: report.Amount, Summed: summed}
}

func text(amount decimal.Decimal, currency string) string {
	return money.Text(amount, money.Currency(currency))
}

func day(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

func itemTable(found Items) report.Table {
	t := report.Table{Key: "open-items", ZH: "未清项目", EN: "Open items", Rows: [][]string{}, Columns: []report.Column{idColumn, noColumn, kindColumn, dateColumn, dueColumn, lateColumn, moneyColumn,
		orderColumn, dealColumn, billColumn, textColumn, amountColumn("original", "原金额", "Original", false), amountColumn("open", "未清金额", "Open", true)}}
	for _, i := range found.Rows {
		late := ""
		if i.Place >= 0 { // what we owe the customer is never late
			late = strconv.Itoa(i.DaysOverdue)
		}
		t.Rows = append(t.Rows, []string{i.DocumentID.String(), i.DocumentNo, i.Kind, day(i.DocumentDate), day(i.DueDate), late, i.Currency,
			i.OrderNo, i.ContractNo, i.InvoiceNo, i.Description, text(i.Original, i.Currency), text(i.Open, i.Currency)})
	}
	for _, sum := range found.Totals {
		cells := make([]string, len(t.Columns))
		cells[len(cells)-1] = text(sum.Open, sum.Currency)
		t.Totals = append(t.Totals, report.Total{Currency: money.Currency(sum.Currency), Cells: cells})
	}
	return t
}

func documentTable(found []document.Summary) report.Table {
	t := report.Table{Key: "documents", ZH: "单据", EN: "Documents", Rows: [][]string{}, Columns: []report.Column{idColumn, noColumn, kindColumn, dateColumn, dueColumn, moneyColumn, orderColumn, dealColumn, shipColumn,
		billColumn, textColumn, stateColumn, amountColumn("net", "净额", "Net", false), amountColumn("tax", "税额", "Tax", false),
		amountColumn("gross", "含税金额", "Gross", false), amountColumn("open", "未清金额", "Open", false)}}
	for _, d := range found {
		t.Rows = append(t.Rows, []string{d.ID.String(), d.DocumentNo, string(d.Kind), day(d.DocumentDate), day(d.DueDate), d.Currency, d.OrderNo, d.ContractNo, d.ShipmentNo,
			d.InvoiceNo, d.Description, d.Settlement(), text(d.Net, d.Currency), text(d.Tax, d.Currency), text(d.Gross, d.Currency), text(d.Open, d.Currency)})
	}
	return t
}

// moveTable goes from the opening to the closing balance.
func moveTable(found Movements) report.Table {
	t := report.Table{Key: "movements", ZH: "往来明细", EN: "Movements", From: found.From, To: found.To, Columns: []report.Column{idColumn, noColumn, kindColumn, postedColumn, orderColumn, dealColumn, billColumn, textColumn,
		amountColumn("debit", "借方", "Debit", true), amountColumn("credit", "贷方", "Credit", true), amountColumn("balance", "余额", "Balance", false)}}
	currency := string(found.Currency)
	edge := func(kind string, on calendar.Date, balance decimal.Decimal) {
		row := make([]string, len(t.Columns))
		row[2], row[3], row[len(row)-1] = kind, day(on), text(balance, currency)
		t.Rows = append(t.Rows, row)
	}
	edge("opening", found.From, found.Opening)
	for _, m := range found.Rows {
		debit, credit := "", text(m.Amount.Neg(), currency)
		if !m.Amount.IsNegative() {
			debit, credit = text(m.Amount, currency), ""
		}
		t.Rows = append(t.Rows, []string{m.DocumentID.String(), m.DocumentNo, m.Kind, day(m.On), m.OrderNo, m.ContractNo, m.InvoiceNo, m.Description, debit, credit, text(m.Balance, currency)})
	}
	edge("closing", found.To, found.Closing)
	cells := make([]string, len(t.Columns))
	cells[len(cells)-3], cells[len(cells)-2] = text(found.Debits, currency), text(found.Credits, currency)
	t.Totals = []report.Total{{Currency: found.Currency, Cells: cells}}
	return t
}
