package backoffice

import (
	"context"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/books"
	"hefu/ledger/money"
	"hefu/ledger/web"
)

// settlingRules is a version of the rules of automatic allocation; 0 is what the program begins with.
type settlingRules struct {
	Version   int        `json:"version"`
	Rules     []string   `json:"rules" doc:"In the order in which they are asked"`
	Tolerance string     `json:"tolerance" doc:"Short or over that counts as settled, in the item's currency"`
	Discount  bool       `json:"discount"`
	Reason    string     `json:"reason,omitempty"`
	MadeBy    string     `json:"made_by,omitempty"`
	CreatedAt *time.Time `json:"created_at,omitempty"`
}

type settlingRulesPage struct {
	Items  []settlingRules `json:"items" doc:"The version that holds first"`
	Change web.Action      `json:"change"`
}

type setSettlingRules struct {
	Body struct {
		Based     int        `json:"based" minimum:"0"`
		Rules     []string   `json:"rules" maxItems:"20"`
		Tolerance web.Amount `json:"tolerance"`
		Discount  bool       `json:"discount"`
		Reason    string     `json:"reason" minLength:"1" maxLength:"2000"`
	}
}

type settlingAllowance struct {
	OldestFirst bool       `json:"oldest_first" doc:"Money that names nothing settles what falls due first"`
	ChangedBy   string     `json:"changed_by,omitempty"`
	ChangedAt   *time.Time `json:"changed_at,omitempty"`
	RowVersion  int        `json:"row_version"`
	Change      web.Action `json:"change"`
}

type setAllowance struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		OldestFirst bool `json:"oldest_first"`
		RowVersion  int  `json:"row_version" minimum:"0"`
	}
}

func settlingPolicies(api *web.API, books *books.Books) {
	web.Get(api, "/allocation-rules", ledger.Allocate, "List the versions of the rules of automatic allocation", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (settlingRulesPage, error) {
		sets, err := books.Allocations.RuleHistory(ctx, actor)
		page := settlingRulesPage{Items: []settlingRules{}, Change: policyAction(actor)}
		for _, set := range sets {
			page.Items = append(page.Items, wordRules(set))
		}
		return page, err
	})
	web.Post(api, "/allocation-rules", ledger.ApproveDocuments, "Make the next version of the rules of automatic allocation", func(ctx context.Context, actor ledger.Actor, in *setSettlingRules) (settlingRules, error) {
		tolerance, err := readTolerance(in.Body.Tolerance)
		if err != nil {
			return settlingRules{}, err
		}
		set, err := books.Allocations.SetRules(ctx, actor, allocation.RulesCommand{Based: in.Body.Based, Rules: in.Body.Rules, Tolerance: tolerance, Discount: in.Body.Discount, Reason: in.Body.Reason})
		return wordRules(set), err
	}, web.Created())
	web.Get(api, "/customers/{id}/allocation-policy", ledger.Allocate, "Show what a customer allows automatic allocation", func(ctx context.Context, actor ledger.Actor, in *byID) (settlingAllowance, error) {
		found, err := books.Allocations.Allowance(ctx, actor, in.ID)
		return wordAllowance(found, actor), err
	})
	web.Put(api, "/customers/{id}/allocation-policy", ledger.ApproveDocuments, "Set what a customer allows automatic allocation", func(ctx context.Context, actor ledger.Actor, in *setAllowance) (settlingAllowance, error) {
		found, err := books.Allocations.SetAllowance(ctx, actor, in.ID, in.Body.RowVersion, in.Body.OldestFirst)
		return wordAllowance(found, actor), err
	})
}

func policyAction(actor ledger.Actor) web.Action {
	if actor.May(ledger.ApproveDocuments) {
		return web.Action{Allowed: true}
	}
	return web.Action{Why: ledger.E("not_permitted").Message(actor.Locale)}
}

func wordRules(set allocation.RuleSet) settlingRules {
	out := settlingRules{Version: set.Version, Rules: set.Rules, Tolerance: set.Tolerance.StringFixed(2), Discount: set.Discount, Reason: set.Reason, MadeBy: set.By}
	if !set.At.IsZero() {
		out.CreatedAt = &set.At
	}
	if out.Rules == nil {
		out.Rules = []string{}
	}
	return out
}

func wordAllowance(a allocation.Allowance, actor ledger.Actor) settlingAllowance {
	return settlingAllowance{OldestFirst: a.OldestFirst, ChangedBy: a.By, ChangedAt: a.At, RowVersion: a.RowVersion, Change: policyAction(actor)}
}

// readTolerance takes zero: then not a cent is closed.
func readTolerance(text web.Amount) (decimal.Decimal, error) {
	amount, err := money.ParseQuantity(string(text))
	switch {
	case err != nil:
		return amount, ledger.E("validation_failed").At("tolerance", "not_a_number").Because(err)
	case amount.IsNegative():
		return amount, ledger.E("validation_failed").At("tolerance", "too_small")
	case !amount.Equal(amount.Round(2)):
		return amount, ledger.E("validation_failed").At("tolerance", "too_many_places")
	}
	return amount, nil
}
