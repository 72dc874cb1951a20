package backoffice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/notice"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type delivery struct {
	ID        ledger.ID       `json:"id"`
	Kind      string          `json:"kind"`
	Channel   string          `json:"channel" enum:"mail,webhook,wecom,sms"`
	Recipient string          `json:"recipient" enum:"contact,staff,channel"`
	Name      string          `json:"name"`
	Address   string          `json:"address"`
	State     string          `json:"state" enum:"queued,sending,sent,failed,skipped,bounced"`
	Result    string          `json:"result"`
	Reply     string          `json:"reply"`
	Subject   string          `json:"subject"`
	Attempts  int             `json:"attempts"`
	CreatedAt time.Time       `json:"created_at"`
	NextAt    *time.Time      `json:"next_at" doc:"Of one that waits: when it is tried next."`
	SentAt    *time.Time      `json:"sent_at"`
	BouncedAt *time.Time      `json:"bounced_at"`
	ViewedAt  *time.Time      `json:"viewed_at" doc:"When this person first opened the statement after it."`
	Statement *wire.Reference `json:"statement,omitempty"`
	Dispute   *wire.Reference `json:"dispute,omitempty"`
	Customer  *wire.Party     `json:"customer,omitempty"`
	MayRepeat bool            `json:"may_repeat"`
	Words     *deliveryWords  `json:"words,omitempty" doc:"The version of the words it was written in; left out where nobody ever changed them"`
}

type deliveryWords struct {
	Purpose string `json:"purpose"`
	Version int    `json:"version"`
	BuiltIn bool   `json:"built_in"`
}

func showDelivery(actor ledger.Actor) func(notice.Delivery) delivery {
	return func(d notice.Delivery) delivery {
		out := delivery{ID: d.ID, Kind: d.Kind, Channel: d.Channel, Recipient: d.Recipient, Name: d.Name, Address: d.Address, State: d.State, Result: d.Result, Reply: d.Reply,
			Subject: d.Subject, Attempts: d.Attempts, CreatedAt: d.CreatedAt, SentAt: d.SentAt, BouncedAt: d.BouncedAt, ViewedAt: d.ViewedAt,
			MayRepeat: actor.May(ledger.MakeStatements) && d.State != "queued" && d.State != "sending"}
		if d.State == "queued" {
			out.NextAt = &d.NextAt
		}
		if d.TemplateVersion > 0 {
			out.Words = &deliveryWords{d.TemplatePurpose, d.TemplateVersion, d.TemplateBuiltIn}
		}
		if !d.StatementID.IsZero() {
			out.Statement = &wire.Reference{ID: d.StatementID, DocumentNo: d.StatementNo}
		}
		if !d.DisputeID.IsZero() {
			out.Dispute = &wire.Reference{ID: d.DisputeID, DocumentNo: d.DisputeNo}
		}
		if !d.CustomerID.IsZero() {
			out.Customer = &wire.Party{ID: d.CustomerID, Code: d.CustomerCode, Name: d.CustomerName, NameEN: d.CustomerEN}
		}
		return out
	}
}

type listDeliveries struct {
	web.Paging
	State       string    `query:"state" enum:"waiting,sent,failed,skipped" required:"false"`
	Channel     string    `query:"channel" enum:"mail,webhook,wecom,sms" required:"false"`
	StatementID ledger.ID `query:"statement_id" required:"false"`
	CustomerID  ledger.ID `query:"customer_id" required:"false"`
	ChannelID   ledger.ID `query:"channel_id" required:"false"`
	Q           string    `query:"q" maxLength:"100"`
}

type deliveryCounts struct {
	Waiting int `json:"waiting"`
	Sent    int `json:"sent"`
	Failed  int `json:"failed"`
	Skipped int `json:"skipped"`
}

type repeated struct {
	Count int `json:"count"`
}

type noticeSettings struct {
	ReminderDays  []int `json:"reminder_days" maxItems:"6" doc:"Days from the one on which the answer is due; negative ones are before it."`
	ShortMessages bool  `json:"short_messages"`
}

type noticeSettingsView struct {
	ReminderDays  []int `json:"reminder_days"`
	ShortMessages bool  `json:"short_messages"`
	Provider      bool  `json:"provider" doc:"Whether short messages can be sent at all."`
	MayChange     bool  `json:"may_change"`
}

type setNoticeSettings struct{ Body noticeSettings }

func notices(api *web.API, books *books.Books) {
	web.Get(api, "/deliveries", ledger.SeeStatements, "List who was told of what, and what came of it", func(ctx context.Context, actor ledger.Actor, in *listDeliveries) (web.Page[delivery], error) {
		after, _, err := web.ReadCursor[ledger.ID](in.Cursor)
		if err != nil {
			return web.Page[delivery]{}, err
		}
		rows, err := books.Notices.List(ctx, actor, notice.Filter{State: in.State, Channel: in.Channel, StatementID: in.StatementID, CustomerID: in.CustomerID,
			ChannelID: in.ChannelID, Query: in.Q, After: after, Limit: in.Limit + 1})
		if err != nil {
			return web.Page[delivery]{}, err
		}
		return web.Cut(rows, in.Limit, func(d notice.Delivery) ledger.ID { return d.ID }, showDelivery(actor))
	})
	web.Get(api, "/deliveries/counts", ledger.SeeStatements, "Count the deliveries of the last thirty days", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (deliveryCounts, error) {
		counts, err := books.Notices.Count(ctx, actor)
		return deliveryCounts(counts), err
	})
	web.Post(api, "/deliveries/{id}/repetition", ledger.MakeStatements, "Send once more; a webhook is replayed", func(ctx context.Context, actor ledger.Actor, in *byID) (web.Nothing, error) {
		return web.Nothing{}, books.Notices.Again(ctx, actor, in.ID)
	})
	web.Post(api, "/deliveries/repetition", ledger.MakeStatements, "Send all failed ones of the last thirty days once more", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (repeated, error) {
		count, err := books.Notices.FailedAgain(ctx, actor)
		return repeated{count}, err
	})
	settings := func(ctx context.Context, actor ledger.Actor) (noticeSettingsView, error) {
		set, err := books.Notices.Settings(ctx, actor)
		return noticeSettingsView{set.ReminderDays, set.ShortMessages, set.Providers, actor.May(ledger.ManageChannels)}, err
	}
	web.Get(api, "/notice-settings", web.SignedIn, "Read when customers are reminded", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (noticeSettingsView, error) {
		return settings(ctx, actor)
	})
	web.Put(api, "/notice-settings", ledger.ManageChannels, "Set when customers are reminded", func(ctx context.Context, actor ledger.Actor, in *setNoticeSettings) (web.Nothing, error) {
		return web.Nothing{}, books.Notices.SaveSettings(ctx, actor, notice.Settings{ReminderDays: in.Body.ReminderDays, ShortMessages: in.Body.ShortMessages})
	})
	wire.Preferences(api, books.Notices)
}
