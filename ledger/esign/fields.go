package esign

import "fmt"

// FieldState is a signature field of a file.
type FieldState struct {
	Name          string
	Signed        bool
	Width, Height float64 // of its place, in points: lengths on paper, never money
}

// Fields lists the signature fields of a file in their order.
func Fields(pdf []byte) ([]FieldState, error) {
	f, err := open(pdf)
	if err != nil {
		return nil, err
	}
	r := f.last()
	fields, err := r.signatureFields()
	if err != nil {
		return nil, err
	}
	out := make([]FieldState, 0, len(fields))
	for _, at := range fields {
		d, err := r.dictAt(at)
		if err != nil {
			return nil, err
		}
		box, err := r.rectangle(d)
		if err != nil {
			return nil, err
		}
		t, _ := d["T"].(text)
		out = append(out, FieldState{Name: plain(t), Signed: d["V"] != nil, Width: box[2] - box[0], Height: box[3] - box[1]})
	}
	return out, nil
}

// signatureFields lists the fields of the form that hold signatures. They stand by themselves, not within other fields.
func (r *revision) signatureFields() ([]ref, error) {
	catalog, err := r.dictAt(r.trailer["Root"])
	if err != nil {
		return nil, err
	}
	form, err := r.dictAt(catalog["AcroForm"])
	if err != nil {
		return nil, err
	}
	all, err := r.arrayAt(form["Fields"])
	if err != nil {
		return nil, err
	}
	var out []ref
	for _, item := range all {
		d, err := r.dictAt(item)
		if err != nil {
			return nil, err
		}
		if at, ok := item.(ref); ok && d["FT"] == name("Sig") {
			out = append(out, at)
		}
	}
	return out, nil
}

func (r *revision) emptyField(called string) (ref, error) {
	fields, err := r.signatureFields()
	if err != nil {
		return ref{}, err
	}
	for _, at := range fields {
		d, err := r.dictAt(at)
		if err != nil {
			return ref{}, err
		}
		if t, _ := d["T"].(text); plain(t) == called && d["V"] == nil {
			return at, nil
		}
	}
	return ref{}, fmt.Errorf("%w: %q", ErrField, called)
}

// rectangle reads the corners of a field in points, fractions as PDF writes them.
func (r *revision) rectangle(d dict) (box [4]float64, err error) {
	corners, err := r.arrayAt(d["Rect"])
	if err != nil {
		return box, err
	}
	if len(corners) != 4 {
		return box, fmt.Errorf("%w: a field without a place", ErrForm)
	}
	for i, c := range corners {
		n, _ := c.(number)
		v, ok := n.float()
		if !ok {
			return box, fmt.Errorf("%w: a field without a place", ErrForm)
		}
		box[i] = v
	}
	return box, nil
}
