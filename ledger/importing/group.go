package importing

import (
	"hash/maphash"

	"hefu/ledger/document"
	"hefu/ledger/sheet"
)

// group is the rows of one document, or the one row of a customer or contact.
type group struct {
	ordinal int // from 0, in the order of the pass; the same in every pass over the file
	kind    Kind
	no      string
	rows    []sheet.Row
	count   int // rows the group has; more than are held when it is too long for a document
}

func (g *group) add(row sheet.Row) {
	g.count++
	if g.count <= document.MaxLines+1 {
		g.rows = append(g.rows, row)
	}
}

// maxScattered is how many rows of documents that stand in several places of the file are held in memory.
const maxScattered = 50000

// survey is what a first look at the file tells: its size, and which documents have rows in more than one place.
type survey struct {
	rows      int
	scattered map[uint64]bool // by key; two documents that share one by chance lose nothing but their place in the order
	held      int             // rows of scattered documents from their second place on
	failed    error           // where the file cannot be read further
}

// tableFile is an opened file with its layout.
type tableFile struct {
	book  *sheet.Book
	sheet string
	*layout
	seed maphash.Seed
}

// rows are the rows below the header.
func (t *tableFile) rows(yield func(sheet.Row) error) error {
	for row, err := range t.book.Rows(t.sheet) {
		if err != nil {
			return err
		}
		if row.Number <= t.header.Number {
			continue
		}
		if err := yield(row); err != nil {
			return err
		}
	}
	return nil
}

func (t *tableFile) key(kind Kind, no string) uint64 {
	var h maphash.Hash
	h.SetSeed(t.seed)
	_, _ = h.WriteString(string(kind))
	_ = h.WriteByte(0)
	_, _ = h.WriteString(no)
	return h.Sum64()
}

// single tells whether each row stands by itself: it has no number that others could share.
func (t *tableFile) single(kind Kind, no string) bool {
	return no == "" || kind == Customers || kind == Contacts
}

// look reads the file once for its keys. A file that cannot be read to its end is surveyed as far as it goes.
func (t *tableFile) look() *survey {
	s := &survey{scattered: map[uint64]bool{}}
	seen := newHashSet()
	lastKind, lastNo, last := Kind(""), "", uint64(0)
	s.failed = t.rows(func(row sheet.Row) error {
		s.rows++
		kind, no := t.rowKind(row), t.text(row, documentNo)
		if t.single(kind, no) {
			lastNo = ""
			return nil
		}
		if kind != lastKind || no != lastNo {
			last = t.key(kind, no)
			if !seen.add(last) {
				s.scattered[last] = true
			}
			lastKind, lastNo = kind, no
		}
		if s.scattered[last] {
			s.held++
		}
		return nil
	})
	return s
}

// groups streams the documents of the file: each as soon as its last row has gone by, scattered ones at the end.
func (t *tableFile) groups(s *survey, yield func(*group) error) error {
	type name struct {
		kind Kind
		no   string
	}
	var open *group
	var apart []*group
	byName := map[name]*group{}
	ordinal := 0
	begin := func(kind Kind, no string) *group {
		ordinal++
		return &group{ordinal: ordinal - 1, kind: kind, no: no}
	}
	err := t.rows(func(row sheet.Row) error {
		kind, no := t.rowKind(row), t.text(row, documentNo)
		alone := t.single(kind, no)
		if open != nil && !alone && open.kind == kind && open.no == no {
			open.add(row)
			return nil
		}
		if open != nil {
			if err := yield(open); err != nil {
				return err
			}
			open = nil
		}
		if !alone && len(s.scattered) > 0 && s.scattered[t.key(kind, no)] {
			g := byName[name{kind, no}]
			if g == nil {
				g = begin(kind, no)
				byName[name{kind, no}], apart = g, append(apart, g)
			}
			g.add(row)
			return nil
		}
		open = begin(kind, no)
		open.add(row)
		return nil
	})
	if err != nil {
		return err
	}
	if open != nil {
		if err := yield(open); err != nil {
			return err
		}
	}
	for _, g := range apart {
		if err := yield(g); err != nil {
			return err
		}
	}
	return nil
}

// hashSet holds 64-bit hashes in one array: 16 bytes a document at most.
type hashSet struct {
	slots []uint64
	count int
	zero  bool
}

func newHashSet() *hashSet { return &hashSet{slots: make([]uint64, 1<<12)} }

// add tells whether the hash is new.
func (h *hashSet) add(value uint64) bool {
	if value == 0 {
		fresh := !h.zero
		h.zero = true
		return fresh
	}
	if h.count*2 >= len(h.slots) {
		old := h.slots
		h.slots = make([]uint64, 2*len(old))
		for _, v := range old {
			if v != 0 {
				h.slots[h.place(v)] = v
			}
		}
	}
	at := h.place(value)
	if h.slots[at] == value {
		return false
	}
	h.slots[at] = value
	h.count++
	return true
}

func (h *hashSet) place(value uint64) int {
	mask := uint64(len(h.slots) - 1)
	at := value & mask
	for h.slots[at] != 0 && h.slots[at] != value {
		at = (at + 1) & mask
	}
	return int(at)
}
