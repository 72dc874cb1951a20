package slip

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/job"
)

// chunk is how many slips are looked at before those that were joined are kept.
const chunk = 50

const nextWaiting = `
SELECT s.id FROM slips s WHERE s.organization_id = $1 AND ($2::uuid IS NULL OR s.id > $2) AND ` + IsWaiting + ` ORDER BY s.id LIMIT $3`

// Again looks once more at every slip that waits, for lines that came in since, and answers with how many it looked at and how many it joined.
// Needs PostDocuments and SeeBank.
func (s *Service) Again(ctx context.Context, actor ledger.Actor) (looked, joined int, err error) {
	if err := mayAct(actor); err != nil {
		return 0, 0, err
	}
	return s.again(ctx, actor)
}

// MatchArgs ask for the slips that wait, in every organization.
type MatchArgs struct{}

// Kind names the work.
func (MatchArgs) Kind() string { return "slip.match" }

const matchEvery = 5 * time.Minute

// Register lets a worker join slips with the lines that come in after them.
func (s *Service) Register(r *job.Registry) {
	job.Register(r, func(ctx context.Context, _ MatchArgs) error { return s.againAll(ctx) })
	job.Every(r, matchEvery, MatchArgs{})
}

func (s *Service) againAll(ctx context.Context) error {
	return job.Everywhere(ctx, s.db, "slips", func(ctx context.Context, organization ledger.ID) error {
		_, _, err := s.again(ctx, ledger.SystemActor(organization, "automatic matching"))
		return err
	})
}

func (s *Service) again(ctx context.Context, actor ledger.Actor) (looked, joined int, err error) {
	for after := (ledger.ID{}); ; {
		var ids []ledger.ID
		hits := 0
		err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
			hits = 0
			if ids, err = store.Values[ledger.ID](ctx, tx, nextWaiting, actor.OrganizationID, after, chunk); err != nil {
				return err
			}
			for _, id := range ids {
				hit, err := retry(ctx, tx, id)
				if err != nil {
					return err
				}
				if hit {
					hits++
				}
			}
			return nil
		})
		if err != nil {
			return looked, joined, err
		}
		looked, joined = looked+len(ids), joined+hits
		if len(ids) < chunk {
			return looked, joined, nil
		}
		after = ids[len(ids)-1]
	}
}

func retry(ctx context.Context, tx *store.Tx, id ledger.ID) (bool, error) {
	is, err := lock(ctx, tx, id)
	if err != nil || is.State != Waiting {
		return false, err
	}
	said, err := saidOf(ctx, tx, id)
	if err != nil {
		return false, err
	}
	return tryMatch(ctx, tx, id, is.Facts, said)
}
