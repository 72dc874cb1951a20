package bankfile

import (
	"crypto/sha256"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Mapping says which columns of a table hold what, by the names in its header. Empty: the table does not have it. Either Amount, or In
// and Out, must be there; Amount without a sign needs Direction.
type Mapping struct {
	Sheet               string `json:"sheet,omitempty"`
	Date                string `json:"date"`
	ValueDate           string `json:"value_date,omitempty"`
	Amount              string `json:"amount,omitempty"`
	In                  string `json:"in,omitempty"`
	Out                 string `json:"out,omitempty"`
	Direction           string `json:"direction,omitempty"`
	Balance             string `json:"balance,omitempty"`
	Currency            string `json:"currency,omitempty"`
	Counterparty        string `json:"counterparty,omitempty"`
	CounterpartyAccount string `json:"counterparty_account,omitempty"`
	CounterpartyBank    string `json:"counterparty_bank,omitempty"`
	Reference           string `json:"reference,omitempty"`
	OwnReference        string `json:"own_reference,omitempty"`
	Remark              string `json:"remark,omitempty"`
	Summary             string `json:"summary,omitempty"`
	Status              string `json:"status,omitempty"`
	OwnAccount          string `json:"own_account,omitempty"` // of a table with a column that says whose line it is
}

// Table is a table's header and how its columns are read.
type Table struct {
	Sheets  []string
	Header  []string
	Row     int // where the header stands, from 1
	Samples [][]string
	Mapping Mapping
	Sure    bool // the columns were recognized, or a mapping was given and fits
}

// HeaderSum identifies a header: the same export of another month has the same.
func (t Table) HeaderSum() [32]byte {
	plain := make([]string, len(t.Header))
	for i, name := range t.Header {
		plain[i] = plainName(name)
	}
	return sha256.Sum256([]byte(strings.Join(plain, "\x1f")))
}

// places are the columns of a mapping with the names under which headers have them, the likeliest first.
func (m *Mapping) places() []struct {
	column *string
	names  string
} {
	return []struct {
		column *string
		names  string
	}{
		{&m.Date, "记账日期,入账日期,交易日期,记账日,交易日,发生日期,日期,交易时间,入账时间,付款时间,记账时间,发生时间,交易日期时间,交易发生时间,过账日期,booking date,transaction date,posted date,date"},
		{&m.ValueDate, "起息日,起息日期,生效日期,value date,valuta"},
		{&m.In, "记账金额(收入),贷方发生额,贷方金额,收入金额,收入,贷方,转入金额,存入金额,贷方发生额(收入),贷方发生额(存入),贷方交易金额,收方金额,入账金额,存入,转入,credit amount,credit,money in,deposit,paid in"},
		{&m.Out, "记账金额(支出),借方发生额,借方金额,支出金额,支出,借方,转出金额,支取金额,借方发生额(支取),借方发生额(支出),借方交易金额,付方金额,出账金额,支取,转出,debit amount,debit,money out,withdrawal,paid out"},
		{&m.Amount, "交易金额,金额,金额(元),发生额,交易发生额,收支金额,收支金额(元),记账金额,收/支金额,amount,transaction amount"},
		{&m.Direction, "收/支,收支,收支方向,借贷标志,借贷,借贷方向,收/付,借贷标记,借贷标识,借/贷,借/贷标志,收支标志,收支类型,收付标志,收/付标志,收付方向,往来账标志,来往账标志,交易方向,资金方向,借贷状态,来往账,direction,debit/credit,dr/cr,d/c"},
		{&m.Balance, "余额,账户余额,联机余额,当前余额,本次余额,交易后余额,账面余额,账户余额(元),账户结余,账户结余(元),可用余额,balance,running balance"},
		{&m.Currency, "记账币种,币种,货币,交易币种,币别,交易货币,currency"},
		{&m.Counterparty, "对方户名,对方账户名称,交易对方,对手信息,对方单位名称,对方名称,对方单位,收(付)方名称,收/付方名称,付款人名称,对方账号名称,对方账户名,对方客户名称,交易对手名称,交易对手,对手户名,对手名称,付款方名称,付款方户名,付款人户名,counterparty,payer,payee,name"},
		{&m.CounterpartyAccount, "对方账号,对方账户,对方帐号,交易对手账号,收(付)方账号,收/付方账号,收/付方帐号,付款人账号,付款方账号,对手账号,对方卡号,对方卡号/账号,counterparty account,account number"},
		{&m.CounterpartyBank, "对方开户行,对方银行,对方开户机构,对方行名,交易对手开户行,收(付)方开户行名,收/付方开户行名,付款人开户行名,对方开户行名称,对手开户行,交易行名,counterparty bank"},
		{&m.Reference, "交易流水号,流水号,交易单号,交易订单号,资金流水单号,账务流水号,凭证号,银行流水号,核心流水号,账户明细编号-交易流水号,流水编号,交易参考号,业务流水号,柜员流水号,bank reference,transaction id,reference"},
		{&m.OwnReference, "企业流水号,商户单号,商家订单号,商户订单号,业务参考号,客户流水号,客户业务编号,业务凭证号,end to end id,customer reference"},
		{&m.Remark, "附言,用途,客户摘要,备注,商品说明,商品,摘要附言,转账附言,交易附言,交易用途,商品名称,remittance,description,memo,details"},
		{&m.Summary, "摘要,交易摘要,交易类型,交易分类,业务类型,交易场所,交易说明,type"},
		{&m.Status, "当前状态,交易状态,状态,status"},
		{&m.OwnAccount, "本方账号,本方账户,我方账号,账号,帐号,账户,own account"},
	}
}

// recognize fills a mapping by the names of a header, and tells whether it is enough to read by.
func recognize(header []string) (Mapping, bool) {
	var out Mapping
	taken := map[string]bool{}
	plain := map[string]string{}
	for _, short := range []func(string) string{plainName, bareName} { // the whole name first
		for _, name := range header {
			if key := short(name); key != "" && plain[key] == "" {
				plain[key] = strings.TrimSpace(name)
			}
		}
	}
	for _, place := range out.places() {
		for _, name := range strings.Split(place.names, ",") {
			if found, ok := plain[plainName(name)]; ok && !taken[found] {
				*place.column, taken[found] = found, true
				break
			}
		}
	}
	if out.CounterpartyAccount == "" && plainName(out.OwnAccount) != "本方账号" && plainName(out.OwnAccount) != "我方账号" {
		out.OwnAccount = "" // an account that could be the other's is nobody's
	}
	if out.In != "" && out.Out != "" {
		out.Amount, out.Direction = "", ""
	} else {
		out.In, out.Out = "", ""
	}
	return out, out.enough()
}

func (m Mapping) enough() bool { return m.Date != "" && (m.Amount != "" || m.In != "" && m.Out != "") }

// score counts the known names of a row, to find the header.
func score(cells []string) int {
	found, enough := recognize(cells)
	n := 0
	for _, place := range found.places() {
		if *place.column != "" {
			n++
		}
	}
	if !enough {
		return 0
	}
	return n
}

// bareName is a header's name without its translation in square brackets and its unit in round ones.
func bareName(name string) string {
	name = plainName(name)
	if at := strings.IndexAny(name, "[【"); at > 0 {
		name = name[:at]
	}
	return bareUnit.ReplaceAllString(name, "")
}

var bareUnit = regexp.MustCompile(`(\((\+|-)?(元|人民币|人民币元|cny|rmb|¥)\)|/元)$`)

// plainName compares headers: case, white space, widths and brackets make no difference.
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || r == '\u00a0' || r == '_':
			return -1
		case r == '（':
			return '('
		case r == '）':
			return ')'
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(name))
}
