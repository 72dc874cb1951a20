package pdf

import "strings"

const (
	chineseDigits = "零壹贰叁肆伍陆柒捌玖"
	mostDigits    = 16 // up to 9,999 万亿
)

// ChineseWords spells a formatted amount of renminbi in the capitals used on bills: "1,409.50" is 人民币壹仟肆佰零玖元伍角整.
// A leading minus or parentheses mean a negative amount. It returns "" for what is not an amount, has more than two
// decimals other than zeros, or more than 16 digits before the point.
func ChineseWords(amount string) string {
	text := strings.TrimSpace(amount)
	negative := false
	if inner, ok := strings.CutPrefix(text, "("); ok {
		if text, ok = strings.CutSuffix(inner, ")"); !ok {
			return ""
		}
		negative = true
	} else if inner, ok := strings.CutPrefix(text, "-"); ok {
		text, negative = inner, true
	}
	whole, decimals, _ := strings.Cut(strings.ReplaceAll(text, ",", ""), ".")
	decimals = strings.TrimRight(decimals, "0")
	if whole == "" || strings.Trim(whole+decimals, "0123456789") != "" || len(decimals) > 2 {
		return ""
	}
	if whole = strings.TrimLeft(whole, "0"); len(whole) > mostDigits {
		return ""
	}
	decimals += "00"[len(decimals):]
	words := yuan(whole) + jiaoFen(decimals, whole != "")
	if whole == "" && decimals == "00" {
		return "人民币零元整"
	}
	if negative {
		words = "负" + words
	}
	return "人民币" + words
}

// yuan spells the digits before the point, in groups of four.
func yuan(digits string) string {
	if digits == "" {
		return ""
	}
	var b strings.Builder
	units := []string{"", "万", "亿", "万亿"}
	gap := false // a zero to be spoken before the next digit
	for group := (len(digits) - 1) / 4; group >= 0; group-- {
		end := len(digits) - 4*group
		part := digits[max(0, end-4):end]
		spoken := false
		for i := range len(part) {
			if part[i] == '0' {
				gap = true
				continue
			}
			if gap && b.Len() > 0 {
				b.WriteString("零")
			}
			gap, spoken = false, true
			b.WriteString(digitWord(part[i]))
			b.WriteString([]string{"", "拾", "佰", "仟"}[len(part)-1-i])
		}
		switch {
		case spoken && group == 3 && strings.Trim(digits[end:end+4], "0") != "":
			b.WriteString("万") // 亿 follows with the next group
		case spoken:
			b.WriteString(units[group])
		}
	}
	return b.String() + "元"
}

// jiaoFen spells the two decimals. A missing jiao before a fen is spoken as zero once there are yuan.
func jiaoFen(decimals string, yuan bool) string {
	jiao, fen := decimals[0], decimals[1]
	switch {
	case jiao == '0' && fen == '0':
		return "整"
	case fen == '0':
		return digitWord(jiao) + "角整"
	case jiao == '0' && yuan:
		return "零" + digitWord(fen) + "分"
	case jiao == '0':
		return digitWord(fen) + "分"
	}
	return digitWord(jiao) + "角" + digitWord(fen) + "分"
}

func digitWord(digit byte) string {
	at := int(digit-'0') * len("零")
	return chineseDigits[at : at+len("零")]
}
