package provider

import (
	"context"
	"net/http"
	"sync"
	"time"

	"hefu/ledger"
)

// SourceHeader says where a request of ours came from, as the server knows it; whatever a client sends under this name is overwritten there.
const SourceHeader = "Hefu-Source"

// What one source, and all of them together, may send a minute that is not signed as it must be. Beyond it the answer is 429 and nothing is written. A
// notice with a good signature is always taken: the limit comes after the check, so that a flood cannot shut the provider out.
const (
	forgedOfSource = 30
	forgedInAll    = 300
	mostSources    = 1000             // kept apart within a minute; more are refused uncounted
	mostLeft       = 20               // organizations of which the rest of a minute is written
	writeEvery     = 10 * time.Second // how often one counter is written at most
)

// Refused is how often notices were refused, of one provider's address and one source. An empty source stands for many.
type Refused struct {
	Provider     string
	Organization ledger.ID
	Source       string
	Count        int
}

type refusedKey struct {
	provider     string
	organization ledger.ID
	source       string
}

type refusedCount struct {
	minute  int // in this minute
	pending int // not written yet
	wrote   time.Time
}

// refusals counts in memory what is refused, and has it written from time to time: what is kept stays small, however much comes.
type refusals struct {
	mutex  sync.Mutex
	clock  ledger.Clock
	write  func(context.Context, Refused) error
	minute time.Time
	inAll  int
	of     map[refusedKey]*refusedCount
}

// refuse counts one and answers whether it is within the limits.
func (f *refusals) refuse(ctx context.Context, name string, organization ledger.ID, source string) bool {
	within, due := f.count(refusedKey{name, organization, source})
	for _, d := range due {
		_ = f.write(ctx, d) // a counter that cannot be written is no reason to answer otherwise
	}
	return within
}

func (f *refusals) count(key refusedKey) (within bool, due []Refused) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	now := f.clock()
	if minute := now.Truncate(time.Minute); minute != f.minute {
		due = f.turn(minute)
	}
	f.inAll++
	c := f.of[key]
	if c == nil {
		if len(f.of) >= mostSources { // the organization, too, is whatever the caller writes
			return false, due
		}
		c = &refusedCount{}
		f.of[key] = c
	}
	c.minute++
	c.pending++
	if within = c.minute <= forgedOfSource && f.inAll <= forgedInAll; within && now.Sub(c.wrote) >= writeEvery {
		due = append(due, Refused{key.provider, key.organization, key.source, c.pending})
		c.pending, c.wrote = 0, now
	}
	return within, due
}

// turn begins a minute: what the last one left unwritten is written, of all its sources together, and they are forgotten.
func (f *refusals) turn(minute time.Time) (due []Refused) {
	left := map[refusedKey]int{}
	for k, c := range f.of {
		if c.pending > 0 {
			left[refusedKey{k.provider, k.organization, ""}] += c.pending
		}
	}
	for k, n := range left {
		if len(due) < mostLeft {
			due = append(due, Refused{k.provider, k.organization, "", n})
		}
	}
	f.minute, f.inAll = minute, 0
	clear(f.of)
	return due
}

// unsigned tells that a notice lacks the very header its signature stands in: it is refused before its body is read.
func unsigned(name string, header http.Header) bool {
	switch name {
	case NameStripe:
		return header.Get(StripeSignature) == ""
	case NameWeChat:
		return header.Get("Wechatpay-Signature") == ""
	}
	return false
}
