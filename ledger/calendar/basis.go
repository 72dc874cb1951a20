package calendar

// Basis says which date starts the payment term (T0, 账期起算日).
type Basis string

// The six start dates.
const (
	FromOrder             Basis = "order"              // 订单日期
	FromShipment          Basis = "shipment"           // 出库日期
	FromRevenue           Basis = "revenue"            // 确认收入日期
	FromUninvoicedRevenue Basis = "uninvoiced_revenue" // 未票收入日期
	FromInvoice           Basis = "invoice"            // 开票日期
	FromGiven             Basis = "given"              // 手工指定日期
)

// Bases lists the start dates in the order people choose from.
func Bases() []Basis {
	return []Basis{FromOrder, FromShipment, FromRevenue, FromUninvoicedRevenue, FromInvoice, FromGiven}
}

// Valid reports whether b is one of the six.
func (b Basis) Valid() bool {
	_, ok := basisNames[b]
	return ok
}

// Name is what people read, in "zh" or "en".
func (b Basis) Name(locale string) string { return basisNames[b].in(locale) }

var basisNames = map[Basis]label{
	FromOrder:             {"订单日期", "order date"},
	FromShipment:          {"出库日期", "shipment date"},
	FromRevenue:           {"确认收入日期", "revenue date"},
	FromUninvoicedRevenue: {"未票收入日期", "uninvoiced-revenue date"},
	FromInvoice:           {"开票日期", "invoice date"},
	FromGiven:             {"指定日期", "given date"},
}

// Dates are the dates of one document as far as they are known.
type Dates struct {
	Order, Shipment, Revenue, UninvoicedRevenue, Invoice, Given Date
}

// T0 finds the start date and tells which basis it really came from: while
// there is no invoice, the shipment date stands in for the invoice date. Without
// the date (and without a stand-in) it is refused with MissingDate.
func (b Basis) T0(dates Dates) (Date, Basis, error) {
	if !b.Valid() {
		return Date{}, "", refuse(UnknownBasis, "basis", 0, string(b))
	}
	if d := dates.of(b); !d.IsZero() {
		return d, b, nil
	}
	if b == FromInvoice && !dates.Shipment.IsZero() {
		return dates.Shipment, FromShipment, nil
	}
	return Date{}, "", refuse(MissingDate, string(b), 0, "")
}

func (d Dates) of(b Basis) Date {
	switch b {
	case FromOrder:
		return d.Order
	case FromShipment:
		return d.Shipment
	case FromRevenue:
		return d.Revenue
	case FromUninvoicedRevenue:
		return d.UninvoicedRevenue
	case FromInvoice:
		return d.Invoice
	}
	return d.Given
}

// label is a text in the two languages of the product.
type label struct{ zh, en string }

func (l label) in(locale string) string {
	if len(locale) >= 2 && locale[:2] == "zh" {
		return l.zh
	}
	return l.en
}
