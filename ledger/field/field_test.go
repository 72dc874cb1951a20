package field_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/field"
	"hefu/ledger/ledgertest"
)

func words(zh string, shown ...field.Place) field.Words {
	return field.Words{ZH: zh, EN: zh + " (en)", Shown: shown, Active: true}
}

func channel() field.Definition {
	d := field.Definition{Subject: field.OfCustomer, Code: "channel", Kind: field.Choice, Words: words("渠道", field.OnForm, field.OnList)}
	d.Options = []field.Option{{Code: "direct", ZH: "直销", EN: "Direct"}, {Code: "dealer", ZH: "经销", EN: "Dealer", Retired: true}}
	return d
}

// What people write is read as it is kept, or refused with what is wrong about it.
func TestValuesAreReadByTheirKind(t *testing.T) {
	weight := field.Definition{Kind: field.Number, Decimals: 3}
	for _, test := range []struct {
		d                  field.Definition
		text, stands, kept string
		fault              string
	}{
		{d: field.Definition{Kind: field.Text}, text: "  P-2601 ", kept: "P-2601"},
		{d: field.Definition{Kind: field.Text}, text: "a\x07b", fault: "bad_text"},
		{d: weight, text: "12.500", kept: "12.5"},
		{d: weight, text: "12.3456", fault: "too_many_places"},
		{d: weight, text: "1,200", fault: "not_a_number"},
		{d: weight, text: "1e3", fault: "not_a_number"},
		{d: weight, text: "-0", fault: "negative_zero"},
		{d: field.Definition{Kind: field.Date}, text: "2026/3/9", kept: "2026-03-09"},
		{d: field.Definition{Kind: field.Date}, text: "2026-02-30", fault: "not_a_date"},
		{d: field.Definition{Kind: field.YesNo}, text: "是", kept: "true"},
		{d: field.Definition{Kind: field.YesNo}, text: "No", kept: "false"},
		{d: field.Definition{Kind: field.YesNo}, text: "maybe", fault: "not_a_choice"},
		{d: channel(), text: "直销", kept: "direct"},
		{d: channel(), text: "DIRECT", kept: "direct"},
		{d: channel(), text: "经销", fault: "not_a_choice"},
		{d: channel(), text: "经销", stands: "dealer", kept: "dealer"},
		{d: channel(), text: "", kept: ""},
	} {
		kept, fault := test.d.Parse(test.text, test.stands)
		if kept != test.kept || fault != test.fault {
			t.Errorf("%s %q: kept %q, fault %q; want %q, %q", test.d.Kind, test.text, kept, fault, test.kept, test.fault)
		}
	}
}

func wantFault(t *testing.T, err error, name, code string) {
	t.Helper()
	for _, f := range ledger.AsError(err).Fields {
		if f.Name == name && f.Code == code {
			return
		}
	}
	t.Errorf("got %v, want %s at %s", err, code, name)
}

func TestAFieldIsDefinedChangedAndPutToRest(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	fields, admin := field.Open(b.DB), b.Staff(ledger.Administrator)
	made, err := fields.Define(t.Context(), admin, channel())
	if err != nil || made.Version != 1 {
		t.Fatalf("%+v, %v", made, err)
	}
	if _, err := fields.Define(t.Context(), admin, channel()); !ledger.IsCode(err, "code_taken") {
		t.Errorf("the same code twice: %v", err)
	}
	next := made.Words
	next.ZH, next.Options = "销售渠道", next.Options[:1]
	_, err = fields.Change(t.Context(), admin, made.ID, 1, next, "改名")
	wantFault(t, err, "options", "option_missing")
	next.Options = made.Options
	_, err = fields.Change(t.Context(), admin, made.ID, 1, next, " ")
	wantFault(t, err, "reason", "required")
	if d, err := fields.Change(t.Context(), admin, made.ID, 1, next, "改名"); err != nil || d.Version != 2 {
		t.Fatalf("%+v, %v", d, err)
	}
	if _, err := fields.Change(t.Context(), admin, made.ID, 1, next, "改名"); !ledger.IsCode(err, "conflict") {
		t.Errorf("over somebody else's change: %v", err)
	}
	if _, err := fields.Change(t.Context(), admin, made.ID, 2, next, "改名"); !ledger.IsCode(err, "nothing_to_do") {
		t.Errorf("the same again: %v", err)
	}
	next.Active = false
	if _, err := fields.Change(t.Context(), admin, made.ID, 2, next, "不再使用"); err != nil {
		t.Fatal(err)
	}
	versions, err := fields.Versions(t.Context(), b.Staff(ledger.Auditor), made.ID)
	if err != nil || len(versions) != 3 || versions[0].Words.Active || versions[2].Words.ZH != "渠道" || versions[0].Reason != "不再使用" {
		t.Errorf("%+v, %v", versions, err)
	}
}

func TestWhatCannotBeDefined(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	fields, admin := field.Open(b.DB), b.Staff(ledger.Administrator)
	for _, test := range []struct {
		name, at, code string
		change         func(*field.Definition)
	}{
		{"a code with capitals", "code", "bad_code", func(d *field.Definition) { d.Code = "Channel" }},
		{"a subject that is none", "subject", "not_a_choice", func(d *field.Definition) { d.Subject = "invoice" }},
		{"a kind that is none", "kind", "not_a_choice", func(d *field.Definition) { d.Kind = "money"; d.Options = nil }},
		{"no name", "zh", "required", func(d *field.Definition) { d.ZH = " " }},
		{"a choice of nothing", "options", "required", func(d *field.Definition) { d.Options = nil }},
		{"an option twice", "options[1].code", "duplicate", func(d *field.Definition) { d.Options[1].Code = "direct" }},
		{"a default that is no option", "default", "not_a_choice", func(d *field.Definition) { d.Default = "online" }},
		{"places of a text", "decimals", "not_a_choice", func(d *field.Definition) { d.Decimals = 2 }},
		{"customers on the portal", "shown", "not_a_choice", func(d *field.Definition) { d.Shown = append(d.Shown, field.OnPortal) }},
	} {
		d := channel()
		test.change(&d)
		_, err := fields.Define(t.Context(), admin, d)
		if err == nil {
			t.Errorf("%s is taken", test.name)
			continue
		}
		wantFault(t, err, test.at, test.code)
	}
	for _, role := range []ledger.Role{ledger.ARAccountant, ledger.Sales, ledger.Auditor} {
		if _, err := fields.Define(t.Context(), b.Staff(role), channel()); !ledger.IsCode(err, "not_permitted") {
			t.Errorf("%s: %v", role, err)
		}
	}
	if _, err := fields.Versions(t.Context(), b.OtherStaff(ledger.Administrator), ledger.NewID()); !ledger.IsCode(err, "not_found") {
		t.Errorf("a field of others: %v", err)
	}
}

// The database itself holds a value to its field's kind, and to something of the same customer.
func TestTheDatabaseRefusesWhatIsNotOfItsKind(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	fields, admin := field.Open(b.DB), b.Staff(ledger.Administrator)
	ids := map[field.Kind]ledger.ID{}
	for _, kind := range field.Kinds {
		d := field.Definition{Subject: field.OfCustomer, Code: "f_" + string(kind), Kind: kind, Words: words("字段")}
		switch kind {
		case field.Choice:
			d.Options = channel().Options
		case field.Number:
			d.Decimals = 2
		}
		made, err := fields.Define(t.Context(), admin, d)
		if err != nil {
			t.Fatal(err)
		}
		ids[kind] = made.ID
	}
	insert := func(kind field.Kind, customer, object ledger.ID, value string) error {
		return b.TryExec(t, `INSERT INTO hefu.field_values (field_id, subject, organization_id, customer_id, object_id, value) VALUES ($1, 'customer', $2, $3, $4, $5)`,
			ids[kind], b.Organization.ID, customer, object, value)
	}
	for kind, value := range map[field.Kind]string{field.Number: "1.234", field.Date: "2026-02-30", field.Choice: "online", field.YesNo: "yes", field.Text: ""} {
		if insert(kind, b.CNY.ID, b.CNY.ID, value) == nil {
			t.Errorf("%s takes %q", kind, value)
		}
	}
	if insert(field.Text, b.CNY.ID, b.USD.ID, "x") == nil {
		t.Error("a value of one customer's is written of another")
	}
	for kind, value := range map[field.Kind]string{field.Number: "-1.23", field.Date: "2024-02-29", field.Choice: "dealer", field.YesNo: "false", field.Text: "項目 7"} {
		if err := insert(kind, b.CNY.ID, b.CNY.ID, value); err != nil {
			t.Errorf("%s refuses %q: %v", kind, value, err)
		}
	}
}
