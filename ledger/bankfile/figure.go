package bankfile

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

var (
	plainNumber = regexp.MustCompile(`^-?[0-9]{1,15}(\.[0-9]{1,6})?$`)
	withCommas  = regexp.MustCompile(`^[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{1,6})?$`)
	isoDate     = regexp.MustCompile(`^(\d{4})-(\d{2})-(\d{2})`)
	anyDate     = regexp.MustCompile(`^(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?(?:[T ].*)?$`)
	bareDate    = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})(?:\d{6}|[ T].*)?$`)
)

// figure reads digits with a point, nothing else, of at most four places (what the books keep).
func figure(text string) (decimal.Decimal, bool) {
	if !plainNumber.MatchString(text) {
		return decimal.Zero, false
	}
	out, err := decimal.NewFromString(text)
	return out, err == nil && out.Equal(out.Round(4))
}

// commaFigure reads SWIFT's amounts: a comma before the decimals, always there.
func commaFigure(text string) (decimal.Decimal, bool) {
	whole, rest, ok := strings.Cut(strings.TrimSpace(text), ",")
	if !ok {
		return decimal.Zero, false
	}
	if whole = strings.TrimLeft(whole, "0"); whole == "" {
		whole = "0"
	}
	if rest == "" {
		return figure(whole)
	}
	return figure(whole + "." + rest)
}

// minor reads an amount in the smallest unit of a currency.
func minor(text string, exponent int32) (decimal.Decimal, bool) {
	text, negative := strings.CutPrefix(strings.TrimPrefix(text, "+"), "-")
	if len(text) > 18 || strings.Trim(text, "0123456789") != "" || text == "" {
		return decimal.Zero, false
	}
	units, err := strconv.ParseInt(text, 10, 64)
	if negative {
		units = -units
	}
	return decimal.New(units, -exponent), err == nil
}

// cellFigure reads an amount as spreadsheets show it: a currency sign, commas between thousands, a sign. What says nothing is blank.
func cellFigure(text string) (out decimal.Decimal, blank, ok bool) {
	text = strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\t', '\u00a0', '\u3000', '¥', '￥', '元':
			return -1
		case '，':
			return ','
		case '−', '－':
			return '-'
		}
		return r
	}, text)
	if text == "" || strings.Trim(text, "-") == "" || text == "/" {
		return decimal.Zero, true, true
	}
	text, negative := strings.CutPrefix(strings.TrimPrefix(text, "+"), "-")
	if withCommas.MatchString(text) {
		text = strings.ReplaceAll(text, ",", "")
	}
	out, ok = figure(text)
	if negative {
		out = out.Neg()
	}
	return out, false, ok && !strings.HasPrefix(text, "-")
}

func ofxAmount(text string) (decimal.Decimal, bool) {
	text = strings.TrimPrefix(text, "+")
	if !strings.Contains(text, ".") {
		text = strings.Replace(text, ",", ".", 1)
	}
	if strings.HasPrefix(text, "-.") || strings.HasPrefix(text, ".") {
		text = strings.Replace(text, ".", "0.", 1)
	}
	return figure(text)
}
