// Package notice owns who is told of what: it turns each recorded fact (ledger/event) into deliveries, one a purpose, recipient and
// channel, sends them, tries again what may pass, reminds of what is not answered, and keeps what came of each. README.md says who is
// told of what, and what a crash can and cannot do.
package notice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/access"
	"hefu/ledger/internal/store"
	"hefu/ledger/job"
	"hefu/ledger/mail"
	"hefu/ledger/party"
	"hefu/ledger/push"
)

// Options say how the outside is reached. What is nil is switched off: its deliveries fail with that as the reason.
type Options struct {
	BaseURL  string // of all links, such as https://portal.example.com; from configuration alone
	Mail     mail.Sender
	MailHost string // right-hand side of Message-IDs; default hefu.invalid
	Push     *push.Client
	SMS      push.ShortMessages
	// SMSTemplate is the provider's approved text for reminders; its parts are statement number, seller and due date.
	SMSTemplate string
	Pauses      []time.Duration // before each further try; default from a minute to a day, nine tries in all
}

// Service tells people, and shows what was told.
type Service struct {
	db     *store.DB
	jobs   *job.Client
	links  *access.Service
	people *party.Service
	o      Options
	pauses []time.Duration
}

var defaultPauses = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour}

// urgentPauses are for codes: whoever waits for one waits minutes, and after ten it is worth nothing.
var urgentPauses = []time.Duration{5 * time.Second, 10 * time.Second, 30 * time.Second, time.Minute, 2 * time.Minute}

// Open opens the service. jobs may be nil where nothing is enqueued, links and people where there are none.
func Open(db *store.DB, jobs *job.Client, links *access.Service, people *party.Service, o Options) *Service {
	if o.MailHost == "" {
		o.MailHost = "hefu.invalid"
	}
	s := &Service{db: db, jobs: jobs, links: links, people: people, o: o, pauses: o.Pauses}
	if s.pauses == nil {
		s.pauses = defaultPauses
	}
	return s
}

// ExpandArgs ask for the deliveries of an organization's facts. The database itself enqueues this work (00021).
type ExpandArgs struct {
	OrganizationID ledger.ID `json:"organization_id"`
}

// SendArgs ask for an organization's due deliveries to be sent.
type SendArgs struct {
	OrganizationID ledger.ID `json:"organization_id"`
}

// RoundArgs ask for whatever is due in any organization: reminders, and work whose own job is lost.
type RoundArgs struct{}

// The kinds of work, and where they wait.
func (ExpandArgs) Kind() string  { return "notice.expand" }
func (ExpandArgs) Queue() string { return job.Telling }
func (SendArgs) Kind() string    { return "notice.send" }
func (SendArgs) Queue() string   { return job.Sending }
func (RoundArgs) Kind() string   { return "notice.round" }
func (RoundArgs) Queue() string  { return job.Telling }

const (
	roundEvery = time.Minute
	expandTurn = 6 * time.Second  // of the fifteen that a job has
	sendTurn   = 20 * time.Second // then it hands over
	sendLimit  = 75 * time.Second // one more batch at a slow server fits in
)

// Register lets a worker do the work.
func (s *Service) Register(r *job.Registry, clock ledger.Clock) {
	job.Register(r, func(ctx context.Context, args ExpandArgs) error {
		for until := clock().Add(expandTurn); clock().Before(until); {
			left, err := s.Expand(ctx, args.OrganizationID)
			if err != nil || !left {
				return err
			}
		}
		return job.Again
	})
	job.RegisterLong(r, sendLimit, func(ctx context.Context, args SendArgs) error {
		for until := clock().Add(sendTurn); clock().Before(until); {
			sent, err := s.Send(ctx, args.OrganizationID)
			if err != nil || sent == 0 {
				return err
			}
		}
		return job.Again
	})
	job.Register(r, func(ctx context.Context, _ RoundArgs) error { return s.Round(ctx) })
	job.Every(r, roundEvery, RoundArgs{})
}

const readWaiting = `
SELECT EXISTS (SELECT FROM event_queue WHERE organization_id = $1 AND attempts < $2),
  EXISTS (SELECT FROM deliveries WHERE organization_id = $1 AND (state = 'queued' AND next_at <= now() OR state = 'sending' AND tried_at < now() - $3::interval))`

// Round reminds of what is due today and enqueues what waits without a job, in every organization.
func (s *Service) Round(ctx context.Context) error {
	var organizations []ledger.ID
	err := s.db.Read(ctx, ledger.SystemActor(ledger.ID{}, "notices"), func(ctx context.Context, tx *store.Tx) (err error) {
		organizations, err = store.Values[ledger.ID](ctx, tx, `SELECT id FROM organizations ORDER BY id`)
		return err
	})
	if err != nil {
		return err
	}
	for _, organization := range organizations {
		if _, err := s.Remind(ctx, organization); err != nil {
			return err
		}
		if _, err := s.Escalate(ctx, organization); err != nil {
			return err
		}
		err := s.db.Write(ctx, system(organization), func(ctx context.Context, tx *store.Tx) error {
			waiting, _, err := store.Row[struct{ Facts, Deliveries bool }](ctx, tx, readWaiting, organization, maxExpansions, stuckAfter)
			if err == nil && waiting.Facts {
				err = s.jobs.Insert(ctx, tx, ExpandArgs{organization})
			}
			if err == nil && waiting.Deliveries {
				err = s.jobs.Insert(ctx, tx, SendArgs{organization})
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func system(organization ledger.ID) ledger.Actor { return ledger.SystemActor(organization, "notices") }
