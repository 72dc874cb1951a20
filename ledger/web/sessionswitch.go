package web

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

const (
	// A switch lands only where the person holds a role at this moment.
	switchOrganization = `
UPDATE sessions SET organization_id = $3 WHERE token_sha256 = $1
  AND EXISTS (SELECT FROM staff_roles WHERE staff_id = $2 AND organization_id = $3)`
	switchCustomer = `
UPDATE sessions s SET organization_id = c.organization_id, customer_id = c.id FROM customers c
WHERE s.token_sha256 = $1 AND c.id = $3 AND c.active AND EXISTS (SELECT FROM contact_roles WHERE contact_id = $2 AND customer_id = c.id)`
)

// changeSession applies the change and brings session up to date with it.
func (s *Server) changeSession(ctx context.Context, session *Session, change SessionChange) error {
	staff := session.Audience == ledger.Backoffice
	switch {
	case staff && !change.CustomerID.IsZero():
		return ledger.E("validation_failed").At("customer_id", "not_expected")
	case !staff && !change.OrganizationID.IsZero():
		return ledger.E("validation_failed").At("organization_id", "not_expected")
	}
	if !session.LinkID.IsZero() {
		if err := s.changeLinkSession(ctx, session, change); err != nil {
			return err
		}
		return s.reread(ctx, session)
	}
	if change.Locale != "" {
		if err := s.people.SetLocale(ctx, session.actor(requestOf(ctx)), change.Locale); err != nil {
			return err
		}
	}
	err := s.options.DB.Write(ctx, nobody, func(ctx context.Context, tx *store.Tx) error {
		target, statement := change.CustomerID, switchCustomer
		if staff {
			target, statement = change.OrganizationID, switchOrganization
		}
		if target.IsZero() {
			return nil
		}
		switched, err := store.Exec(ctx, tx, statement, session.token, session.PersonID, target)
		if err == nil && switched == 0 {
			err = ledger.E("not_found")
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.reread(ctx, session)
}

// changeLinkSession changes the language of this session alone: the holder of a link changes nothing about the contact.
func (s *Server) changeLinkSession(ctx context.Context, session *Session, change SessionChange) error {
	if !change.CustomerID.IsZero() && change.CustomerID != session.CustomerID {
		return ledger.E("not_found")
	}
	if change.Locale == "" {
		return nil
	}
	return s.write(ctx, `UPDATE sessions SET locale = $2 WHERE token_sha256 = $1`, session.token, change.Locale)
}

func (s *Server) reread(ctx context.Context, session *Session) error {
	fresh, err := s.sessionByMark(ctx, session.Audience, session.token)
	if err == nil && fresh == nil {
		err = ledger.E("not_authenticated")
	}
	if err != nil {
		return err
	}
	*session = *fresh
	return nil
}
