package wire

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/notice"
	"hefu/ledger/web"
)

// NoticePreferences are the mails a person wants. Codes and invitations are always sent.
type NoticePreferences struct {
	Statements bool `json:"statements"`
	Reminders  bool `json:"reminders"`
	Disputes   bool `json:"disputes"`
}

type setPreferences struct{ Body NoticePreferences }

// Preferences adds the operations on one's own wishes, which both audiences have alike.
func Preferences(api *web.API, notices *notice.Service) {
	web.Get(api, "/notice-preferences", web.SignedIn, "Read which mails one wants", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (NoticePreferences, error) {
		wanted, err := notices.Preferences(ctx, actor)
		return NoticePreferences{wanted["statements"], wanted["reminders"], wanted["disputes"]}, err
	})
	web.Put(api, "/notice-preferences", web.SignedIn, "Say which mails one wants", func(ctx context.Context, actor ledger.Actor, in *setPreferences) (NoticePreferences, error) {
		return in.Body, notices.SavePreferences(ctx, actor, notice.Preferences{"statements": in.Body.Statements, "reminders": in.Body.Reminders, "disputes": in.Body.Disputes})
	})
}
