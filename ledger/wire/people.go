package wire

import (
	"encoding/json"
	"maps"
	"slices"
	"time"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/party"
)

// Colleague is a person who acts for a customer. What only administrators see is left out for others.
type Colleague struct {
	ID         ledger.ID     `json:"id"`
	Name       string        `json:"name"`
	Email      string        `json:"email,omitempty"`
	Phone      string        `json:"phone,omitempty"`
	Locale     string        `json:"locale"`
	SignsIn    bool          `json:"signs_in"`
	LastSignIn *time.Time    `json:"last_sign_in,omitempty"`
	Roles      []ledger.Role `json:"roles"`
	Self       bool          `json:"self"`
	Bounced    *Bounced      `json:"bounced,omitempty" doc:"The last mail to this address that came back"`
}

// Bounced says when a mail came back, and what the mail server said.
type Bounced struct {
	At   time.Time `json:"at"`
	Said string    `json:"said"`
}

// Invitation is one that is open.
type Invitation struct {
	ID        ledger.ID     `json:"id"`
	Email     string        `json:"email"`
	Name      string        `json:"name"`
	Roles     []ledger.Role `json:"roles"`
	Side      string        `json:"side" enum:"customer,staff"`
	InvitedBy string        `json:"invited_by"`
	CreatedAt time.Time     `json:"created_at"`
	ExpiresAt time.Time     `json:"expires_at"`
	Expired   bool          `json:"expired"`
}

// OffAsked says who asked to switch maker and checker off.
type OffAsked struct {
	By   string    `json:"by"`
	Self bool      `json:"self"`
	At   time.Time `json:"at"`
}

// People are everybody who acts for one customer, and how the customer is administered.
type People struct {
	Items          []Colleague  `json:"items"`
	Invitations    []Invitation `json:"invitations"`
	SelfAdmin      bool         `json:"self_administration"`
	MakerChecker   bool         `json:"maker_checker"`
	OffAsked       *OffAsked    `json:"off_asked,omitempty"`
	MayManage      bool         `json:"may_manage"`
	WhyNot         string       `json:"why_not,omitempty"`
	MayPseudonym   bool         `json:"may_pseudonymise,omitempty" doc:"The reader may ask for a contact's name to be replaced"`
	InvitationDays int          `json:"invitation_days"`
}

// PeopleOf words the people of a customer for one reader.
func PeopleOf(found party.Colleagues, actor ledger.Actor) People {
	out := People{Items: []Colleague{}, Invitations: []Invitation{}, SelfAdmin: found.Allowed, MakerChecker: found.MakerChecker, InvitationDays: party.InvitationDays}
	for _, p := range found.People {
		out.Items = append(out.Items, Colleague{p.ID, p.Name, p.Email, p.Phone, p.Locale, p.SignsIn, p.LastSignIn, p.Roles, p.ID == actor.PersonID, nil})
	}
	for _, i := range found.Invitations {
		out.Invitations = append(out.Invitations, Invitation{i.ID, i.Email, i.Name, i.Roles, i.Side, i.InvitedBy, i.CreatedAt, i.ExpiresAt, i.Expired})
	}
	if found.OffAskedAt != nil {
		out.OffAsked = &OffAsked{found.OffAskedName, found.OffAskedBy == actor.PersonID, *found.OffAskedAt}
	}
	need := ledger.ManageColleagues
	if actor.Audience == ledger.Backoffice {
		need = ledger.ManageCustomers
	}
	switch err := actor.Require(need); {
	case err != nil:
		out.WhyNot = ledger.AsError(err).Message(actor.Locale)
	case actor.Audience == ledger.Portal && !found.Allowed:
		out.WhyNot = ledger.E("self_administration_off").Message(actor.Locale)
	default:
		out.MayManage = true
	}
	return out
}

// NewInvitation is an invitation just made; its link is told once.
type NewInvitation struct {
	ID     ledger.ID `json:"id"`
	Link   string    `json:"link"`
	People People    `json:"people"`
}

// LogEntry is a row of a change log in short: who, what, about whom, and each value before and after.
type LogEntry struct {
	Seq         int64         `json:"seq"`
	At          time.Time     `json:"at"`
	Action      string        `json:"action"`
	By          string        `json:"by,omitempty"`
	Actor       string        `json:"actor,omitempty" doc:"Identity and network address; for staff"`
	Name        string        `json:"name,omitempty"`
	Email       string        `json:"email,omitempty"`
	RolesBefore []ledger.Role `json:"roles_before,omitempty"`
	Roles       []ledger.Role `json:"roles,omitempty"`
	Changes     []LogChange   `json:"changes"`
}

// LogChange is one value before and after.
type LogChange struct {
	Field  string `json:"field"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// logDetail is what the log's writers put down; each writes a part of it.
type logDetail struct {
	By          string                                    `json:"by"`
	Name        string                                    `json:"name"`
	Email       string                                    `json:"email"`
	Roles       []ledger.Role                             `json:"roles"`
	RolesBefore []ledger.Role                             `json:"roles_before"`
	Removed     json.RawMessage                           `json:"before"` // the roles of a contact who was removed
	Changes     map[string]struct{ Before, After string } `json:"changes"`
}

// Log words entries of a change log for a reader.
func Log(entries []party.Entry, locale string) []LogEntry {
	out := []LogEntry{}
	for _, e := range entries {
		entry := LogEntry{Seq: e.Seq, At: e.At, Action: e.Action, Actor: e.Actor, Changes: []LogChange{}}
		var d logDetail
		if err := json.Unmarshal(e.Detail, &d); err == nil {
			entry.By, entry.Name, entry.Email, entry.Roles, entry.RolesBefore = d.By, d.Name, d.Email, d.Roles, d.RolesBefore
			if len(d.RolesBefore) == 0 && d.Removed != nil {
				_ = json.Unmarshal(d.Removed, &entry.RolesBefore) // elsewhere the word means something else, and is left out
			}
		}
		for _, field := range slices.Sorted(maps.Keys(d.Changes)) {
			change := LogChange{field, d.Changes[field].Before, d.Changes[field].After}
			if field == "terms" {
				change.Before, change.After = termsInWords(change.Before, locale), termsInWords(change.After, locale)
			}
			entry.Changes = append(entry.Changes, change)
		}
		out = append(out, entry)
	}
	return out
}

// termsInWords is what the log keeps of payment terms as one reads them; what is none is left as it is.
func termsInWords(stored, locale string) string {
	if stored == "" || stored == "{}" {
		return ""
	}
	terms, err := calendar.ParseTerms(json.RawMessage(stored))
	if err != nil {
		return stored
	}
	return terms.DescribeFully(locale)
}
