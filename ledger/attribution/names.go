package attribution

import (
	"slices"
	"strings"
	"unicode"

	"hefu/ledger/number"
)

// companyName is the least length of a name that is remembered by itself: many people share a short one.
const companyName = 6

// accountOf keeps the letters and digits of an account.
func accountOf(account string) string { return number.Normalize(account).Compact }

// plain is a name in half width and upper case, without spaces and marks.
func plain(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, number.Fold(name))
}

// What a name may have or lack without being another company's.
var dispensable = []string{
	"股份有限公司", "有限责任公司", "有限公司", "总公司", "分公司", "公司", "财务部", "财务中心", "基本户", "一般户", "省", "市",
	"COMPANYLIMITED", "COLTD", "LIMITED", "INC", "LTD", "CORP",
}

// likeness is what two ways to write one company's name have in common: its characters without the legal form, in any order, so that
// 宏达贸易（上海）有限公司 is like 上海市宏达贸易有限公司. It is "" for what is left of less than four characters.
func likeness(name string) string {
	text := plain(name)
	for _, part := range dispensable {
		text = strings.ReplaceAll(text, part, "")
	}
	runes := []rune(text)
	if len(runes) < 4 {
		return ""
	}
	slices.Sort(runes)
	return string(runes)
}
