package issue

import (
	"context"
	"slices"
	"strings"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// The register, with the day it is where the seller is. $1 actor, whose own customers alone are shown with $2.
const issuesOf = `
FROM issues i JOIN customers c ON c.id = i.customer_id JOIN staff p ON p.id = i.owner_id
JOIN LATERAL (SELECT (now() AT TIME ZONE o.time_zone)::date AS today FROM organizations o WHERE o.id = i.organization_id) t ON true
LEFT JOIN documents d ON d.id = i.proof_document_id
WHERE (NOT $2::boolean OR c.salesperson_id IN (SELECT acts_as($1::uuid)))`

const issueColumns = `
SELECT i.id, i.issue_no, i.customer_id, c.code, c.name, c.name_en, i.source, i.dispute_id, i.statement_id, i.line_no, i.item_id, i.source_no, i.title, i.description,
  i.cause, i.next_step, i.amount::numeric, coalesce(i.currency, ''), i.owner_id, p.name, i.due_on, ` + Late + `, i.state, i.proof_file_id, i.proof_document_id,
  coalesce(d.document_no, ''), i.ending, i.ended_at, i.ended_by_name, i.raised_by, i.raised_by_name, i.created_at, i.row_version, t.today`

// Unended is the condition of the issues i on which something is left to do; Late of those whose day has passed, where t.today is the
// seller's. The register, its counts and the work list ask them alike.
const (
	Unended = `i.state IN ('open', 'working')`
	Late    = `(i.state IN ('open', 'working') AND i.due_on < t.today)`
)

// Query narrows the register. Empty fields do not narrow, but that State "" means what is not ended; "all" is everything.
type Query struct {
	State       string
	Owner       ledger.ID
	Mine        bool // the actor's, with those of whom the actor stands in for; wins over Owner
	Others      bool // everybody's but those
	CustomerID  ledger.ID
	DisputeID   ledger.ID
	StatementID ledger.ID
	Source      Source
	Late        bool
	Search      string // in the number, the title, the source's number and the customer's code and name
	After       Cursor
	Limit       int
	PerState    int // if set, the first so many of each state instead of a page
}

// Cursor is the place of an issue: the first due comes first.
type Cursor struct {
	DueOn calendar.Date `json:"due"`
	ID    ledger.ID     `json:"id"`
}

// Count is how many issues are of a kind.
type Count struct {
	Key   string
	Name  string
	Count int
	Late  int
}

// Register is a page of issues, with counts of everything that the query's other filters let through: what is counted under a state or an
// owner is what the query for it lists.
type Register struct {
	Issues []Issue
	Total  int
	Late   int
	States []Count
	Owners []Count
}

func (q Query) check() error {
	if q.State != "" && q.State != "all" && !slices.Contains(States, State(q.State)) {
		return ledger.E("validation_failed").At("state", "not_a_choice")
	}
	return nil
}

// $3 customer  $4 dispute  $5 statement  $6 source  $7 search
const narrowed = `
 AND ($3::uuid IS NULL OR i.customer_id = $3) AND ($4::uuid IS NULL OR i.dispute_id = $4) AND ($5::uuid IS NULL OR i.statement_id = $5) AND ($6::text = '' OR i.source = $6)
 AND ($7::text = '' OR i.issue_no ILIKE $7 OR i.title ILIKE $7 OR i.source_no ILIKE $7 OR c.code ILIKE $7 OR c.name ILIKE $7)`

// $8 state  $9 owner  $10 late only  $11 everybody but the owner
const chosen = `
 AND (CASE $8::text WHEN 'all' THEN true WHEN '' THEN ` + Unended + ` ELSE i.state = $8 END) AND ($9::uuid[] IS NULL OR (i.owner_id = ANY ($9)) <> $11::boolean) AND (NOT $10::boolean OR ` + Late + `)`

const (
	page  = ` AND ($12::date IS NULL OR (i.due_on, i.id) > ($12, $13::uuid)) ORDER BY i.due_on, i.id LIMIT $14`
	cells = `SELECT i.state, i.owner_id, p.name, ` + Late + `, count(*)::int ` + issuesOf + narrowed + ` GROUP BY 1, 2, 3, 4`
	first = `SELECT * FROM (` + issueColumns + `, (row_number() OVER (PARTITION BY i.state ORDER BY i.due_on, i.id))::int AS place ` + issuesOf + narrowed + chosen + `) r WHERE r.place <= $12 ORDER BY r.due_on, r.id`
)

func (q Query) base(actor ledger.Actor) []any {
	search := ""
	if q.Search != "" {
		search = "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(q.Search) + "%"
	}
	return []any{actor.PersonID, actor.OwnCustomersOnly(), q.CustomerID, q.DisputeID, q.StatementID, string(q.Source), search}
}

func (q Query) choice(owners []ledger.ID) []any { return []any{q.State, owners, q.Late, q.Others} }

// owners are whose issues are asked for; nil: everybody's.
func (q Query) owners(actor ledger.Actor) []ledger.ID {
	switch {
	case q.Mine:
		return actor.ActsAs()
	case q.Owner.IsZero():
		return nil
	}
	return []ledger.ID{q.Owner}
}

// List reads the register. Needs SeeStatements, of staff; sales see their own customers'. Refused: validation_failed for a state that is none.
func (s *Service) List(ctx context.Context, actor ledger.Actor, q Query) (Register, error) {
	if err := requireStaff(actor, ledger.SeeStatements); err != nil {
		return Register{}, err
	}
	if err := q.check(); err != nil {
		return Register{}, err
	}
	if q.Limit <= 0 || q.Limit > MaxPage+1 {
		q.Limit = MaxPage
	}
	var out Register
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		var b store.Batch
		var counted []cell
		base, owners := q.base(actor), q.owners(actor)
		store.Read(&b, &counted, cells, base...)
		if q.PerState > 0 {
			var placed []placed
			store.Read(&b, &placed, first, append(append(base, q.choice(owners)...), q.PerState)...)
			if err := tx.Send(ctx, &b); err != nil {
				return err
			}
			for _, one := range placed {
				out.Issues = append(out.Issues, one.Issue)
			}
		} else {
			var after any
			if !q.After.ID.IsZero() {
				after = q.After.DueOn
			}
			store.Read(&b, &out.Issues, issueColumns+issuesOf+narrowed+chosen+page, append(append(base, q.choice(owners)...), after, q.After.ID, q.Limit)...)
			if err := tx.Send(ctx, &b); err != nil {
				return err
			}
		}
		out.count(counted, q, owners)
		return nil
	})
	return out, err
}

type placed struct {
	Issue
	Place int
}

type cell struct {
	State State
	Owner ledger.ID
	Name  string
	Late  bool
	Count int
}

func (c cell) inState(state string) bool {
	switch state {
	case "all":
		return true
	case "":
		return c.State == Open || c.State == Working
	}
	return string(c.State) == state
}

func (r *Register) count(cells []cell, q Query, of []ledger.ID) {
	states, owners := map[State]int{}, map[ledger.ID]*Count{}
	for _, c := range cells {
		inState, ofOwner, inTime := c.inState(q.State), of == nil || slices.Contains(of, c.Owner) != q.Others, !q.Late || c.Late
		if inState && ofOwner && inTime {
			r.Total += c.Count
		}
		if inState && ofOwner && c.Late {
			r.Late += c.Count
		}
		if ofOwner && inTime {
			states[c.State] += c.Count
		}
		if inState && inTime {
			if owners[c.Owner] == nil {
				owners[c.Owner] = &Count{Key: c.Owner.String(), Name: c.Name}
			}
			owners[c.Owner].Count += c.Count
			if c.Late {
				owners[c.Owner].Late += c.Count
			}
		}
	}
	for _, state := range States {
		r.States = append(r.States, Count{Key: string(state), Count: states[state]})
	}
	for _, owner := range owners {
		r.Owners = append(r.Owners, *owner)
	}
	slices.SortFunc(r.Owners, func(a, b Count) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return strings.Compare(a.Name+a.Key, b.Name+b.Key)
	})
}
