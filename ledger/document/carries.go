package document

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/dimension"
	"hefu/ledger/field"
	"hefu/ledger/internal/store"
	"hefu/ledger/journal"
)

// Carried is one dimension that a line of the voucher carries (核算维度). From says where its value comes from: value, one of the list,
// in Value; else what the document or its customer says: one of CarriedFrom, or field: with the code of a custom field of documents.
// A document that says nothing there leaves the line without the dimension.
type Carried struct {
	Dimension string `json:"dimension"`
	From      string `json:"from"`
	Value     string `json:"value,omitempty"`
}

// CarriedFrom are what documents and customers say that a dimension can be taken from.
var CarriedFrom = []string{"region", "product_line", "order_no", "contract_no"}

const (
	fromList  = "value"
	fromField = "field:"
)

// checkCarries finds what can be told without the lists: a dimension twice, a value where there should be none.
func (r PostingRule) checkCarries(bad *ledger.Error, at string) {
	seen := map[string]bool{}
	for i, c := range r.Carries {
		place := at + "carries[" + strconv.Itoa(i) + "]."
		if seen[c.Dimension] {
			bad.At(place+"dimension", "duplicate")
		}
		seen[c.Dimension] = true
		switch {
		case c.From == fromList && c.Value == "":
			bad.At(place+"value", "required")
		case c.From != fromList && c.Value != "":
			bad.At(place+"value", "not_expected")
		}
	}
}

// checkLists holds what rules say lines carry to the dimensions, values and fields there are.
func (r PostingRules) checkLists(ctx context.Context, tx *store.Tx) error {
	if !r.carry() {
		return nil
	}
	set, err := dimension.Read(ctx, tx)
	if err != nil {
		return err
	}
	fields, err := field.Read(ctx, tx, field.OfDocument)
	if err != nil {
		return err
	}
	bad := ledger.E("validation_failed")
	for i, rule := range r.Rules {
		for n, c := range rule.Carries {
			at := ruleField(i, "carries["+strconv.Itoa(n)+"].")
			d, found := set.Find(c.Dimension)
			if !found || !d.Active {
				bad.At(at+"dimension", "not_a_choice")
				continue
			}
			if !c.comesFrom(fields) {
				bad.At(at+"from", "not_a_choice")
			}
			if v, known := d.Find(c.Value); c.From == fromList && (!known || !v.Active) {
				bad.At(at+"value", "not_a_choice")
			}
		}
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

func (c Carried) comesFrom(fields field.Set) bool {
	for _, from := range append([]string{fromList}, CarriedFrom...) {
		if c.From == from {
			return true
		}
	}
	code, ok := strings.CutPrefix(c.From, fromField)
	d, found := fields.Find(code)
	return ok && found && d.Active
}

// carry tells whether a line of any voucher carries a dimension.
func (r PostingRules) carry() bool {
	for _, rule := range r.Rules {
		if len(rule.Carries) > 0 {
			return true
		}
	}
	return false
}

// asks tells whether values are taken from documents, and so have to be looked up before they are posted.
func (r PostingRules) asks() bool {
	for _, rule := range r.Rules {
		for _, c := range rule.Carries {
			if c.From != fromList {
				return true
			}
		}
	}
	return false
}

// dimensionsOf are the dimensions there are, where a line of the entry carries any.
func dimensionsOf(ctx context.Context, tx *store.Tx, entry journal.Entry) (dimension.Set, error) {
	if !slices.ContainsFunc(entry.Lines, func(l journal.Line) bool { return len(l.Dimensions) > 0 }) {
		return nil, nil
	}
	return dimension.Read(ctx, tx)
}

// says are a line's dimensions with their words.
func says(l journal.Line, set dimension.Set) []LineDimension {
	var out []LineDimension
	for _, code := range slices.Sorted(maps.Keys(l.Dimensions)) {
		d, _ := set.Find(code)
		v, _ := d.Find(l.Dimensions[code])
		out = append(out, LineDimension{code, d.ZH, d.EN, v.Code, v.ZH, v.EN})
	}
	return out
}

// leg is a line of the voucher beside the customer's account: where a part goes, and what the line carries. Refused: account_missing;
// dimension_value_unknown where the document says what is not on the dimension's list.
func (p *prepared) leg(part journal.Role, amount, base decimal.Decimal, f *facts) (journal.Line, error) {
	rule, ruled := f.posting.find(p.Kind, p.ItemType, part)
	if !ruled {
		code, err := f.chart.Code(part)
		return p.line(code, amount, base), err
	}
	line := p.line(rule.Account, amount, base)
	for _, c := range rule.Carries {
		value, err := p.carried(c, f.dimensions)
		if err != nil {
			return line, err
		}
		if value == "" {
			continue
		}
		if line.Dimensions == nil {
			line.Dimensions = make(map[string]string, len(rule.Carries))
		}
		line.Dimensions[c.Dimension] = value
	}
	return line, nil
}

// carried is the code of the value that a line carries; empty where the document says none.
func (p *prepared) carried(c Carried, set dimension.Set) (string, error) {
	var said string
	switch c.From {
	case fromList:
		return c.Value, nil
	case "region":
		said = p.customer.Region
	case "product_line":
		said = p.ProductLine
	case "order_no":
		said = p.OrderNo
	case "contract_no":
		said = p.ContractNo
	default:
		said = p.Fields[strings.TrimPrefix(c.From, fromField)]
	}
	if said = strings.TrimSpace(said); said == "" {
		return "", nil
	}
	d, _ := set.Find(c.Dimension)
	value, known := d.Known(said)
	if !known {
		name := d.ZH
		if d.EN != d.ZH {
			name += " " + d.EN
		}
		return "", ledger.E("dimension_value_unknown").With("dimension", name).With("value", said)
	}
	return value.Code, nil
}
