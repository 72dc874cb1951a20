package payment

import (
	"context"
	"slices"

	"hefu/ledger"
	"hefu/ledger/provider"
)

// InSandbox is the service with a sandbox among its providers, whatever it was opened with: what the demo pays through.
func (s *Service) InSandbox() *Service {
	if _, has := s.provider(provider.NameSandbox).(*provider.Sandbox); has {
		return s
	}
	played := *s
	played.providers = append(slices.Clone(s.providers), provider.NewSandbox())
	return &played
}

// Play tells of a sandbox payment as its provider would, after change: of any state, another amount, or a payment that is not there. The
// notice is signed and taken as one from outside. Only the system may. Refused: not_found for a payment that is not a sandbox's.
func (s *Service) Play(ctx context.Context, actor ledger.Actor, id ledger.ID, state provider.State, change func(*provider.Charge)) error {
	if actor.Audience != ledger.System {
		return ledger.E("not_permitted").With("permission", string(ledger.Pay))
	}
	p, err := s.read(ctx, actor, id)
	if err != nil {
		return err
	}
	by, is := s.provider(p.Provider).(*provider.Sandbox)
	if !is {
		return ledger.E("not_found")
	}
	c := s.charge(p)
	c.Ref = ""
	change(&c)
	header, body, err := by.Say(c, state, s.clock().Add(-agoOf(ctx)))
	if err != nil {
		return err
	}
	return s.Deliver(ctx, by.Name(), actor.OrganizationID, header, body)
}
