package esign

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"time"
)

// Signature says how one field is to be signed.
type Signature struct {
	Field    string
	Name     string // of who signs, as the certificate or the code mechanism knows him
	Reason   string // such as what was agreed to
	Location string
	At       time.Time // the claimed time; a timestamp proves it
	// Certify makes this the certifying signature: from now on only signature fields may be filled in (DocMDP, P 2).
	// The first signature of a file certifies it.
	Certify    bool
	Appearance Appearance
	Room       int // bytes to keep free for the CMS; Maker.Room knows
}

// Appearance is what is seen in the field: PDF operators for a box of the field's size, and the seal that they place with "/Seal Do".
type Appearance struct {
	Content []byte
	Seal    []byte  // deflated operators for a square of SealSide points; may be empty
	Side    float64 // of that square, in points: a length on paper
}

// Maker makes the CMS over a file's digest: a key of our own (Local), or somebody else's service. Only the digest leaves the system.
type Maker interface {
	// Make returns a detached CMS signature (CAdES) over what has this SHA-256.
	Make(ctx context.Context, digest [32]byte) ([]byte, error)
	// Room is how many bytes the CMS takes at most.
	Room() int
}

// Pending is a file with everything of a signature but the signature itself.
type Pending struct {
	pdf      []byte
	from, to int // of the digits between < and >
	digest   [32]byte
}

// Digest is the SHA-256 of what the signature covers: the whole file but for the place of the signature.
func (p *Pending) Digest() [32]byte { return p.digest }

// rangeForm is the byte range before it is known, of a fixed width.
const rangeForm = "[0 %010d %010d %010d]"

// Begin lays a signature out. The file gains an update with the signature's dictionary, whose place for the CMS is empty;
// Finish fills it. ErrField when there is no such empty field.
func Begin(pdf []byte, s Signature) (*Pending, error) {
	f, err := open(pdf)
	if err != nil {
		return nil, err
	}
	u, err := f.update()
	if err != nil {
		return nil, err
	}
	at, err := u.of.emptyField(s.Field)
	if err != nil {
		return nil, err
	}
	field, _, err := u.edit(at)
	if err != nil {
		return nil, err
	}
	value := u.value(s, field)
	signature := u.add(value)
	field["V"] = signature
	if err := u.appear(field, s.Appearance); err != nil {
		return nil, err
	}
	if s.Certify {
		catalog, _, err := u.edit(u.of.trailer["Root"])
		if err != nil {
			return nil, err
		}
		catalog["Perms"] = dict{"DocMDP": signature}
	}
	return pend(u.bytes(pdf), len(pdf), s.Room)
}

// value is the signature dictionary.
func (u *update) value(s Signature, field dict) dict {
	value := dict{
		"Type": name("Sig"), "Filter": name("Adobe.PPKLite"), "SubFilter": name("ETSI.CAdES.detached"),
		"ByteRange": verbatim(fmt.Sprintf(rangeForm, 0, 0, 0)), "Contents": verbatim("<" + string(bytes.Repeat([]byte("0"), 2*s.Room)) + ">"),
		"M": text(date(s.At)),
	}
	for key, said := range map[name]string{"Name": s.Name, "Reason": s.Reason, "Location": s.Location} {
		if said != "" {
			value[key] = textString(said)
		}
	}
	params := func(d dict) dict {
		maps.Copy(d, dict{"Type": name("TransformParams"), "V": name("1.2")})
		return d
	}
	switch {
	case s.Certify:
		value["Reference"] = array{dict{"Type": name("SigRef"), "TransformMethod": name("DocMDP"), "TransformParams": params(dict{"P": whole(2)})}}
	case field["Lock"] != nil:
		value["Reference"] = array{dict{
			"Type": name("SigRef"), "TransformMethod": name("FieldMDP"), "Data": u.of.trailer["Root"],
			"TransformParams": params(dict{"Action": name("All")}),
		}}
	}
	return value
}

func (u *update) appear(field dict, a Appearance) error {
	if len(a.Content) == 0 {
		return nil
	}
	box, err := u.of.rectangle(field)
	if err != nil {
		return err
	}
	resources := dict{"ExtGState": dict{"Multiply": dict{"Type": name("ExtGState"), "BM": name("Multiply")}}}
	form := dict{"Type": name("XObject"), "Subtype": name("Form"), "Filter": name("FlateDecode")}
	if len(a.Seal) > 0 {
		seal := maps.Clone(form)
		seal["BBox"], seal["Resources"] = array{whole(0), whole(0), numeral(a.Side), numeral(a.Side)}, dict{}
		resources["XObject"] = dict{"Seal": u.add(stream{seal, a.Seal})}
	}
	form["BBox"] = array{whole(0), whole(0), numeral(box[2] - box[0]), numeral(box[3] - box[1])}
	form["Resources"] = resources
	field["AP"] = dict{"N": u.add(stream{form, deflate(a.Content)})}
	return nil
}

// pend finds the places to fill in, writes the byte range and takes the digest.
func pend(pdf []byte, from, room int) (*Pending, error) {
	open := bytes.Index(pdf[from:], []byte("/Contents <000"))
	ranges := bytes.Index(pdf[from:], fmt.Appendf(nil, "/ByteRange "+rangeForm, 0, 0, 0))
	if open < 0 || ranges < 0 || room < 1 {
		return nil, fmt.Errorf("%w: no place for a signature", ErrForm)
	}
	open += from + len("/Contents ")
	end := open + 2*room + 2
	copy(pdf[from+ranges+len("/ByteRange "):], fmt.Appendf(nil, rangeForm, open, end, len(pdf)-end))
	return &Pending{pdf: pdf, from: open + 1, to: end - 1, digest: sumAround(pdf, open, end)}, nil
}

// sumAround is the hash of a file but for one place.
func sumAround(pdf []byte, from, to int) (sum [32]byte) {
	h := sha256.New()
	h.Write(pdf[:from])
	h.Write(pdf[to:])
	h.Sum(sum[:0])
	return sum
}

// Finish puts the CMS in its place and returns the signed file. ErrCMS when it is not a signature over the digest, or too long:
// what a service outside answers is checked before it becomes part of the file.
func (p *Pending) Finish(cms []byte) ([]byte, error) {
	read, err := readCMS(cms)
	if err != nil {
		return nil, err
	}
	if err := read.covers(p.digest[:]); err != nil {
		return nil, err
	}
	if 2*len(cms) > p.to-p.from {
		return nil, fmt.Errorf("%w: %d bytes, and there is room for %d", ErrCMS, len(cms), (p.to-p.from)/2)
	}
	out := bytes.Clone(p.pdf)
	hex.Encode(out[p.from:], cms)
	return out, nil
}

// Sign fills one field: Begin, Make, Finish. The room is the maker's unless the signature says otherwise.
func Sign(ctx context.Context, pdf []byte, s Signature, by Maker) ([]byte, error) {
	if s.Room == 0 {
		s.Room = by.Room()
	}
	p, err := Begin(pdf, s)
	if err != nil {
		return nil, err
	}
	cms, err := by.Make(ctx, p.Digest())
	if err != nil {
		return nil, err
	}
	return p.Finish(cms)
}
