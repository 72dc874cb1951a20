package esign

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"time"
)

// Stamper answers requests for timestamps (RFC 3161) in DER: an authority elsewhere (HTTPStamper) or one of ours (StampAuthority).
type Stamper interface {
	Answer(ctx context.Context, request []byte) ([]byte, error)
}

type stampImprint struct {
	Hash algorithmID
	Sum  []byte
}

type stampRequest struct {
	Version      int
	Imprint      stampImprint
	Policy       asn1.ObjectIdentifier `asn1:"optional"`
	Nonce        *big.Int              `asn1:"optional"`
	Certificates bool                  `asn1:"optional"`
}

type stampAnswer struct {
	Status struct {
		Status int
		Rest   []asn1.RawValue `asn1:"optional"`
	}
	Token asn1.RawValue `asn1:"optional"`
}

type stampInfo struct {
	Version  int
	Policy   asn1.ObjectIdentifier
	Imprint  stampImprint
	Serial   *big.Int
	Time     time.Time     `asn1:"generalized"`
	Accuracy asn1.RawValue `asn1:"optional"`
	Ordering bool          `asn1:"optional"`
	Nonce    *big.Int      `asn1:"optional"`
	TSA      asn1.RawValue `asn1:"optional,tag:0"`
	Rest     asn1.RawValue `asn1:"optional,tag:1"`
}

// stampOver asks for a timestamp over content and checks that it is one before it is used: its imprint, its nonce, its signature.
func stampOver(ctx context.Context, s Stamper, content []byte) ([]byte, error) {
	sum := sha256.Sum256(content)
	nonce, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 63))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrStamp, err)
	}
	request, err := asn1.Marshal(stampRequest{
		Version: 1, Imprint: stampImprint{algorithmID{OID: oidSHA256, Parameters: asn1.NullRawValue}, sum[:]}, Nonce: nonce, Certificates: true,
	})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrStamp, err)
	}
	der, err := s.Answer(ctx, request)
	if err != nil {
		return nil, err
	}
	var answer stampAnswer
	if _, err := asn1.Unmarshal(der, &answer); err != nil || answer.Status.Status > 1 || len(answer.Token.FullBytes) == 0 {
		return nil, fmt.Errorf("%w: the authority refused (status %d)", ErrStamp, answer.Status.Status)
	}
	stamp, err := readStamp(answer.Token.FullBytes, content)
	if err != nil {
		return nil, err
	}
	if stamp.nonce == nil || stamp.nonce.Cmp(nonce) != 0 {
		return nil, fmt.Errorf("%w: the answer is to another question", ErrStamp)
	}
	return answer.Token.FullBytes, nil
}

// stamp is a timestamp that agrees with itself and with what it is over. Whether its authority is trusted is another question.
type stamp struct {
	at    time.Time
	nonce *big.Int
	by    *cms
}

func readStamp(token, content []byte) (*stamp, error) {
	c, err := readCMS(token)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrStamp, err)
	}
	if !c.kind.Equal(oidTSTInfo) {
		return nil, fmt.Errorf("%w: not a timestamp", ErrStamp)
	}
	if err := c.heldDigest(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrStamp, err)
	}
	var info stampInfo
	if _, err := asn1.Unmarshal(c.held, &info); err != nil {
		return nil, fmt.Errorf("%w: not a timestamp", ErrStamp)
	}
	sum := sha256.Sum256(content)
	if !info.Imprint.Hash.OID.Equal(oidSHA256) || !bytes.Equal(info.Imprint.Sum, sum[:]) {
		return nil, fmt.Errorf("%w: it stamps something else", ErrStamp)
	}
	return &stamp{at: info.Time, nonce: info.Nonce, by: c}, nil
}

// trusted says whether the stamp's authority leads to a root and may stamp.
func (s *stamp) trusted(roots *x509.CertPool) bool {
	return chains(s.by, roots, s.at, x509.ExtKeyUsageTimeStamping) == nil
}

// HTTPStamper asks a timestamp authority over HTTP, as RFC 3161 section 3.4 has it.
type HTTPStamper struct {
	URL    string
	Client *http.Client // with a timeout
}

// Answer sends the request. ErrStamp when the authority does not answer as it should.
func (h HTTPStamper) Answer(ctx context.Context, request []byte) ([]byte, error) {
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, h.URL, bytes.NewReader(request))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrStamp, err)
	}
	q.Header.Set("Content-Type", "application/timestamp-query")
	answer, err := h.Client.Do(q)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrStamp, err)
	}
	defer answer.Body.Close()
	der, err := io.ReadAll(io.LimitReader(answer.Body, 64<<10))
	if err != nil || answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%w: the authority answered %d", ErrStamp, answer.StatusCode)
	}
	return der, nil
}
