package bankfile

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
	"golang.org/x/text/width"
)

var (
	plainNumber = regexp.MustCompile(`^-?[0-9]{1,15}(\.[0-9]{1,6})?$`)
	withCommas  = regexp.MustCompile(`^[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{1,6})?$`)
	withSpaces  = regexp.MustCompile(`^[0-9]{1,3}( [0-9]{3})+(\.[0-9]{1,6})?$`)
	inBrackets  = regexp.MustCompile(`^\(([0-9][0-9,. ]*)\)$`)
	signBehind  = regexp.MustCompile(`^([0-9][0-9,.]*)-$`)
	isoDate     = regexp.MustCompile(`^(\d{4})-(\d{2})-(\d{2})(?:$|[TZ+-])`)
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

// cellFigure reads an amount as spreadsheets show it: a currency sign, commas or spaces between thousands, a sign before or after it or brackets
// around it, digits of full width. What says nothing is blank.
func cellFigure(text string) (out decimal.Decimal, blank, ok bool) {
	text = strings.TrimSpace(strings.NewReplacer("¥", "", "元", "", "−", "-", "–", "-", "\u00a0", " ", "\u200b", "", "\ufeff", "").Replace(width.Fold.String(text)))
	for _, word := range []string{"CNY", "RMB", "人民币"} {
		text = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(text, word), word))
	}
	if text == "" || strings.Trim(text, "-") == "" || text == "/" {
		return decimal.Zero, true, true
	}
	if m := inBrackets.FindStringSubmatch(text); m != nil {
		text = "-" + m[1]
	}
	if m := signBehind.FindStringSubmatch(text); m != nil {
		text = "-" + m[1]
	}
	text, negative := strings.CutPrefix(strings.TrimPrefix(text, "+"), "-")
	if text = strings.TrimSpace(text); withSpaces.MatchString(text) {
		text = strings.ReplaceAll(text, " ", "")
	}
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
		if _, after, comma := strings.Cut(text, ","); comma && len(after) == 3 {
			return decimal.Zero, false // 1,234 may be a thousand or one
		}
		text = strings.Replace(text, ",", ".", 1)
	}
	if strings.HasPrefix(text, "-.") || strings.HasPrefix(text, ".") {
		text = strings.Replace(text, ".", "0.", 1)
	}
	return figure(text)
}
