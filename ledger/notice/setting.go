package notice

import (
	"context"
	"slices"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Topics are what a person can switch off. Codes and invitations are always sent.
var Topics = []string{"statements", "reminders", "disputes", "approvals", "issues", "payments"}

// Preferences are the topics a person wants mails about; a topic that is not there is wanted.
type Preferences map[string]bool

// Preferences reads what the actor wants in this organization.
func (s *Service) Preferences(ctx context.Context, actor ledger.Actor) (Preferences, error) {
	out := Preferences{}
	for _, topic := range Topics {
		out[topic] = true
	}
	err := s.db.Read(ctx, system(actor.OrganizationID), func(ctx context.Context, tx *store.Tx) error {
		rows, err := store.Rows[struct {
			Topic  string
			Wanted bool
		}](ctx, tx, `SELECT topic, wanted FROM notice_preferences WHERE organization_id = $1 AND person_id = $2`, actor.OrganizationID, actor.PersonID)
		for _, row := range rows {
			out[row.Topic] = row.Wanted
		}
		return err
	})
	return out, err
}

const savePreference = `
INSERT INTO notice_preferences (organization_id, person_id, topic, wanted) VALUES ($1, $2, $3, $4)
ON CONFLICT (organization_id, person_id, topic) DO UPDATE SET wanted = excluded.wanted`

// SavePreferences sets what the actor wants; topics that are not named stay. Refused: an unknown topic.
func (s *Service) SavePreferences(ctx context.Context, actor ledger.Actor, wanted Preferences) error {
	for topic := range wanted {
		if !slices.Contains(Topics, topic) {
			return ledger.E("validation_failed").At(topic, "not_a_choice")
		}
	}
	// The portal's database role reads and writes no preferences; the person stays the actor's.
	acting := actor
	acting.Audience = ledger.System
	return s.db.Write(ctx, acting, func(ctx context.Context, tx *store.Tx) error {
		for topic, want := range wanted {
			if _, err := store.Exec(ctx, tx, savePreference, actor.OrganizationID, actor.PersonID, topic, want); err != nil {
				return err
			}
		}
		tx.Audit(actor.CustomerID, "notice.preferences", map[string]any{"person": actor.PersonID, "wanted": wanted})
		return nil
	})
}

// Settings are an organization's: on which days from the answer's due day it is reminded, and whether reminders on and after that
// day also go out as short messages.
type Settings struct {
	ReminderDays  []int
	ShortMessages bool
	Providers     bool // short messages can be sent at all
}

const maxReminders = 6

// Settings reads them. All staff may.
func (s *Service) Settings(ctx context.Context, actor ledger.Actor) (Settings, error) {
	if actor.Audience == ledger.Portal {
		return Settings{}, ledger.E("not_permitted").With("permission", string(ledger.ManageChannels))
	}
	out := Settings{Providers: s.o.SMS != nil}
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		row, _, err := store.Row[struct {
			Days  []int
			Short bool
		}](ctx, tx, `SELECT reminder_days, short_messages FROM organizations WHERE id = $1`, actor.OrganizationID)
		out.ReminderDays, out.ShortMessages = row.Days, row.Short
		return err
	})
	return out, err
}

const saveSettings = `UPDATE organizations SET reminder_days = $2, short_messages = $3 WHERE id = $1`

// SaveSettings sets them. Needs ManageChannels. Refused: more than six days, one out of -30 to 60, one twice.
func (s *Service) SaveSettings(ctx context.Context, actor ledger.Actor, set Settings) error {
	if err := requireStaff(actor, ledger.ManageChannels); err != nil {
		return err
	}
	days := slices.Clone(set.ReminderDays)
	slices.Sort(days)
	switch {
	case len(days) > maxReminders:
		return ledger.E("validation_failed").At("reminder_days", "too_long")
	case slices.ContainsFunc(days, func(d int) bool { return d < -30 || d > 60 }), len(slices.Compact(slices.Clone(days))) != len(days):
		return ledger.E("validation_failed").At("reminder_days", "not_a_choice")
	}
	if days == nil {
		days = []int{}
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		tx.Audit(ledger.ID{}, "notice.settings", map[string]any{"reminder_days": days, "short_messages": set.ShortMessages})
		_, err := store.Exec(ctx, tx, saveSettings, actor.OrganizationID, days, set.ShortMessages)
		return err
	})
}
