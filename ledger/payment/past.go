package payment

import (
	"context"
	"time"
)

type pastKey struct{}

// Past has what the service does under the context happen some time ago, by the day and in whole seconds. The demo is made with it, which
// cannot wait for weeks to pass; nothing that a request reaches does so.
func Past(ctx context.Context, ago time.Duration) context.Context {
	return context.WithValue(ctx, pastKey{}, max(ago, 0).Truncate(time.Second))
}

// agoOf is how long ago it is to happen; commonly now.
func agoOf(ctx context.Context) time.Duration {
	ago, _ := ctx.Value(pastKey{}).(time.Duration)
	return ago
}

// secondsAgo is agoOf as the statements take it.
func secondsAgo(ctx context.Context) int { return int(agoOf(ctx) / time.Second) }
