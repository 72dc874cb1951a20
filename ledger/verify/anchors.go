package verify

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"hefu/ledger/internal/store"
	"hefu/ledger/merkle"
)

// keptAnchor is an anchor of the archive as it is on record. Hashes are in hexadecimal digits.
type keptAnchor struct {
	Organization string
	Number, Size int
	Added        int
	Day          string
	Root         string
	Content      string
	Previous     string
	AuditHash    string
}

// leafRow is a leaf of an organization's tree. Manifest is of the bundle that it is about, as the archive has it now.
type leafRow struct {
	Organization, Content, Bundle, Manifest string
}

const keptAnchors = `
SELECT organization_id::text, number, size, added, day::text, encode(root, 'hex'), content, coalesce(encode(previous_sha256, 'hex'), ''), audit_hash
FROM hefu.archive_anchors ORDER BY organization_id, number`

const keptLeaves = `
SELECT l.organization_id::text, l.content, coalesce(b.bundle_no, ''), coalesce(encode(sha256(convert_to(b.manifest, 'UTF8')), 'hex'), '')
FROM hefu.archive_anchor_leaves l LEFT JOIN hefu.archive_bundles b ON b.id = l.bundle_id ORDER BY l.organization_id, l.position`

// signedAnchor is what the content of an anchor says of itself.
type signedAnchor struct {
	Added        int
	Day          string
	Number       int
	Root         string
	Size         int
	PreviousRoot *string `json:"previous_root"`
	Previous     *string `json:"previous_sha256"`
	PreviousSize int     `json:"previous_size"`
}

// Anchors proves every anchor of the archive: its tree over the leaves, that each begins with the one before, that what was signed is what
// is on record, and that the bundles are those that were anchored. db is as for Run.
func Anchors(ctx context.Context, db store.Querier) (Check, error) {
	check := Check{Invariant: "X08", Text: "every anchor of the archive has its root, continues the one before, and holds the bundles as they are"}
	anchors, err := read(ctx, db, func(a *keptAnchor) []any {
		return []any{&a.Organization, &a.Number, &a.Size, &a.Added, &a.Day, &a.Root, &a.Content, &a.Previous, &a.AuditHash}
	}, keptAnchors)
	if err != nil {
		return check, fmt.Errorf("verify anchors: %w", err)
	}
	leaves, err := read(ctx, db, func(l *leafRow) []any { return []any{&l.Organization, &l.Content, &l.Bundle, &l.Manifest} }, keptLeaves)
	if err != nil {
		return check, fmt.Errorf("verify anchors: %w", err)
	}
	fault := func(text string) {
		if check.Violations++; len(check.Samples) < MaxSamples {
			check.Samples = append(check.Samples, text)
		}
	}
	trees := map[string][]merkle.Hash{}
	for _, l := range leaves {
		if l.Bundle != "" && l.Content != "bundle "+l.Bundle+" "+l.Manifest {
			fault("bundle " + l.Bundle + " is not the one that was anchored")
		}
		trees[l.Organization] = append(trees[l.Organization], merkle.Leaf([]byte(l.Content)))
	}
	var before keptAnchor
	for _, a := range anchors {
		if before.Organization != a.Organization {
			before = keptAnchor{Organization: a.Organization}
		}
		if wrong := a.wrong(before, trees[a.Organization]); wrong != "" {
			fault(fmt.Sprintf("anchor %d of %s %s", a.Number, a.Day, wrong))
		}
		before = a
	}
	for organization, tree := range trees {
		if last := lastOf(anchors, organization); last.Size != len(tree) {
			fault(fmt.Sprintf("the tree of %s has %d leaves, its last anchor %d", organization, len(tree), last.Size))
		}
	}
	return check, nil
}

// wrong says what is, empty when nothing is. before is zero but for the organization where this is the first.
func (a keptAnchor) wrong(before keptAnchor, tree []merkle.Hash) string {
	var said signedAnchor
	if err := json.Unmarshal([]byte(a.Content), &said); err != nil {
		return "cannot be read"
	}
	of := func(text *string) string {
		if text == nil {
			return ""
		}
		return *text
	}
	sum := sha256.Sum256([]byte(before.Content))
	hash := hex.EncodeToString(sum[:])
	if before.Number == 0 {
		hash = ""
	}
	switch {
	case said.Number != a.Number, said.Size != a.Size, said.Added != a.Added, said.Root != a.Root, said.Day != a.Day, of(said.Previous) != a.Previous:
		return "says other than what was signed"
	case a.Number != before.Number+1, a.Previous != hash, a.Size != before.Size+a.Added, said.PreviousSize != before.Size, of(said.PreviousRoot) != before.Root:
		return "does not continue the one before"
	case a.Size > len(tree):
		return "has leaves that are gone"
	case merkle.Root(tree[:a.Size]).String() != a.Root:
		return "has another root than its leaves"
	}
	return ""
}

func lastOf(anchors []keptAnchor, organization string) keptAnchor {
	for i := len(anchors) - 1; i >= 0; i-- {
		if anchors[i].Organization == organization {
			return anchors[i]
		}
	}
	return keptAnchor{}
}
