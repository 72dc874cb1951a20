package calendar

import (
	"fmt"
	"strings"
)

// Describe says the terms in a few words, "zh" or "en": "月结30天" / "End of
// month + 30 days", "30天 / Net 30", instalments joined, discounts in front.
// The start date is left to DescribeFully.
func (t Terms) Describe(locale string) string {
	var words []string
	if name := t.Arrangement.Name(locale); name != "" {
		words = append(words, name)
	}
	for _, d := range t.Discounts {
		words = append(words, d.describe(locale))
	}
	for _, p := range t.Parts {
		words = append(words, p.describe(locale, len(t.Parts) == 1))
	}
	return strings.Join(words, label{"，", ", "}.in(locale))
}

// DescribeFully adds the start date and the roll: "30天，自出库日期起，遇节假日顺延".
func (t Terms) DescribeFully(locale string) string {
	text := t.Describe(locale) + fmt.Sprintf(label{"，自%s起", ", from the %s"}.in(locale), t.Basis.Name(locale))
	if roll, ok := rollNames[t.Roll]; ok {
		text += label{"，", ", "}.in(locale) + roll.in(locale)
	}
	return text
}

var rollNames = map[Roll]label{
	RollNext:         {"遇节假日顺延", "next working day"},
	RollPrevious:     {"遇节假日提前", "previous working day"},
	RollModifiedNext: {"遇节假日顺延（不跨月）", "next working day within the month"},
}

func (d Discount) describe(locale string) string {
	return fmt.Sprintf(label{"%[2]d天内付款折扣%[1]s%%", "%s%% off within %d days"}.in(locale), d.Percent.String(), d.Days)
}

func (p Part) describe(locale string, whole bool) string {
	text := p.Offset.describe(locale)
	if p.Retention {
		text = label{"质保金", "retention"}.in(locale) + " " + text
	}
	if whole {
		return text
	}
	return p.describeShare(locale) + " " + text
}

func (p Part) describeShare(locale string) string {
	switch p.Share {
	case SharePercent:
		return p.Percent.String() + "%"
	case SharePercentOfRemaining:
		return fmt.Sprintf(label{"余额的%s%%", "%s%% of the rest"}.in(locale), p.Percent.String())
	case ShareFixed:
		return p.Amount.String()
	}
	return label{"余款", "rest"}.in(locale)
}

func (o Offset) describe(locale string) string {
	text := ""
	switch o.Rule {
	case RuleNetDays:
		if o.Days == 0 {
			return label{"即期", "Due immediately"}.in(locale)
		}
		return fmt.Sprintf(label{"%d天", "Net %d"}.in(locale), o.Days)
	case RuleMonths:
		text = fmt.Sprintf(label{"%d个月", plural(o.Months, "%d month")}.in(locale), o.Months)
	case RuleEndOfMonth:
		return o.describeEndOfMonth(locale)
	case RuleDayOfMonth:
		text = fmt.Sprintf(label{"%s%d日", "day %[2]d of %[1]s"}.in(locale), followingMonth(o.Months, locale), o.Day)
	case RuleDaysEndOfMonth:
		text = fmt.Sprintf(label{"%d天后的月末", "%d days, end of month"}.in(locale), o.Days)
		if o.Day > 0 {
			text += fmt.Sprintf(label{"之次月%d日", ", then day %d of the next month"}.in(locale), o.Day)
		}
		return text
	case RuleFixedDate:
		return o.Date.String()
	}
	return text + plusDays(o.Days, locale)
}

func (o Offset) describeEndOfMonth(locale string) string {
	switch {
	case o.Months == 0 && o.Days == 0:
		return label{"当月末", "End of month"}.in(locale)
	case o.Months == 0:
		return fmt.Sprintf(label{"月结%d天", "End of month + %d days"}.in(locale), o.Days)
	}
	return fmt.Sprintf(label{"%s末", "end of %s"}.in(locale), followingMonth(o.Months, locale)) + plusDays(o.Days, locale)
}

func followingMonth(k int, locale string) string {
	if k == 1 {
		return label{"次月", "the following month"}.in(locale)
	}
	return fmt.Sprintf(label{"其后第%d个月", "following month %d"}.in(locale), k)
}

func plusDays(days int, locale string) string {
	if days == 0 {
		return ""
	}
	return fmt.Sprintf(label{"加%d天", " + " + plural(days, "%d day")}.in(locale), days)
}

func plural(n int, text string) string {
	if n == 1 {
		return text
	}
	return text + "s"
}
