package esign

import (
	"bytes"
	"context"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"
)

// File is the file as it waits for its signature: Reopen goes on with it, in another process or on another day.
func (p *Pending) File() []byte { return p.pdf }

// Reopen goes on with what Begin laid out. ErrForm when the file does not wait for a signature.
func Reopen(pdf []byte) (*Pending, error) {
	start := bytes.LastIndex(pdf, []byte("/Contents <000"))
	if start < 0 {
		return nil, fmt.Errorf("%w: no place for a signature", ErrForm)
	}
	from := start + len("/Contents <")
	length := bytes.IndexByte(pdf[from:], '>')
	if length < 2 || length%2 != 0 || len(bytes.Trim(pdf[from:from+length], "0")) > 0 {
		return nil, fmt.Errorf("%w: no place for a signature", ErrForm)
	}
	to := from + length
	written := fmt.Appendf(nil, "/ByteRange "+rangeForm, from-1, to+1, len(pdf)-to-1)
	if !bytes.Contains(pdf[:start], written) && !bytes.Contains(pdf[to:], written) {
		return nil, fmt.Errorf("%w: no place for a signature", ErrForm)
	}
	p := &Pending{pdf: pdf, from: from, to: to}
	p.digest = sumAround(pdf, from-1, to+1)
	return p, nil
}

// AddStamp puts a timestamp over the signature value into a CMS that has none; one that has is left as it is. Whether the CMS is over what it
// should be is Finish's to say. ErrCMS, ErrStamp.
func AddStamp(ctx context.Context, der []byte, stamper Stamper) ([]byte, error) {
	read, err := readCMS(der)
	if err != nil || read.token != nil {
		return der, err
	}
	token, err := stampOver(ctx, stamper, read.signature)
	if err != nil {
		return nil, err
	}
	// readCMS has let in nothing but this form: OID [0]{ version digests content certificates {signer} }.
	var outer, inside, parts, signer cryptobyte.String
	input := cryptobyte.String(der)
	explicit := tags.Tag(0).ContextSpecific().Constructed()
	if !input.ReadASN1(&outer, tags.SEQUENCE) || !outer.SkipASN1(tags.OBJECT_IDENTIFIER) || !outer.ReadASN1(&inside, explicit) || !inside.ReadASN1(&parts, tags.SEQUENCE) {
		return nil, badCMS("not DER")
	}
	var kept []cryptobyte.String // all but the signers
	for range 4 {
		var part cryptobyte.String
		var tag tags.Tag
		if !parts.ReadAnyASN1Element(&part, &tag) {
			return nil, badCMS("not DER")
		}
		kept = append(kept, part)
	}
	var set cryptobyte.String
	if !parts.ReadASN1(&set, tags.SET) || !set.ReadASN1(&signer, tags.SEQUENCE) {
		return nil, badCMS("not one signer's signed data")
	}
	var b cryptobyte.Builder
	b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oidSignedData)
		b.AddASN1(explicit, func(b *cryptobyte.Builder) {
			b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) {
				for _, part := range kept {
					b.AddBytes(part)
				}
				b.AddASN1(tags.SET, func(b *cryptobyte.Builder) {
					b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) {
						b.AddBytes(signer)
						b.AddASN1(tags.Tag(1).ContextSpecific().Constructed(), func(b *cryptobyte.Builder) {
							attribute(b, oidTimestampToken, func(b *cryptobyte.Builder) { b.AddBytes(token) })
						})
					})
				})
			})
		})
	})
	return b.Bytes()
}
