package bankfile

import (
	"errors"
	"strings"
	"testing"
	"time"

	"hefu/ledger/sheet"
)

// outcome is what became of a file in a word: the code it was refused with, the first problem, "asks" where a person must say what the
// columns are, or how it was read.
func outcome(content string, mapping *Mapping) string {
	file, err := Read([]byte(content), "x", Options{Mapping: mapping})
	var own *Error
	var table *sheet.Error
	switch {
	case errors.As(err, &own):
		return "refused " + string(own.Code)
	case errors.As(err, &table):
		return "refused " + string(table.Code)
	case err != nil:
		return err.Error()
	case file.Table != nil && !file.Table.Sure:
		return "asks"
	}
	var out []string
	for _, s := range file.Statements {
		text := "read"
		if s.Proven() {
			text = "proven"
		}
		if len(s.Problems) > 0 {
			text = string(s.Problems[0].Code)
		}
		for _, l := range s.Lines {
			text += " " + l.Amount.String()
		}
		out = append(out, text)
	}
	for _, k := range file.Skipped {
		out = append(out, "left out "+string(k.Code))
	}
	return strings.Join(out, "; ")
}

const (
	inOutHead = "交易日期,贷方发生额,借方发生额,余额,对方户名,摘要\n"
	bareHead  = "交易日期,贷方发生额,借方发生额,对方户名,摘要\n"
)

// Each of these was once read wrongly without a word.
func TestNothingIsSilentlyWrong(t *testing.T) {
	t.Parallel()
	swift := ":20:A\n:25:1\n:60F:C260301CNY0,00\n:61:260301C50,00NTRFA//1\n:61:260301D50,00NTRFA//2\n:62F:C260301CNY0,00\n-\n"
	ofx := func(rows string) string {
		return "OFXHEADER:100\n<OFX><STMTRS><CURDEF>CNY<ACCTID>1" + rows + "</STMTRS></OFX>"
	}
	trn := func(kind, amount, id string) string {
		return "<STMTTRN><TRNTYPE>" + kind + "<DTPOSTED>20260301<TRNAMT>" + amount + "<FITID>" + id + "</STMTTRN>"
	}
	bai := func(account string) string {
		return "01,A,B,260301,0000,1,80,1,2/\n02,A,B,1,260301,,USD,/\n" + account + "98,%/\n99,%/\n"
	}
	summary := func(more string) string {
		return strings.Replace(camtStatement(camtEntry("40.00", "CRDT", "")+camtEntry("10.00", "DBIT", "")), "<Acct>", "<TxsSummry>"+more+"</TxsSummry><Acct>", 1)
	}
	balance := func(code, sum string) string {
		return `<Bal><Tp><CdOrPrtry><Cd>` + code + `</Cd></CdOrPrtry></Tp><Amt Ccy="CNY">` + sum + `</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-01</Dt></Dt></Bal>`
	}
	one := camtStatement(camtEntry("30.00", "CRDT", ""))
	for _, test := range []struct{ name, content, want string }{
		{"SWIFT: a message whose beginning is lost", strings.TrimPrefix(swift, ":20:A\n") + strings.Replace(swift, ":25:1", ":25:2", 1), "refused missing"},
		{"SWIFT: the same message twice, with lines that cancel out", swift + swift, "proven 50 -50; doubled 50 -50"},
		{"SWIFT: two accounts in one message", strings.Replace(swift, ":25:1\n", ":25:1\n:25:2\n", 1), "refused bad_record"},
		{"SWIFT: a year with a slip", strings.Replace(swift, ":61:260301C", ":61:1903010301C", 1), "day_outside 50 -50"},
		{"SWIFT: a character cut through in UTF-8", strings.Replace(swift, ":61:260301D", ":86:货款\xe8\xb4:\n:61:260301D", 1), "refused bad_encoding"},
		{"SWIFT: a character cut through in GB18030", strings.Replace(swift, ":61:260301D", ":86:\xbb\xf5\xbf\xee\xbb\xf5\xbf\xee\xbb\xf5\xbf\n:61:260301D", 1), "refused bad_encoding"},
		{"CAMT: a balance without its side", strings.Replace(one, "<CdtDbtInd>CRDT</CdtDbtInd><Dt>", "<Dt>", 1), "refused no_direction"},
		{"CAMT: two opening balances", strings.Replace(one, "<Ntry>", balance("OPBD", "70.00")+"<Ntry>", 1), "refused bad_record"},
		{"CAMT: the closing balance is lost", strings.Replace(one, balance("CLBD", "130.00"), "", 1), "one_balance 30"},
		{"CAMT: a status nobody knows", strings.Replace(one, "BOOK", "BOOC", 1), "refused bad_record"},
		{"CAMT: a mark of reversal nobody knows", strings.Replace(one, "<Sts>", "<RvslInd>yes</RvslInd><Sts>", 1), "refused bad_record"},
		{"CAMT: a day with a digit too many", strings.Replace(one, "<BookgDt><Dt>2026-03-01", "<BookgDt><Dt>2026-03-011", 1), "refused bad_date"},
		{"CAMT: sums that the bank states", summary("<TtlCdtNtries><Sum>41.00</Sum></TtlCdtNtries>"), "control_total 40 -10"},
		{"CAMT: sums that agree", summary("<TtlCdtNtries><Sum>40.00</Sum></TtlCdtNtries><TtlDbtNtries><Sum>10.00</Sum></TtlDbtNtries>"), "proven 40 -10"},
		{"CAMT in UTF-16", "\xff\xfe" + wide(strings.Replace(one, `version="1.0"`, `version="1.0" encoding="UTF-16"`, 1)), "proven 30"},
		{"OFX: money that goes out without a sign", ofx(trn("DEBIT", "40.00", "1")), "sign_differs 40"},
		{"OFX: money that comes in with a sign", ofx(trn("CREDIT", "-40.00", "1")), "sign_differs -40"},
		{"OFX: one transaction twice", ofx(trn("CREDIT", "40.00", "1") + trn("CREDIT", "40.00", "1") + trn("CREDIT", "40.00", "2")), "read 40 40; left out repeats"},
		{"OFX: two amounts in one transaction", ofx(strings.Replace(trn("CREDIT", "40.00", "1"), "<FITID>", "<TRNAMT>4.00<FITID>", 1)), "refused bad_record"},
		{"OFX: a comma that may be of thousands", ofx(trn("CREDIT", "1,234", "1")), "refused bad_amount"},
		{"BAI2: an account without its total", strings.ReplaceAll(bai("03,1,USD,010,0,,/\n03,2,USD,010,0,,/\n49,0,2/\n"), "%", "0,1,4"), "refused bad_record"},
		{"BAI2: a line that changed sides, in a file whose control totals know no sides", "01,A,B,260301,0000,1,80,1,2/\n02,A,B,1,260301,,USD,/\n03,1,USD,100,5000,1,,400,3000,1,/\n16,495,5000,,1,,a/\n16,195,3000,,2,,b/\n49,16000,4/\n98,16000,1,6/\n99,16000,1,8/\n", "control_total -50 30"},
		{"a row without its date", bareHead + "2026-03-01,1.00,,甲,a\n,2.00,,乙,\n", "refused bad_date"},
		{"a payer called Total, and a date that is lost", bareHead + "2026-03-01,1.00,,甲,a\n,2.00,,Total Energies,\n", "refused bad_date"},
		{"a row before the header", "2026-03-01,1.00,,甲,a\n" + bareHead + "2026-03-02,1.00,,甲,a\n", "refused bad_record"},
		{"an amount whose comma made two cells of it", "交易日期,金额,收/支,摘要\n2026-03-01,1,收入,货款,234.00\n", "refused too_wide"},
		{"the balance of one line is lost", inOutHead + "2026-03-01,120.00,,1120.00,甲,a\n2026-03-02,,20.00,,乙,b\n2026-03-03,30.00,,1131.00,甲,c\n", "running_balance 120 -20 30"},
		{"the last line is cut off before its balance", inOutHead + "2026-03-01,120.00,,1120.00,甲,a\n2026-03-02,,2", "balance_unread 120 -2"},
		{"balances of some lines lead on over those without", inOutHead + "2026-03-01,120.00,,1120.00,甲,a\n2026-03-02,,20.00,,乙,b\n2026-03-03,30.00,,1130.00,甲,c\n", "proven 120 -20 30"},
		{"a currency nobody knows", "交易日期,金额,收/支,币种\n2026-03-01,1.00,收入,贝壳\n", "refused bad_currency"},
		{"a currency among others that is left out", "交易日期,金额,收/支,币种\n2026-03-01,1.00,收入,CNY\n2026-03-01,2.00,收入,156\n", "read 1 2"},
		{"a direction that is lost", "交易日期,金额,借贷标志\n2026-03-01,1.00,贷\n2026-03-01,2.00,\n", "refused no_direction"},
		{"amounts with neither sign nor direction", "交易日期,金额,对方户名\n2026-03-01,1.00,甲\n2026-03-01,2.00,乙\n", "asks"},
		{"the same with balances that prove them", "交易日期,金额,余额\n2026-03-01,1.00,11.00\n2026-03-01,2.00,13.00\n", "proven 1 2"},
		{"outgoing money with a sign that the header explains", "交易日期,收入(+元),支出(-元)\n2026-03-01,5.00,\n2026-03-01,,-2.00\n", "read 5 -2"},
		{"outgoing money with a sign that the balances explain", inOutHead + "2026-03-01,120.00,,1120.00,甲,a\n2026-03-02,,-20.00,1100.00,乙,b\n", "proven 120 -20"},
		{"outgoing money with a sign that nothing explains", bareHead + "2026-03-01,120.00,,甲,a\n2026-03-02,,-20.00,乙,b\n", "sign_differs 120 20"},
		{"one figure with a sign among others without takes back", bareHead + "2026-03-01,,20.00,甲,a\n2026-03-02,,-20.00,乙,b\n", "read -20 20"},
		{"the columns of 借 and 贷 changed places", strings.NewReplacer("贷方", "借方", "借方", "贷方").Replace(inOutHead) + "2026-03-01,120.00,,1120.00,甲,a\n2026-03-02,,20.00,1100.00,乙,b\n", "running_balance -120 20"},
		{"the balance above the table is another", "期初余额:900.00\n" + inOutHead + "2026-03-01,120.00,,1120.00,甲,a\n", "not_proven 120"},
		{"the balance above the table leads on", "期初余额:1000.00\n" + inOutHead + "2026-03-01,120.00,,1120.00,甲,a\n", "proven 120"},
		{"a row that brings the balance forward", inOutHead + "2026-03-01,,,1000.00,,期初余额\n2026-03-01,120.00,,1120.00,甲,a\n", "proven 120; left out remark"},
		{"the header once more on the next page", inOutHead + "2026-03-01,120.00,,1120.00,甲,a\n" + inOutHead + "2026-03-01,1.00,,1121.00,甲,a\n", "proven 120 1; left out remark"},
		{"totals below that are others", bareHead + "2026-03-01,120.00,,甲,a\n合计,130.00,,,\n", "control_total 120; left out remark"},
		{"full width, brackets, a sign behind, spaces between thousands", "交易日期,金额\n2026-03-01,１２３４．５６\n2026-03-01,(1 234.00)\n2026-03-01,0.56-\n", "read 1234.56 -1234 -0.56"},
		{"a space inside a figure", "交易日期,金额\n2026-03-01,12 34\n", "refused bad_amount"},
		{"decimals after a comma", "交易日期,金额\n2026-03-01,\"1.234,56\"\n", "refused bad_amount"},
		{"a day as a spreadsheet counts it", "交易日期,金额\n45720,1.00\n", "refused bad_date"},
		{"a transaction twice under one long number", "交易日期,金额,收/支,交易流水号\n2026-03-01,1.00,收入,6601310500000001\n2026-03-01,1.00,收入,6601310500000001\n", "read 1; left out repeats"},
		{"two lines under one voucher's number stay two", "交易日期,金额,收/支,凭证号\n2026-03-01,1.00,收入,0001\n2026-03-01,1.00,收入,0001\n", "read 1 1"},
		{"a web page that calls itself a workbook", "<html><head></head><table><tr><td>交易日期</td></tr></table></html>", "refused web_page"},
		{"a workbook as XML", `<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>`, "refused web_page"},
	} {
		if got := outcome(test.content, nil); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
	if got := outcome("交易日期,金额,对方户名\n2026-03-01,1.00,甲\n2026-03-01,2.00,乙\n", &Mapping{Date: "交易日期", Amount: "金额"}); got != "read 1 2" {
		t.Errorf("a person said which column it is: %s", got)
	}
}

func wide(text string) string {
	var out strings.Builder
	for _, r := range text {
		out.WriteByte(byte(r))
		out.WriteByte(byte(r >> 8))
	}
	return out.String()
}

// Files of the largest size that are made to hold us up end soon.
func TestLargeFilesEndSoon(t *testing.T) {
	if testing.Short() {
		t.Skip("reads files of 20 MB")
	}
	const size = 20 << 20
	fill := func(piece string) string { return strings.Repeat(piece, size/len(piece)) }
	for name, content := range map[string]string{
		"a field that is folded without end":      ":20:A\n:25:1\n:60F:C260301CNY0,00\n:86:" + fill("\n"),
		"fields without end":                      ":20:A\n:25:1\n:60F:C260301CNY0,00\n" + fill(":86:\n"),
		"a record of commas":                      "01,A,B,260301,0000,1,80,1,2/\n02," + fill(","),
		"elements without end in one entry":       camtHead + "<Stmt><Ntry>" + fill("<a/>") + "</Ntry></Stmt></BkToCstmrStmt></Document>",
		"a tag of attributes":                     camtHead + "<Stmt><Ntry" + fill(` a=""`) + "></Ntry></Stmt></BkToCstmrStmt></Document>",
		"a text without end":                      camtHead + "<Stmt><Id>" + fill("x") + "</Id></Stmt></BkToCstmrStmt></Document>",
		"a cell without end":                      "交易日期,金额\n2026-03-01,\"" + fill("1") + "\"\n",
		"columns without end":                     "交易日期,金额\n2026-03-01" + fill(",1") + "\n",
		"a tag of OFX without end":                "OFXHEADER:100\n<OFX>" + fill("<"),
		"entities that stand for one another":     `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">&b;</Document>`,
		"elements within elements":                camtHead + fill("<a>"),
		"a table of one column and no line's end": fill("交易日期 "),
	} {
		begun := time.Now()
		if got := outcome(content, nil); !strings.HasPrefix(got, "refused ") {
			t.Errorf("%s: %.100s", name, got)
		}
		if took := time.Since(begun); took > 20*time.Second {
			t.Errorf("%s took %s", name, took)
		}
	}
}
