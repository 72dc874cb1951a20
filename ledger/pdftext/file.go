package pdftext

import (
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
	"slices"
	"strconv"
)

var (
	reference   = regexp.MustCompile(`^\s+\d{1,5}\s+R([\s/<>\[\]()%]|$)`)
	objectStart = regexp.MustCompile(`(\d{1,9})\s+\d{1,5}\s+obj\b`)
)

type object struct {
	value  any
	stream []byte // as it stands in the file
}

// file is a PDF by its objects. They are found by reading the file from the front, not by its table: a later one takes the place of
// an earlier one of the same number, as an update of the file means it.
type file struct {
	objects map[int]object
	left    int // bytes that may still be inflated
}

func open(content []byte) *file {
	f := &file{objects: map[int]object{}, left: maxInflated}
	for at := 0; len(f.objects) < maxObjects; {
		m := objectStart.FindSubmatchIndex(content[at:])
		if m == nil {
			break
		}
		number, _ := strconv.Atoi(string(content[at+m[2] : at+m[3]]))
		s := &scanner{src: content, at: at + m[1], refs: true}
		value, ok := s.next()
		if !ok {
			at += m[1]
			continue
		}
		o := object{value: value}
		if d, is := value.(dict); is {
			o.stream = s.stream(d)
		}
		f.objects[number] = o
		at = s.at
	}
	f.unpack()
	return f
}

// stream is what follows a dictionary, if a stream does.
func (s *scanner) stream(d dict) []byte {
	s.skip()
	if !bytes.HasPrefix(s.src[s.at:], []byte("stream")) {
		return nil
	}
	s.at += len("stream")
	s.at += min(2, len(s.src)-s.at) * btoi(bytes.HasPrefix(s.src[s.at:], []byte("\r\n")))
	if s.at < len(s.src) && s.src[s.at] == '\n' && s.src[s.at-1] != '\n' {
		s.at++
	}
	start := s.at
	if length, ok := d["Length"].(float64); ok && length >= 0 && int(length) <= len(s.src)-start {
		rest := bytes.TrimLeft(s.src[start+int(length):], "\r\n \t")
		if bytes.HasPrefix(rest, []byte("endstream")) {
			s.at = start + int(length)
			return s.src[start:s.at]
		}
	}
	end := bytes.Index(s.src[start:], []byte("endstream"))
	if end < 0 {
		end = len(s.src) - start
	}
	s.at = start + end
	return s.src[start:s.at]
}

func btoi(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// unpack adds the objects that are kept in streams of objects.
func (f *file) unpack() {
	for _, number := range f.numbers() {
		o := f.objects[number]
		d, ok := o.value.(dict)
		if !ok || d["Type"] != name("ObjStm") || o.stream == nil {
			continue
		}
		content := f.inflate(o)
		count, _ := d["N"].(float64)
		first, _ := d["First"].(float64)
		heads := &scanner{src: content}
		for range int(min(count, maxObjects)) {
			id, ok1 := heads.next()
			from, ok2 := heads.next()
			number, isNumber := id.(float64)
			offset, isOffset := from.(float64)
			start := int(first + offset)
			if !ok1 || !ok2 || !isNumber || !isOffset || start < 0 || start >= len(content) || len(f.objects) >= maxObjects {
				break
			}
			if _, known := f.objects[int(number)]; known {
				continue
			}
			if value, ok := (&scanner{src: content, at: start, refs: true}).next(); ok {
				f.objects[int(number)] = object{value: value}
			}
		}
	}
}

func (f *file) numbers() []int {
	out := make([]int, 0, len(f.objects))
	for number := range f.objects {
		out = append(out, number)
	}
	slices.Sort(out)
	return out
}

// inflate is the content of a stream; none where it is packed in a way that text hardly ever is.
func (f *file) inflate(o object) []byte {
	d, _ := o.value.(dict)
	filter := f.get(d["Filter"])
	if list, ok := filter.(pieces); ok && len(list) == 1 {
		filter = f.get(list[0])
	}
	switch filter {
	case nil:
		return o.stream
	case name("FlateDecode"), name("Fl"):
	default:
		return nil
	}
	zip, err := zlib.NewReader(bytes.NewReader(o.stream))
	if err != nil {
		return nil
	}
	content, _ := io.ReadAll(io.LimitReader(zip, int64(f.left))) // what was read before a fault counts
	f.left -= len(content)
	return content
}

// get follows references.
func (f *file) get(v any) any {
	for range maxDepth {
		to, ok := v.(ref)
		if !ok {
			return v
		}
		v = f.objects[int(to)].value
	}
	return nil
}

func (f *file) dict(v any) dict {
	d, _ := f.get(v).(dict)
	return d
}

// content is the inflated stream that a value refers to.
func (f *file) content(v any) []byte {
	for range maxDepth {
		to, ok := v.(ref)
		if !ok {
			return nil
		}
		o := f.objects[int(to)]
		if o.stream != nil {
			return f.inflate(o)
		}
		v = o.value
	}
	return nil
}

// contents are what a page draws, its parts joined.
func (f *file) contents(page dict) []byte {
	if list, ok := f.get(page["Contents"]).(pieces); ok {
		var all []byte
		for _, part := range list[:min(len(list), maxForms)] {
			all = append(append(all, f.content(part)...), '\n')
		}
		return all
	}
	return f.content(page["Contents"])
}

type placed struct {
	page      dict
	resources dict
}

// pages are the first pages in their order.
func (f *file) pages() []placed {
	var out []placed
	seen := map[ref]bool{}
	var walk func(v any, resources dict, depth int)
	walk = func(v any, resources dict, depth int) {
		if to, ok := v.(ref); ok {
			if seen[to] {
				return
			}
			seen[to] = true
		}
		d := f.dict(v)
		if d == nil || depth > maxDepth || len(out) >= maxPages {
			return
		}
		if own := f.dict(d["Resources"]); own != nil {
			resources = own
		}
		kids, isTree := f.get(d["Kids"]).(pieces)
		if !isTree {
			out = append(out, placed{d, resources})
			return
		}
		for _, kid := range kids {
			walk(kid, resources, depth+1)
		}
	}
	for _, number := range slices.Backward(f.numbers()) {
		if d, ok := f.objects[number].value.(dict); ok && d["Type"] == name("Catalog") {
			if walk(d["Pages"], nil, 0); len(out) > 0 {
				break
			}
		}
	}
	return out
}
