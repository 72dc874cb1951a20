package demo

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/approval"
	"hefu/ledger/document"
)

// drafter is the customer whose documents by hand are on their way: C-1011.
const drafter = 10

// makeApprovals puts the rule of approval in force, and leaves a document by hand at each station of its way.
func (w *world) makeApprovals(ctx context.Context) error {
	supervisor, management := ledger.FinanceSupervisor, ledger.Management
	levels := func(kind string, above int64, roles ...ledger.Role) approval.Rule {
		return approval.Rule{Kind: kind, Above: decimal.NewFromInt(above), Roles: roles}
	}
	policy := approval.Policy{Rules: []approval.Rule{
		levels("credit_note", 0, supervisor), levels("credit_note", 20_000, supervisor, management),
		levels("refund", 0, supervisor), levels("refund", 50_000, supervisor, management),
		levels("receipt", 50_000, supervisor), levels("receipt", 500_000, supervisor, management),
	}}
	if err := w.Documents.MakeApprovalPolicy(ctx, w.staff["zhao.lei"], 0, policy, "按年度内控手册设定审批级次"); err != nil {
		return err
	}
	if err := w.makeDrafts(ctx); err != nil {
		return err
	}
	return w.makeEveryKind(ctx)
}

// makeDrafts leaves one unfinished, one at its first level, one at its second, one returned.
func (w *world) makeDrafts(ctx context.Context) error {
	c, clerk := w.customers[drafter], w.staff["wang.min"]
	for _, station := range []struct {
		amount int64
		submit bool
		decide []document.Decision
	}{
		{86_400, false, nil},
		{128_000, true, nil},
		{620_000, true, []document.Decision{{Approve: true, Reason: "已核对银行回单"}}},
		{75_300, true, []document.Decision{{Reason: "付款方名称与客户不符，请补充说明"}}},
	} {
		d, err := w.Documents.CreateDraft(ctx, clerk, document.New{Kind: document.Receipt, CustomerID: c.id, Currency: c.currency, DocumentDate: w.Today, PostingDate: w.Today,
			Method: "bank", Amount: decimal.NewFromInt(station.amount), SourceKind: "manual", Description: "客户汇款，银行未联网，凭回单录入"})
		if err != nil {
			return err
		}
		if station.submit {
			if d, err = w.Documents.SubmitDraft(ctx, clerk, d.ID, d.RowVersion); err != nil {
				return err
			}
		}
		for _, decision := range station.decide {
			if d, err = w.Documents.DecideDraft(ctx, w.staff["zhao.lei"], d.ID, d.RowVersion, decision); err != nil {
				return err
			}
		}
	}
	return nil
}

// makeEveryKind has the customer pay by note, pay a little less, get an allowance and a refund, each by a draft that was approved.
func (w *world) makeEveryKind(ctx context.Context) error {
	c := w.customers[drafter]
	var sold []ledger.ID
	for i, price := range []int64{168_000_00, 42_500_00, 96_000_00, 30_000_00} {
		id, err := w.approved(ctx, w.toConfirm(c, 60+i, "直线模组 KK86", 1, price))
		if err != nil {
			return err
		}
		sold = append(sold, id)
	}
	gross := func(id ledger.ID) decimal.Decimal {
		view, err := w.Documents.Get(ctx, w.staff["wang.min"], id)
		if err != nil {
			return decimal.Zero
		}
		return view.Gross
	}
	money := func(amount decimal.Decimal, of ledger.ID) document.New {
		return document.New{Kind: document.Receipt, CustomerID: c.id, Currency: c.currency, DocumentDate: w.Today, PostingDate: w.Today, SourceKind: "manual", Method: "bank", Amount: amount,
			Settles: []ledger.ID{of}}
	}
	byNote := money(gross(sold[0]), sold[0])
	byNote.Method, byNote.Note = "note", &document.Note{No: "1102330000256", Drawer: c.name, Acceptor: "招商银行苏州分行", DueOn: w.Today.AddMonths(5)}
	refused := money(gross(sold[3]), sold[3])
	refused.Method, refused.Note = "note", &document.Note{No: "2305580000417", Drawer: "昆山启明贸易有限公司", DueOn: w.Today}
	due := money(decimal.NewFromInt(58_000), sold[0])
	due.Settles, due.Method, due.Note = nil, "note", &document.Note{No: "1104410000388", Drawer: c.name, Acceptor: "中国银行杭州分行", DueOn: w.Today}
	short := money(gross(sold[1]).Sub(decimal.NewFromInt(25)), sold[1])
	short.ShortCause, short.ShortNote = "bank_charges", "付款行扣收手续费"
	paid := money(gross(sold[2]), sold[2])
	var dishonoured ledger.ID
	for _, content := range []document.New{byNote, refused, due, short, paid} {
		id, err := w.approved(ctx, content)
		if err != nil {
			return err
		}
		if content.Note == refused.Note {
			dishonoured = id
		}
	}
	if _, err := w.approved(ctx, document.New{Kind: document.Reversal, CustomerID: c.id, Currency: c.currency, DocumentDate: w.Today, PostingDate: w.Today, Reverses: dishonoured,
		Dishonoured: true, Reason: "出票人账户余额不足，银行退票"}); err != nil {
		return err
	}
	if err := w.net(ctx, c, sold[3]); err != nil {
		return err
	}
	return w.refundAllowance(ctx, c, sold[2])
}

// net sets a part of a receivable against what is owed to the same company for its packaging (WO-03).
func (w *world) net(ctx context.Context, c *customer, of ledger.ID) error {
	off := decimal.NewFromInt(-8600)
	_, err := w.approved(ctx, document.New{Kind: document.Adjustment, CustomerID: c.id, Currency: c.currency, DocumentDate: w.Today, PostingDate: w.Today, SourceKind: "manual",
		Reason: string(document.Netting), Description: "向该客户采购周转箱的货款，按抵账协议抵减", Adjusts: of, ContractNo: "DZ-2026-003", InvoiceNo: "24312000000182736451",
		Lines: []document.Line{{Kind: document.ServiceLine, Description: "抵账：周转箱货款", Net: off, Gross: off}}})
	return err
}

// refundAllowance gives an allowance on a receivable that is paid, and pays it back (RFD-02).
func (w *world) refundAllowance(ctx context.Context, c *customer, of ledger.ID) error {
	off := decimal.NewFromInt(-1800)
	allowance, err := w.approved(ctx, document.New{Kind: document.Adjustment, CustomerID: c.id, Currency: c.currency, DocumentDate: w.Today, PostingDate: w.Today, SourceKind: "manual",
		Reason: string(document.AllowanceGiven), Description: "表面瑕疵，质检确认后折让", Adjusts: of, Lines: []document.Line{{Description: "质量折让", Net: off, Gross: off}}})
	if err != nil {
		return err
	}
	view, err := w.Documents.Get(ctx, w.staff["wang.min"], allowance)
	if err != nil {
		return err
	}
	_, err = w.approved(ctx, document.New{Kind: document.Refund, CustomerID: c.id, Currency: c.currency, DocumentDate: w.Today, PostingDate: w.Today, SourceKind: "manual", Method: "bank",
		Reason: "折让退款", SettlesItem: view.Instalments[0].ItemID, Amount: off.Neg()})
	return err
}

// approved drafts a document and has it approved, level by level.
func (w *world) approved(ctx context.Context, content document.New) (ledger.ID, error) {
	clerk := w.staff["wang.min"]
	d, err := w.Documents.CreateDraft(ctx, clerk, content)
	if err != nil {
		return ledger.ID{}, err
	}
	if d, err = w.Documents.SubmitDraft(ctx, clerk, d.ID, d.RowVersion); err != nil {
		return ledger.ID{}, err
	}
	for _, person := range []string{"zhao.lei", "wu.hao"} {
		if d.State == document.Submitted {
			if d, err = w.Documents.DecideDraft(ctx, w.staff[person], d.ID, d.RowVersion, document.Decision{Approve: true}); err != nil {
				return ledger.ID{}, err
			}
		}
	}
	return d.DocumentID, nil
}
