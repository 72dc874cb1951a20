package document

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// decided is a set of documents against what the database knew: those to be written, and the answers that stand already.
type decided struct {
	answers []Posted    // by place; empty where a document is written
	fresh   []*prepared // to be written
	places  []int       // of the fresh ones
	repeats map[int]int // place of a document that repeats another of the set, and that one among the fresh
	written *writing
}

// decide looks up what the documents need and decides each; it refuses what Service.Post says.
func decide(ctx context.Context, tx *store.Tx, docs []New) (*decided, error) {
	for i, d := range docs {
		if err := Check(d); err != nil {
			return nil, at(err, i, len(docs))
		}
	}
	facts, err := lookUp(ctx, tx, docs)
	if err != nil {
		return nil, err
	}
	set := &decided{answers: make([]Posted, len(docs)), fresh: make([]*prepared, 0, len(docs)), places: make([]int, 0, len(docs)), repeats: map[int]int{}}
	seen := map[source]int{}
	for i, d := range docs {
		if err := set.take(i, d, facts, seen); err != nil {
			return nil, at(err, i, len(docs))
		}
	}
	return set, nil
}

// take decides the document at place i. seen are the sources of this set, with their places among the fresh ones.
func (set *decided) take(i int, d New, facts *facts, seen map[source]int) error {
	hash := contentHash(d)
	if d.SourceID != "" {
		key := source{d.system(), d.SourceID}
		if before, ok := facts.known[key]; ok {
			if string(before.hash) != string(hash) {
				return ledger.E("source_reused").With("source", d.SourceID)
			}
			set.answers[i] = Posted{ID: before.ID, Number: before.Number, DocumentNo: before.DocumentNo, Known: true}
			return nil
		}
		if first, twice := seen[key]; twice {
			if string(set.fresh[first].hash) != string(hash) {
				return ledger.E("source_reused").With("source", d.SourceID)
			}
			set.repeats[i] = first
			return nil
		}
		seen[key] = len(set.fresh)
	}
	p, err := prepare(d, facts)
	if err != nil {
		return err
	}
	if p.wantsConfirmation() && d.ConfirmedIn.IsZero() {
		return ledger.E("confirmation_missing").With("customer", p.customer.Code)
	}
	if err := p.checked(facts); err != nil {
		return err
	}
	p.hash = hash
	set.fresh, set.places = append(set.fresh, p), append(set.places, i)
	return nil
}

// posted answers in the order of the documents, once the fresh ones are written.
func (set *decided) posted() []Posted {
	if len(set.fresh) == 0 {
		return set.answers
	}
	written := set.written.posted()
	for i, place := range set.places {
		set.answers[place] = written[i]
	}
	for place, first := range set.repeats {
		set.answers[place] = written[first]
		set.answers[place].Known = true
	}
	return set.answers
}
