package esign

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
)

// maxCompared bounds the work of one comparison.
const maxCompared = 2_000_000

// comparison walks two states of a file side by side. Both must show the same; only empty signature fields may have been filled.
type comparison struct {
	before, after *revision
	fields        map[int]bool // the signature fields that were empty before
	seen          map[[2]int]bool
	work          int
}

// onlySignedSince proves that from a signed revision to the last one nothing changed but empty signature fields. What
// the objects mean is compared, not where they stand, so an update may repeat what was there. Metadata, which is not shown, is
// left aside; so is what a reader stores to check signatures later (DSS).
func (f *file) onlySignedSince(revision int) error {
	if revision == len(f.revisions)-1 {
		return nil
	}
	c := &comparison{before: &f.revisions[revision], after: f.last(), fields: map[int]bool{}, seen: map[[2]int]bool{}}
	fields, err := c.before.signatureFields()
	if err != nil {
		return err
	}
	for _, at := range fields {
		d, err := c.before.dictAt(at)
		if err != nil {
			return err
		}
		if d["V"] == nil {
			c.fields[at.num] = true
		}
	}
	return c.catalog()
}

func (c *comparison) catalog() error {
	old, err := c.before.dictAt(c.before.trailer["Root"])
	if err != nil {
		return err
	}
	now, err := c.after.dictAt(c.after.trailer["Root"])
	if err != nil {
		return err
	}
	oldForm, err := c.before.dictAt(old["AcroForm"])
	if err != nil {
		return err
	}
	nowForm, err := c.after.dictAt(now["AcroForm"])
	if err != nil {
		return err
	}
	if err := c.dicts(oldForm, nowForm, "DR", "DA"); err != nil {
		return err
	}
	return c.dicts(old, now, "AcroForm", "Metadata", "DSS", "Extensions")
}

// dicts compares two dictionaries but for some keys.
func (c *comparison) dicts(old, now dict, but ...name) error {
	keys := map[name]bool{}
	for key := range maps.Keys(old) {
		keys[key] = true
	}
	for key := range maps.Keys(now) {
		keys[key] = true
	}
	for key := range keys {
		if slices.Contains(but, key) {
			continue
		}
		if err := c.same(old[key], now[key]); err != nil {
			return err
		}
	}
	return nil
}

// same compares what two objects mean.
func (c *comparison) same(old, now any) error {
	if c.work++; c.work > maxCompared {
		return fmt.Errorf("%w: too much to compare", errAdded)
	}
	oldRef, isOld := old.(ref)
	nowRef, isNow := now.(ref)
	if isOld && isNow {
		if c.seen[[2]int{oldRef.num, nowRef.num}] {
			return nil
		}
		c.seen[[2]int{oldRef.num, nowRef.num}] = true
		if oldRef == nowRef && c.fields[oldRef.num] {
			return c.field(oldRef)
		}
	}
	old, err := c.before.get(old)
	if err != nil {
		return err
	}
	if now, err = c.after.get(now); err != nil {
		return err
	}
	return c.values(old, now)
}

func (c *comparison) values(old, now any) error {
	switch was := old.(type) {
	case dict:
		if is, ok := now.(dict); ok {
			return c.dicts(was, is)
		}
	case array:
		if is, ok := now.(array); ok && len(is) == len(was) {
			for i := range was {
				if err := c.same(was[i], is[i]); err != nil {
					return err
				}
			}
			return nil
		}
	case stream:
		if is, ok := now.(stream); ok && bytes.Equal(was.raw, is.raw) {
			return c.dicts(was.dict, is.dict)
		}
	case text:
		if is, ok := now.(text); ok && bytes.Equal(was, is) {
			return nil
		}
	default: // nil, bool, number, name
		if old == comparable(now) {
			return nil
		}
	}
	return fmt.Errorf("%w: a %T differs", errAdded, old)
}

// comparable makes what Go cannot compare into something that equals nothing.
func comparable(o any) any {
	switch o.(type) {
	case nil, bool, number, name:
		return o
	}
	return &o
}

// field compares a signature field that was empty: it may have got its value and its appearance, and with them nothing else.
func (c *comparison) field(at ref) error {
	old, err := c.before.dictAt(at)
	if err != nil {
		return err
	}
	now, err := c.after.dictAt(at)
	if err != nil {
		return err
	}
	if now["V"] == nil {
		return c.dicts(old, now)
	}
	return c.dicts(old, now, "V", "AP", "M")
}
