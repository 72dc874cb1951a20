package bench

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"fmt"
	"time"

	"hefu/ledger/esign"
	"hefu/ledger/pdf"
)

// signers are an authority, a key of each kind and a timestamp authority in this process.
type signers struct {
	keys    map[string]esign.Key
	stamper *esign.StampAuthority
	trust   esign.Trust
}

func newSigners(now time.Time) (signers, error) {
	s := signers{keys: map[string]esign.Key{}}
	authority, err := esign.NewAuthority("华东精密机械（苏州）有限公司", now)
	if err != nil {
		return s, err
	}
	subject := esign.Subject{Organization: "华东精密机械（苏州）有限公司", Name: "对账专用章"}
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return s, err
	}
	leaf, err := authority.Issue(subject, private.Public(), esign.Documents, now)
	if err != nil {
		return s, err
	}
	s.keys["RSA-2048"] = esign.Key{Signer: private, Chain: []*x509.Certificate{leaf, authority.Root()}}
	if s.keys["P-256"], err = authority.NewKey(subject, esign.Documents, now); err != nil {
		return s, err
	}
	stamping, err := authority.NewKey(esign.Subject{Name: "Timestamps"}, esign.Timestamps, now)
	if err != nil {
		return s, err
	}
	s.stamper = &esign.StampAuthority{Key: stamping, Clock: func() time.Time { return now }}
	s.trust = esign.Trust{Roots: x509.NewCertPool(), Now: now}
	s.trust.Roots.AddCert(authority.Root())
	return s, nil
}

// preparable is a statement and the form that prepares it.
func preparable(lines int, now time.Time) ([]byte, esign.Form, error) {
	made, err := pdf.RenderStatement(printed(lines))
	if err != nil {
		return nil, esign.Form{}, err
	}
	form := esign.Form{Title: "对账单", Author: "华东精密机械（苏州）有限公司", Lang: "zh-CN", Created: now,
		Attachments: []esign.Attachment{{Name: "statement.json", MIME: "application/json", Relation: "Data", Content: []byte("{}")}}}
	for _, place := range made.Seals {
		form.Fields = append(form.Fields, esign.Field{Name: string(place.Party), Label: string(place.Party), Page: place.Page,
			X: place.X, Y: place.Y, Width: place.Width + pdf.SealText, Height: place.Height})
	}
	return made.PDF, form, nil
}

// measureSigning signs statements beside the bare signature of a digest with the same key.
func measureSigning(ctx context.Context, r *run) ([]Result, error) {
	now := r.Clock()
	s, err := newSigners(now)
	if err != nil {
		return nil, err
	}
	var results []Result
	for _, lines := range []int{20, 5000} {
		r.say("signing: %d lines", lines)
		base, form, err := preparable(lines, now)
		if err != nil {
			return results, err
		}
		file, err := esign.Prepare(base, form)
		if err != nil {
			return results, err
		}
		more, err := r.signOne(ctx, s, file, now)
		results = append(results, more...)
		if err != nil {
			return results, err
		}
		more, err = r.prepareAndVerify(ctx, s, base, form, now)
		results = append(results, more...)
		if err != nil {
			return results, err
		}
	}
	return results, nil
}

const signingTimes = 50

func sellerSignature(now time.Time) (esign.Signature, error) {
	const name = "华东精密机械（苏州）有限公司"
	signature := esign.Signature{Field: string(pdf.SellerParty), Name: name, At: now, Certify: true}
	seal, err := pdf.Seal(name, "对账专用章")
	if err != nil {
		return signature, err
	}
	content, err := pdf.SealBeside(178, 108, name, now.Format(time.DateTime))
	signature.Appearance = esign.Appearance{Content: content, Seal: seal, Side: pdf.SealSide}
	return signature, err
}

func (r *run) signOne(ctx context.Context, s signers, file []byte, now time.Time) ([]Result, error) {
	var results []Result
	for _, kind := range []string{"RSA-2048", "P-256"} {
		for _, level := range []string{"B-B", "B-T"} {
			maker := esign.Local{Key: s.keys[kind]}
			if level == "B-T" {
				maker.Stamper = s.stamper
			}
			digest := sha256.Sum256(file)
			taken, err := r.compare(ctx, r.at(3, 7), repeated(signingTimes, func(ctx context.Context) error {
				signature, err := sellerSignature(now)
				if err != nil {
					return err
				}
				_, err = esign.Sign(ctx, file, signature, maker)
				return err
			}), repeated(signingTimes, func(context.Context) error {
				_, err := maker.Key.Signer.Sign(rand.Reader, digest[:], crypto.SHA256)
				return err
			}), nil)
			if err != nil {
				return results, err
			}
			results = append(results, r.result("signing", fmt.Sprintf("%s, %s, a file of %d KB, beside a bare signature", level, kind, len(file)>>10), taken, 0))
		}
	}
	return results, nil
}

func (r *run) prepareAndVerify(ctx context.Context, s signers, base []byte, form esign.Form, now time.Time) ([]Result, error) {
	hash := repeated(signingTimes, func(context.Context) error { _ = sha256.Sum256(base); return nil })
	taken, err := r.compare(ctx, r.at(3, 7), repeated(signingTimes, func(context.Context) error { _, err := esign.Prepare(base, form); return err }), hash, nil)
	if err != nil {
		return nil, err
	}
	results := []Result{r.result("signing", fmt.Sprintf("preparing a file of %d KB, beside its SHA-256", len(base)>>10), taken, 0)}
	signature, err := sellerSignature(now)
	if err != nil {
		return results, err
	}
	file, err := esign.Prepare(base, form)
	if err != nil {
		return results, err
	}
	if file, err = esign.Sign(ctx, file, signature, esign.Local{Key: s.keys["RSA-2048"], Stamper: s.stamper}); err != nil {
		return results, err
	}
	signature.Field, signature.Certify = string(pdf.CustomerParty), false
	if file, err = esign.Sign(ctx, file, signature, esign.Local{Key: s.keys["P-256"], Stamper: s.stamper}); err != nil {
		return results, err
	}
	taken, err = r.compare(ctx, r.at(3, 7), repeated(signingTimes, func(context.Context) error {
		if report := esign.Verify(file, s.trust); report.Verdict != esign.Valid {
			return fmt.Errorf("bench: the signed file is %s: %s", report.Verdict, report.Reason)
		}
		return nil
	}), hash, nil)
	if err != nil {
		return results, err
	}
	return append(results, r.result("signing", fmt.Sprintf("verifying both signatures of a file of %d KB, beside a SHA-256", len(file)>>10), taken, 0)), nil
}
