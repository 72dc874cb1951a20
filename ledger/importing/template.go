package importing

import (
	"bytes"

	"hefu/ledger"
	custom "hefu/ledger/field"
	"hefu/ledger/sheet"
)

// examples are two rows of each kind, by field. A receivable has two lines, so that it shows how a document goes on.
var examples = map[Kind][2]map[field]string{
	Customers: {
		{partyCode: "C001", partyName: "苏州明远机械有限公司", nameEN: "Suzhou Mingyuan Machinery", country: "CN", region: "华东", currencyField: "CNY", termsDays: "30", cycle: "monthly", locale: "zh-CN"},
		{partyCode: "C002", partyName: "Pacific Tools Inc.", nameEN: "Pacific Tools Inc.", country: "US", region: "北美", currencyField: "USD", termsDays: "45", cycle: "monthly", locale: "en"},
	},
	Contacts: {
		{customerCode: "C001", contactName: "陈静", email: "chen.jing@example.com", phone: "13800000000", roles: "查看 确认", locale: "zh-CN"},
		{customerCode: "C002", contactName: "Ann Lee", email: "ann.lee@example.com", roles: "viewer confirmer payer", locale: "en"},
	},
	Receivables: {
		{documentNo: "AR-0001", customerCode: "C001", currencyField: "CNY", documentDate: "2026-03-09", termsDays: "30", orderNo: "SO-0001", itemCode: "M-100", itemName: "精密轴承", unitField: "套", quantityField: "10", unitPrice: "100", taxRate: "13", netField: "1000.00", taxField: "130.00", grossField: "1130.00"},
		{documentNo: "AR-0001", customerCode: "C001", currencyField: "CNY", documentDate: "2026-03-09", termsDays: "30", orderNo: "SO-0001", itemCode: "M-200", itemName: "联轴器", unitField: "件", quantityField: "2", unitPrice: "50", taxRate: "13", netField: "100.00", taxField: "13.00", grossField: "113.00"},
	},
	CreditNotes: {
		{documentNo: "CN-0001", customerCode: "C001", currencyField: "CNY", documentDate: "2026-03-20", reduces: "AR-0001", reducesLine: "1", itemName: "精密轴承退货", quantityField: "1", unitPrice: "100", taxRate: "13", netField: "100.00", taxField: "13.00", grossField: "113.00"},
		{documentNo: "CN-0002", customerCode: "C002", currencyField: "USD", documentDate: "2026-03-21", itemName: "Price allowance", taxRate: "0", grossField: "50.00"},
	},
	Receipts: {
		{documentNo: "RC-0001", customerCode: "C001", currencyField: "CNY", documentDate: "2026-04-01", methodField: "bank", amountField: "1000.00", summary: "货款"},
		{documentNo: "RC-0002", customerCode: "C002", currencyField: "USD", documentDate: "2026-04-02", methodField: "bank", amountField: "500.00", summary: "Invoice 1042"},
	},
	OpeningBalances: {
		{documentNo: "QC-0001", customerCode: "C001", currencyField: "CNY", documentDate: "2026-01-01", dueDate: "2026-01-31", amountField: "12000.00", controlTotal: "11500.00", summary: "期初"},
		{documentNo: "QC-0002", customerCode: "C003", currencyField: "CNY", documentDate: "2026-01-01", amountField: "-500.00", controlTotal: "11500.00", summary: "期初预收"},
	},
}

// Template is a CSV to start from: every column a file of the kind may have, each named in Chinese and English, and two example
// rows to be replaced. Columns may stand in any order and, but for the needed ones, be left out. Refused: not_found.
func Template(kind Kind) ([]byte, error) { return templateWith(kind, nil) }

func templateWith(kind Kind, set custom.Set) ([]byte, error) {
	rows, ok := examples[kind]
	if !ok {
		return nil, ledger.E("not_found")
	}
	var out bytes.Buffer
	var titles []sheet.Column
	var fields []field
	for _, f := range fieldsOf(kind) {
		if f == amountField && kind != Receipts && kind != OpeningBalances {
			continue // one of net and gross, by what stands beside it: clear in a file, not in a template
		}
		fields = append(fields, f)
		titles = append(titles, sheet.Column{Title: columns[f].names[0] + "(" + columns[f].key + ")", Kind: templateKind(f)})
	}
	for _, d := range set {
		titles = append(titles, sheet.Column{Title: d.ZH + "(" + d.Code + ")", Kind: sheet.Text})
	}
	w := sheet.NewWriter(&out, sheet.CSV)
	if err := w.Sheet("", titles...); err != nil {
		return nil, err
	}
	for _, row := range rows {
		cells := make([]string, len(titles))
		for i, d := range set {
			cells[len(fields)+i] = example(d)
		}
		for i, f := range fields {
			cells[i] = row[f]
		}
		if err := w.Write(cells...); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return out.Bytes(), err
}

// templateKind keeps a negative amount a number; any other text is made harmless.
func templateKind(f field) sheet.Kind {
	if f == amountField || f == quantityField {
		return sheet.Number
	}
	return sheet.Text
}
