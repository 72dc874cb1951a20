package ledger_test

import (
	"slices"
	"testing"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/dimension"
	"hefu/ledger/document"
	"hefu/ledger/journal"
	"hefu/ledger/ledgertest"
	"hefu/ledger/report"
)

func departments(values ...dimension.Value) dimension.Dimension {
	if len(values) == 0 {
		values = []dimension.Value{{Code: "D01", ZH: "华东销售部", EN: "East sales", Active: true}, {Code: "D02", ZH: "华南销售部", EN: "South sales", Active: true}}
	}
	return dimension.Dimension{Code: "department", ZH: "部门", EN: "Department", Active: true, Values: values}
}

// lines of products, named as documents name them.
func productLines() dimension.Dimension {
	return dimension.Dimension{Code: "product_line", ZH: "产品线", Active: true,
		Values: []dimension.Value{{Code: "valve", ZH: "阀门", EN: "Valves", Active: true}, {Code: "pump", ZH: "泵", EN: "Pumps", Active: true}}}
}

func carrying(carries ...document.Carried) document.PostingRules {
	return document.PostingRules{Rules: []document.PostingRule{{Kind: document.Receivable, Part: journal.Revenue, Account: "6001", Carries: carries}}}
}

// saidOf is what the lines of a document's voucher carry, line by line.
func saidOf(t *testing.T, b *ledgertest.Books, of ledger.ID) string {
	t.Helper()
	return ledgertest.Ask[string](t, b, `SELECT coalesce(string_agg(l.account_code || ' ' || l.dimensions::text, ', ' ORDER BY l.line_no), '')
		FROM hefu.journal_lines l JOIN hefu.journal_entries e ON e.id = l.entry_id WHERE e.source_id = $1 AND l.dimensions IS NOT NULL`, of.String())
}

// A rule's dimensions are on the next voucher and on no earlier one; a reversal carries what its document carried (SET-02).
func TestALineCarriesTheDimensionsOfItsRule(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	documents, lists, supervisor := document.Open(b.DB), dimension.Open(b.DB), b.Staff(ledger.FinanceSupervisor)
	for _, d := range []dimension.Dimension{departments(), productLines()} {
		if _, err := lists.Save(t.Context(), b.Staff(ledger.Administrator), d, "启用维度核算"); err != nil {
			t.Fatal(err)
		}
	}
	post := func(productLine string) (document.Posted, error) {
		posted, err := documents.Post(t.Context(), b.Staff(ledger.ARAccountant), []document.New{{Kind: document.Receivable, CustomerID: b.CNY.ID, Currency: "CNY", DocumentDate: day("2026-03-10"),
			SourceKind: "contract", SourceSystem: "erp", SourceID: ledger.NewID().String(), ProductLine: productLine, Lines: []document.Line{line("100.00", "13", "13.00")}}})
		if err != nil {
			return document.Posted{}, err
		}
		return posted[0], nil
	}
	before, err := post("阀门")
	if err != nil {
		t.Fatal(err)
	}
	rules := carrying(document.Carried{Dimension: "department", From: "value", Value: "D01"}, document.Carried{Dimension: "product_line", From: "product_line"})
	if err := documents.MakePostingRules(t.Context(), supervisor, 0, rules, "收入按部门与产品线核算"); err != nil {
		t.Fatal(err)
	}
	after, err := post("阀门")
	if err != nil {
		t.Fatal(err)
	}
	if got := saidOf(t, b, after.ID); got != `6001 {"department": "D01", "product_line": "valve"}` {
		t.Errorf("the next voucher carries %s", got)
	}
	if got := saidOf(t, b, before.ID); got != "" {
		t.Errorf("the voucher before the rule carries %s", got)
	}
	bare, err := post("")
	if err != nil || saidOf(t, b, bare.ID) != `6001 {"department": "D01"}` {
		t.Errorf("a document that says no product line carries %s, %v", saidOf(t, b, bare.ID), err)
	}
	_, err = post("齿轮")
	wantCode(t, err, "dimension_value_unknown")

	rules.Rules[0].Carries = []document.Carried{{Dimension: "department", From: "value", Value: "D02"}}
	if err := documents.MakePostingRules(t.Context(), supervisor, 1, rules, "改由华南销售部核算"); err != nil {
		t.Fatal(err)
	}
	moved, err := post("阀门")
	if err != nil || saidOf(t, b, moved.ID) != `6001 {"department": "D02"}` || saidOf(t, b, after.ID) != `6001 {"department": "D01", "product_line": "valve"}` {
		t.Errorf("after the change: %s, and before it %s, %v", saidOf(t, b, moved.ID), saidOf(t, b, after.ID), err)
	}
	mirror, err := allocation.Open(b.DB).Reverse(t.Context(), b.Staff(ledger.ARAccountant), after.ID, day("2026-03-11"), "开错")
	if err != nil || saidOf(t, b, mirror.ID) != saidOf(t, b, after.ID) {
		t.Errorf("the mirror carries %s, %v", saidOf(t, b, mirror.ID), err)
	}
	view, err := documents.Get(t.Context(), supervisor, after.ID)
	if err != nil || len(view.Entry) != 3 || !slices.Equal(view.Entry[1].Says, []document.LineDimension{
		{Dimension: "department", ZH: "部门", EN: "Department", Value: "D01", ValueZH: "华东销售部", ValueEN: "East sales"},
		{Dimension: "product_line", ZH: "产品线", EN: "产品线", Value: "valve", ValueZH: "阀门", ValueEN: "Valves"}}) || view.Entry[0].Says != nil {
		t.Errorf("the voucher says %+v, %v", view.Entry, err)
	}
}

// The ledgers can be narrowed to one value, with an opening, and the parts sum to the whole.
func TestTheLedgersAreNarrowedToADimension(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	documents, supervisor := document.Open(b.DB), b.Staff(ledger.FinanceSupervisor)
	if _, err := dimension.Open(b.DB).Save(t.Context(), supervisor, departments(), "启用部门核算"); err != nil {
		t.Fatal(err)
	}
	for i, of := range []struct{ department, net, on string }{{"D01", "100.00", "2026-03-10"}, {"D02", "40.00", "2026-03-12"}, {"D01", "7.00", "2026-04-02"}} {
		if err := documents.MakePostingRules(t.Context(), supervisor, i, carrying(document.Carried{Dimension: "department", From: "value", Value: of.department}), "换部门"); err != nil {
			t.Fatal(err)
		}
		if _, err := documents.Post(t.Context(), b.Staff(ledger.ARAccountant), []document.New{{Kind: document.Receivable, CustomerID: b.CNY.ID, Currency: "CNY", DocumentDate: day(of.on),
			SourceKind: "contract", SourceSystem: "erp", SourceID: ledger.NewID().String(), Lines: []document.Line{line(of.net, "0", "0")}}}); err != nil {
			t.Fatal(err)
		}
	}
	reports := report.Open(b.DB)
	says := func(value string) report.Filter {
		return report.Filter{From: day("2026-04-01"), To: day("2026-04-30"), Account: "6001", Dimension: dimension.Match{Dimension: "department", Value: value}}
	}
	for _, test := range []struct{ value, opening, credit, closing string }{{"D01", "-100.00", "7.00", "-107.00"}, {"D02", "-40.00", "0.00", "-40.00"}} {
		table, err := reports.Read(t.Context(), supervisor, "general-ledger", says(test.value))
		if err != nil || len(table.Rows) != 1 || !slices.Equal(table.Rows[0][3:], []string{test.opening, "0.00", test.credit, test.closing}) {
			t.Errorf("%s: the general ledger holds %v, %v", test.value, table.Rows, err)
		}
	}
	table, err := reports.Show(t.Context(), supervisor, "account-ledger", says("D01"), report.Display{Columns: []string{"credit", "balance", "dimensions"}})
	if err != nil || len(table.Rows) != 3 || !slices.Contains(table.Rows[1], "部门：华东销售部") || !slices.Contains(table.Rows[2], "-107.00") {
		t.Errorf("the account ledger holds %v, %v", table.Rows, err)
	}
	if len(table.Notes) == 0 || table.Notes[0] != "期间：2026-04-01 – 2026-04-30；科目：6001；核算维度：部门 = 华东销售部" {
		t.Errorf("it says of itself %q", table.Notes)
	}
	_, err = reports.Read(t.Context(), supervisor, "aging", report.Filter{Dimension: dimension.Match{Dimension: "department", Value: "D01"}})
	wantField(t, err, "dimension", "not_a_choice")
}

// Rules and lists hold one another: what is not on a list cannot be put on vouchers, and what is put there cannot be retired.
func TestADimensionIsHeldToItsList(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	documents, lists, supervisor := document.Open(b.DB), dimension.Open(b.DB), b.Staff(ledger.FinanceSupervisor)
	save := func(actor ledger.Actor, d dimension.Dimension) (dimension.Dimension, error) {
		return lists.Save(t.Context(), actor, d, "按部门核算")
	}
	_, err := save(b.Staff(ledger.ARAccountant), departments())
	wantCode(t, err, "not_permitted")
	made, err := save(supervisor, departments())
	if err != nil || made.RowVersion != 1 {
		t.Fatalf("%+v, %v", made, err)
	}
	_, err = save(supervisor, departments())
	wantCode(t, err, "conflict")
	_, err = save(supervisor, made)
	wantCode(t, err, "nothing_to_do")

	rule := func(c document.Carried) error {
		return documents.MakePostingRules(t.Context(), supervisor, 0, carrying(c), "按部门核算")
	}
	wantField(t, rule(document.Carried{Dimension: "branch", From: "value", Value: "D01"}), "rules[0].carries[0].dimension", "not_a_choice")
	wantField(t, rule(document.Carried{Dimension: "department", From: "value", Value: "D09"}), "rules[0].carries[0].value", "not_a_choice")
	wantField(t, rule(document.Carried{Dimension: "department", From: "field:team"}), "rules[0].carries[0].from", "not_a_choice")
	wantField(t, rule(document.Carried{Dimension: "department", From: "region", Value: "D01"}), "rules[0].carries[0].value", "not_expected")
	if err := rule(document.Carried{Dimension: "department", From: "value", Value: "D01"}); err != nil {
		t.Fatal(err)
	}
	short := made
	short.Values = made.Values[:1]
	_, err = save(supervisor, short)
	wantField(t, err, "values", "option_missing")
	retired := made
	retired.Values = slices.Clone(made.Values)
	retired.Values[0].Active = false
	_, err = save(supervisor, retired)
	wantCode(t, err, "dimension_in_use")
	resting := made
	resting.Active = false
	_, err = save(supervisor, resting)
	wantCode(t, err, "dimension_in_use")
	other := made
	other.Values = slices.Clone(made.Values)
	other.Values[1].Active = false
	if changed, err := save(supervisor, other); err != nil || changed.RowVersion != 2 {
		t.Errorf("retiring what no rule names: %+v, %v", changed, err)
	}
}

// The database itself refuses a line that names what the organization does not have, and keeps what lines name.
func TestALineWithAnUnknownDimensionIsRefusedInSQL(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	if _, err := dimension.Open(b.DB).Save(t.Context(), b.Staff(ledger.FinanceSupervisor), departments(), "启用"); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ said, want string }{
		{`{"department": "D01"}`, "journal_lines_balance"}, // let past the dimensions, refused for standing alone
		{`{"department": "D77"}`, "journal_lines_dimensions"},
		{`{"branch": "D01"}`, "journal_lines_dimensions"},
		{`{"department": ["D01"]}`, "journal_lines_dimensions"},
		{`{}`, "journal_lines_dimensions"},
		{`"D01"`, "journal_lines_dimensions"},
	} {
		s := signIn(t, b, "hefu_backoffice", b.Organization.ID, ledger.ID{})
		_, name := refusal(s.try(`INSERT INTO journal_lines (entry_id, line_no, organization_id, posting_date, account_code, customer_id, currency, amount, amount_base, dimensions)
			VALUES ('` + ledger.NewID().String() + `', 1, '` + b.Organization.ID.String() + `', '2026-03-10', '6001', '` + b.CNY.ID.String() + `', 'CNY', 1, 1, '` + test.said + `')`))
		if name != test.want {
			t.Errorf("%s is refused by %q", test.said, name)
		}
	}
	for _, statement := range []string{"DELETE FROM dimension_values", "DELETE FROM dimensions", "TRUNCATE dimension_values"} {
		if state, _ := refusal(owner(t, b).try(statement)); state != notAllowed {
			t.Errorf("%s is answered with %q", statement, state)
		}
	}
}
