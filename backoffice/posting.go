package backoffice

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/document"
	"hefu/ledger/field"
	"hefu/ledger/journal"
	"hefu/ledger/web"
)

// ItemType is a sort of money owed (款项类型).
type ItemType struct {
	Code   string `json:"code" maxLength:"40"`
	Name   string `json:"name" maxLength:"120"`
	NameEN string `json:"name_en" maxLength:"120"`
}

// Carried is a dimension that the line carries, and where its value comes from.
type Carried struct {
	Dimension string `json:"dimension" maxLength:"40"`
	From      string `json:"from" maxLength:"46" doc:"value: the one given here; region, product_line, order_no, contract_no, or field: with the code of a custom field of documents: what the document or its customer says there"`
	Value     string `json:"value,omitempty" maxLength:"40"`
}

// PostingRule sends one part of a document's voucher to an account.
type PostingRule struct {
	Kind       string    `json:"kind" enum:"receivable,credit_note,adjustment,receipt,advance,refund"`
	ItemType   string    `json:"item_type" maxLength:"40" doc:"Empty: every type without a rule of its own"`
	Part       string    `json:"part" enum:"revenue,returns,other_income,tax,freight,bank,provider_clearing,notes"`
	Account    string    `json:"account" maxLength:"20"`
	Name       string    `json:"name" maxLength:"120" doc:"Of an account that the chart does not have yet"`
	NameEN     string    `json:"name_en" maxLength:"120"`
	Dimensions []string  `json:"dimensions" nullable:"false" maxItems:"5" doc:"What the document must say: order_no, contract_no, shipment_no, invoice_no, product_line"`
	Carries    []Carried `json:"carries,omitempty" maxItems:"12" doc:"The accounting dimensions that the line carries"`
}

// PostingRules are one version of the posting rules (核算规则).
type PostingRules struct {
	ItemTypes []ItemType    `json:"item_types" nullable:"false" maxItems:"200"`
	Rules     []PostingRule `json:"rules" nullable:"false" maxItems:"200"`
}

type postingVersion struct {
	Edition
	PostingRules
}

type chartAccount struct {
	Code   string `json:"code"`
	Role   string `json:"role"`
	Name   string `json:"name"`
	NameEN string `json:"name_en"`
}

type postingSettings struct {
	Versions []postingVersion      `json:"versions" doc:"The newest first; it holds for the next voucher"`
	Accounts []chartAccount        `json:"accounts"`
	Parts    map[string][]string   `json:"parts" doc:"The parts of each kind's voucher that a rule may send elsewhere"`
	Lists    []Dimension           `json:"dimensions" doc:"The accounting dimensions in use"`
	Sources  []reportChoice        `json:"sources" doc:"What documents and their customers say that a dimension can be taken from"`
	Actions  map[string]web.Action `json:"actions"`
}

type makePostingRules struct {
	Body struct {
		Based  int          `json:"based" minimum:"0"`
		Reason string       `json:"reason" minLength:"1" maxLength:"500"`
		Rules  PostingRules `json:"rules"`
	}
}

// postingRules are the rules that say which account a part of a voucher goes to.
func postingRules(api *web.API, books *books.Books) {
	show := func(ctx context.Context, actor ledger.Actor) (postingSettings, error) {
		versions, chart, err := books.Documents.PostingVersions(ctx, actor)
		out := postingSettings{Versions: []postingVersion{}, Accounts: []chartAccount{}, Parts: map[string][]string{}, Actions: map[string]web.Action{"change": {Allowed: true}}}
		if err := actor.Require(ledger.ApproveDocuments); err != nil {
			out.Actions["change"] = web.Action{Why: ledger.E("not_permitted").Message(actor.Locale)}
		}
		for _, v := range versions {
			out.Versions = append(out.Versions, postingVersion{Edition{v.ID, v.Version, v.Reason, v.CreatedByName, v.CreatedAt}, wordPosting(v.Rules)})
		}
		for _, a := range chart {
			out.Accounts = append(out.Accounts, chartAccount(a))
		}
		if err == nil {
			out.Lists, out.Sources, err = carriable(ctx, actor, books)
		}
		for kind, parts := range document.RuleParts {
			for _, part := range parts {
				out.Parts[string(kind)] = append(out.Parts[string(kind)], string(part))
			}
		}
		return out, err
	}
	web.Get(api, "/posting-rules", ledger.SeeReports, "Read which accounts documents are posted to, all versions", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (postingSettings, error) {
		return show(ctx, actor)
	})
	web.Post(api, "/posting-rules", ledger.ApproveDocuments, "Make the next version of the posting rules", func(ctx context.Context, actor ledger.Actor, in *makePostingRules) (postingSettings, error) {
		if err := books.Documents.MakePostingRules(ctx, actor, in.Body.Based, in.Body.Rules.read(), in.Body.Reason); err != nil {
			return postingSettings{}, err
		}
		return show(ctx, actor)
	}, web.Created())
}

var sourceWords = map[string][2]string{"region": {"客户的地区", "The customer's region"}, "product_line": {"单据的产品线", "The document's product line"},
	"order_no": {"单据的订单号", "The document's order"}, "contract_no": {"单据的合同号", "The document's contract"}}

// carriable are the dimensions in use, and where their values can come from.
func carriable(ctx context.Context, actor ledger.Actor, books *books.Books) ([]Dimension, []reportChoice, error) {
	lists, sources := []Dimension{}, []reportChoice{}
	set, err := books.Dimensions.List(ctx, actor)
	if err != nil {
		return lists, sources, err
	}
	for _, d := range set {
		if d.Active {
			lists = append(lists, wordDimension(d))
		}
	}
	for _, from := range document.CarriedFrom {
		sources = append(sources, reportChoice{from, sourceWords[from][0], sourceWords[from][1]})
	}
	fields, err := books.Fields.List(ctx, actor)
	for _, d := range fields.Of(field.OfDocument) {
		if d.Active {
			sources = append(sources, reportChoice{"field:" + d.Code, "自定义字段：" + d.ZH, "Custom field: " + d.EN})
		}
	}
	return lists, sources, err
}

func readCarried(all []Carried) []document.Carried {
	var out []document.Carried
	for _, one := range all {
		out = append(out, document.Carried(one))
	}
	return out
}

func wordCarried(all []document.Carried) []Carried {
	var out []Carried
	for _, one := range all {
		out = append(out, Carried(one))
	}
	return out
}

func (r PostingRules) read() document.PostingRules {
	out := document.PostingRules{}
	for _, t := range r.ItemTypes {
		out.ItemTypes = append(out.ItemTypes, document.ItemType(t))
	}
	for _, rule := range r.Rules {
		out.Rules = append(out.Rules, document.PostingRule{Kind: document.Kind(rule.Kind), ItemType: rule.ItemType, Part: journal.Role(rule.Part), Account: rule.Account,
			Name: rule.Name, NameEN: rule.NameEN, Dimensions: rule.Dimensions, Carries: readCarried(rule.Carries)})
	}
	return out
}

func wordPosting(r document.PostingRules) PostingRules {
	out := PostingRules{ItemTypes: []ItemType{}, Rules: []PostingRule{}}
	for _, t := range r.ItemTypes {
		out.ItemTypes = append(out.ItemTypes, ItemType(t))
	}
	for _, rule := range r.Rules {
		shown := PostingRule{Kind: string(rule.Kind), ItemType: rule.ItemType, Part: string(rule.Part), Account: rule.Account, Name: rule.Name, NameEN: rule.NameEN, Dimensions: rule.Dimensions, Carries: wordCarried(rule.Carries)}
		if shown.Dimensions == nil {
			shown.Dimensions = []string{}
		}
		out.Rules = append(out.Rules, shown)
	}
	return out
}
