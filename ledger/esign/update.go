package esign

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
)

// update is what is added to a file behind its end: new objects and newer forms of known ones.
type update struct {
	of      *revision
	size    int // the number that the next new object gets
	objects map[int]any
}

func (f *file) update() (*update, error) {
	r := f.last()
	n, _ := r.trailer["Size"].(number)
	size, ok := n.int()
	if !ok || size < 1 || size > maxObjects {
		return nil, fmt.Errorf("%w: a trailer without a size", ErrForm)
	}
	return &update{of: r, size: size, objects: map[int]any{}}, nil
}

// add gives an object a number.
func (u *update) add(o any) ref {
	u.size++
	u.objects[u.size-1] = o
	return ref{num: u.size - 1}
}

// edit returns a copy of the dictionary behind a reference, which stands in its place from now on.
func (u *update) edit(to any) (dict, ref, error) {
	at, ok := to.(ref)
	if !ok || at.gen != 0 {
		return nil, ref{}, fmt.Errorf("%w: an object that should stand by itself", ErrForm)
	}
	if known, has := u.objects[at.num].(dict); has {
		return known, at, nil
	}
	o, err := u.of.get(at)
	d, ok := o.(dict)
	if err != nil || !ok {
		return nil, ref{}, fmt.Errorf("%w: a missing dictionary", ErrForm)
	}
	d = maps.Clone(d)
	u.objects[at.num] = d
	return d, at, nil
}

// bytes writes the file with the update: the new objects, the table, the trailer.
func (u *update) bytes(data []byte) []byte {
	out := append(make([]byte, 0, len(data)+32<<10), data...)
	if !bytes.HasSuffix(out, []byte("\n")) {
		out = append(out, '\n')
	}
	numbers := slices.Sorted(maps.Keys(u.objects))
	offsets := make(map[int]int, len(numbers))
	for _, n := range numbers {
		offsets[n] = len(out)
		out = fmt.Appendf(out, "%d 0 obj\n", n)
		out = append(write(out, u.objects[n]), "\nendobj\n"...)
	}
	start := len(out)
	out = append(out, "xref\n"...)
	for len(numbers) > 0 {
		run := 1
		for run < len(numbers) && numbers[run] == numbers[0]+run {
			run++
		}
		out = fmt.Appendf(out, "%d %d\n", numbers[0], run)
		for _, n := range numbers[:run] {
			out = fmt.Appendf(out, "%010d 00000 n \n", offsets[n])
		}
		numbers = numbers[run:]
	}
	trailer := maps.Clone(u.of.trailer)
	trailer["Size"], trailer["Prev"] = whole(u.size), whole(u.of.start)
	out = write(append(out, "trailer\n"...), trailer)
	return fmt.Appendf(out, "\nstartxref\n%d\n%%%%EOF\n", start)
}
