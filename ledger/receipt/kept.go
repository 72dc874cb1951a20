package receipt

import (
	"sync"
	"time"

	"hefu/ledger"
)

// deskAge is how long a run goes on with what it read: then what others settled, disputed or learnt meanwhile is read too.
const deskAge = time.Minute

// kept is the desk of a run between two turns of one worker. Without it a seller with a million open items would spend a third of a run on reading them.
type kept struct {
	mutex  sync.Mutex
	run    ledger.ID
	desk   *desk
	opened time.Time
}

// take hands the desk of a run out, to one who asks; nil where there is none, or an old one: it is opened now.
func (k *kept) take(run ledger.ID, now time.Time) (*desk, time.Time) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	d := k.desk
	k.desk = nil
	if d == nil || k.run != run || now.Sub(k.opened) >= deskAge {
		return nil, now
	}
	return d, k.opened
}

// put keeps a desk for the next turn, but not for long: that may be another worker's.
func (k *kept) put(run ledger.ID, d *desk, opened time.Time) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	k.run, k.desk, k.opened = run, d, opened
	time.AfterFunc(deskAge, func() { k.drop(d) })
}

func (k *kept) drop(d *desk) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if k.desk == d {
		k.desk = nil
	}
}
