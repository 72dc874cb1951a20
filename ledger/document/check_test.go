package document

import (
	"reflect"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"hefu/ledger"
	"hefu/ledger/calendar"
	customfield "hefu/ledger/field"
	"hefu/ledger/money"
)

func amount(text string) decimal.Decimal { return decimal.RequireFromString(text) }

func sound() New {
	return New{Kind: Receivable, CustomerID: ledger.NewID(), Currency: "CNY", DocumentDate: calendar.MustParse("2026-03-01"), SourceKind: "invoice",
		Lines: []Line{{Description: "轴承 𠮷龘㛃", Net: amount("100.00"), TaxRate: amount("13"), Tax: amount("13.00"), Gross: amount("113.00")}}}
}

func soundMoney() New {
	return New{Kind: Receipt, CustomerID: ledger.NewID(), Currency: "JPY", DocumentDate: calendar.MustParse("2026-03-01"), Amount: amount("100")}
}

// Every fault is named by its field, and there is no other.
func TestFaultsAreNamedByField(t *testing.T) {
	line := func(change func(*Line)) func(*New) { return func(d *New) { change(&d.Lines[0]) } }
	for _, test := range []struct {
		name, field, code string
		change            func(*New)
	}{
		{"no kind", "kind", "not_a_choice", func(d *New) { d.Kind = "" }},
		{"a kind that is none", "kind", "not_a_choice", func(d *New) { d.Kind = "gift" }},
		{"no customer", "customer_id", "required", func(d *New) { d.CustomerID = ledger.ID{} }},
		{"no currency", "currency", "not_a_currency", func(d *New) { d.Currency = "" }},
		{"a currency in small letters", "currency", "not_a_currency", func(d *New) { d.Currency = "cny" }},
		{"no date", "document_date", "required", func(d *New) { d.DocumentDate = calendar.Date{} }},
		{"a negative rate", "rate", "must_be_positive", func(d *New) { d.Rate = amount("-7") }},
		{"nine places of a rate", "rate", "too_many_places", func(d *New) { d.Rate = amount("7.000000001") }},
		{"a rate beyond its column", "rate", "too_large", func(d *New) { d.Rate = amount("1000000000.1") }},
		{"a control character", "order_no", "bad_text", func(d *New) { d.OrderNo = "SO\x001" }},
		{"a line end", "description", "bad_text", func(d *New) { d.Description = "a\nb" }},
		{"text that is not composed", "description", "bad_text", func(d *New) { d.Description = "e\u0301" }},
		{"text that is no UTF-8 any more", "description", "bad_text", func(d *New) { d.Description = "\ufffd" }},
		{"a number too long", "document_no", "too_long", func(d *New) { d.DocumentNo = strings.Repeat("号", 121) }},
		{"a text too long", "description", "too_long", func(d *New) { d.Description = strings.Repeat("x", 2001) }},
		{"a source kind too long", "source_kind", "too_long", func(d *New) { d.SourceKind = strings.Repeat("x", 121) }},
		{"no lines", "lines", "required", func(d *New) { d.Lines = nil }},
		{"too many lines", "lines", "too_long", func(d *New) { d.Lines = make([]Line, MaxLines+1) }},
		{"lines of nothing", "lines", "must_not_be_zero", line(func(l *Line) { l.Net, l.Tax, l.Gross = decimal.Zero, decimal.Zero, decimal.Zero })},
		{"a negative receivable", "lines", "must_be_positive", line(func(l *Line) { l.Net, l.Tax, l.Gross = l.Net.Neg(), l.Tax.Neg(), l.Gross.Neg() })},
		{"a line that does not add up", "lines[0]", "does_not_add_up", line(func(l *Line) { l.Gross = amount("113.01") })},
		{"tax far from its rate", "lines[0]", "does_not_add_up", line(func(l *Line) { l.Tax, l.Gross = amount("12.98"), amount("112.98") })},
		{"a tax rate above the whole", "lines[0]", "does_not_add_up", line(func(l *Line) { l.TaxRate = amount("101") })},
		{"half a cent", "lines[0]", "does_not_add_up", line(func(l *Line) { l.Net, l.Gross = amount("100.005"), amount("113.005") })},
		{"seven places of a quantity", "lines[0]", "does_not_add_up", line(func(l *Line) { l.Quantity = decimal.NewNullDecimal(amount("0.0000001")) })},
		{"a price beyond its column", "lines[0]", "too_large", line(func(l *Line) {
			l.Quantity, l.UnitPrice, l.Net, l.Tax, l.Gross, l.TaxRate = decimal.NewNullDecimal(amount("0.000001")), decimal.NewNullDecimal(amount("2000000000000000")), amount("2000000000"), decimal.Zero, amount("2000000000"), decimal.Zero
		})},
		{"a line kind that is none", "lines[0].kind", "not_a_choice", line(func(l *Line) { l.Kind = "gift" })},
		{"taxed freight", "lines[0].tax", "not_expected", line(func(l *Line) { l.Kind = FreightLine })},
		{"a reduced line of nothing", "lines[0].reduces_line", "not_expected", line(func(l *Line) { l.ReducesLine = 1 })},
		{"a receivable that reduces", "reduces", "not_expected", func(d *New) { d.Reduces = ledger.NewID() }},
		{"a credit note by hand without its receivable", "reduces", "required", func(d *New) { d.Kind = CreditNote }},
		{"a way to pay that is none", "method", "not_a_choice", func(d *New) { d.Method = "gold" }},
		{"a due date by hand without a reason", "reason", "required", func(d *New) { d.SourceKind, d.DueDate = "manual", calendar.MustParse("2026-12-24") }},
	} {
		d := sound()
		test.change(&d)
		wantFault(t, test.name, Check(d), test.field, test.code)
	}
	for _, test := range []struct {
		name, field, code string
		change            func(*New)
	}{
		{"money without an amount", "amount", "must_not_be_zero", func(d *New) { d.Amount = decimal.Zero }},
		{"negative money", "amount", "must_be_positive", func(d *New) { d.Amount = amount("-1") }},
		{"a part of a yen", "amount", "too_many_places", func(d *New) { d.Amount = amount("1.5") }},
		{"more money than there is", "amount", "too_large", func(d *New) { d.Amount = amount("1000000000000001") }},
		{"money with lines", "lines", "not_expected", func(d *New) { d.Lines = sound().Lines }},
	} {
		d := soundMoney()
		test.change(&d)
		wantFault(t, test.name, Check(d), test.field, test.code)
	}
	for _, d := range []New{sound(), soundMoney(), {Kind: OpeningBalance, CustomerID: ledger.NewID(), Currency: "KWD", DocumentDate: calendar.MustParse("2026-03-01"), Amount: amount("-0.001")}} {
		if err := Check(d); err != nil {
			t.Errorf("a sound %s is refused: %v", d.Kind, err)
		}
	}
}

func wantFault(t *testing.T, name string, err error, field, code string) {
	t.Helper()
	fields := ledger.AsError(err).Fields
	if len(fields) == 0 || fields[0].Name != field || fields[0].Code != code || (len(fields) > 1 && name != "too many lines" && name != "half a cent" && name != "a price beyond its column") {
		t.Errorf("%s: got %v, want %s: %s", name, err, field, code)
	}
}

// Each reason of an adjustment has its own rule (ADJ-02).
func TestReasonsOfAdjustmentsHaveTheirRules(t *testing.T) {
	for _, test := range []struct {
		reason, net string
		ok          bool
	}{
		{"rebate", "-1.00", true}, {"rebate", "1.00", false}, {"allowance", "-1.00", true}, {"allowance", "1.00", false}, {"discount", "-1.00", true}, {"discount", "1.00", false},
		{"deduction", "-1.00", true}, {"deduction", "1.00", false}, {"penalty", "1.00", true}, {"penalty", "-1.00", false}, {"interest", "1.00", true}, {"interest", "-1.00", false},
		{"tail_difference", "1.00", true}, {"tail_difference", "-1.00", true}, {"tail_difference", "1.01", false}, {"tail_difference", "-1.01", false}, {"netting", "-1.00", true}, {"netting", "1.00", false}, {"gift", "-1.00", false}, {"", "-1.00", false},
	} {
		d := sound()
		d.Kind, d.Reason, d.Lines = Adjustment, test.reason, []Line{{Net: amount(test.net), Gross: amount(test.net)}}
		if err := Check(d); (err == nil) != test.ok {
			t.Errorf("%s of %s: %v", test.reason, test.net, err)
		}
	}
	freight := sound()
	freight.Kind, freight.Reason, freight.Lines = Adjustment, "penalty", []Line{{Kind: FreightLine, Net: amount("1.00"), Gross: amount("1.00")}}
	wantFault(t, "freight on an adjustment", Check(freight), "lines[0].kind", "not_expected")
}

func drawn(t *rapid.T) New {
	text := func(name string) string { return rapid.StringMatching(`[a-z0-9 轴承|:"\\]{0,8}`).Draw(t, name) }
	date := func(name string) calendar.Date {
		if rapid.Bool().Draw(t, name+" is known") {
			return calendar.MustParse("2026-01-01").AddDays(rapid.IntRange(0, 700).Draw(t, name))
		}
		return calendar.Date{}
	}
	figure := func(name string) decimal.Decimal {
		return decimal.New(rapid.Int64Range(-1e12, 1e12).Draw(t, name), -rapid.Int32Range(0, 8).Draw(t, name+" places"))
	}
	id := func(name string) ledger.ID {
		if rapid.Bool().Draw(t, name) {
			return ledger.NewID()
		}
		return ledger.ID{}
	}
	d := New{Kind: rapid.SampledFrom(Kinds).Draw(t, "kind"), CustomerID: id("customer"), Currency: rapid.SampledFrom([]money.Currency{"CNY", "JPY", "KWD"}).Draw(t, "currency"),
		Rate: figure("rate"), DocumentDate: date("document date"), PostingDate: date("posting date"), DueDate: date("due date"), DocumentNo: text("no"), OrderNo: text("order"),
		ContractNo: text("contract"), ShipmentNo: text("shipment"), InvoiceNo: text("invoice"), Description: text("description"), Reason: text("reason"), Method: text("method"),
		ProductLine: text("line"), SourceKind: text("source kind"), SourceSystem: text("system"), SourceID: text("source"), Amount: figure("amount"), Reduces: id("reduces"),
		Dates: calendar.Dates{Order: date("order date"), Shipment: date("shipment date"), Revenue: date("revenue date"), UninvoicedRevenue: date("uninvoiced"), Invoice: date("invoice date"), Given: date("given")}}
	if rapid.Bool().Draw(t, "terms") {
		terms := calendar.Net(calendar.FromShipment, rapid.IntRange(0, 90).Draw(t, "days"))
		d.Terms = &terms
	}
	for range rapid.IntRange(0, 3).Draw(t, "lines") {
		l := Line{Kind: rapid.SampledFrom([]LineKind{"", Goods, FreightLine}).Draw(t, "line kind"), ItemCode: text("item"), Description: text("text"), Unit: text("unit"),
			Net: figure("net"), TaxRate: figure("tax rate"), Tax: figure("tax"), Gross: figure("gross"), ReducesLine: rapid.IntRange(0, 9).Draw(t, "reduced line")}
		if rapid.Bool().Draw(t, "priced") {
			l.Quantity, l.UnitPrice = decimal.NewNullDecimal(figure("quantity")), decimal.NewNullDecimal(figure("price"))
		}
		d.Lines = append(d.Lines, l)
	}
	return d
}

// A draft's content comes back as it was: the document that is posted is the one that was approved.
func TestContentComesBackAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawn(t)
		back, err := parseContent([]byte(contentOf(d)))
		if err != nil {
			t.Fatal(err)
		}
		if contentOf(back) != contentOf(d) || string(contentHash(back)) != string(contentHash(d)) {
			t.Fatalf("%s\ncame back as\n%s", contentOf(d), contentOf(back))
		}
	})
	for _, text := range []string{`{"kind":"receipt","extra":1}`, `{"kind":"receipt"} x`, `[]`, ``} {
		if _, err := parseContent([]byte(text)); err == nil {
			t.Errorf("%s was read", text)
		}
	}
}

// No two documents share a fingerprint, and figures written otherwise do.
func TestFingerprintsTellDocumentsApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawn(t), drawn(t)
		if same := string(contentHash(a)) == string(contentHash(b)); same && contentOf(a) != contentOf(b) {
			t.Fatalf("%s\nand\n%s", contentOf(a), contentOf(b))
		}
	})
	moved, joined := sound(), sound()
	moved.OrderNo, moved.ContractNo = "SO-1", ""
	joined.CustomerID, joined.OrderNo, joined.ContractNo = moved.CustomerID, "", "SO-1"
	if string(contentHash(moved)) == string(contentHash(joined)) {
		t.Error("a text that moves to the next field is not noticed")
	}
	other := moved
	other.Lines = []Line{moved.Lines[0]}
	other.Lines[0].Net = amount("100")
	if string(contentHash(moved)) != string(contentHash(other)) {
		t.Error("100 and 100.00 are one amount")
	}
}

// Every field a source can state is part of the fingerprint; the others are listed with their reason.
func TestEveryFieldIsFingerprintedOrNamed(t *testing.T) {
	left := map[string]string{
		"SourceSystem": "the key itself", "SourceID": "the key itself", "DisputeID": "ours", "ResolutionID": "ours", "MadeBy": "ours", "ApprovedBy": "ours", "ConfirmedIn": "ours", "CheckedIn": "ours",
		"Lines": "line by line", "Dates": "date by date", "Kind": "changes the rules of all others",
	}
	for i := range reflect.TypeFor[New]().NumField() {
		field := reflect.TypeFor[New]().Field(i)
		if left[field.Name] != "" {
			continue
		}
		before, after := sound(), sound()
		after.CustomerID = before.CustomerID
		value := reflect.ValueOf(&after).Elem().Field(i)
		terms := calendar.Net(calendar.FromOrder, 7)
		for _, candidate := range []any{"x", money.Currency("EUR"), ledger.NewID(), amount("7"), calendar.MustParse("2026-07-07"), &terms, &Note{No: "1"}, []ledger.ID{ledger.NewID()}, true, customfield.Values{"project": "7"}} {
			if reflect.TypeOf(candidate) == field.Type {
				value.Set(reflect.ValueOf(candidate))
			}
		}
		if string(contentHash(before)) == string(contentHash(after)) {
			t.Errorf("%s is no part of the fingerprint", field.Name)
		}
	}
}
