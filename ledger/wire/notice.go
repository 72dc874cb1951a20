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

	Approvals *bool `json:"approvals,omitempty" doc:"Of staff: what became of one's own drafts"`
	Issues    *bool `json:"issues,omitempty" doc:"Of staff: issues that one owns"`
	Payments  *bool `json:"payments,omitempty" doc:"Online payments and refunds"`
}

func wordPreferences(actor ledger.Actor, wanted notice.Preferences) NoticePreferences {
	out := NoticePreferences{Statements: wanted["statements"], Reminders: wanted["reminders"], Disputes: wanted["disputes"]}
	payments := wanted["payments"]
	out.Payments = &payments
	if actor.Audience == ledger.Backoffice {
		approvals, issues := wanted["approvals"], wanted["issues"]
		out.Approvals, out.Issues = &approvals, &issues
	}
	return out
}

func (p NoticePreferences) wanted() notice.Preferences {
	out := notice.Preferences{"statements": p.Statements, "reminders": p.Reminders, "disputes": p.Disputes}
	for topic, wanted := range map[string]*bool{"approvals": p.Approvals, "issues": p.Issues, "payments": p.Payments} {
		if wanted != nil {
			out[topic] = *wanted
		}
	}
	return out
}

type setPreferences struct{ Body NoticePreferences }

// Preferences adds the operations on one's own wishes, which both audiences have alike.
func Preferences(api *web.API, notices *notice.Service) {
	web.Get(api, "/notice-preferences", web.SignedIn, "Read which mails one wants", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (NoticePreferences, error) {
		wanted, err := notices.Preferences(ctx, actor)
		return wordPreferences(actor, wanted), err
	})
	web.Put(api, "/notice-preferences", web.SignedIn, "Say which mails one wants", func(ctx context.Context, actor ledger.Actor, in *setPreferences) (NoticePreferences, error) {
		return in.Body, notices.SavePreferences(ctx, actor, in.Body.wanted())
	})
}
