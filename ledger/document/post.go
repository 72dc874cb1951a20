package document

import (
	"context"
	"slices"
	"strconv"

	"hefu/ledger"
	"hefu/ledger/internal/store"
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

// postSet posts once more when another node posted one of the sources in between: it then finds that one known. Two round trips a
// set: one begins, reads and locks what the documents need, one writes them all and commits.
func (s *Service) postSet(ctx context.Context, actor ledger.Actor, docs []New) ([]Posted, error) {
	for attempt := 1; ; attempt++ {
		var d *decided
		err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
			if d, err = decide(ctx, tx, docs); err != nil || len(d.fresh) == 0 {
				return err
			}
			var b store.Batch
			w := queueSet(&b, tx.Actor, d.fresh)
			d.written = w
			w.auditUnnumbered(&b, tx)
			tx.Last(&b)
			return nil
		})
		if err == nil {
			return d.posted(), nil
		}
		if attempt == 3 || !ledger.IsCode(err, "conflict") {
			return nil, err
		}
	}
}

// Post is Service.Post inside a transaction that is under way; permission has been asked.
func Post(ctx context.Context, tx *store.Tx, docs []New) ([]Posted, error) {
	d, err := decide(ctx, tx, docs)
	if err != nil {
		return nil, err
	}
	if len(d.fresh) > 0 {
		if d.written, err = write(ctx, tx, d.fresh); err != nil {
			return nil, err
		}
	}
	return d.posted(), nil
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
