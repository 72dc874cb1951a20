package backoffice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/notice"
	"hefu/ledger/web"
)

type channel struct {
	ID        ledger.ID  `json:"id"`
	Kind      string     `json:"kind" enum:"webhook,wecom"`
	Name      string     `json:"name"`
	Address   string     `json:"address" doc:"A robot's leaves its key out."`
	Kinds     []string   `json:"kinds" doc:"Empty means all."`
	Active    bool       `json:"active"`
	CreatedAt time.Time  `json:"created_at"`
	Sent      int        `json:"sent" doc:"Of the last thirty days."`
	Failed    int        `json:"failed"`
	LastAt    *time.Time `json:"last_at"`

	FormerUntil *time.Time `json:"former_until" doc:"A secret that was replaced signs too until then"`
}

type channelList struct {
	Items []channel `json:"items"`
	Kinds []string  `json:"kinds" doc:"What can be chosen."`
}

type addChannel struct {
	Body struct {
		Kind    string   `json:"kind" enum:"webhook,wecom"`
		Name    string   `json:"name" minLength:"1" maxLength:"100"`
		Address string   `json:"address" minLength:"1" maxLength:"2000"`
		Kinds   []string `json:"kinds" maxItems:"60"`
	}
}

type changeChannel struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Name    string   `json:"name" minLength:"1" maxLength:"100"`
		Address string   `json:"address" maxLength:"2000" required:"false" doc:"Left out: it stays."`
		Kinds   []string `json:"kinds" maxItems:"60"`
		Active  bool     `json:"active"`
	}
}

type channelSecret struct {
	ID     ledger.ID `json:"id"`
	Secret string    `json:"secret" doc:"Shown this once; empty for a robot."`
}

type replayChannel struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		From time.Time `json:"from"`
		To   time.Time `json:"to" doc:"Not included"`
	}
}

type sentMessage struct {
	ID       ledger.ID  `json:"id" doc:"Of the delivery; the header webhook-id"`
	Address  string     `json:"address"`
	Body     string     `json:"body" doc:"As it is posted"`
	State    string     `json:"state"`
	Attempts int        `json:"attempts"`
	Reply    string     `json:"reply" doc:"What the endpoint answered, in short"`
	SentAt   *time.Time `json:"sent_at"`
}

func channels(api *web.API, books *books.Books) {
	web.Get(api, "/channels", ledger.ManageChannels, "List webhooks and robots", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (channelList, error) {
		rows, err := books.Notices.Channels(ctx, actor)
		out := channelList{Items: []channel{}}
		for _, row := range rows {
			out.Items = append(out.Items, channel(row))
		}
		for _, kind := range notice.Kinds {
			out.Kinds = append(out.Kinds, string(kind))
		}
		return out, err
	})
	web.Post(api, "/channels", ledger.ManageChannels, "Add a webhook or a robot", func(ctx context.Context, actor ledger.Actor, in *addChannel) (channelSecret, error) {
		id, secret, err := books.Notices.AddChannel(ctx, actor, notice.ChannelCommand{Kind: in.Body.Kind, Name: in.Body.Name, Address: in.Body.Address, Kinds: in.Body.Kinds})
		return channelSecret{id, secret}, err
	}, web.Created())
	web.Put(api, "/channels/{id}", ledger.ManageChannels, "Change a channel or switch it off", func(ctx context.Context, actor ledger.Actor, in *changeChannel) (web.Nothing, error) {
		return web.Nothing{}, books.Notices.ChangeChannel(ctx, actor, in.ID, notice.ChannelCommand{Name: in.Body.Name, Address: in.Body.Address, Kinds: in.Body.Kinds, Active: in.Body.Active})
	})
	web.Post(api, "/channels/{id}/secret", ledger.ManageChannels, "Replace a webhook's secret", func(ctx context.Context, actor ledger.Actor, in *byID) (channelSecret, error) {
		secret, err := books.Notices.NewSecret(ctx, actor, in.ID)
		return channelSecret{in.ID, secret}, err
	})
	web.Post(api, "/channels/{id}/replay", ledger.ManageChannels, "Send a stretch of deliveries to a channel again", func(ctx context.Context, actor ledger.Actor, in *replayChannel) (repeated, error) {
		count, err := books.Notices.Replay(ctx, actor, in.ID, in.Body.From, in.Body.To)
		return repeated{count}, err
	})
	web.Get(api, "/deliveries/{id}/message", ledger.ManageChannels, "Read what a webhook is sent and what it answered", func(ctx context.Context, actor ledger.Actor, in *byID) (sentMessage, error) {
		sent, err := books.Notices.Message(ctx, actor, in.ID)
		return sentMessage(sent), err
	})
	web.Post(api, "/channels/{id}/test", ledger.ManageChannels, "Send a test message", func(ctx context.Context, actor ledger.Actor, in *byID) (web.Nothing, error) {
		return web.Nothing{}, books.Notices.TestChannel(ctx, actor, in.ID)
	})
}
