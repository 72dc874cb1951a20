package devprovider

import (
	"sync"
	"time"
)

const (
	tries       = 5               // wrong passwords for one e-mail …
	allTries    = 30              // … or for all of them together …
	triesWindow = 5 * time.Minute // … within this long, then wait it out
	maxNames    = 10_000          // e-mails remembered
)

// throttle counts password attempts per e-mail, existing or not: guessing is
// slowed and tells nothing about who exists.
type throttle struct {
	mu     sync.Mutex
	all    attempts
	byName map[string]attempts
}

type attempts struct {
	count int
	since time.Time
}

func newThrottle() *throttle { return &throttle{byName: map[string]attempts{}} }

// begin counts an attempt before its password is looked at, so that many at once
// gain nothing. It returns how long to wait, or zero to go on.
func (t *throttle) begin(name string, now time.Time) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.byName) >= maxNames {
		for n, a := range t.byName {
			if now.Sub(a.since) >= triesWindow {
				delete(t.byName, n)
			}
		}
	}
	mine, all := t.byName[name].at(now), t.all.at(now)
	if mine.count >= tries {
		return mine.since.Add(triesWindow).Sub(now)
	}
	if all.count >= allTries || len(t.byName) >= maxNames {
		return all.since.Add(triesWindow).Sub(now)
	}
	mine.count++
	all.count++
	t.byName[name], t.all = mine, all
	return 0
}

// succeed forgets the attempts of a person who knew the password.
func (t *throttle) succeed(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.all.count = max(0, t.all.count-t.byName[name].count)
	delete(t.byName, name)
}

// at starts the count anew when its window has passed.
func (a attempts) at(now time.Time) attempts {
	if now.Sub(a.since) >= triesWindow {
		return attempts{since: now}
	}
	return a
}
