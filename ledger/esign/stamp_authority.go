package esign

import (
	"context"
	"crypto/rand"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"
)

// StampAuthority is a timestamp authority of our own, for the embedded default and for tests. It proves nothing to others:
// whoever needs that configures a licensed one.
type StampAuthority struct {
	Key   Key              // its certificate is for timestamping alone
	Clock func() time.Time // the time that is certified
}

// ourPolicy is an identifier without registration, made from a UUID (arc 2.25), under which our own timestamps are given.
var ourPolicy = asn1.ObjectIdentifier{2, 25, 1806, 17, 3161}

// errRequest is answered as a refusal.
var errRequest = errors.New("esign: not a request for a timestamp over SHA-256")

// Answer gives a timestamp, or a refusal that the asker can read.
func (a *StampAuthority) Answer(_ context.Context, request []byte) ([]byte, error) {
	token, err := a.token(request)
	if errors.Is(err, errRequest) {
		return asn1.Marshal(stampAnswer{Status: struct {
			Status int
			Rest   []asn1.RawValue `asn1:"optional"`
		}{Status: 2}})
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrStamp, err)
	}
	var b cryptobyte.Builder
	b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) { b.AddASN1Int64(0) })
		b.AddBytes(token)
	})
	return b.Bytes()
}

func (a *StampAuthority) token(request []byte) ([]byte, error) {
	var q stampRequest
	if rest, err := asn1.Unmarshal(request, &q); err != nil || len(rest) > 0 || !q.Imprint.Hash.OID.Equal(oidSHA256) || len(q.Imprint.Sum) != 32 {
		return nil, errRequest
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return nil, fmt.Errorf("no randomness: %w", err)
	}
	var b cryptobyte.Builder
	b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1Int64(1)
		b.AddASN1ObjectIdentifier(ourPolicy)
		b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) {
			algorithm(b, oidSHA256)
			b.AddASN1OctetString(q.Imprint.Sum)
		})
		b.AddASN1BigInt(serial)
		b.AddASN1GeneralizedTime(a.Clock().UTC())
		b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) { b.AddASN1Int64(1) }) // to the second
		if q.Nonce != nil {
			b.AddASN1BigInt(q.Nonce)
		}
	})
	info, err := b.Bytes()
	if err != nil {
		return nil, err
	}
	return build(cmsContent{kind: oidTSTInfo, held: info}, a.Key, func([]byte) ([]byte, error) { return nil, nil })
}

// ServeHTTP answers over HTTP.
func (a *StampAuthority) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	request, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 16<<10))
	if err != nil {
		http.Error(w, "too long", http.StatusRequestEntityTooLarge)
		return
	}
	der, err := a.Answer(r.Context(), request)
	if err != nil {
		http.Error(w, "no timestamp can be given now", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "application/timestamp-reply")
	_, _ = w.Write(der)
}
