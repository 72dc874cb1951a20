package backlog_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"hefu/ledger"
	"hefu/ledger/backlog"
	"hefu/ledger/internal/store"
	"hefu/ledger/job"
	"hefu/ledger/ledgertest"
)

type failing struct {
	OrganizationID ledger.ID `json:"organization_id"`
}

func (failing) Kind() string { return "test.failing" }

type fine struct {
	OrganizationID ledger.ID `json:"organization_id"`
}

func (fine) Kind() string { return "test.fine" }

// A job that always fails is set aside and seen, the others run; an administrator tries it again and gives it up.
func TestAJobThatAlwaysFailsIsSetAsideAndOthersRun(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	done := make(chan struct{}, 10)
	registry := job.NewRegistry()
	job.Register(registry, func(context.Context, failing) error { return errors.New("the other side is on fire") })
	job.Register(registry, func(context.Context, fine) error { done <- struct{}{}; return nil })
	jobs, err := job.Open(b.DB, registry, nil)
	if err != nil {
		t.Fatal(err)
	}
	work := backlog.Open(b.DB, jobs)
	insert(t, b, jobs, failing{b.Organization.ID}, fine{b.Organization.ID}, fine{b.Organization.ID}, failing{b.Other.ID})
	b.Exec(t, `UPDATE river.river_job SET max_attempts = 1 WHERE kind = 'test.failing'`)
	if err := jobs.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = jobs.Stop(context.Background()) })
	<-done
	<-done
	administrator, auditor := b.Staff(ledger.Administrator), b.Staff(ledger.Auditor)
	failed := wait(t, work, auditor, "failed")
	if failed.Kind != "test.failing" || failed.Attempt != 1 || len(failed.Faults) != 1 || failed.Faults[0].Error != "the other side is on fire" {
		t.Fatalf("%+v", failed)
	}
	counts, err := work.Count(t.Context(), auditor)
	if err != nil || counts.Failed != 1 || len(counts.Kinds) != 2 {
		t.Errorf("%+v, %v", counts, err)
	}
	code(t, work.Retry(t.Context(), auditor, failed.ID), "not_permitted")
	code(t, work.Retry(t.Context(), b.OtherStaff(ledger.Administrator), failed.ID), "not_found")
	code(t, work.Cancel(t.Context(), administrator, failed.ID), "state_forbids")
	if err := work.Retry(t.Context(), administrator, failed.ID); err != nil {
		t.Fatal(err)
	}
	for len(failed.Faults) < 2 { // it fails again and is set aside again
		failed = wait(t, work, auditor, "failed")
	}
	if n := ledgertest.Ask[int](t, b, `SELECT count(*) FROM hefu.audit_log WHERE action = 'job.retried'`); n != 1 {
		t.Errorf("%d rows in the log", n)
	}
}

func TestWorkThatWaitsIsGivenUp(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	jobs, err := job.Open(b.DB, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	work := backlog.Open(b.DB, jobs)
	insert(t, b, jobs, fine{b.Organization.ID})
	administrator := b.Staff(ledger.Administrator)
	waiting := wait(t, work, administrator, "waiting")
	if err := work.Cancel(t.Context(), administrator, waiting.ID); err != nil {
		t.Fatal(err)
	}
	if gone := wait(t, work, administrator, "cancelled"); gone.ID != waiting.ID || gone.FinishedAt == nil {
		t.Errorf("%+v", gone)
	}
	code(t, work.Cancel(t.Context(), administrator, waiting.ID), "state_forbids")
	code(t, work.Retry(t.Context(), administrator, 999), "not_found")
	_, err = work.List(t.Context(), b.Staff(ledger.Sales), backlog.Filter{})
	code(t, err, "not_permitted")
	_, err = work.List(t.Context(), administrator, backlog.Filter{State: "lost"})
	code(t, err, "validation_failed")
}

func insert(t *testing.T, b *ledgertest.Books, jobs *job.Client, all ...job.Args) {
	t.Helper()
	err := b.DB.Write(t.Context(), b.System(), func(ctx context.Context, tx *store.Tx) error {
		for _, args := range all {
			if err := jobs.Insert(ctx, tx, args); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// wait answers with the latest job in a state, once there is one.
func wait(t *testing.T, work *backlog.Service, actor ledger.Actor, state string) backlog.Job {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for {
		found, err := work.List(ctx, actor, backlog.Filter{State: state})
		if err != nil {
			t.Fatalf("wait for %s: %v", state, err)
		}
		if len(found) > 0 {
			return found[0]
		}
	}
}

func code(t *testing.T, err error, want string) {
	t.Helper()
	if !ledger.IsCode(err, want) {
		t.Errorf("%v, want %s", err, want)
	}
}
