package ledger_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
)

// byDraft drafts, submits and approves a document, as people do.
func byDraft(t *testing.T, b *ledgertest.Books, content document.New) (document.Draft, error) {
	t.Helper()
	documents, clerk := document.Open(b.DB).With(allocation.Acts()), b.Staff(ledger.ARAccountant)
	d, err := documents.CreateDraft(t.Context(), clerk, content)
	if err != nil {
		return d, err
	}
	if d, err = documents.SubmitDraft(t.Context(), clerk, d.ID, d.RowVersion); err != nil {
		return d, err
	}
	return documents.DecideDraft(t.Context(), b.Staff(ledger.FinanceSupervisor), d.ID, d.RowVersion, say)
}

func mustDraft(t *testing.T, b *ledgertest.Books, content document.New) document.Posted {
	t.Helper()
	d, err := byDraft(t, b, content)
	if err != nil {
		t.Fatal(err)
	}
	return document.Posted{ID: d.DocumentID}
}

func openOf(t *testing.T, b *ledgertest.Books, of document.Posted) string {
	t.Helper()
	return ledgertest.Ask[string](t, b, `SELECT round(sum(open_amount), 2)::text FROM hefu.open_items WHERE document_id = $1`, of.ID.String())
}

func voucherOf(t *testing.T, b *ledgertest.Books, of document.Posted) string {
	t.Helper()
	return ledgertest.Ask[string](t, b, `SELECT string_agg(l.account_code || ' ' || round(l.amount, 2), ', ' ORDER BY l.line_no)
		FROM hefu.journal_entries e JOIN hefu.journal_lines l ON l.entry_id = e.id WHERE e.source_id = $1`, of.ID.String())
}

func about(b *ledgertest.Books, reason document.Reason, net string, of document.Posted) document.New {
	return document.New{Kind: document.Adjustment, CustomerID: b.CNY.ID, Currency: "CNY", DocumentDate: day("2026-04-01"), SourceKind: "manual", Reason: string(reason),
		Description: "按约定", ContractNo: "HT-1", InvoiceNo: "FP-1", Adjusts: of.ID, Lines: []document.Line{line(net, "0", "0")}}
}

// An approved allowance makes one adjustment and lowers the open amount (DOC-08); never more than the receivable is.
func TestAnAllowanceLowersItsReceivable(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	goods := b.Receivable(t, b.CNY, "1000.00", "2026-03-10")
	given := mustDraft(t, b, about(b, document.AllowanceGiven, "-300.00", goods))
	if got := openOf(t, b, goods); got != "700.00" {
		t.Errorf("the receivable has %s open, want 700.00", got)
	}
	if got := openOf(t, b, given); got != "0.00" {
		t.Errorf("the allowance has %s open", got)
	}
	_, err := byDraft(t, b, about(b, document.AllowanceGiven, "-700.01", goods))
	wantCode(t, err, "amount_exceeds_line")
	other := about(b, document.AllowanceGiven, "-1.00", b.Receivable(t, b.GBP, "5.00", "2026-03-10"))
	_, err = byDraft(t, b, other)
	wantField(t, err, "adjusts", "not_found")
}

// Each reason validates its own rule (ADJ-02).
func TestEachReasonAsksForItsOwn(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	goods := b.Receivable(t, b.CNY, "1000.00", "2026-03-10")
	for reason, field := range map[document.Reason]string{document.AllowanceGiven: "adjusts", document.Discount: "adjusts", document.Interest: "adjusts", document.Rebate: "contract_no",
		document.Penalty: "contract_no", document.Deduction: "contract_no", document.TailDifference: "invoice_no", document.FineTune: "adjusts", document.Netting: "adjusts"} {
		sign := map[document.Reason]string{document.Interest: "0.50", document.Penalty: "0.50"}[reason]
		if sign == "" {
			sign = "-0.50"
		}
		d := about(b, reason, sign, goods)
		d.Adjusts, d.ContractNo, d.InvoiceNo = ledger.ID{}, "", ""
		_, err := byDraft(t, b, d)
		wantField(t, err, field, "required")
		if _, err := byDraft(t, b, about(b, reason, sign, goods)); err != nil {
			t.Errorf("%s with all it needs: %v", reason, err)
		}
	}
}

// A fine-tune posts the difference only, and all of one receivable together stay within the tolerance (ADJ-01).
func TestFineTunesStayWithinTheTolerance(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	goods := b.Receivable(t, b.CNY, "1000.00", "2026-03-10")
	tuned := mustDraft(t, b, about(b, document.FineTuneTax, "0.60", goods))
	if got := voucherOf(t, b, tuned); got != "1122 0.60, 222101 -0.60" {
		t.Errorf("it posts %s", got)
	}
	_, err := byDraft(t, b, about(b, document.FineTune, "0.41", goods))
	wantCode(t, err, "fine_tune_too_large")
	if got := voucherOf(t, b, mustDraft(t, b, about(b, document.FineTune, "-0.60", goods))); got != "1122 -0.60, 6001 0.60" {
		t.Errorf("it posts %s", got)
	}
}

// Refund of returned goods (RFD-01): never more than the red receivable, and the return is named. Without goods: an adjustment first (RFD-03).
func TestARefundFollowsItsCredit(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	goods := b.Receivable(t, b.CNY, "1000.00", "2026-03-10")
	money := b.Receipt(t, b.CNY, "1000.00", "2026-03-11")
	b.Allocate(t, b.CNY, goods, money, "1000.00", "2026-03-12")
	allowance := mustDraft(t, b, about(b, document.AllowanceGiven, "-200.00", goods)) // nothing is open: it stays a credit
	refund := document.New{Kind: document.Refund, CustomerID: b.CNY.ID, Currency: "CNY", DocumentDate: day("2026-04-02"), SourceKind: "manual", Method: "bank",
		Reason: "折让退款", SettlesItem: b.Item(t, allowance), Amount: amount("200.01")}
	_, err := byDraft(t, b, refund)
	wantCode(t, err, "amount_exceeds_open")
	refund.Amount = amount("200.00")
	paid := mustDraft(t, b, refund)
	if openOf(t, b, paid) != "0.00" || openOf(t, b, allowance) != "0.00" {
		t.Errorf("after the refund %s and %s are open", openOf(t, b, paid), openOf(t, b, allowance))
	}
	red := b.Post(t, b.CNY, document.New{Kind: document.CreditNote, DocumentDate: day("2026-04-03"), SourceKind: "manual", Reason: "退货", Reduces: goods.ID,
		Lines: []document.Line{line("100.00", "0", "0")}})
	refund.SettlesItem, refund.Amount, refund.Reason = b.Item(t, red), amount("100.00"), "退货退款"
	refund.DocumentDate = day("2026-04-04")
	_, err = byDraft(t, b, refund)
	wantField(t, err, "return_no", "required")
	refund.ReturnNo = "RT-1"
	if got := openOf(t, b, mustDraft(t, b, refund)); got != "0.00" {
		t.Errorf("the refund has %s open", got)
	}
}

// A note is money in until nobody pays it (RCV-03): dishonoured, the receivable is owed again with its own due date.
func TestADishonouredNoteReopensItsReceivable(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	goods := b.Receivable(t, b.CNY, "800.00", "2026-03-10")
	due := ledgertest.Ask[string](t, b, `SELECT due_date::text FROM hefu.open_items WHERE document_id = $1`, goods.ID.String())
	note := document.New{Kind: document.Receipt, CustomerID: b.CNY.ID, Currency: "CNY", DocumentDate: day("2026-03-20"), SourceKind: "manual", Method: "note", Amount: amount("800.00"), Settles: []ledger.ID{goods.ID}}
	_, err := byDraft(t, b, note)
	wantField(t, err, "note", "required")
	note.Note = &document.Note{No: "110233", Drawer: "买方公司", DueOn: day("2026-03-19")}
	_, err = byDraft(t, b, note)
	wantField(t, err, "note.due_on", "not_a_choice")
	note.Note.DueOn = day("2026-06-20")
	taken := mustDraft(t, b, note)
	if got := voucherOf(t, b, taken); got != "1122 -800.00, 1121 800.00" || openOf(t, b, goods) != "0.00" {
		t.Errorf("the note posts %s, %s stay open", got, openOf(t, b, goods))
	}
	back := document.New{Kind: document.Reversal, CustomerID: b.CNY.ID, Currency: "CNY", DocumentDate: day("2026-04-20"), Reverses: taken.ID, Reason: "到期拒付"}
	_, err = byDraft(t, b, back)
	wantCode(t, err, "document_allocated")
	back.Dishonoured = true
	reversal := mustDraft(t, b, back)
	if got := voucherOf(t, b, reversal); got != "1122 800.00, 1121 -800.00" {
		t.Errorf("the dishonour posts %s", got)
	}
	if openOf(t, b, goods) != "800.00" || due != ledgertest.Ask[string](t, b, `SELECT due_date::text FROM hefu.open_items WHERE document_id = $1`, goods.ID.String()) {
		t.Errorf("%s are open again", openOf(t, b, goods))
	}
	notes, err := document.Open(b.DB).Notes(t.Context(), b.Staff(ledger.Auditor), document.NoteFilter{})
	if err != nil || len(notes) != 1 || notes[0].State != document.NoteDishonoured {
		t.Errorf("the notes are %+v, %v", notes, err)
	}
}

// What is paid too much stays the customer's credit; who pays too little says why, and it is reported (WO-15).
func TestAPaymentThatIsMoreOrLess(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	first, second := b.Receivable(t, b.CNY, "100.00", "2026-03-10"), b.Receivable(t, b.CNY, "100.00", "2026-03-10")
	pay := func(amountText string, of document.Posted, cause string) (document.Draft, error) {
		return byDraft(t, b, document.New{Kind: document.Receipt, CustomerID: b.CNY.ID, Currency: "CNY", DocumentDate: day("2026-03-20"), SourceKind: "manual", Method: "bank",
			Amount: amount(amountText), Settles: []ledger.ID{of.ID}, ShortCause: cause})
	}
	over, err := pay("120.00", first, "")
	if err != nil || openOf(t, b, document.Posted{ID: over.DocumentID}) != "20.00" || openOf(t, b, first) != "0.00" {
		t.Fatalf("too much: %v", err)
	}
	_, err = pay("97.00", second, "")
	wantField(t, err, "short_cause", "required")
	if _, err = pay("97.00", second, "bank_charges"); err != nil || openOf(t, b, second) != "3.00" {
		t.Fatalf("too little: %v, %s open", err, openOf(t, b, second))
	}
	rows, causes, err := allocation.Open(b.DB).Differences(t.Context(), b.Staff(ledger.FinanceSupervisor))
	if err != nil || len(rows) != 2 || len(causes) != 2 || rows[0].Cause != "bank_charges" || !rows[0].Amount.Equal(amount("3")) || !rows[1].Amount.Equal(amount("20")) {
		t.Errorf("the differences are %+v, %+v, %v", rows, causes, err)
	}
}

// Where the rule speaks of reversals and refunds, nobody posts one at once.
func TestWhatTheRuleNamesGoesByADraft(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	rule(t, b, 0, levelsOf("reversal", "refund"))
	goods, money := b.Receivable(t, b.CNY, "100.00", "2026-03-10"), b.Receipt(t, b.CNY, "10.00", "2026-03-10")
	_, err := allocation.Open(b.DB).Reverse(t.Context(), b.Staff(ledger.ARAccountant), goods.ID, day("2026-03-11"), "录错")
	wantCode(t, err, "by_hand_needs_approval")
	_, err = allocation.Open(b.DB).Refund(t.Context(), b.Staff(ledger.ARAccountant), allocation.AgainstCommand{ItemID: b.Item(t, money), On: day("2026-03-11"), Reason: "多付"})
	wantCode(t, err, "by_hand_needs_approval")
	d, err := byDraft(t, b, document.New{Kind: document.Reversal, CustomerID: b.CNY.ID, Currency: "CNY", DocumentDate: day("2026-03-11"), Reverses: goods.ID, Reason: "录错"})
	if err != nil || !d.NeedsSecond || openOf(t, b, goods) != "0.00" {
		t.Errorf("by a draft: %v, %s open", err, openOf(t, b, goods))
	}
}
