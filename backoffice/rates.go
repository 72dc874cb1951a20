package backoffice

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/money"
	"hefu/ledger/party"
	"hefu/ledger/web"
)

// exchangeRate is what one unit of a currency is worth in base currency from a day on, until the next one.
type exchangeRate struct {
	Currency string        `json:"currency"`
	On       calendar.Date `json:"on"`
	Rate     web.Amount    `json:"rate"`
}

// periodEndRate is the month-end rate of a currency that customers owe in; missing keeps the month from being revalued.
type periodEndRate struct {
	Currency string      `json:"currency"`
	Rate     *web.Amount `json:"rate,omitempty"`
	Missing  bool        `json:"missing"`
	Why      string      `json:"why,omitempty"`
}

type exchangeRates struct {
	Base      string                `json:"base"`
	Rates     []exchangeRate        `json:"rates" doc:"The latest days first"`
	PeriodEnd calendar.Date         `json:"period_end"`
	AtEnd     []periodEndRate       `json:"at_end" doc:"Of every currency that is owed in on that day"`
	Actions   map[string]web.Action `json:"actions"`
}

type readRates struct {
	Currency  string        `query:"currency" maxLength:"3" required:"false"`
	Before    calendar.Date `query:"before" required:"false" doc:"The day of the last rate of the page before"`
	PeriodEnd calendar.Date `query:"period_end" required:"false" doc:"Any day of the month; the last month unless said"`
}

type saveRates struct {
	Body struct {
		Rates []struct {
			Currency string        `json:"currency" minLength:"3" maxLength:"3"`
			On       calendar.Date `json:"on"`
			Rate     web.Amount    `json:"rate"`
		} `json:"rates" minItems:"1" maxItems:"500"`
	}
}

// rates are the exchange rates, with those of a month's end (SET-10).
func rates(api *web.API, books *books.Books) {
	show := func(ctx context.Context, actor ledger.Actor, in *readRates) (exchangeRates, error) {
		found, err := books.Parties.Rates(ctx, actor, party.RateQuery{Currency: money.Currency(in.Currency), Before: in.Before, Limit: 60})
		if err != nil {
			return exchangeRates{}, err
		}
		end, err := books.Parties.PeriodEndRates(ctx, actor, in.PeriodEnd)
		out := exchangeRates{Base: string(end.Base), Rates: []exchangeRate{}, PeriodEnd: end.On, AtEnd: []periodEndRate{}, Actions: map[string]web.Action{"change": {Allowed: true}}}
		if err := actor.Require(ledger.PostDocuments); err != nil {
			out.Actions["change"] = web.Action{Why: ledger.E("not_permitted").Message(actor.Locale)}
		}
		for _, r := range found {
			out.Rates = append(out.Rates, exchangeRate{string(r.Currency), r.On, web.Amount(r.Rate.String())})
		}
		for _, r := range end.Rates {
			shown := periodEndRate{Currency: string(r.Currency), Missing: !r.Rate.Valid}
			if r.Rate.Valid {
				rate := web.Amount(r.Rate.Decimal.String())
				shown.Rate = &rate
			} else {
				shown.Why = ledger.AsError(r.Missing(end.On)).Message(actor.Locale)
			}
			out.AtEnd = append(out.AtEnd, shown)
		}
		return out, err
	}
	web.Get(api, "/exchange-rates", ledger.SeeReports, "Read exchange rates, and what is missing at a month's end", show)
	web.Post(api, "/exchange-rates", ledger.PostDocuments, "State exchange rates, all or none", func(ctx context.Context, actor ledger.Actor, in *saveRates) (exchangeRates, error) {
		var set []party.Rate
		for _, r := range in.Body.Rates {
			rate, err := money.ParsePrice(string(r.Rate))
			if err != nil {
				return exchangeRates{}, ledger.E("validation_failed").At("rates.rate", "not_a_number").Because(err)
			}
			set = append(set, party.Rate{Currency: money.Currency(r.Currency), On: r.On, Rate: rate})
		}
		if err := books.Parties.SaveRates(ctx, actor, set); err != nil {
			return exchangeRates{}, err
		}
		return show(ctx, actor, &readRates{})
	}, web.Created())
}
