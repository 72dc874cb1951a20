package main

import (
	"errors"
	"strings"

	"hefu/ledger/books"
	"hefu/ledger/payment"
	takers "hefu/ledger/provider"
)

// paying says who takes customers' payments.
type paying struct {
	Sandbox string `env:"HEFU_PAYMENT_SANDBOX" enum:"auto,on,off" default:"auto" name:"payment-sandbox" help:"Offer a sandbox that takes payments without moving money: ${enum}. auto does so in development; production refuses it." group:"Payments"`
}

func (p *paying) pay(options *books.Options, base string, production bool) error {
	options.Payments = payment.Options{BaseURL: strings.TrimSuffix(base, "/")}
	if p.Sandbox == "on" && production {
		return errors.New("HEFU_PAYMENT_SANDBOX is on, which settles what nobody has paid and is for development alone")
	}
	if p.Sandbox == "on" || p.Sandbox == "auto" && !production {
		options.Payments.Providers = append(options.Payments.Providers, takers.NewSandbox())
	}
	return nil
}
