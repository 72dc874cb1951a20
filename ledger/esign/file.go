package esign

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
)

// Limits on what is read: a file beyond them is refused, not read slowly.
const (
	maxFile      = 64 << 20
	maxRevisions = 64
	maxObjects   = 1 << 20
)

// file is a PDF taken apart into the revisions that incremental updates have laid one upon another.
type file struct {
	data      []byte
	revisions []revision // the oldest first
}

// revision is the file as it stood after one update.
type revision struct {
	data    []byte
	start   int         // of its cross-reference table
	end     int         // after its %%EOF, without the line end that may follow
	offsets map[int]int // of every object that it can see; free ones are left out
	trailer dict
	memo    map[int]any // objects read so far
}

// errForeign is a file that may be in order and is not read here.
var errForeign = fmt.Errorf("%w (of another writer)", ErrForm)

// compressed is how a cross-reference stream begins.
var compressed = regexp.MustCompile(`^\d+[ \r\n]+\d+[ \r\n]+obj`)

var tail = regexp.MustCompile(`startxref[\r\n ]+(\d+)[\r\n ]+%%EOF[\r\n ]*$`)

// open takes a file apart.
func open(data []byte) (*file, error) {
	if len(data) > maxFile || !bytes.HasPrefix(data, []byte("%PDF-")) {
		return nil, fmt.Errorf("%w: no PDF header", ErrForm)
	}
	found := tail.FindSubmatchIndex(data)
	if found == nil {
		return nil, fmt.Errorf("%w: it does not end as a PDF does", ErrForm)
	}
	f := &file{data: data}
	limit := len(data)
	for start, _ := strconv.Atoi(string(data[found[2]:found[3]])); ; {
		if len(f.revisions) == maxRevisions || start <= 0 || start >= limit {
			return nil, fmt.Errorf("%w: the cross-reference tables do not follow one another", ErrForm)
		}
		r := revision{data: data, start: start, offsets: map[int]int{}, memo: map[int]any{}}
		if err := r.read(limit); err != nil {
			return nil, err
		}
		f.revisions = append(f.revisions, r)
		prev, has := r.trailer["Prev"]
		if !has {
			break
		}
		before, ok := prev.(number)
		next, whole := before.int()
		if !ok || !whole {
			return nil, fmt.Errorf("%w: a malformed trailer", ErrForm)
		}
		limit, start = start, next
	}
	slices.Reverse(f.revisions)
	return f, f.pile()
}

// pile lets every revision see what the earlier ones hold and it does not replace.
func (f *file) pile() error {
	for i := 1; i < len(f.revisions); i++ {
		seen := maps.Clone(f.revisions[i-1].offsets)
		maps.Copy(seen, f.revisions[i].offsets)
		f.revisions[i].offsets = seen
		if f.revisions[i].start < f.revisions[i-1].end {
			return fmt.Errorf("%w: updates overlap", ErrForm)
		}
	}
	for i := range f.revisions {
		maps.DeleteFunc(f.revisions[i].offsets, func(_, at int) bool { return at < 0 })
	}
	return nil
}

func (f *file) last() *revision { return &f.revisions[len(f.revisions)-1] }

// read reads the table and the trailer at r.start, which end before limit.
func (r *revision) read(limit int) error {
	s := &scanner{data: r.data[:limit], at: r.start}
	if !s.has("xref") {
		if compressed.Match(r.data[r.start:limit]) {
			return fmt.Errorf("%w: a compressed cross-reference table", errForeign)
		}
		return fmt.Errorf("%w: a missing cross-reference table", ErrForm)
	}
	s.at += len("xref")
	for !s.take("trailer") {
		first, ok := number(s.word()).int()
		s.space()
		count, good := number(s.word()).int()
		if !ok || !good || first < 0 || count < 0 || first+count > maxObjects {
			return s.fail("a malformed cross-reference table")
		}
		if err := r.section(s, first, count); err != nil {
			return err
		}
	}
	trailer, err := s.object(0)
	if err != nil {
		return err
	}
	d, ok := trailer.(dict)
	if !ok {
		return s.fail("a malformed trailer")
	}
	if d["XRefStm"] != nil || d["Encrypt"] != nil {
		return fmt.Errorf("%w: encrypted, or mixed with a compressed table", errForeign)
	}
	r.trailer = d
	if !s.take("startxref") {
		return s.fail("a trailer without an end")
	}
	s.space()
	if start, _ := number(s.word()).int(); start != r.start || !s.takeEnd() {
		return s.fail("a trailer without an end")
	}
	r.end = s.at
	return nil
}

// takeEnd passes %%EOF, which to the scanner is a comment.
func (s *scanner) takeEnd() bool {
	for s.at < len(s.data) && isSpace(s.data[s.at]) {
		s.at++
	}
	if !s.has("%%EOF") {
		return false
	}
	s.at += len("%%EOF")
	return true
}

func (r *revision) section(s *scanner, first, count int) error {
	for n := first; n < first+count; n++ {
		s.space()
		at, ok := number(s.word()).int()
		s.space()
		_, good := number(s.word()).int()
		s.space()
		kind := s.word()
		if !ok || !good || at >= len(r.data) || (kind != "n" && kind != "f") {
			return s.fail("a malformed cross-reference table")
		}
		if _, twice := r.offsets[n]; twice {
			return s.fail("an object that stands twice in one table")
		}
		if kind == "f" || at <= 0 {
			at = -1
		}
		r.offsets[n] = at
	}
	s.space()
	return nil
}

// get resolves references until an object is found. What is not there is nil, as PDF has it.
func (r *revision) get(o any) (any, error) {
	for range maxDepth {
		to, isRef := o.(ref)
		if !isRef {
			return o, nil
		}
		var err error
		if o, err = r.object(to.num); err != nil {
			return nil, err
		}
	}
	return nil, fmt.Errorf("%w: references in a circle", ErrForm)
}

// object reads the object of a number in this revision.
func (r *revision) object(num int) (any, error) {
	if known, ok := r.memo[num]; ok {
		return known, nil
	}
	at, ok := r.offsets[num]
	if !ok {
		return nil, nil
	}
	if at >= r.end {
		return nil, fmt.Errorf("%w: object %d lies outside its revision", ErrForm, num)
	}
	s := &scanner{data: r.data[:r.end], at: at}
	if n, _ := number(s.word()).int(); n != num {
		return nil, fmt.Errorf("%w: object %d is not where the table says", ErrForm, num)
	}
	s.space()
	if _, ok := number(s.word()).int(); !ok || !s.take("obj") {
		return nil, fmt.Errorf("%w: object %d has no head", ErrForm, num)
	}
	o, err := s.object(0)
	if err != nil {
		return nil, err
	}
	if d, isDict := o.(dict); isDict && s.take("stream") {
		if o, err = r.stream(s, d); err != nil {
			return nil, err
		}
	}
	if !s.take("endobj") {
		return nil, fmt.Errorf("%w: object %d is not whole", ErrForm, num)
	}
	r.memo[num] = o
	return o, nil
}

func (r *revision) stream(s *scanner, d dict) (any, error) {
	if s.has("\r\n") {
		s.at++
	}
	s.at++
	length, err := r.get(d["Length"])
	if err != nil {
		return nil, err
	}
	n, _ := length.(number)
	size, ok := n.int()
	if !ok || size < 0 || s.at+size > len(s.data) {
		return nil, s.fail("a stream without a length")
	}
	raw := s.data[s.at : s.at+size]
	s.at += size
	if !s.take("endstream") {
		return nil, s.fail("a stream without an end")
	}
	return stream{d, raw}, nil
}

// dictAt resolves to a dictionary, empty when there is none.
func (r *revision) dictAt(o any) (dict, error) {
	v, err := r.get(o)
	if err != nil {
		return nil, err
	}
	switch d := v.(type) {
	case dict:
		return d, nil
	case stream:
		return d.dict, nil
	}
	return dict{}, nil
}

func (r *revision) arrayAt(o any) (array, error) {
	v, err := r.get(o)
	a, _ := v.(array)
	return a, err
}
