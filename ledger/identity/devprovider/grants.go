package devprovider

import (
	"sync"
	"time"
)

// grant is what a code stands for.
type grant struct {
	client    string
	redirect  string
	nonce     string
	challenge string
	person    Person
	locale    string
	authTime  time.Time

	expires time.Time
	spent   bool
	access  string // the token it was spent on
}

// access is what an access token stands for.
type access struct {
	person  Person
	locale  string
	expires time.Time
}

// maxGrants bounds the memory; beyond it new sign-ins wait for old codes to lapse.
const maxGrants = 10_000

// grants keeps codes and access tokens in memory until they lapse.
type grants struct {
	mu     sync.Mutex
	codes  map[string]*grant
	tokens map[string]access
}

func newGrants() *grants {
	return &grants{codes: map[string]*grant{}, tokens: map[string]access{}}
}

// issue keeps the grant under a new code; false when there are too many.
func (g *grants) issue(what grant, now time.Time) (code string, ok bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for c, old := range g.codes {
		if now.After(old.expires.Add(accessLifetime)) {
			delete(g.codes, c)
		}
	}
	for t, old := range g.tokens {
		if now.After(old.expires) {
			delete(g.tokens, t)
		}
	}
	if len(g.codes) >= maxGrants {
		return "", false
	}
	what.expires = now.Add(codeLifetime)
	code = random()
	g.codes[code] = &what
	return code, true
}

// spend takes a code for good. A second use also revokes what the first one got,
// because one of the two users stole it (RFC 6749 section 4.1.2). fits judges the
// rest of the request; a code presented wrongly is spent all the same.
func (g *grants) spend(code string, now time.Time, fits func(grant) bool) (got grant, token string, ok bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	found := g.codes[code]
	if found == nil {
		return grant{}, "", false
	}
	if found.spent {
		delete(g.tokens, found.access)
		return grant{}, "", false
	}
	found.spent = true
	if !now.Before(found.expires) || !fits(*found) {
		return grant{}, "", false
	}
	found.access = random()
	g.tokens[found.access] = access{person: found.person, locale: found.locale, expires: now.Add(accessLifetime)}
	return *found, found.access, true
}

// bearer finds a live access token.
func (g *grants) bearer(token string, now time.Time) (access, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	a, ok := g.tokens[token]
	return a, ok && now.Before(a.expires)
}
