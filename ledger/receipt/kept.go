package receipt

import (
	"sync"
	"time"

	"hefu/ledger"
)

// deskAge is how long a run goes on with what it read: then what others settled, disputed or learnt meanwhile is read too.
const deskAge = time.Minute

// kept are the desks of runs between two turns of one worker. Without them a seller with a million open items would spend a third of a run on reading them.
type kept struct {
	mutex sync.Mutex
	desks map[ledger.ID]keptDesk // by run
}

type keptDesk struct {
	*desk
	opened time.Time
}

// take hands the desk of a run out, to one who asks. Where there is none, or an old one, it is empty and opened now.
func (k *kept) take(run ledger.ID, now time.Time) keptDesk {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	d, found := k.desks[run]
	delete(k.desks, run)
	if !found || now.Sub(d.opened) >= deskAge {
		return keptDesk{opened: now}
	}
	return d
}

// put keeps a desk for the run's next turn, but not for long: that may be another worker's.
func (k *kept) put(run ledger.ID, d keptDesk) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	k.desks[run] = d
	time.AfterFunc(deskAge, func() { k.drop(run, d) })
}

func (k *kept) drop(run ledger.ID, d keptDesk) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if k.desks[run].desk == d.desk {
		delete(k.desks, run)
	}
}
