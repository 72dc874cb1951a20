package backoffice

import (
	"context"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/settling"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

// Chosen is what somebody chose on both sides, in the order in which it is to be used.
type Chosen struct {
	CustomerID    ledger.ID             `json:"customer_id"`
	EffectiveDate calendar.Date         `json:"effective_date"`
	Debits        []ledger.ID           `json:"debits" minItems:"1" maxItems:"10000"`
	Credits       []ledger.ID           `json:"credits" minItems:"1" maxItems:"10000"`
	Amounts       map[string]web.Amount `json:"amounts,omitempty" doc:"By item: what of it at most; all that is open where it is left out"`
	Discount      bool                  `json:"discount,omitempty" doc:"Take the early-payment discounts that were earned"`
	Difference    bool                  `json:"difference,omitempty" doc:"Close what is short or over within the tolerance"`
}

type previewAllocation struct{ Body Chosen }

type commitAllocation struct {
	Body struct {
		Chosen
		Digest string `json:"digest" minLength:"64" maxLength:"64" doc:"Of the preview: nothing is settled that would come to something else"`
		Reason string `json:"reason,omitempty" maxLength:"2000"`
	}
}

type previewPair struct {
	Debit        wire.ItemAmount `json:"debit"`
	Credit       wire.ItemAmount `json:"credit"`
	Rate         string          `json:"rate,omitempty" doc:"Units of the credit's currency for one of the debit's"`
	DayRate      string          `json:"day_rate,omitempty" doc:"The same at the rates of the day"`
	ExchangeLoss web.Amount      `json:"exchange_loss" doc:"In base currency; negative is a gain"`
}

type previewExtra struct {
	Kind     string     `json:"kind" enum:"discount,write_off,surplus"`
	Item     ledger.ID  `json:"item"`
	Amount   web.Amount `json:"amount"`
	Currency string     `json:"currency"`
}

type previewSum struct {
	Currency    string     `json:"currency"`
	Debits      web.Amount `json:"debits"`
	Credits     web.Amount `json:"credits"`
	Settled     web.Amount `json:"settled"`
	Beside      web.Amount `json:"beside" doc:"Closed by discount or difference"`
	DebitsLeft  web.Amount `json:"debits_left"`
	CreditsLeft web.Amount `json:"credits_left"`
}

type entryLine struct {
	AccountCode   string      `json:"account_code"`
	AccountName   string      `json:"account_name"`
	AccountNameEN string      `json:"account_name_en"`
	DocumentNo    string      `json:"document_no,omitempty"`
	Currency      string      `json:"currency"`
	Debit         *web.Amount `json:"debit,omitempty"`
	Credit        *web.Amount `json:"credit,omitempty"`
	Base          web.Amount  `json:"base" doc:"In base currency; negative is a credit"`
}

type previewWarning struct {
	Code       string `json:"code" enum:"rate_off,unused"`
	DocumentNo string `json:"document_no"`
}

// allocationPreview is what settling a choice would come to.
type allocationPreview struct {
	Digest       string           `json:"digest"`
	BaseCurrency string           `json:"base_currency"`
	PairCount    int              `json:"pair_count"`
	Pairs        []previewPair    `json:"pairs" doc:"The first two hundred"`
	Extras       []previewExtra   `json:"extras"`
	Offers       []previewExtra   `json:"offers" doc:"What discount and difference would close"`
	Sums         []previewSum     `json:"sums"`
	ExchangeLoss web.Amount       `json:"exchange_loss"`
	Entry        []entryLine      `json:"entry" doc:"The first two hundred lines"`
	Cases        []string         `json:"cases" doc:"Why it would wait for a second person"`
	Warnings     []previewWarning `json:"warnings"`
}

type findCandidates struct {
	CustomerID ledger.ID     `query:"customer_id" required:"true"`
	CreditItem ledger.ID     `query:"credit_item" required:"true"`
	On         calendar.Date `query:"effective_date" required:"true"`
}

type findSuggestions struct {
	CustomerID ledger.ID     `query:"customer_id" required:"true"`
	On         calendar.Date `query:"effective_date" required:"true"`
}

type take struct {
	Item   ledger.ID  `json:"item"`
	Amount web.Amount `json:"amount"`
}

// allocationSuggestion says what a credit may be meant for, and why.
type allocationSuggestion struct {
	Credit  ledger.ID      `json:"credit"`
	Rule    string         `json:"rule" enum:"reduces,reference,order,exact_one,total,exact_sum,oldest_first"`
	Certain bool           `json:"certain"`
	Found   string         `json:"found,omitempty" doc:"The number that was found in the text"`
	Takes   []take         `json:"takes"`
	Extras  []previewExtra `json:"extras"`
}

type allocationException struct {
	Credit ledger.ID `json:"credit"`
	Why    string    `json:"why" enum:"no_debit,no_match,ambiguous"`
}

type allocationSuggestions struct {
	Suggestions []allocationSuggestion `json:"suggestions"`
	Exceptions  []allocationException  `json:"exceptions"`
}

// workbench is where people allocate: look, choose, see what it comes to, settle.
func workbench(api *web.API, books *books.Books) {
	web.Post(api, "/allocations/preview", ledger.Allocate, "Say what settling a choice would come to; nothing is written", func(ctx context.Context, actor ledger.Actor, in *previewAllocation) (allocationPreview, error) {
		sel, err := in.Body.read()
		if err != nil {
			return allocationPreview{}, err
		}
		p, err := books.Allocations.Preview(ctx, actor, sel)
		return wordAllocation(p), err
	}, web.Within(20*time.Second))
	web.Post(api, "/allocations/selection", ledger.Allocate, "Settle a choice as its preview showed it; a special case is proposed to a second person", func(ctx context.Context, actor ledger.Actor, in *commitAllocation) (settlementMade, error) {
		sel, err := in.Body.read()
		if err != nil {
			return settlementMade{}, err
		}
		done, err := books.Allocations.SettleSelection(ctx, actor, sel, in.Body.Digest, in.Body.Reason)
		return wordDone(done), err
	}, web.Created(), web.Within(20*time.Second))
	web.Get(api, "/allocations/candidates", ledger.Allocate, "List the ways in which one credit could be settled, the likeliest first", func(ctx context.Context, actor ledger.Actor, in *findCandidates) (allocationSuggestions, error) {
		found, err := books.Allocations.Candidates(ctx, actor, in.CustomerID, in.CreditItem, in.On)
		return wordSuggestions(found, nil), err
	})
	web.Get(api, "/allocations/suggestions", ledger.Allocate, "Say what automatic allocation would settle for a customer, and what it would leave", func(ctx context.Context, actor ledger.Actor, in *findSuggestions) (allocationSuggestions, error) {
		taken, left, err := books.Allocations.Suggestions(ctx, actor, in.CustomerID, in.On)
		return wordSuggestions(taken, left), err
	})
}

func (c Chosen) read() (allocation.Selection, error) {
	sel := allocation.Selection{CustomerID: c.CustomerID, On: c.EffectiveDate, Discount: c.Discount, Difference: c.Difference}
	pick := func(id ledger.ID) (allocation.Pick, error) {
		amount, err := readPlain("amounts."+id.String(), c.Amounts[id.String()])
		return allocation.Pick{Item: id, Amount: amount}, err
	}
	for _, id := range c.Debits {
		p, err := pick(id)
		if err != nil {
			return sel, err
		}
		sel.Debits = append(sel.Debits, p)
	}
	for _, id := range c.Credits {
		p, err := pick(id)
		if err != nil {
			return sel, err
		}
		sel.Credits = append(sel.Credits, p)
	}
	return sel, nil
}

// shown bounds what a preview lists; its sums are of everything.
const shown = 200

func wordAllocation(p allocation.Preview) allocationPreview {
	base := string(p.Base)
	out := allocationPreview{Digest: p.Digest, BaseCurrency: base, PairCount: len(p.Pairs), Pairs: []previewPair{}, Extras: wordExtras(p.Extras, p.Currencies), Offers: wordExtras(p.Offers, p.Currencies),
		Sums: []previewSum{}, ExchangeLoss: wire.Amount(p.Exchange, base), Entry: []entryLine{}, Cases: []string{}, Warnings: []previewWarning{}}
	for _, pair := range p.Pairs[:min(len(p.Pairs), shown)] {
		word := previewPair{
			Debit:        wire.ItemAmount{Item: pair.DebitItem, DocumentNo: pair.DebitNo, Currency: pair.DebitCurrency, Amount: wire.Amount(pair.DebitAmount, pair.DebitCurrency)},
			Credit:       wire.ItemAmount{Item: pair.CreditItem, DocumentNo: pair.CreditNo, Currency: pair.CreditCurrency, Amount: wire.Amount(pair.CreditAmount, pair.CreditCurrency)},
			ExchangeLoss: wire.Amount(pair.DebitBase.Sub(pair.CreditBase), base),
		}
		if !pair.Rate.IsZero() {
			word.Rate, word.DayRate = pair.Rate.String(), pair.DayRate.String()
		}
		out.Pairs = append(out.Pairs, word)
	}
	for _, s := range p.Sums {
		at := func(d decimal.Decimal) web.Amount { return wire.Amount(d, s.Currency) }
		out.Sums = append(out.Sums, previewSum{s.Currency, at(s.Debits), at(s.Credits), at(s.Settled), at(s.Beside), at(s.DebitsLeft), at(s.CreditsLeft)})
	}
	for _, l := range p.Entry[:min(len(p.Entry), shown)] {
		out.Entry = append(out.Entry, wordEntry(l.Account, l.Name, l.NameEN, l.DocumentNo, l.Currency, base, l.Amount, l.Base))
	}
	for _, c := range p.Cases {
		out.Cases = append(out.Cases, string(c))
	}
	for _, w := range p.Warnings {
		out.Warnings = append(out.Warnings, previewWarning{w.Code, w.DocumentNo})
	}
	return out
}

func wordEntry(code, name, nameEN, no, currency, base string, amount, inBase decimal.Decimal) entryLine {
	line := entryLine{AccountCode: code, AccountName: name, AccountNameEN: nameEN, DocumentNo: no, Currency: currency, Base: wire.Amount(inBase, base)}
	text := wire.Amount(amount.Abs(), currency)
	if amount.IsNegative() {
		line.Credit = &text
	} else {
		line.Debit = &text
	}
	return line
}

func wordExtras(extras []allocation.Extra, currencies map[ledger.ID]string) []previewExtra {
	out := []previewExtra{}
	for _, x := range extras {
		currency := currencies[x.Item]
		out = append(out, previewExtra{string(x.Kind), x.Item, wire.Amount(x.Amount, currency), currency})
	}
	return out
}

func wordSuggestions(found []settling.Suggestion, left []settling.Exception) allocationSuggestions {
	out := allocationSuggestions{Suggestions: []allocationSuggestion{}, Exceptions: []allocationException{}}
	for _, s := range found {
		word := allocationSuggestion{Credit: s.Credit, Rule: string(s.Rule), Certain: s.Certain, Found: s.Found, Takes: []take{}}
		currencies := map[ledger.ID]string{}
		for _, t := range s.Takes {
			word.Takes = append(word.Takes, take{t.Debit, wire.Amount(t.Amount, string(s.Currency))})
			currencies[t.Debit] = string(s.Currency)
		}
		currencies[s.Credit] = string(s.Currency)
		_, extras := allocation.Pairs(s)
		word.Extras = wordExtras(extras, currencies)
		out.Suggestions = append(out.Suggestions, word)
	}
	for _, e := range left {
		out.Exceptions = append(out.Exceptions, allocationException{e.Credit, string(e.Why)})
	}
	return out
}
