package pdf

import "testing"

func TestAmountsInChineseWords(t *testing.T) {
	for amount, want := range map[string]string{
		"0.00":                   "人民币零元整",
		"0":                      "人民币零元整",
		"1":                      "人民币壹元整",
		"0.05":                   "人民币伍分",
		"0.50":                   "人民币伍角整",
		"10.00":                  "人民币壹拾元整",
		"1,409.50":               "人民币壹仟肆佰零玖元伍角整",
		"6,007.14":               "人民币陆仟零柒元壹角肆分",
		"16,409.02":              "人民币壹万陆仟肆佰零玖元零贰分",
		"325.04":                 "人民币叁佰贰拾伍元零肆分",
		"107,000.53":             "人民币壹拾万零柒仟元伍角叁分",
		"120,000.00":             "人民币壹拾贰万元整",
		"100,000,001.00":         "人民币壹亿零壹元整",
		"434,902.29":             "人民币肆拾叁万肆仟玖佰零贰元贰角玖分",
		"1,000,000,000,000.00":   "人民币壹万亿元整",
		"12,345,000,000,000.00":  "人民币壹拾贰万叁仟肆佰伍拾亿元整",
		"9,999,999,999,999,999":  "人民币玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元整",
		"(3,172.17)":             "人民币负叁仟壹佰柒拾贰元壹角柒分",
		"-1.00":                  "人民币负壹元整",
		"1.2300":                 "人民币壹元贰角叁分",
		"1.234":                  "",
		"":                       "",
		"-":                      "",
		"(1.00":                  "",
		"1e3":                    "",
		"¥1.00":                  "",
		"10,000,000,000,000,000": "",
	} {
		if got := ChineseWords(amount); got != want {
			t.Errorf("%q is spelt %q, want %q", amount, got, want)
		}
	}
}

func TestWordsStandBesideTheSealsForRenminbiOnly(t *testing.T) {
	s := sample(1, ZhCN)
	if got, want := s.words(), "人民币肆拾叁万肆仟玖佰零贰元贰角玖分"; got != want {
		t.Errorf("CNY closing balance in words is %q, want %q", got, want)
	}
	s.Currency.Code = "USD"
	if got := s.words(); got != "" {
		t.Errorf("USD closing balance in words is %q, want none", got)
	}
}
