package demo

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/bank"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// cameToBank is a line of the demo's bank statements. Ref is the bank's.
type cameToBank struct {
	on     calendar.Date
	payer  string
	amount decimal.Decimal
	text   string
	ref    string
}

// How many months of statements there are, and which customers paid without anybody having entered it.
const (
	bankMonths    = 3
	firstUnknown  = 53
	unknownPayers = 4
)

// makeBank gives the seller two accounts with three months of statements: one in CAMT.053, the other as a Chinese bank exports it. The
// receipts in the books came in there; in the last month three do not agree, and some payments wait for a customer.
func (w *world) makeBank(ctx context.Context) error {
	clerk := w.staff["wang.min"]
	first := w.Today.StartOfMonth().AddMonths(-bankMonths)
	lines, err := w.bankLines(ctx, clerk, first)
	if err != nil {
		return err
	}
	for i, account := range []bank.NewAccount{
		{Name: "工行基本户", Bank: "中国工商银行杭州滨江支行", Number: "1202 0226 0990 0012 345", Currency: "CNY"},
		{Name: "招行一般户", Bank: "招商银行杭州分行", Number: "571900123410801", Currency: "CNY"},
	} {
		kept, err := w.Bank.AddAccount(ctx, clerk, account)
		if err != nil {
			return err
		}
		balance := decimal.NewFromInt(int64(250_000 * (i + 1)))
		for month := range bankMonths {
			from := first.AddMonths(month)
			part := monthOf(lines[i], from)
			part = append(part, cameToBank{from.AddDays(20), "", decimal.New(-1250, -2), "网银手续费", fmt.Sprintf("FEE%d%02d", i, month)})
			slices.SortStableFunc(part, func(a, b cameToBank) int { return a.on.Compare(b.on) })
			var name, content string
			if i == 0 {
				name = fmt.Sprintf("icbc-%s.xml", from.String()[:7])
				content, balance = camt(kept.Number, from, balance, part)
				w.bank, w.atBank = kept, balance
			} else {
				name = fmt.Sprintf("招商银行交易明细_%s.csv", from.String()[:7])
				content, balance = chineseCSV(kept.Number, balance, part)
			}
			file, err := w.Bank.Upload(ctx, clerk, []byte(content), name, bank.Choice{AccountID: kept.ID})
			if err == nil {
				_, err = w.Bank.Commit(ctx, clerk, file.ID)
			}
			if err != nil {
				return err
			}
		}
	}
	if err := w.joinBank(ctx, clerk, first, first.AddMonths(bankMonths-1).AddDays(24)); err != nil {
		return err
	}
	return w.joinStrangers(ctx, clerk)
}

// joinBank joins what agrees, up to a day.
func (w *world) joinBank(ctx context.Context, clerk ledger.Actor, from, to calendar.Date) error {
	found, err := w.Bank.Compare(ctx, clerk, "CNY", from, to)
	if err != nil {
		return err
	}
	var pairs []bank.Pair
	for _, f := range found.Findings {
		if f.Verdict == bank.Agrees {
			pairs = append(pairs, bank.Pair{LineID: f.Line.ID, DocumentID: f.Booked.DocumentID})
		}
	}
	for some := range slices.Chunk(pairs, bank.MaxPairs) {
		if err := w.Bank.Join(ctx, clerk, some, "compared"); err != nil {
			return err
		}
	}
	return nil
}

type bookedMoney struct {
	ID     ledger.ID
	On     calendar.Date
	Payer  string
	Amount decimal.Decimal
	Number string
}

const readBookedMoney = `
SELECT d.id, d.document_date, c.name, d.gross, d.document_no FROM documents d JOIN customers c ON c.id = d.customer_id
WHERE d.organization_id = $1 AND d.kind IN ('receipt', 'advance') AND d.method = 'bank' AND d.currency = 'CNY' AND d.document_date >= $2 AND d.document_date < $3
ORDER BY d.document_date, d.document_no`

// bankLines divides the money in the books between the two accounts, and adds what only the bank knows.
func (w *world) bankLines(ctx context.Context, clerk ledger.Actor, first calendar.Date) (out [2][]cameToBank, err error) {
	until, lastMonth := first.AddMonths(bankMonths), first.AddMonths(bankMonths-1)
	var booked []bookedMoney
	err = w.DB.Read(ctx, clerk, func(ctx context.Context, tx *store.Tx) (err error) {
		booked, err = store.Rows[bookedMoney](ctx, tx, readBookedMoney, w.org, first, until)
		return err
	})
	off := 0
	for i, b := range booked {
		line := cameToBank{b.On, b.Payer, b.Amount, "货款", fmt.Sprintf("B%08d", 10_000+i)}
		if i%2 == 0 && !b.On.Before(lastMonth) && b.On.Day() <= 20 {
			switch off { // three that do not agree with the books
			case 0:
				line.amount = line.amount.Sub(decimal.New(50, -2))
			case 1:
				line.on = line.on.AddDays(6)
			case 2:
				line.payer = "杭州经纬商贸有限公司"
			}
			off++
		}
		if i < len(paidByOthers) && b.On.Before(lastMonth) {
			line.payer, line.text = paidByOthers[i], "代付货款"
			w.strangers = append(w.strangers, stranger{b.ID, line.ref})
		}
		out[i%2] = append(out[i%2], line)
	}
	for i := firstUnknown; err == nil && i < min(firstUnknown+unknownPayers, len(w.customers)); i++ {
		c := w.customers[i]
		items, open := w.Allocations.Open(ctx, clerk, c.id, "debit", string(c.currency))
		if open != nil || len(items) == 0 || c.currency != "CNY" {
			err = open
			continue
		}
		out[i%2] = append(out[i%2], cameToBank{lastMonth.AddDays(22 + i%4), c.name, items[0].Open, "付 " + items[0].DocumentNo, fmt.Sprintf("B%08d", 90_000+i)})
	}
	if err == nil {
		var hard []cameToBank
		hard, err = w.hardToRead(ctx, firstUnknown+unknownPayers, len(w.customers))
		out[0] = append(out[0], hard...)
	}
	return out, err
}

func monthOf(lines []cameToBank, from calendar.Date) (out []cameToBank) {
	for _, l := range lines {
		if !l.on.Before(from) && l.on.Before(from.AddMonths(1)) {
			out = append(out, l)
		}
	}
	return out
}

// camt is a month's statement in CAMT.053, and the closing balance.
func camt(number string, from calendar.Date, balance decimal.Decimal, lines []cameToBank) (string, decimal.Decimal) {
	var b strings.Builder
	stand := func(code string, on calendar.Date) {
		fmt.Fprintf(&b, `<Bal><Tp><CdOrPrtry><Cd>%s</Cd></CdOrPrtry></Tp><Amt Ccy="CNY">%s</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>%s</Dt></Dt></Bal>`, code, balance.StringFixed(2), on)
	}
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>%s</Id><Acct><Id><Othr><Id>%s</Id></Othr></Id><Ccy>CNY</Ccy></Acct>`, from.String()[:7], number)
	stand("OPBD", from)
	for _, l := range lines {
		balance = balance.Add(l.amount)
	}
	stand("CLBD", from.AddMonths(1).AddDays(-1))
	for _, l := range lines {
		sign, code := "CRDT", "RCDT"
		if l.amount.IsNegative() {
			sign, code = "DBIT", "MDOP"
		}
		fmt.Fprintf(&b, `<Ntry><Amt Ccy="CNY">%s</Amt><CdtDbtInd>%s</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>%s</Dt></BookgDt><ValDt><Dt>%s</Dt></ValDt><AcctSvcrRef>%s</AcctSvcrRef>`, l.amount.Abs().StringFixed(2), sign, l.on, l.on, l.ref)
		fmt.Fprintf(&b, `<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>%s</Cd><SubFmlyCd>%s</SubFmlyCd></Fmly></Domn></BkTxCd>`, code, map[bool]string{true: "CHRG", false: "DMCT"}[l.amount.IsNegative()])
		fmt.Fprintf(&b, `<NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>%s</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>%s</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`, l.payer, l.text)
	}
	b.WriteString(`</Stmt></BkToCstmrStmt></Document>`)
	return b.String(), balance
}

// chineseCSV is a month as a Chinese bank exports it, the latest first, and the closing balance.
func chineseCSV(number string, balance decimal.Decimal, lines []cameToBank) (string, decimal.Decimal) {
	rows := make([]string, 0, len(lines))
	for _, l := range lines {
		balance = balance.Add(l.amount)
		in, out := l.amount.StringFixed(2), ""
		if l.amount.IsNegative() {
			in, out = "", l.amount.Abs().StringFixed(2)
		}
		rows = append(rows, fmt.Sprintf("%s,%s,%s,%s,%s,%s,%s,%s", l.on, l.ref, out, in, balance.StringFixed(2), l.payer, "转账汇款", l.text))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "账号：%s\n交易日期,交易流水号,借方发生额,贷方发生额,余额,对方户名,摘要,附言\n", number)
	for i := len(rows) - 1; i >= 0; i-- {
		b.WriteString(rows[i] + "\n")
	}
	return b.String(), balance
}
