package bankfile

import (
	"errors"
	"strings"
	"testing"

	"hefu/ledger/sheet"
)

const camtHead = `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>`

func camtStatement(entries string) string {
	bal := func(code, sum string) string {
		return `<Bal><Tp><CdOrPrtry><Cd>` + code + `</Cd></CdOrPrtry></Tp><Amt Ccy="CNY">` + sum + `</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-01</Dt></Dt></Bal>`
	}
	return camtHead + `<Stmt><Id>1</Id><Acct><Id><Othr><Id>1</Id></Othr></Id><Ccy>CNY</Ccy></Acct>` + bal("OPBD", "100.00") + bal("CLBD", "130.00") + entries + `</Stmt></BkToCstmrStmt></Document>`
}

func camtEntry(amount, sign, more string) string {
	return `<Ntry><Amt Ccy="CNY">` + amount + `</Amt><CdtDbtInd>` + sign + `</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-03-01</Dt></BookgDt><AcctSvcrRef>R</AcctSvcrRef>` + more + `</Ntry>`
}

func TestWhatIsRefusedAndWhy(t *testing.T) {
	t.Parallel()
	deep := camtHead + strings.Repeat("<a>", 80) + strings.Repeat("</a>", 80) + "</BkToCstmrStmt></Document>"
	for _, test := range []struct {
		name, content string
		want          Code
	}{
		{"nothing", " \n", Empty},
		{"a document type", `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>` + camtStatement("")[22:], Doctype},
		{"a document type inside", strings.Replace(camtStatement(""), "<Bal>", `<!DOCTYPE x><Bal>`, 1), Doctype},
		{"depth", deep, TooDeep},
		{"depth inside an entry", camtStatement("<Ntry>" + strings.Repeat("<a>", 80) + strings.Repeat("</a>", 80) + "</Ntry>"), TooDeep},
		{"cut off", camtStatement("")[:400], NotXML},
		{"other XML", "<invoice><body/></invoice>", NotCAMT},
		{"a web page", "<html><body/></html>", WebPage},
		{"CAMT without statements", camtHead + "</BkToCstmrStmt></Document>", NoStatement},
		{"an amount in words", camtStatement(camtEntry("1e3", "CRDT", "")), BadAmount},
		{"a negative amount", camtStatement(camtEntry("-1", "CRDT", "")), BadAmount},
		{"neither credit nor debit", camtStatement(camtEntry("1", "", "")), NoDirection},
		{"an impossible day", strings.Replace(camtStatement(camtEntry("1", "CRDT", "")), "<BookgDt><Dt>2026-03-01", "<BookgDt><Dt>2026-02-30", 1), BadDate},
		{"a SWIFT line without a mark", ":20:A\n:25:1\n:60F:C260301CNY0,00\n:61:260301X1,00NTRFA\n:62F:C260301CNY0,00\n", BadRecord},
		{"a SWIFT statement without a closing balance", ":20:A\n:25:1\n:60F:C260301CNY0,00\n", Missing},
		{"two opening balances", ":20:A\n:25:1\n:60F:C260301CNY0,00\n:60F:C260301CNY0,00\n:62F:C260301CNY0,00\n", BadRecord},
		{"a balance without decimals' comma", ":20:A\n:25:1\n:60F:C260301CNY0\n:62F:C260301CNY0,00\n", BadAmount},
		{"BAI2 that is cut off", "01,A,B,260301,0000,1,80,1,2/\n02,A,B,1,260301,,USD,/\n03,1,USD,010,0,,/\n", Missing},
		{"BAI2 after its end", "01,A,B,260301,0000,1,80,1,2/\n02,A,B,1,260301,,USD,/\n03,1,USD,010,0,,/\n49,0,2/\n98,0,1,4/\n99,0,1,6/\n16,115,1,0,,,/\n", BadRecord},
		{"OFX that is cut off", "OFXHEADER:100\n<OFX><STMTRS><CURDEF>USD<STMTTRN><TRNAMT>1", Missing},
		{"OFX with a document type", "<?OFX?><!DOCTYPE x><OFX><STMTRS></STMTRS></OFX>", Doctype},
		{"OFX without an amount", "OFXHEADER:100\n<OFX><STMTRS><CURDEF>USD<STMTTRN><DTPOSTED>20260301</STMTTRN></STMTRS></OFX>", BadAmount},
		{"a table row that is neither line nor remark", "交易日期,金额,摘要\n2026-03-01,1.00,a\nx,2.00,b\n", BadDate},
		{"a day in an order that can be read in two ways", "date,amount,description\n03/04/2026,1.00,a\n", BadDate},
		{"a table amount in words", "交易日期,金额,摘要\n2026-03-01,一百,a\n", BadAmount},
		{"money in and out at once", "交易日期,收入金额,支出金额\n2026-03-01,1.00,2.00\n", BadAmount},
		{"a direction that nobody knows", "交易日期,金额,收/支\n2026-03-01,1.00,也许\n", NoDirection},
	} {
		_, err := Read([]byte(test.content), "x", Options{})
		var found *Error
		if !errors.As(err, &found) || found.Code != test.want {
			t.Errorf("%s: %v, want %s", test.name, err, test.want)
			continue
		}
		for _, locale := range []string{"zh-CN", "en"} {
			if found.Reason(locale) == "" {
				t.Errorf("%s has no reason in %s", test.want, locale)
			}
		}
	}
	if _, err := Read([]byte("%PDF-1.7"), "x.csv", Options{}); !errors.As(err, new(*sheet.Error)) {
		t.Errorf("a PDF: %v", err)
	}
}

func TestBatchesAndReversalsComeApart(t *testing.T) {
	t.Parallel()
	part := func(sum, payer, ref string) string {
		return `<TxDtls><Refs><EndToEndId>` + ref + `</EndToEndId></Refs><Amt Ccy="CNY">` + sum + `</Amt><CdtDbtInd>CRDT</CdtDbtInd><RltdPties><Dbtr><Pty><Nm>` + payer + `</Nm></Pty></Dbtr></RltdPties></TxDtls>`
	}
	read := func(entries string) Statement {
		t.Helper()
		file, err := Read([]byte(camtStatement(entries)), "x.xml", Options{})
		if err != nil {
			t.Fatal(err)
		}
		return file.Statements[0]
	}
	s := read(camtEntry("30.00", "CRDT", `<NtryDtls>`+part("10.00", "甲", "A")+part("20.00", "乙", "B")+`</NtryDtls>`))
	if len(s.Lines) != 2 || s.Lines[0].Kind != BatchMember || s.Lines[1].Counterparty != "乙" || s.Lines[0].Batch != "R" || !s.Proven() {
		t.Errorf("a batch: %+v", s)
	}
	s = read(camtEntry("30.00", "CRDT", `<NtryDtls>`+part("10.00", "甲", "A")+part("19.00", "乙", "B")+`</NtryDtls>`))
	if len(s.Lines) != 1 || s.Lines[0].Kind != Credit || s.Lines[0].EndToEnd != "A B" || !s.Proven() {
		t.Errorf("parts that do not come to the entry stay together: %+v", s)
	}
	s = read(camtEntry("40.00", "CRDT", "") + camtEntry("10.00", "DBIT", "<RvslInd>true</RvslInd>"))
	if len(s.Lines) != 2 || s.Lines[1].Kind != Reversal || s.Lines[1].Amount.String() != "-10" || !s.Proven() {
		t.Errorf("a reversal: %+v", s)
	}
	pending := strings.Replace(camtEntry("99.00", "CRDT", ""), "BOOK", "PDNG", 1)
	file, err := Read([]byte(camtStatement(camtEntry("30.00", "CRDT", "")+pending)), "x.xml", Options{})
	if err != nil || len(file.Skipped) != 1 || file.Skipped[0].Code != Pending || !file.Statements[0].Proven() {
		t.Errorf("what is not booked yet: %+v, %v", file, err)
	}
}

func TestSwiftMarksAndYears(t *testing.T) {
	t.Parallel()
	text := ":20:A\n:25:1\n:60F:C251230CNY100,00\n:61:2512310101RC30,00NTRFA//B1\n:61:2601021231RD10,00NTRFA//B2\n:61:260102EC5,00NTRFA\n:86:expected\n:62F:C260102CNY80,00\n-\n"
	file, err := Read([]byte(text), "x.sta", Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := file.Statements[0]
	if len(s.Lines) != 2 || !s.Proven() || len(file.Skipped) != 1 {
		t.Fatalf("%+v", file)
	}
	if l := s.Lines[0]; l.Kind != Reversal || l.Amount.String() != "-30" || l.BookedOn.String() != "2026-01-01" || l.ValuedOn.String() != "2025-12-31" {
		t.Errorf("a reversed credit over the turn of the year: %+v", l)
	}
	if l := s.Lines[1]; l.Amount.String() != "10" || l.BookedOn.String() != "2025-12-31" {
		t.Errorf("a reversed debit: %+v", l)
	}
}

func TestEncodings(t *testing.T) {
	t.Parallel()
	gb := ":20:A\n:25:1\n:60F:C260301CNY0,00\n:61:260301C1,00NTRFA\n:86:\xbb\xf5\xbf\xee\n:62F:C260301CNY1,00\n"
	file, err := Read([]byte(gb), "x", Options{})
	if err != nil || file.Encoding != "GB18030" || file.Statements[0].Lines[0].Remittance != "货款" {
		t.Errorf("GB18030: %+v, %v", file, err)
	}
	file, err = Read([]byte(strings.Replace(gb, "\xbb\xf5\xbf\xee", "M\xfcller", 1)), "x", Options{})
	if err != nil || file.Statements[0].Lines[0].Remittance != "Müller" {
		t.Errorf("Windows-1252: %+v, %v", file, err)
	}
}

// Balances that would lead backwards prove nothing: the dates say which line came first.
func TestTheOrderOfATable(t *testing.T) {
	t.Parallel()
	const head = "交易日期,贷方发生额,借方发生额,余额\n"
	for name, test := range map[string]struct {
		rows   string
		proven bool
		first  string
	}{
		"oldest first":                 {"2026-03-01,120.00,,1120.00\n2026-03-02,,20.00,1100.00\n", true, "120"},
		"newest first":                 {"2026-03-02,,20.00,1100.00\n2026-03-01,120.00,,1120.00\n", true, "120"},
		"one day, newest first":        {"2026-03-01,,20.00,1100.00\n2026-03-01,120.00,,1120.00\n", true, "120"},
		"proves out backwards only":    {"2026-03-01,120.00,,1120.00\n2026-03-02,,20.00,1000.00\n", false, "120"},
		"a line is missing in between": {"2026-03-01,120.00,,1120.00\n2026-03-02,,20.00,1050.00\n", false, "120"},
	} {
		file, err := Read([]byte(head+test.rows), "x.csv", Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if s := file.Statements[0]; s.Proven() != test.proven || s.Lines[0].Amount.String() != test.first {
			t.Errorf("%s: proven %t, begins with %s", name, s.Proven(), s.Lines[0].Amount)
		}
	}
}
