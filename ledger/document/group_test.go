package document

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"hefu/ledger"
)

// bench is a place to post where each set takes a second; a document without lines' description "bad" is refused.
type bench struct {
	mu   sync.Mutex
	sets [][]string
	keys [][]string // the requests each set completes
}

func (b *bench) post(ctx context.Context, actor ledger.Actor, docs []New) ([]Posted, error) {
	<-time.After(time.Second)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	var names []string
	var posted []Posted
	for _, d := range docs {
		switch d.Description {
		case "bad":
			return nil, errors.New("refused: bad")
		case "panic":
			panic("as a defect does")
		}
		names = append(names, d.Description)
		posted = append(posted, Posted{DocumentNo: d.Description})
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sets = append(b.sets, names)
	b.keys = append(b.keys, actor.Requests)
	return posted, nil
}

// ask posts one document and remembers how that ended.
func ask(g *groups, ctx context.Context, actor ledger.Actor, name string) chan error {
	done := make(chan error, 1)
	go func() {
		defer func() {
			if broken := recover(); broken != nil {
				done <- fmt.Errorf("panic: %v", broken)
			}
		}()
		posted, err := g.do(ctx, actor, []New{{Description: name}})
		if err == nil && (len(posted) != 1 || posted[0].DocumentNo != name) {
			err = fmt.Errorf("%s was answered with %v", name, posted)
		}
		done <- err
	}()
	synctest.Wait() // it has taken its place
	return done
}

func TestWhoComesDuringASetSharesTheNextOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &bench{}
		g := newGroups(b.post)
		actor, other := ledger.Actor{PersonID: ledger.NewID()}, ledger.Actor{PersonID: ledger.NewID()}
		answers := []chan error{ask(g, t.Context(), actor, "1")}
		for _, name := range []string{"2", "3", "4"} {
			answers = append(answers, ask(g, t.Context(), actor, name))
		}
		answers = append(answers, ask(g, t.Context(), other, "another person's"))
		for _, answer := range answers {
			if err := <-answer; err != nil {
				t.Error(err)
			}
		}
		if got := fmt.Sprint(b.sets); got != "[[1] [another person's] [2 3 4]]" && got != "[[another person's] [1] [2 3 4]]" {
			t.Errorf("posted in the sets %s", got)
		}
		if len(g.queues) != 0 {
			t.Errorf("%d queues are left", len(g.queues))
		}
	})
}

func TestASharedSetCompletesTheRequestsOfAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &bench{}
		g := newGroups(b.post)
		actor := ledger.Actor{PersonID: ledger.NewID()}
		var answers []chan error
		for _, name := range []string{"1", "2", "3"} {
			actor.Requests = []string{"key " + name}
			answers = append(answers, ask(g, t.Context(), actor, name))
		}
		for _, answer := range answers {
			if err := <-answer; err != nil {
				t.Error(err)
			}
		}
		if got := fmt.Sprint(b.keys); got != "[[key 1] [key 2 key 3]]" {
			t.Errorf("completed the requests %s", got)
		}
	})
}

func TestAFaultStaysWithWhoeverMadeIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &bench{}
		g := newGroups(b.post)
		actor := ledger.Actor{PersonID: ledger.NewID()}
		first := ask(g, t.Context(), actor, "1")
		good, bad, better := ask(g, t.Context(), actor, "2"), ask(g, t.Context(), actor, "bad"), ask(g, t.Context(), actor, "3")
		for _, answer := range []chan error{first, good, better} {
			if err := <-answer; err != nil {
				t.Error(err)
			}
		}
		if err := <-bad; err == nil {
			t.Error("the bad one was posted")
		}
	})
}

func TestWhoGivesUpHurtsNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &bench{}
		g := newGroups(b.post)
		actor := ledger.Actor{PersonID: ledger.NewID()}
		leaving, leave := context.WithCancel(t.Context())
		leader, follower := ask(g, leaving, actor, "leader"), ask(g, leaving, actor, "follower")
		stays := ask(g, t.Context(), actor, "stays")
		leave()
		if err := <-follower; !ledger.IsCode(err, "unavailable") {
			t.Errorf("who left while waiting was told %v", err)
		}
		if err := <-leader; err != nil {
			t.Errorf("the set under way belongs to others too, but: %v", err)
		}
		if err := <-stays; err != nil {
			t.Error(err)
		}
		if err := <-ask(g, leaving, actor, "late"); !ledger.IsCode(err, "unavailable") {
			t.Errorf("who had left before was told %v", err)
		}
		if got := fmt.Sprint(b.sets); got != "[[leader] [stays]]" {
			t.Errorf("posted in the sets %s", got)
		}
	})
}

func TestADefectInOneSetDoesNotStopTheNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &bench{}
		g := newGroups(b.post)
		actor := ledger.Actor{PersonID: ledger.NewID()}
		first, next := ask(g, t.Context(), actor, "panic"), ask(g, t.Context(), actor, "next")
		if err := <-first; err == nil {
			t.Error("a panic was answered with success")
		}
		if err := <-next; err != nil {
			t.Error(err)
		}
	})
}

func TestASharedSetStaysSmall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &bench{}
		g := newGroups(b.post)
		actor := ledger.Actor{PersonID: ledger.NewID()}
		answers := []chan error{ask(g, t.Context(), actor, "first")}
		large := make(chan error, 1)
		go func() { _, err := g.do(t.Context(), actor, make([]New, maxGroup-1)); large <- err }()
		synctest.Wait()
		answers = append(answers, ask(g, t.Context(), actor, "2"), ask(g, t.Context(), actor, "3"), large)
		for _, answer := range answers {
			if err := <-answer; err != nil {
				t.Error(err)
			}
		}
		for _, set := range b.sets {
			if len(set) > maxGroup {
				t.Errorf("a set of %d", len(set))
			}
		}
		if len(b.sets) != 3 {
			t.Errorf("%d sets, want 3", len(b.sets))
		}
	})
}
