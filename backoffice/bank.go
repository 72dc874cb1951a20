package backoffice

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/bank"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/money"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

// bankAccount is an account of the organization with what is known of it.
type bankAccount struct {
	ID         ledger.ID             `json:"id"`
	Name       string                `json:"name"`
	Bank       string                `json:"bank"`
	Number     string                `json:"number"`
	Currency   string                `json:"currency"`
	Kind       string                `json:"kind" enum:"bank,alipay,wechat"`
	Closed     bool                  `json:"closed"`
	RowVersion int                   `json:"row_version"`
	Statements int                   `json:"statements"`
	Unmatched  int                   `json:"unmatched" doc:"Lines that brought money in and have no receipt"`
	LastOn     *calendar.Date        `json:"last_on,omitempty" doc:"The day of the last closing balance"`
	Balance    *web.Amount           `json:"balance,omitempty" doc:"The last closing balance"`
	Actions    map[string]web.Action `json:"actions"`
}

type bankAccounts struct {
	Items   []bankAccount         `json:"items"`
	Actions map[string]web.Action `json:"actions"`
}

type addBankAccount struct {
	Body struct {
		Name     string `json:"name" minLength:"1" maxLength:"80"`
		Bank     string `json:"bank,omitempty" maxLength:"80"`
		Number   string `json:"number" minLength:"1" maxLength:"80"`
		Currency string `json:"currency" minLength:"3" maxLength:"3"`
		Kind     string `json:"kind,omitempty" enum:"bank,alipay,wechat"`
	}
}

type changeBankAccount struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		RowVersion int    `json:"row_version" minimum:"1"`
		Name       string `json:"name" minLength:"1" maxLength:"80"`
		Bank       string `json:"bank" maxLength:"80"`
		Closed     bool   `json:"closed"`
	}
}

// bankAccountsAPI: accounts and their statements.
func bankAccountsAPI(api *web.API, books *books.Books) {
	web.Get(api, "/bank/accounts", ledger.SeeBank, "List the organization's bank accounts", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (bankAccounts, error) {
		found, err := books.Bank.Accounts(ctx, actor)
		out := bankAccounts{Items: []bankAccount{}, Actions: map[string]web.Action{"add": allowedTo(actor, ledger.Import), "import": allowedTo(actor, ledger.Import)}}
		for _, a := range found {
			out.Items = append(out.Items, wordBankAccount(a, actor))
		}
		return out, err
	})
	web.Post(api, "/bank/accounts", ledger.Import, "Add a bank account", func(ctx context.Context, actor ledger.Actor, in *addBankAccount) (bankAccount, error) {
		b := in.Body
		added, err := books.Bank.AddAccount(ctx, actor, bank.NewAccount{Name: b.Name, Bank: b.Bank, Number: b.Number, Currency: money.Currency(b.Currency), Kind: b.Kind})
		return wordBankAccount(added, actor), err
	}, web.Created())
	web.Put(api, "/bank/accounts/{id}", ledger.Import, "Rename a bank account, close it or open it again", func(ctx context.Context, actor ledger.Actor, in *changeBankAccount) (bankAccount, error) {
		changed, err := books.Bank.ChangeAccount(ctx, actor, in.ID, in.Body.RowVersion, in.Body.Name, in.Body.Bank, in.Body.Closed)
		return wordBankAccount(changed, actor), err
	})
	web.Get(api, "/bank/accounts/{id}/statements", ledger.SeeBank, "List an account's statements and the gaps between them", func(ctx context.Context, actor ledger.Actor, in *byID) (bankStatements, error) {
		found, currency, err := books.Bank.Statements(ctx, actor, in.ID)
		out := bankStatements{Currency: currency, Items: []bankStatement{}}
		for _, s := range found {
			out.Items = append(out.Items, wordBankStatement(s, currency))
		}
		return out, err
	})
}

// allowedTo says whether a role carries a permission, and if not, why nothing is offered.
func allowedTo(actor ledger.Actor, permission ledger.Permission) web.Action {
	if err := actor.Require(permission); err != nil {
		return web.Action{Why: ledger.AsError(err).Message(actor.Locale)}
	}
	return web.Action{Allowed: true}
}

func wordBankAccount(a bank.Account, actor ledger.Actor) bankAccount {
	out := bankAccount{ID: a.ID, Name: a.Name, Bank: a.Bank, Number: a.Number, Currency: string(a.Currency), Kind: a.Kind, Closed: a.ClosedAt != nil, RowVersion: a.RowVersion,
		Statements: a.Statements, Unmatched: a.Unmatched, Actions: map[string]web.Action{"change": allowedTo(actor, ledger.Import)}}
	if !a.LastOn.IsZero() {
		out.LastOn = &a.LastOn
	}
	out.Balance = wire.Optional(a.Balance, string(a.Currency))
	return out
}
