package importing

import "slices"

// field is one thing a row can say.
type field int

const (
	documentNo field = iota
	customerCode
	customerName
	currencyField
	rateField
	documentDate
	invoiceDate
	postingDate
	dueDate
	termsDays
	orderNo
	orderDate
	contractNo
	shipmentNo
	shipmentDate
	invoiceNo
	summary
	productLine
	sourceKind
	methodField
	reduces
	documentTotal
	controlTotal
	reducesLine
	lineKind
	itemCode
	itemName
	unitField
	quantityField
	unitPrice
	grossPrice
	netField
	taxRate
	taxField
	grossField
	amountField // net where the file has tax beside it, else gross
	partyCode
	partyName
	nameEN
	taxID
	country
	region
	address
	phone
	bank
	bankAccount
	salesperson
	cycle
	timeZone
	locale
	email
	contactName
	roles
	fieldCount
)

// column is how files call a field: its key in mappings, then its names. The first name is the Chinese one of the template.
type column struct {
	key   string
	names []string
	kinds []Kind
	line  bool // said anew on each line of a document
	date  bool
}

var (
	lined     = []Kind{Receivables, CreditNotes}
	documents = []Kind{Receivables, CreditNotes, Receipts, OpeningBalances}
	owed      = []Kind{Receivables, CreditNotes, OpeningBalances}
)

// columns says every field's names. Case, spaces, hyphens and a closing remark in brackets make no difference.
var columns = [fieldCount]column{
	documentNo: {key: "document_no", kinds: documents, names: []string{"单据编号", "document_no", "单据号", "单号", "应收单号", "红字单号", "收款单号",
		"document number", "doc no", "doc number", "receipt no", "credit note no", "编号"}},
	customerCode: {key: "customer_code", kinds: append([]Kind{Contacts}, documents...), names: []string{"客户编码", "customer_code", "客户代码", "客户编号", "往来户编码",
		"客户", "customer", "customer id", "customer no", "customer number", "account no"}},
	customerName: {key: "customer_name", kinds: append([]Kind{Contacts}, documents...), names: []string{"客户名称", "customer_name", "往来户", "往来户名称", "购买方名称",
		"购方名称", "buyer", "buyer name"}},
	currencyField: {key: "currency", kinds: append([]Kind{Customers}, documents...), names: []string{"币种", "currency", "币别", "currency code", "货币"}},
	rateField:     {key: "rate", kinds: documents, names: []string{"汇率", "rate", "exchange rate", "记账汇率"}},
	documentDate: {key: "document_date", kinds: documents, date: true, names: []string{"单据日期", "document_date", "日期", "date", "业务日期", "立账日期", "收款日期",
		"receipt date", "document day"}},
	invoiceDate:  {key: "invoice_date", kinds: lined, date: true, names: []string{"开票日期", "invoice_date", "发票日期"}},
	postingDate:  {key: "posting_date", kinds: documents, date: true, names: []string{"记账日期", "posting_date", "入账日期", "过账日期", "accounting date"}},
	dueDate:      {key: "due_date", kinds: owed, date: true, names: []string{"到期日", "due_date", "到期日期", "应收款日期", "due", "付款到期日"}},
	termsDays:    {key: "terms_days", kinds: append([]Kind{Customers}, owed...), names: []string{"账期天数", "terms_days", "账期", "信用天数", "net days", "payment days", "credit days"}},
	orderNo:      {key: "order_no", kinds: documents, names: []string{"订单号", "order_no", "销售订单号", "order number", "sales order", "po number", "po no"}},
	orderDate:    {key: "order_date", kinds: lined, date: true, names: []string{"订单日期", "order_date"}},
	contractNo:   {key: "contract_no", kinds: documents, names: []string{"合同号", "contract_no", "合同编号", "contract number", "contract"}},
	shipmentNo:   {key: "shipment_no", kinds: lined, names: []string{"出库单号", "shipment_no", "发货单号", "送货单号", "shipment number", "delivery note", "delivery no"}},
	shipmentDate: {key: "shipment_date", kinds: lined, date: true, names: []string{"出库日期", "shipment_date", "发货日期", "送货日期", "delivery date"}},
	invoiceNo:    {key: "invoice_no", kinds: owed, names: []string{"发票号码", "invoice_no", "发票号", "invoice number", "invoice"}},
	summary:      {key: "summary", kinds: documents, names: []string{"摘要", "summary", "备注", "说明", "remark", "remarks", "memo", "note"}},
	productLine:  {key: "product_line", kinds: documents, names: []string{"产品线", "product_line"}},
	sourceKind:   {key: "source_kind", kinds: lined, names: []string{"立账依据", "source_kind", "来源类型", "source"}},
	methodField:  {key: "method", kinds: []Kind{Receipts}, names: []string{"收款方式", "method", "结算方式", "payment method"}},
	reduces: {key: "reduces", kinds: []Kind{CreditNotes}, names: []string{"原单据编号", "reduces", "原单号", "原单据号", "蓝字单号", "original document",
		"original document no"}},
	documentTotal: {key: "document_total", kinds: lined, names: []string{"单据合计", "document_total", "单据总额", "document amount"}},
	controlTotal:  {key: "control_total", kinds: []Kind{OpeningBalances}, names: []string{"控制合计", "control_total", "控制数", "合计控制数", "期初总额"}},
	reducesLine:   {key: "reduces_line", kinds: []Kind{CreditNotes}, line: true, names: []string{"原行号", "reduces_line", "original line"}},
	lineKind:      {key: "line_kind", kinds: lined, line: true, names: []string{"行类型", "line_kind", "line type"}},
	itemCode: {key: "item_code", kinds: lined, line: true, names: []string{"货号", "item_code", "存货编码", "物料编码", "商品编码", "产品编码", "sku", "stock code",
		"item no", "product code"}},
	itemName: {key: "description", kinds: lined, line: true, names: []string{"品名", "description", "货物名称", "存货名称", "商品名称", "产品名称", "项目名称", "物料名称",
		"item", "item name", "product", "product name"}},
	unitField:     {key: "unit", kinds: lined, line: true, names: []string{"单位", "unit", "计量单位", "uom"}},
	quantityField: {key: "quantity", kinds: lined, line: true, names: []string{"数量", "quantity", "qty"}},
	unitPrice:     {key: "unit_price", kinds: lined, line: true, names: []string{"单价", "unit_price", "不含税单价", "net price", "price"}},
	grossPrice:    {key: "gross_price", kinds: lined, line: true, names: []string{"含税单价", "gross_price", "price with tax"}},
	netField:      {key: "net", kinds: lined, line: true, names: []string{"不含税金额", "net", "净额", "未税金额", "net amount"}},
	taxRate:       {key: "tax_rate", kinds: lined, line: true, names: []string{"税率", "tax_rate", "vat rate", "vat %", "tax %"}},
	taxField:      {key: "tax", kinds: lined, line: true, names: []string{"税额", "tax", "vat", "tax amount", "vat amount"}},
	grossField:    {key: "gross", kinds: lined, line: true, names: []string{"价税合计", "gross", "含税金额", "gross amount", "amount with tax"}},
	amountField: {key: "amount", kinds: documents, line: true, names: []string{"金额", "amount", "应收金额", "收款金额", "期初余额", "余额", "opening balance",
		"balance", "total"}},

	partyCode:   {key: "code", kinds: []Kind{Customers}, names: []string{"客户编码", "code", "客户代码", "客户编号", "编码", "customer code", "customer id", "customer no"}},
	partyName:   {key: "name", kinds: []Kind{Customers}, names: []string{"客户名称", "name", "名称", "customer name"}},
	nameEN:      {key: "name_en", kinds: []Kind{Customers}, names: []string{"英文名称", "name_en", "english name"}},
	taxID:       {key: "tax_id", kinds: []Kind{Customers}, names: []string{"税号", "tax_id", "统一社会信用代码", "纳税人识别号", "vat number", "tax number"}},
	country:     {key: "country", kinds: []Kind{Customers}, names: []string{"国家", "country", "国家地区"}},
	region:      {key: "region", kinds: []Kind{Customers}, names: []string{"区域", "region", "地区", "大区"}},
	address:     {key: "address", kinds: []Kind{Customers}, names: []string{"地址", "address"}},
	phone:       {key: "phone", kinds: []Kind{Customers, Contacts}, names: []string{"电话", "phone", "手机", "联系电话", "telephone", "mobile"}},
	bank:        {key: "bank", kinds: []Kind{Customers}, names: []string{"开户行", "bank", "开户银行", "bank name"}},
	bankAccount: {key: "bank_account", kinds: []Kind{Customers}, names: []string{"银行账号", "bank_account", "账号", "account number"}},
	salesperson: {key: "salesperson", kinds: []Kind{Customers}, names: []string{"销售员", "salesperson", "业务员", "销售专员", "sales rep"}},
	cycle:       {key: "cycle", kinds: []Kind{Customers}, names: []string{"对账周期", "cycle", "statement cycle"}},
	timeZone:    {key: "time_zone", kinds: []Kind{Customers}, names: []string{"时区", "time_zone"}},
	locale:      {key: "locale", kinds: []Kind{Customers, Contacts}, names: []string{"语言", "locale", "language"}},
	email:       {key: "email", kinds: []Kind{Contacts}, names: []string{"邮箱", "email", "电子邮箱", "e-mail", "mail"}},
	contactName: {key: "name", kinds: []Kind{Contacts}, names: []string{"姓名", "name", "联系人", "contact", "contact name"}},
	roles:       {key: "roles", kinds: []Kind{Contacts}, names: []string{"角色", "roles", "权限", "role"}},
}

// has tells whether files of the kind can say the field.
func (f field) has(kind Kind) bool { return slices.Contains(columns[f].kinds, kind) }

// fieldsOf lists what files of a kind can say, in the order of the template.
func fieldsOf(kind Kind) []field {
	var out []field
	for f := range fieldCount {
		if f.has(kind) {
			out = append(out, f)
		}
	}
	return out
}

// needs lists what a file of a kind must have; of each group one is enough.
func needs(kind Kind) [][]field {
	customer := []field{customerCode, customerName}
	switch kind {
	case Customers:
		return [][]field{{partyCode}, {partyName}}
	case Contacts:
		return [][]field{customer, {contactName}, {email}}
	case OpeningBalances:
		return [][]field{customer, {documentDate}, {amountField}}
	case Receipts:
		return [][]field{{documentNo}, customer, {documentDate}, {amountField}}
	}
	return [][]field{{documentNo}, customer, {documentDate, invoiceDate}, {netField, grossField, amountField, unitPrice, grossPrice}}
}
