package store

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"hefu/ledger"
)

// A row of the audit log can never change, a person's name may have to go. So the log says ~ and the SHA-256 of a salt and the name, and both
// are kept in audit_values for as long as the person is not pseudonymised. The chain holds either way.

// said is what a row of the log commits to.
type said struct {
	commitment, salt, value string
	person                  ledger.ID
}

// aboutPeople are the families of acts whose detail is a person's own data, under these keys; in changes each has a before and an after.
var aboutPeople = []string{"contact", "contacts", "staff"}

var personalKeys = []string{"name", "email", "phone", "identity", "issuer", "subject", "invited_by"}

// commitPersons replaces what is a person's in a row's detail. by is whoever acted, in every family.
func (tx *Tx) commitPersons(action, detail string) string {
	family, verb, _ := strings.Cut(action, ".")
	about := slices.Contains(aboutPeople, family)
	if tx.Actor.OrganizationID.IsZero() || !about && !strings.Contains(detail, `"by":"`) {
		return detail
	}
	reader := json.NewDecoder(strings.NewReader(detail))
	reader.UseNumber()
	var content any
	if reader.Decode(&content) != nil {
		return detail
	}
	items, many := content.([]any)
	if !many {
		items = []any{content}
	}
	for _, item := range items {
		if fields, ok := item.(map[string]any); ok {
			tx.commitFields(fields, about, verb == "linked")
		}
	}
	var out bytes.Buffer
	writer := json.NewEncoder(&out)
	if writer.Encode(content) != nil {
		return detail
	}
	return strings.TrimSuffix(out.String(), "\n")
}

func (tx *Tx) commitFields(fields map[string]any, about, linked bool) {
	if by, ok := fields["by"].(string); ok && by == tx.Actor.Name {
		fields["by"] = tx.commit(by, tx.Actor.PersonID)
	}
	if !about {
		return
	}
	var person ledger.ID
	for _, key := range []string{"contact", "staff"} {
		if text, ok := fields[key].(string); ok {
			person, _ = ledger.ParseID(text)
		}
	}
	own := personalKeys
	if linked { // before and after are identities
		own = append([]string{"before", "after"}, own...)
	}
	for _, key := range own {
		if value, ok := fields[key].(string); ok {
			fields[key] = tx.commit(value, person)
		}
	}
	changes, _ := fields["changes"].(map[string]any)
	for _, key := range personalKeys {
		change, _ := changes[key].(map[string]any)
		for _, side := range []string{"before", "after"} {
			if value, ok := change[side].(string); ok {
				change[side] = tx.commit(value, person)
			}
		}
	}
}

// commit is what stands for a value. Each has a salt of its own, so that equal names do not show.
func (tx *Tx) commit(value string, person ledger.ID) string {
	if value == "" {
		return value
	}
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // it never fails
	sum := sha256.Sum256(append(slices.Clone(salt), value...))
	tx.said = append(tx.said, said{hex.EncodeToString(sum[:]), hex.EncodeToString(salt), value, person})
	return "~" + hex.EncodeToString(sum[:])
}

const keepSaid = `SELECT audit_keep($1, $2, $3, $4, $5)`

func (tx *Tx) queueSaid(b *Batch) {
	if len(tx.said) == 0 {
		return
	}
	var commitments, salts, values []string
	var persons []*ledger.ID
	for _, s := range tx.said {
		var person *ledger.ID
		if !s.person.IsZero() {
			person = &s.person
		}
		commitments, salts, values, persons = append(commitments, s.commitment), append(salts, s.salt), append(values, s.value), append(persons, person)
	}
	tx.said = nil
	b.Do(keepSaid, tx.Actor.OrganizationID, commitments, persons, salts, values)
}

// unknown stands for what is kept no more.
const unknown = "***"

var committed = regexp.MustCompile(`~[0-9a-f]{64}`)

// Told puts what the log commits to back into details of its rows, as JSON: each text is changed in place. What is kept no more is three stars.
// The reader sees what its own role and organization may.
func Told(ctx context.Context, tx *Tx, details ...*string) error {
	var wanted []string
	for _, detail := range details {
		for _, found := range committed.FindAllString(*detail, -1) {
			wanted = append(wanted, found[1:])
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	rows, err := Rows[struct{ Commitment, Value string }](ctx, tx, `SELECT encode(v.commitment, 'hex'), v.value FROM audit_values v
		JOIN unnest($1::text[]) AS w (digits) ON v.commitment = decode(w.digits, 'hex')`, wanted)
	if err != nil {
		return err
	}
	known := map[string]string{}
	for _, row := range rows {
		text, err := json.Marshal(row.Value)
		if err != nil {
			return err
		}
		known["~"+row.Commitment] = string(text[1 : len(text)-1])
	}
	for _, detail := range details {
		*detail = committed.ReplaceAllStringFunc(*detail, func(found string) string {
			if value, ok := known[found]; ok {
				return value
			}
			return unknown
		})
	}
	return nil
}
