package document

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"hefu/ledger"
	"hefu/ledger/journal"
)

// PostingRules are one version of the posting rules (核算规则, SET-02): the item types that documents may be of, and the accounts that
// differ from the chart's usual ones. The customer's own account is never a matter of rules: it proves the balances.
type PostingRules struct {
	ItemTypes []ItemType    `json:"item_types"`
	Rules     []PostingRule `json:"rules"`
}

// ItemType is a sort of money owed (款项类型), such as rent or a retention.
type ItemType struct {
	Code   string `json:"code"`
	Name   string `json:"name"`
	NameEN string `json:"name_en"`
}

// PostingRule sends one part of a document's voucher to an account. ItemType empty holds for every type without a rule of its own.
// Dimensions are what the document must say then: order_no, contract_no, shipment_no, invoice_no, product_line. Carries are the
// dimensions that its line of the voucher carries.
type PostingRule struct {
	Kind       Kind         `json:"kind"`
	ItemType   string       `json:"item_type"`
	Part       journal.Role `json:"part"`
	Account    string       `json:"account"`
	Name       string       `json:"name"`
	NameEN     string       `json:"name_en"`
	Dimensions []string     `json:"dimensions"`
	Carries    []Carried    `json:"carries,omitempty"`
}

// RuleParts are the parts of each kind's voucher that a rule may send elsewhere, by the role of their usual account.
var RuleParts = map[Kind][]journal.Role{
	Receivable: {journal.Revenue, journal.OutputVAT, journal.Freight},
	CreditNote: {journal.Returns, journal.OutputVAT, journal.Freight},
	Adjustment: {journal.Returns, journal.OtherIncome, journal.OutputVAT, journal.Revenue, journal.Payables},
	Receipt:    {journal.Bank, journal.Clearing, journal.Notes},
	Advance:    {journal.Bank, journal.Clearing, journal.Notes},
	Refund:     {journal.Bank, journal.Clearing},
}

// Dimensions are what a rule may ask a document to say.
var Dimensions = []string{"order_no", "contract_no", "shipment_no", "invoice_no", "product_line"}

const (
	maxPostingRules = 200
	maxAccountCode  = 20
)

// Check finds every fault of a version, named as rules[2].account.
func (r PostingRules) Check() error {
	bad := ledger.E("validation_failed")
	if len(r.ItemTypes) > maxPostingRules || len(r.Rules) > maxPostingRules {
		return bad.At("rules", "too_long")
	}
	var types []string
	for i, t := range r.ItemTypes {
		at := "item_types[" + strconv.Itoa(i) + "]."
		if !plainCode(t.Code) {
			bad.At(at+"code", "bad_text")
		}
		if slices.Contains(types, t.Code) {
			bad.At(at+"code", "duplicate")
		}
		types = append(types, t.Code)
		if strings.TrimSpace(t.Name) == "" {
			bad.At(at+"name", "required")
		}
		checkText(bad, at+"name", t.Name, maxNumberText)
		checkText(bad, at+"name_en", t.NameEN, maxNumberText)
	}
	seen := map[string]bool{}
	for i, rule := range r.Rules {
		at := "rules[" + strconv.Itoa(i) + "]."
		rule.check(bad, at, types)
		key := string(rule.Kind) + " " + rule.ItemType + " " + string(rule.Part)
		if seen[key] {
			bad.At(at+"part", "duplicate")
		}
		seen[key] = true
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

func (r PostingRule) check(bad *ledger.Error, at string, types []string) {
	parts, known := RuleParts[r.Kind]
	switch {
	case !known:
		bad.At(at+"kind", "not_a_choice")
	case !slices.Contains(parts, r.Part):
		bad.At(at+"part", "not_a_choice")
	}
	if r.ItemType != "" && !slices.Contains(types, r.ItemType) {
		bad.At(at+"item_type", "not_a_choice")
	}
	if !plainCode(r.Account) || len(r.Account) > maxAccountCode {
		bad.At(at+"account", "bad_text")
	}
	checkText(bad, at+"name", r.Name, maxNumberText)
	checkText(bad, at+"name_en", r.NameEN, maxNumberText)
	for _, dimension := range r.Dimensions {
		if !slices.Contains(Dimensions, dimension) {
			bad.At(at+"dimensions", "not_a_choice")
			break
		}
	}
	r.checkCarries(bad, at)
}

// plainCode takes letters, digits, points, dashes and underscores of ASCII.
func plainCode(text string) bool {
	return text != "" && len(text) <= 40 && !strings.ContainsFunc(text, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && r != '.' && r != '-' && r != '_'
	})
}

// find is the rule of a part: that of the item type, else the one for all.
func (r PostingRules) find(kind Kind, itemType string, part journal.Role) (PostingRule, bool) {
	general := -1
	for i, rule := range r.Rules {
		if rule.Kind != kind || rule.Part != part {
			continue
		}
		if rule.ItemType == itemType {
			return rule, true
		}
		if rule.ItemType == "" {
			general = i
		}
	}
	if general < 0 {
		return PostingRule{}, false
	}
	return r.Rules[general], true
}

// checkRules holds a document to the item types there are, and to what the rules of its parts ask it to say.
func (p *prepared) checkRules(f *facts) error {
	bad := ledger.E("validation_failed")
	if p.ItemType != "" && !slices.ContainsFunc(f.posting.ItemTypes, func(t ItemType) bool { return t.Code == p.ItemType }) {
		return bad.At("item_type", "not_a_choice")
	}
	if len(f.posting.Rules) == 0 {
		return nil
	}
	said := map[string]string{"order_no": p.OrderNo, "contract_no": p.ContractNo, "shipment_no": p.ShipmentNo, "invoice_no": p.InvoiceNo, "product_line": p.ProductLine}
	for _, leg := range p.legs() {
		if leg.amount.IsZero() {
			continue
		}
		rule, _ := f.posting.find(p.Kind, p.ItemType, leg.role)
		for _, dimension := range rule.Dimensions {
			if strings.TrimSpace(said[dimension]) == "" {
				bad.At(dimension, "required")
				said[dimension] = "asked" // once is enough
			}
		}
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

func parsePosting(text []byte) (PostingRules, error) {
	var r PostingRules
	if err := json.Unmarshal(text, &r); err != nil {
		return r, ledger.E("internal").Because(err)
	}
	return r, nil
}
