package backoffice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/backlog"
	"hefu/ledger/books"
	"hefu/ledger/web"
)

type jobFault struct {
	Attempt int       `json:"attempt"`
	At      time.Time `json:"at"`
	Error   string    `json:"error"`
}

type jobRow struct {
	ID          int64      `json:"id"`
	Kind        string     `json:"kind"`
	Queue       string     `json:"queue"`
	State       string     `json:"state" enum:"running,waiting,scheduled,retrying,failed,cancelled,done"`
	Attempt     int        `json:"attempt"`
	MaxAttempts int        `json:"max_attempts"`
	CreatedAt   time.Time  `json:"created_at"`
	ScheduledAt time.Time  `json:"scheduled_at"`
	AttemptedAt *time.Time `json:"attempted_at"`
	FinishedAt  *time.Time `json:"finished_at"`
	Args        string     `json:"args" doc:"What the job was told, as JSON"`
	System      bool       `json:"system" doc:"The program's own, of no organization"`
	Faults      []jobFault `json:"faults"`
	MayRetry    bool       `json:"may_retry"`
	MayCancel   bool       `json:"may_cancel"`
}

type jobQuery struct {
	State string `query:"state" enum:"running,waiting,scheduled,retrying,failed,cancelled,done" required:"false"`
	Kind  string `query:"kind" maxLength:"60"`
	web.Paging
}

type jobQueue struct {
	Name    string `json:"name"`
	Waiting int    `json:"waiting"`
	Running int    `json:"running"`
	Paused  bool   `json:"paused"`
}

type jobCounts struct {
	Running       int        `json:"running"`
	Waiting       int        `json:"waiting"`
	Scheduled     int        `json:"scheduled"`
	Retrying      int        `json:"retrying"`
	Failed        int        `json:"failed"`
	OldestWaiting *time.Time `json:"oldest_waiting"`
	Queues        []jobQueue `json:"queues"`
	Kinds         []string   `json:"kinds"`
}

type oneJob struct {
	Job int64 `path:"job" minimum:"1"`
}

// backlogs is the background work, and what failed of it.
func backlogs(api *web.API, books *books.Books) {
	web.Get(api, "/jobs", ledger.SeeAudit, "List background work", func(ctx context.Context, actor ledger.Actor, in *jobQuery) (web.Page[jobRow], error) {
		out := web.Page[jobRow]{Items: []jobRow{}}
		before, _, err := web.ReadCursor[int64](in.Cursor)
		if err != nil {
			return out, err
		}
		rows, err := books.Backlog.List(ctx, actor, backlog.Filter{State: in.State, Kind: in.Kind, Before: before, Limit: in.Limit + 1})
		for i, row := range rows {
			if i == in.Limit {
				out.NextCursor, err = web.Cursor(rows[i-1].ID)
				break
			}
			out.Items = append(out.Items, wordJob(row, actor))
		}
		return out, err
	})
	web.Get(api, "/jobs/counts", ledger.SeeAudit, "Count background work by how it stands", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (jobCounts, error) {
		c, err := books.Backlog.Count(ctx, actor)
		out := jobCounts{Running: c.Running, Waiting: c.Waiting, Scheduled: c.Scheduled, Retrying: c.Retrying, Failed: c.Failed, OldestWaiting: c.OldestWaiting, Queues: []jobQueue{}, Kinds: []string{}}
		for _, queue := range c.Queues {
			out.Queues = append(out.Queues, jobQueue(queue))
		}
		out.Kinds = append(out.Kinds, c.Kinds...)
		return out, err
	})
	web.Post(api, "/jobs/{job}/retry", ledger.ManageJobs, "Try a job again", func(ctx context.Context, actor ledger.Actor, in *oneJob) (web.Nothing, error) {
		return web.Nothing{}, books.Backlog.Retry(ctx, actor, in.Job)
	})
	web.Post(api, "/jobs/{job}/cancellation", ledger.ManageJobs, "Give a job up", func(ctx context.Context, actor ledger.Actor, in *oneJob) (web.Nothing, error) {
		return web.Nothing{}, books.Backlog.Cancel(ctx, actor, in.Job)
	})
}

func wordJob(row backlog.Job, actor ledger.Actor) jobRow {
	may := actor.May(ledger.ManageJobs)
	out := jobRow{ID: row.ID, Kind: row.Kind, Queue: row.Queue, State: row.State, Attempt: row.Attempt, MaxAttempts: row.MaxAttempts, CreatedAt: row.CreatedAt,
		ScheduledAt: row.ScheduledAt, AttemptedAt: row.AttemptedAt, FinishedAt: row.FinishedAt, Args: row.Args, System: row.System, Faults: []jobFault{}}
	for _, fault := range row.Faults {
		out.Faults = append(out.Faults, jobFault(fault))
	}
	switch row.State {
	case "failed", "cancelled":
		out.MayRetry = may
	case "retrying", "scheduled":
		out.MayRetry, out.MayCancel = may, may
	case "running", "waiting":
		out.MayCancel = may
	}
	return out
}
