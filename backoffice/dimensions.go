package backoffice

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/dimension"
	"hefu/ledger/web"
)

// DimensionValue is one value of a dimension; its code stays for good.
type DimensionValue struct {
	Code   string `json:"code" minLength:"1" maxLength:"40"`
	ZH     string `json:"zh" minLength:"1" maxLength:"60"`
	EN     string `json:"en" maxLength:"60" doc:"Empty: as in Chinese"`
	Active bool   `json:"active" doc:"A retired value is not posted any more"`
}

// Dimension is what lines of vouchers are told apart by beside the account (核算维度).
type Dimension struct {
	Code       string           `json:"code"`
	ZH         string           `json:"zh"`
	EN         string           `json:"en"`
	Active     bool             `json:"active"`
	RowVersion int              `json:"row_version"`
	Values     []DimensionValue `json:"values"`
}

type dimensionList struct {
	Items   []Dimension           `json:"items" doc:"Also those at rest"`
	Actions map[string]web.Action `json:"actions"`
}

type saveDimension struct {
	Code string `path:"code" maxLength:"40" doc:"Small letters, digits and underscores; stays for good"`
	Body struct {
		RowVersion int              `json:"row_version" minimum:"0" doc:"What was seen; 0 makes the dimension"`
		Reason     string           `json:"reason" minLength:"1" maxLength:"500"`
		ZH         string           `json:"zh" minLength:"1" maxLength:"60"`
		EN         string           `json:"en" maxLength:"60"`
		Active     bool             `json:"active"`
		Values     []DimensionValue `json:"values" nullable:"false" maxItems:"500" doc:"All of them; those that there were may be renamed or retired, not left out"`
	}
}

// dimensions are the accounting dimensions and who may change them.
func dimensions(api *web.API, books *books.Books) {
	web.Get(api, "/dimensions", ledger.SeeCustomers, "List the accounting dimensions and their values", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (dimensionList, error) {
		set, err := books.Dimensions.List(ctx, actor)
		out := dimensionList{Items: wordDimensions(set), Actions: map[string]web.Action{"change": {Allowed: true}}}
		if err := actor.Require(ledger.ManageFields); err != nil {
			out.Actions["change"] = web.Action{Why: ledger.E("not_permitted").Message(actor.Locale)}
		}
		return out, err
	})
	web.Put(api, "/dimensions/{code}", ledger.ManageFields, "Make or change an accounting dimension", func(ctx context.Context, actor ledger.Actor, in *saveDimension) (Dimension, error) {
		d := dimension.Dimension{Code: in.Code, ZH: in.Body.ZH, EN: in.Body.EN, Active: in.Body.Active, RowVersion: in.Body.RowVersion}
		for _, v := range in.Body.Values {
			d.Values = append(d.Values, dimension.Value(v))
		}
		d, err := books.Dimensions.Save(ctx, actor, d, in.Body.Reason)
		return wordDimension(d), err
	})
}

func wordDimensions(set dimension.Set) []Dimension {
	out := make([]Dimension, len(set))
	for i, d := range set {
		out[i] = wordDimension(d)
	}
	return out
}

func wordDimension(d dimension.Dimension) Dimension {
	out := Dimension{Code: d.Code, ZH: d.ZH, EN: d.EN, Active: d.Active, RowVersion: d.RowVersion, Values: make([]DimensionValue, len(d.Values))}
	for i, v := range d.Values {
		out.Values[i] = DimensionValue(v)
	}
	return out
}
