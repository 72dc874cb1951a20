package web

import (
	"context"
	"crypto/sha256"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// endedAfter is when an unanswered key can no longer belong to a request under way: every request has ended by then.
const endedAfter = time.Minute

const claimKey = `
INSERT INTO idempotency_keys (actor_id, key, request_sha256) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`

const readKey = `
SELECT request_sha256, status, coalesce(response, ''), committed_at IS NOT NULL AND created_at < clock_timestamp() - $3::interval
FROM idempotency_keys WHERE actor_id = $1 AND key = $2`

// A request that ended without doing its work has left its key; the next one with the same content takes it over.
const takeKey = `
UPDATE idempotency_keys SET created_at = clock_timestamp()
WHERE actor_id = $1 AND key = $2 AND request_sha256 = $3 AND status IS NULL AND committed_at IS NULL AND created_at < clock_timestamp() - $4::interval`

const keepAnswer = `UPDATE idempotency_keys SET status = $3, response = $4 WHERE actor_id = $1 AND key = $2`

// What was committed is not given back, though the answer failed: the work would be done twice.
const releaseKey = `DELETE FROM idempotency_keys WHERE actor_id = $1 AND key = $2 AND committed_at IS NULL`

type keptAnswer struct {
	Request  []byte
	Status   *int
	Response string
	Done     bool
}

// repeatOnce gives a repeated POST with the same Idempotency-Key the first answer again. The key belongs to the person; it is
// bound to the whole request and to the customer or organization it was made for.
func (s *Server) repeatOnce(c *fiber.Ctx) error {
	key := c.Get("Idempotency-Key")
	if c.Method() != fiber.MethodPost || key == "" || s.secrets[c.Path()] {
		return c.Next()
	}
	if len(key) > 128 || strings.ContainsFunc(key, func(r rune) bool { return r < '!' || r > '~' }) {
		return malformed("the idempotency key is not 1 to 128 visible ASCII characters").At("Idempotency-Key", "bad_format")
	}
	ctx, cancel := context.WithTimeout(c.UserContext(), requestDeadline)
	defer cancel()
	r := requestOf(c.UserContext())
	actor := clerk(r.session.actor(r))
	kept, err := s.claim(ctx, actor, key, requestHash(c, actor, r.session.LinkID))
	if err != nil {
		return err
	}
	if kept != nil {
		return s.repeat(c, kept)
	}
	r.key = key
	if err := protect(c.Next); err != nil {
		if err := s.writeError(c, err); err != nil {
			return err
		}
	}
	return s.settle(context.WithoutCancel(c.UserContext()), c, actor, key)
}

// claim takes the key for this request; a non-nil answer is the first request's.
func (s *Server) claim(ctx context.Context, actor ledger.Actor, key string, hash []byte) (*keptAnswer, error) {
	var kept *keptAnswer
	err := s.options.DB.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		kept = nil
		claimed, err := store.Exec(ctx, tx, claimKey, actor.PersonID, key, hash)
		if err == nil && claimed == 0 {
			claimed, err = store.Exec(ctx, tx, takeKey, actor.PersonID, key, hash, endedAfter)
		}
		if err != nil || claimed == 1 {
			return err
		}
		row, found, err := store.Row[keptAnswer](ctx, tx, readKey, actor.PersonID, key, endedAfter)
		switch {
		case err != nil:
			return err
		case !found:
			return ledger.E("idempotency_in_progress")
		case string(row.Request) != string(hash):
			return ledger.E("idempotency_key_reused")
		case row.Status == nil && row.Done:
			return ledger.E("idempotency_completed")
		case row.Status == nil:
			return ledger.E("idempotency_in_progress")
		}
		kept = &row
		return nil
	})
	return kept, err
}

func (s *Server) repeat(c *fiber.Ctx, kept *keptAnswer) error {
	c.Set("Idempotency-Replayed", "true")
	if kept.Response != "" {
		c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
		if *kept.Status >= fiber.StatusBadRequest {
			c.Set(fiber.HeaderContentType, (&Problem{}).ContentType(""))
		}
	}
	return c.Status(*kept.Status).SendString(kept.Response)
}

// settle keeps the answer, or gives the key back when the request failed for a reason that may pass.
func (s *Server) settle(ctx context.Context, c *fiber.Ctx, actor ledger.Actor, key string) error {
	ctx, cancel := context.WithTimeout(ctx, requestDeadline)
	defer cancel()
	status := c.Response().StatusCode()
	return s.options.DB.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		var err error
		// The page asks for the code that a link's holder needs, and repeats the same intent.
		if status >= fiber.StatusInternalServerError || status == fiber.StatusTooManyRequests || status == fiber.StatusUnauthorized {
			_, err = store.Exec(ctx, tx, releaseKey, actor.PersonID, key)
		} else {
			_, err = store.Exec(ctx, tx, keepAnswer, actor.PersonID, key, status, string(c.Response().Body()))
		}
		return err
	})
}

func requestHash(c *fiber.Ctx, actor ledger.Actor, link ledger.ID) []byte {
	hash := sha256.New()
	for _, part := range []string{c.Method(), c.OriginalURL(), string(actor.Audience), actor.OrganizationID.String(), actor.CustomerID.String(), link.String()} {
		hash.Write([]byte(part))
		hash.Write([]byte{0})
	}
	hash.Write(c.Body())
	return hash.Sum(nil)
}
