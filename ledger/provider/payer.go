package provider

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// payers are the names under which providers pay the seller at the bank, as a bank writes them: without spaces and marks, in small letters.
var payers = []struct{ part, name string }{
	{"stripe", NameStripe},
	{"支付宝", NameAlipay}, {"alipay", NameAlipay},
	{"财付通", NameWeChat}, {"tenpay", NameWeChat}, {"微信支付", NameWeChat},
	{"合符沙箱", NameSandbox},
}

// PaysAs is the provider who pays under a name at the bank; empty: none of ours.
func PaysAs(counterparty string) string {
	said := strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(counterparty))
	for _, p := range payers {
		if strings.HasPrefix(said, p.part) {
			return p.name
		}
	}
	return ""
}

// PayerPatterns find the names of one provider at the bank, for a search that ignores case.
func PayerPatterns(name string) []string {
	out := []string{}
	for _, p := range payers {
		if p.name == name {
			out = append(out, p.part+"%")
		}
	}
	return out
}
