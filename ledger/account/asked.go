package account

import (
	"strings"

	"hefu/ledger/aging"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/report"
)

// asked is a filter in words, for the file that it made: as a sentence in it, as its name, and as values for a program.
type asked struct {
	locale string
	parts  []part
}

type part struct{ zh, en, value string }

func word(locale, zh, en string) string {
	if locale == "en" {
		return en
	}
	return zh
}

// add leaves out what was not asked for.
func (a *asked) add(zh, en, value string) {
	if value != "" && value != " ~ " {
		a.parts = append(a.parts, part{zh, en, value})
	}
}

func (a *asked) sentence() string {
	words := make([]string, 0, len(a.parts))
	for _, p := range a.parts {
		words = append(words, word(a.locale, p.zh, p.en)+word(a.locale, "：", ": ")+p.value)
	}
	if len(words) == 0 {
		words = append(words, word(a.locale, "全部", "All"))
	}
	return word(a.locale, "筛选：", "Filter: ") + strings.Join(words, word(a.locale, "；", "; "))
}

func (a *asked) values() map[string]string {
	out := map[string]string{}
	for _, p := range a.parts {
		out[strings.ReplaceAll(strings.ToLower(p.en), " ", "_")] = p.value
	}
	return out
}

// name is the list's key with what was asked for, as far as a file's name can hold it.
func (a *asked) name(key string) string {
	for _, p := range a.parts {
		safe := strings.Map(func(r rune) rune {
			switch {
			case r >= '0' && r <= '9', r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r == '-', r == '.':
				return r
			case r == ' ', r == '~', r == '–':
				return '_'
			}
			return -1
		}, p.value)
		if safe = strings.Trim(strings.ReplaceAll(safe, "___", "_"), "_."); safe != "" && len(key) < 120 {
			key += "_" + safe[:min(len(safe), 40)]
		}
	}
	return key
}

func (f ItemFilter) asked(locale string, buckets calendar.Buckets) asked {
	a := asked{locale: locale}
	a.add("截至", "As of", day(f.AsOf))
	a.add("币种", "Currency", string(f.Currency))
	a.add("类型", "Kind", kindWord(f.Kind, locale))
	a.add("账龄", "Aging", bucketWord(f.Bucket, buckets, locale))
	a.add("单据日期", "Document date", day(f.From)+" ~ "+day(f.To))
	a.add("到期日", "Due date", day(f.DueFrom)+" ~ "+day(f.DueTo))
	if f.Min.Valid {
		a.add("未清金额不少于", "Open at least", f.Min.Decimal.String())
	}
	if f.Max.Valid {
		a.add("未清金额不多于", "Open at most", f.Max.Decimal.String())
	}
	a.add("查找", "Search", f.Query)
	return a
}

func askedOfDocuments(f document.Filter, locale string) asked {
	a := asked{locale: locale}
	a.add("类型", "Kind", kindWord(string(f.Kind), locale))
	a.add("币种", "Currency", f.Currency)
	if f.Settlement != "" {
		a.add("核销状态", "Settlement", report.Word(f.Settlement, locale))
	}
	if f.Open != nil {
		a.add("核销状态", "Settlement", map[bool]string{true: word(locale, "未清", "Open"), false: word(locale, "已清", "Settled")}[*f.Open])
	}
	a.add("单据日期", "Document date", day(f.From)+" ~ "+day(f.To))
	a.add("到期日", "Due date", day(f.DueFrom)+" ~ "+day(f.DueTo))
	if f.Min.Valid {
		a.add("金额不少于", "Amount at least", f.Min.Decimal.String())
	}
	if f.Max.Valid {
		a.add("金额不多于", "Amount at most", f.Max.Decimal.String())
	}
	a.add("查找", "Search", f.Query)
	return a
}

func kindWord(kind, locale string) string {
	if kind == "" {
		return ""
	}
	return report.Word(kind, locale)
}

func bucketWord(key string, buckets calendar.Buckets, locale string) string {
	for i, known := range buckets.Keys() {
		if known == key {
			return buckets.Label(i, locale)
		}
	}
	if key == aging.CreditsKey {
		return word(locale, "未核销贷项", "Unallocated credits")
	}
	return ""
}
