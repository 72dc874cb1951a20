package archive

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/calendar"
)

// AnchorDay is Anchor as if the day had just ended.
func (s *Service) AnchorDay(ctx context.Context, organization ledger.ID, day calendar.Date) (bool, error) {
	return s.anchor(ctx, organization, day)
}
