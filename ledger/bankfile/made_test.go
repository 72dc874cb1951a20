package bankfile

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// plainly is a file in short: what it is, whether it proves out, and each line with who, how much, and the text that was read of it.
func plainly(f *File) string {
	var out []string
	for _, s := range f.Statements {
		state := "unproven"
		switch {
		case len(s.Problems) > 0:
			state = string(s.Problems[0].Code)
		case s.Proven():
			state = "proven " + s.Opening.Amount.StringFixed(2) + " to " + s.Closing.Amount.StringFixed(2)
		}
		out = append(out, strings.Join(strings.Fields(s.Account+" "+s.Currency+" "+state), " "))
		for _, l := range s.Lines {
			out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", l.BookedOn.String()[5:], l.Kind, l.Amount.StringFixed(2), join(" ", l.Counterparty, l.CounterpartyAccount, l.Remittance, l.BankText, l.More))))
		}
	}
	return strings.Join(out, "\n")
}

// The layouts of Chinese banks, of Alipay and of WeChat are read as they come, without a mapping.
func TestLayoutsOfChineseBanks(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"icbc-corporate.csv": `1001200300400500600 proven 40000.00 to 50000.00
03-02 credit 11300.00 苏州青禾纸品有限公司 3101000011112222333 AR-2026-000101货款 货款
03-02 fee -20.00 对公手续费
03-03 debit -1280.00 无锡南塘五金厂 3101000044445555666 付材料款`,
		"ccb-corporate.csv": `31050100200300400 CNY proven 100000.00 to 108788.01
03-02 credit 8888.01 杭州远桥贸易有限公司 33050161234567 INV 26312000000001 电子汇入
03-02 debit -100.00 短信服务费`,
		"abc-corporate.csv": `10355001040012345 proven 1800.00 to 2500.00
03-02 credit 1200.00 昆山同里物流有限公司 10355001040088888 退运费
03-02 debit -1000.00 昆山同里物流有限公司 10355001040099999 运费
03-03 credit 500.00 王小舟 6228480400001111 付 AR-2026-000203`,
		"boc-corporate.csv": `450012345678 CNY proven 20000.00 to 30000.00
03-02 credit 11300.00 苏州青禾纸品有限公司 1102020409000111222 货款 OBSS AR-2026-000101
03-03 debit -1300.00 无锡南塘五金厂 1103020409000999888 材料款 OBSS`,
		"cmb-corporate.csv": `512901234510801 proven 10000.00 to 15000.00
03-02 credit 5000.00 宁波瀚海文具有限公司 574900123410901 货款 合同 HT-2026-0088
03-02 credit 5000.00 宁波瀚海文具有限公司 574900123410901 货款
03-03 reversal -5000.00 宁波瀚海文具有限公司 574900123410901 冲账`,
		"bocom-corporate.csv": `CNY proven 10000.00 to 12000.00
03-02 credit 2260.50 常熟白茆纺织有限公司 325605000018170012345 发票 26322000000012345 汇入
03-03 debit -260.50 常熟电力公司 325605000018170099999 电费 代扣`,
		"spdb-newest-first.csv": `proven 500.00 to 900.00
03-03 credit 200.00 海宁双山皮革有限公司 98010078801300000124 网银
03-03 credit 300.00 嘉兴南湖印务有限公司 98010078801300000123 AR-2026-000301 网银
03-04 debit -100.00 短信费`,
		"psbc-day-turned.csv": `proven 0.00 to 1150.00
03-02 credit 1000.00 盐城滩涂水产有限公司 932001010012345678 货款
03-02 credit 300.00 盐城滩涂水产有限公司 932001010012345678 货款
03-03 debit -100.00 盐城人力 932001010099999999 代发
03-03 debit -50.00 账户管理费`,
		"alipay-ledger.csv": `20880012345678900156 CNY proven 1000.00 to 0.00
03-02 credit 500.00 buyer***@example.com 在线支付 对账单付款
03-02 debit -3.00 服务费 收费
03-03 debit -1497.00 提现`,
		"wechat-funds.csv": `CNY proven 100.00 to 100.00
03-02 credit 20.00 结算总金额 20.00 交易
03-02 fee -0.12 手续费 扣除交易手续费
03-03 debit -19.88 缺货 退款`,
		"two-header-rows.csv": `proven 1000.00 to 1695.00
03-02 credit 700.00 德清莫干山竹业有限公司 1205280012345 汇入
03-03 fee -5.00 手续费`,
		"two-accounts.csv": `6001 proven 500.00 to 550.00
03-02 credit 100.00 甲方包装有限公司 7001 货款
03-03 fee -50.00 手续费
6002 proven 1000.00 to 1900.00
03-02 credit 900.00 乙方包装有限公司 7002 货款`,
	} {
		content, err := os.ReadFile(filepath.Join("testdata/made", name))
		if err != nil {
			t.Fatal(err)
		}
		file, err := Read(content, name, Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := plainly(file); got != want || !file.Table.Sure {
			t.Errorf("%s (sure: %t):\n%s\nwant\n%s\n%+v", name, file.Table.Sure, got, want, file.Table.Mapping)
		}
	}
}
