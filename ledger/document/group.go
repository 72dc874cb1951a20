package document

import (
	"context"
	"sync"
	"time"

	"hefu/ledger"
)

// groups let requests of one actor share the next commit: what arrives while a set is being posted forms the next set. A busy
// source system then pays one round trip, one counter and one flush for many documents, and an idle one waits for nobody.
type groups struct {
	mu     sync.Mutex
	queues map[queueKey]*queue
	post   func(context.Context, ledger.Actor, []New) ([]Posted, error)
}

type queueKey struct{ organization, person ledger.ID }

// queue holds the requests that wait for the set under way. It exists only while there is one.
type queue struct{ waiting []*request }

type request struct {
	actor  ledger.Actor
	docs   []New
	turn   chan struct{} // closed when the request is answered, or has to lead the next set
	lead   bool
	posted []Posted
	err    error
}

// maxGroup bounds the documents of one shared set, setTimeout its time: the leader may go away, its set must not.
const (
	maxGroup   = 500
	setTimeout = 5 * time.Second
)

func newGroups(post func(context.Context, ledger.Actor, []New) ([]Posted, error)) *groups {
	return &groups{queues: map[queueKey]*queue{}, post: post}
}

// do posts the documents of one request, alone or together with others that wait. A request that gives up while its set is
// under way learns how that ended; one that gives up earlier is not posted.
func (g *groups) do(ctx context.Context, actor ledger.Actor, docs []New) ([]Posted, error) {
	if ctx.Err() != nil {
		return nil, ledger.E("unavailable").Because(ctx.Err())
	}
	mine := &request{actor: actor, docs: docs, turn: make(chan struct{})}
	key := queueKey{actor.OrganizationID, actor.PersonID}
	if !g.join(key, mine) {
		select {
		case <-mine.turn:
		case <-ctx.Done():
			if g.leave(key, mine) {
				return nil, ledger.E("unavailable").Because(ctx.Err())
			}
			<-mine.turn
		}
		if !mine.lead {
			return mine.posted, mine.err
		}
	}
	g.lead(ctx, key, mine)
	return mine.posted, mine.err
}

// lead posts a set and answers those in it. The next set goes on whatever happens to this one, even a panic.
func (g *groups) lead(ctx context.Context, key queueKey, mine *request) {
	set := g.take(key, mine)
	for _, r := range set {
		r.err = ledger.E("internal") // until its own answer takes the place
	}
	defer func() {
		g.handOver(key)
		for _, other := range set {
			if other != mine {
				close(other.turn)
			}
		}
	}()
	g.postSet(ctx, set)
}

// join queues the request, or answers true when nobody is posting and it leads at once.
func (g *groups) join(key queueKey, mine *request) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if waiting, busy := g.queues[key]; busy {
		waiting.waiting = append(waiting.waiting, mine)
		return false
	}
	g.queues[key] = &queue{}
	return true
}

// leave takes a request out again; false when its set is already under way or it was told to lead.
func (g *groups) leave(key queueKey, mine *request) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	waiting, busy := g.queues[key]
	if !busy || mine.lead {
		return false
	}
	for i, other := range waiting.waiting {
		if other == mine {
			waiting.waiting = append(waiting.waiting[:i:i], waiting.waiting[i+1:]...)
			return true
		}
	}
	return false
}

// take is the leader's request with as many of the waiting ones as fit.
func (g *groups) take(key queueKey, mine *request) []*request {
	g.mu.Lock()
	defer g.mu.Unlock()
	set, size := []*request{mine}, len(mine.docs)
	waiting := g.queues[key]
	for len(waiting.waiting) > 0 && size+len(waiting.waiting[0].docs) <= maxGroup {
		next := waiting.waiting[0]
		waiting.waiting = waiting.waiting[1:]
		set, size = append(set, next), size+len(next.docs)
	}
	return set
}

// postSet posts the requests in one transaction. When one of them is refused, each is posted alone, so that a fault stays with
// whoever made it.
func (g *groups) postSet(ctx context.Context, set []*request) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), setTimeout)
	defer cancel()
	if len(set) > 1 {
		var docs []New
		actor := set[0].actor
		actor.Requests = nil
		for _, r := range set {
			docs = append(docs, r.docs...)
			actor.Requests = append(actor.Requests, r.actor.Requests...)
		}
		if posted, err := g.post(ctx, actor, docs); err == nil {
			for _, r := range set {
				r.posted, r.err, posted = posted[:len(r.docs):len(r.docs)], nil, posted[len(r.docs):]
			}
			return
		}
	}
	for _, r := range set {
		r.posted, r.err = g.post(ctx, r.actor, r.docs)
	}
}

// handOver lets the first of those who came meanwhile lead the next set.
func (g *groups) handOver(key queueKey) {
	g.mu.Lock()
	defer g.mu.Unlock()
	waiting := g.queues[key]
	if len(waiting.waiting) == 0 {
		delete(g.queues, key)
		return
	}
	next := waiting.waiting[0]
	waiting.waiting = waiting.waiting[1:]
	next.lead = true
	close(next.turn)
}
