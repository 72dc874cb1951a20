package document

import (
	"context"
	"slices"
	"strconv"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/journal"
)

// Service posts and reads documents.
type Service struct {
	db     *store.DB
	groups *groups
	acts   map[Kind]Act
}

// Act posts an approved document of a kind that another room understands: a refund settles its item, a reversal mirrors its document.
type Act func(ctx context.Context, tx *store.Tx, content New) (Posted, error)

// With tells how documents are posted that are more than themselves; every other kind is posted as it is.
func (s *Service) With(acts map[Kind]Act) *Service {
	s.acts = acts
	return s
}

// post posts one approved document.
func (s *Service) post(ctx context.Context, tx *store.Tx, content New) (Posted, error) {
	if act, ok := s.acts[content.Kind]; ok {
		return act(ctx, tx, content)
	}
	posted, err := Post(ctx, tx, []New{content})
	if err != nil {
		return Posted{}, err
	}
	return posted[0], nil
}

// Open opens the service.
func Open(db *store.DB) *Service {
	s := &Service{db: db}
	s.groups = newGroups(s.postSet)
	return s
}

// Post posts a set of documents, all or none, and answers in their order. Documents whose source was posted before with the
// same content are answered with what was posted then. Needs PostDocuments. Refused: what Check refuses; source_reused,
// confirmation_missing, period_closed, customer_unknown, customer_inactive, rate_missing, amount_exceeds_line, account_missing. The field at fault is
// prefixed with the document's place when there are several: documents[3].currency. Requests of one actor that come at the same
// time share a transaction; each still stands or falls by itself.
func (s *Service) Post(ctx context.Context, actor ledger.Actor, docs []New) ([]Posted, error) {
	if err := actor.Require(ledger.PostDocuments); err != nil {
		return nil, err
	}
	for i, d := range docs {
		if !slices.Contains(Kinds, d.Kind) {
			return nil, at(ledger.E("validation_failed").At("kind", "not_a_choice"), i, len(docs))
		}
	}
	return s.groups.do(ctx, actor, docs)
}

// postSet posts once more when another node posted one of the sources in between: it then finds that one known.
func (s *Service) postSet(ctx context.Context, actor ledger.Actor, docs []New) ([]Posted, error) {
	for attempt := 1; ; attempt++ {
		var posted []Posted
		err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
			posted, err = Post(ctx, tx, docs)
			return err
		})
		if err == nil || attempt == 3 || !ledger.IsCode(err, "conflict") {
			return posted, err
		}
	}
}

// Post is Service.Post inside a transaction that is under way; permission has been asked. Two round trips a set: one to read
// and lock what the documents need, one to write them all.
func Post(ctx context.Context, tx *store.Tx, docs []New) ([]Posted, error) {
	for i, d := range docs {
		if err := Check(d); err != nil {
			return nil, at(err, i, len(docs))
		}
	}
	facts, err := lookUp(ctx, tx, docs)
	if err != nil {
		return nil, err
	}
	posted := make([]Posted, len(docs))
	fresh := make([]*prepared, 0, len(docs))
	places := make([]int, 0, len(docs))
	seen, repeats := map[source]int{}, map[int]int{}
	for i, d := range docs {
		hash := contentHash(d)
		if d.SourceID != "" {
			key := source{d.system(), d.SourceID}
			if before, ok := facts.known[key]; ok {
				if string(before.hash) != string(hash) {
					return nil, at(ledger.E("source_reused").With("source", d.SourceID), i, len(docs))
				}
				posted[i] = Posted{ID: before.ID, Number: before.Number, DocumentNo: before.DocumentNo, Known: true}
				continue
			}
			if first, twice := seen[key]; twice {
				if string(fresh[first].hash) != string(hash) {
					return nil, at(ledger.E("source_reused").With("source", d.SourceID), i, len(docs))
				}
				repeats[i] = first
				continue
			}
			seen[key] = len(fresh)
		}
		p, err := prepare(d, facts)
		if err != nil {
			return nil, at(err, i, len(docs))
		}
		if p.wantsConfirmation() && d.ConfirmedIn.IsZero() {
			return nil, at(ledger.E("confirmation_missing").With("customer", p.customer.Code), i, len(docs))
		}
		if err := p.checked(facts); err != nil {
			return nil, at(err, i, len(docs))
		}
		p.hash = hash
		fresh, places = append(fresh, p), append(places, i)
	}
	written, err := write(ctx, tx, fresh)
	if err != nil {
		return nil, err
	}
	for i, place := range places {
		posted[place] = written[i]
	}
	for place, first := range repeats {
		posted[place] = written[first]
		posted[place].Known = true
	}
	return posted, nil
}

// write inserts prepared documents with their lines, entries and items in one round trip.
func write(ctx context.Context, tx *store.Tx, fresh []*prepared) ([]Posted, error) {
	if len(fresh) == 0 {
		return nil, nil
	}
	var b store.Batch
	rows := queueDocuments(&b, tx.Actor, fresh)
	queueLines(&b, tx.Actor.OrganizationID, fresh)
	entries := make([]journal.Entry, len(fresh))
	for i, p := range fresh {
		entries[i] = p.entry
	}
	journal.Queue(&b, tx.Actor.OrganizationID, entries)
	queueItems(&b, tx.Actor.OrganizationID, fresh)
	if err := tx.Send(ctx, &b); err != nil {
		return nil, err
	}
	byID := make(map[ledger.ID]Posted, len(fresh))
	for _, set := range rows {
		for _, row := range *set {
			byID[row.ID] = Posted{ID: row.ID, Number: row.Number, DocumentNo: row.DocumentNo, PostedAt: row.PostedAt}
		}
	}
	posted := make([]Posted, len(fresh))
	detail := make([]map[string]string, len(fresh))
	for i, p := range fresh {
		posted[i] = byID[p.id]
		detail[i] = map[string]string{"document": p.id.String(), "kind": string(p.Kind), "no": posted[i].DocumentNo, "currency": string(p.Currency), "gross": p.gross.String()}
		if p.givenByHand() {
			detail[i]["t0"], detail[i]["due"], detail[i]["reason"] = p.t0.String(), p.due.String(), p.Reason
		}
	}
	auditPosted(tx, fresh, detail)
	return posted, nil
}

// auditPosted writes one audit row for a set; a set of one customer names it.
func auditPosted(tx *store.Tx, fresh []*prepared, detail []map[string]string) {
	customer := fresh[0].CustomerID
	for _, p := range fresh {
		if p.CustomerID != customer {
			customer = ledger.ID{}
		}
	}
	tx.Audit(customer, "document.posted", detail)
}

// at says which document of a set an error is about.
func at(err error, place, count int) error {
	if count == 1 {
		return err
	}
	found := *ledger.AsError(err)
	prefix := "documents[" + strconv.Itoa(place) + "]"
	fields := make([]ledger.Field, 0, len(found.Fields)+1)
	for _, field := range found.Fields {
		field.Name = prefix + "." + field.Name
		fields = append(fields, field)
	}
	if len(fields) == 0 {
		fields = append(fields, ledger.Field{Name: prefix, Code: found.Code, Message: ""})
	}
	found.Fields = fields
	return &found
}
