package wire

import (
	"time"

	"hefu/ledger"
	"hefu/ledger/token"
)

// APIToken is a token of a customer's program, without its secret.
type APIToken struct {
	ID            ledger.ID  `json:"id"`
	Name          string     `json:"name"`
	Prefix        string     `json:"prefix" doc:"The token's visible beginning"`
	Scopes        []string   `json:"scopes" enum:"read_statements,read_documents,answer_statements"`
	MadeByName    string     `json:"made_by_name"`
	CreatedAt     time.Time  `json:"created_at"`
	ExpiresAt     time.Time  `json:"expires_at"`
	RevokedAt     *time.Time `json:"revoked_at,omitempty"`
	RevokedByName string     `json:"revoked_by_name"`
	LastUsedAt    *time.Time `json:"last_used_at,omitempty"`
	LastUsedFrom  string     `json:"last_used_from"`
	State         string     `json:"state" enum:"live,expired,revoked,maker_left"`
}

// TokenOf words a token.
func TokenOf(t token.Summary) APIToken {
	scopes := t.Scopes
	if scopes == nil {
		scopes = []string{}
	}
	return APIToken{t.ID, t.Name, t.Prefix, scopes, t.MadeByName, t.CreatedAt, t.ExpiresAt, t.RevokedAt, t.RevokedByName, t.LastUsedAt, t.LastUsedFrom, string(t.State)}
}
