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

// withoutForm is a name without what it may lack.
func withoutForm(name string) []rune {
	text := plain(name)
	for _, part := range dispensable {
		text = strings.ReplaceAll(text, part, "")
	}
	return []rune(text)
}

// likeness is what two ways to write one company's name have in common: its characters without the legal form, in any order, so that
// 宏达贸易（上海）有限公司 is like 上海市宏达贸易有限公司. It is "" for what is left of less than four characters. Whether they are one name is said by reordered.
func likeness(name string) string {
	runes := withoutForm(name)
	if len(runes) < 4 {
		return ""
	}
	slices.Sort(runes)
	return string(runes)
}

// reordered tells that one name is the other with a part of it moved as a whole: a city or a trade. Single characters that changed places make another
// company: 上海海宏贸易 is not 上海宏海贸易.
func reordered(a, b string) bool {
	x, y := withoutForm(a), withoutForm(b)
	if len(x) != len(y) {
		return false
	}
	from := 0
	for from < len(x) && x[from] == y[from] {
		from++
	}
	to := len(x)
	for to > from && x[to-1] == y[to-1] {
		to--
	}
	x, y = x[from:to], y[from:to]
	if len(x) == 0 {
		return true
	}
	const part = 2
	for at := part; at+part <= len(x); at++ {
		if slices.Equal(x[at:], y[:len(x)-at]) && slices.Equal(x[:at], y[len(x)-at:]) {
			return true
		}
	}
	return false
}
