package attribution_test

import (
	"testing"

	"hefu/ledger/attribution"
)

func TestWhoPaysIsTheCustomerByAccountOrByNameInAnyWriting(t *testing.T) {
	t.Parallel()
	c := attribution.Customer{Names: []string{"上海市宏达贸易有限公司", "Hongda Trading Co., Ltd."}, Accounts: []string{"6222 0202 0011 2233"}}
	for _, x := range []struct {
		name, account string
		want          bool
	}{
		{"上海市宏达贸易有限公司", "", true},
		{"宏达贸易（上海）有限公司", "", true},
		{"HONGDA TRADING CO LTD", "", true},
		{"张三", "6222020200112233", true},
		{"张三", "6222020200112234", false},
		{"宁波启航贸易有限公司", "", false},
		{"上海市宏达贸易有限", "", true},
		{"上海市宏达", "", false},
		{"", "", false},
	} {
		if got := c.Pays(x.name, x.account); got != x.want {
			t.Errorf("%q %q pays: %v", x.name, x.account, got)
		}
	}
	if (attribution.Customer{Names: []string{"李明"}}).Pays("李鸣", "") || !(attribution.Customer{Names: []string{"李明"}}).Pays("李 明", "") {
		t.Error("a short name is compared as it is written")
	}
}
