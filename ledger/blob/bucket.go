package blob

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// BucketOptions say where a bucket is and who we are there.
type BucketOptions struct {
	Endpoint  string // such as https://s3.example.com; http is for a server beside ours
	Bucket    string
	Prefix    string // before every key, such as hefu/; may be empty
	Region    string // may be empty: it is asked for
	AccessKey string
	SecretKey string
	Arriving  string        // folder on this machine for what is on its way
	Timeout   time.Duration // how long the server may take to begin an answer; 30 s when 0
}

// Bucket keeps content as objects of a store that speaks S3: <prefix>ab/cd/<sum>. An object appears whole or not at all, so that a name
// always stands for the whole content. What is read goes through a file on this machine, and is proven there before anybody gets it.
type Bucket struct {
	client   *minio.Client
	bucket   string
	prefix   string
	arriving string
}

const (
	defaultTimeout = 30 * time.Second
	attempts       = 4
	partSize       = 64 << 20 // beyond it an object is sent in parts
)

// OpenBucket prepares the client and the folder. It does not ask the server anything: Ready does.
func OpenBucket(o BucketOptions) (*Bucket, error) {
	at, err := url.Parse(o.Endpoint)
	if err != nil || (at.Scheme != "http" && at.Scheme != "https") || at.Host == "" || strings.Trim(at.Path, "/") != "" {
		return nil, fmt.Errorf("blob: %q is not an address such as https://s3.example.com", o.Endpoint)
	}
	switch {
	case o.Bucket == "":
		return nil, errors.New("blob: the bucket has no name")
	case o.AccessKey == "" || o.SecretKey == "":
		return nil, errors.New("blob: the access key or its secret is missing")
	}
	transport, err := minio.DefaultTransport(at.Scheme == "https")
	if err != nil {
		return nil, err
	}
	if transport.ResponseHeaderTimeout = o.Timeout; o.Timeout <= 0 {
		transport.ResponseHeaderTimeout = defaultTimeout
	}
	client, err := minio.New(at.Host, &minio.Options{
		Creds: credentials.NewStaticV4(o.AccessKey, o.SecretKey, ""), Secure: at.Scheme == "https", Transport: transport,
		Region: o.Region, MaxRetries: attempts,
	})
	if err != nil {
		return nil, err
	}
	prefix := strings.TrimPrefix(o.Prefix, "/")
	if prefix != "" && !strings.HasSuffix(prefix, "/") {
		prefix += "/"
	}
	return &Bucket{client, o.Bucket, prefix, o.Arriving}, os.MkdirAll(o.Arriving, 0o700)
}

func (b *Bucket) key(sum Sum) string {
	name := sum.String()
	return b.prefix + name[:2] + "/" + name[2:4] + "/" + name
}

// Ready asks whether the bucket is there and ours to read.
func (b *Bucket) Ready(ctx context.Context) error {
	there, err := b.client.BucketExists(ctx, b.bucket)
	if err == nil && !there {
		err = fmt.Errorf("there is no bucket %q", b.bucket)
	}
	return away(err)
}

// Stage writes what arrives to a file on this machine.
func (b *Bucket) Stage(ctx context.Context, r io.Reader) (Staged, error) {
	return stageIn(ctx, b.arriving, r)
}

// Keep sends the staged file. The server proves what arrives by its checksum before the object appears.
func (b *Bucket) Keep(ctx context.Context, content Staged) error {
	staged, ours := content.(*stagedFile)
	if !ours {
		return errors.New("blob: staged by another store")
	}
	sent, err := b.client.PutObject(ctx, b.bucket, b.key(staged.sum), io.NewSectionReader(staged.file, 0, staged.size), staged.size,
		minio.PutObjectOptions{ContentType: "application/octet-stream", SendContentMd5: true, PartSize: partSize})
	if err == nil && sent.Size != staged.size {
		err = fmt.Errorf("%d of %d bytes were taken", sent.Size, staged.size)
	}
	return away(err)
}

// Open fetches the object into a file without a name, proves it, and gives that to the caller.
func (b *Bucket) Open(ctx context.Context, sum Sum) (Content, error) {
	object, err := b.client.GetObject(ctx, b.bucket, b.key(sum), minio.GetObjectOptions{})
	if err != nil {
		return nil, away(err)
	}
	defer func() { _ = object.Close() }() // it was only read
	file, err := os.CreateTemp(b.arriving, "*")
	if err != nil {
		return nil, full(err)
	}
	_ = os.Remove(file.Name()) // where a name cannot go before its file, the sweep takes it
	digest := sha256.New()
	source := &untilDone{ctx: ctx, from: object}
	size, err := io.Copy(io.MultiWriter(file, digest), source)
	switch {
	case source.err != nil:
		err = away(source.err)
	case err != nil:
		err = full(err)
	case !equal(digest, sum):
		err = ErrChanged
	default:
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return keptFile{file, size}, nil
}

// Remove deletes the object.
func (b *Bucket) Remove(ctx context.Context, sum Sum) error {
	err := away(b.client.RemoveObject(ctx, b.bucket, b.key(sum), minio.RemoveObjectOptions{}))
	if errors.Is(err, ErrMissing) {
		return nil
	}
	return err
}

// Old pages through the bucket; the age of an object is when it was last sent.
func (b *Bucket) Old(ctx context.Context, before time.Time, visit func(Sum) error) error {
	b.clear(before)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // ends the listing when visit wants no more
	for object := range b.client.ListObjects(ctx, b.bucket, minio.ListObjectsOptions{Prefix: b.prefix, Recursive: true}) {
		if object.Err != nil {
			return away(object.Err)
		}
		sum, ours := parseSum(path.Base(object.Key))
		if !ours || object.Key != b.key(sum) || !object.LastModified.Before(before) {
			continue
		}
		if err := visit(sum); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// clear removes what was staged on this machine and never kept. What stays is found again.
func (b *Bucket) clear(before time.Time) {
	entries, err := os.ReadDir(b.arriving)
	if err != nil {
		return
	}
	for _, entry := range entries {
		if entry.Type() == fs.FileMode(0) && isOlder(entry, before) {
			_ = os.Remove(filepath.Join(b.arriving, entry.Name()))
		}
	}
}

// away names what the caller can tell apart: there is no such content, the caller left, there is no room, or the store fails us.
func away(err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	said := minio.ToErrorResponse(err)
	switch {
	case said.Code == minio.NoSuchKey:
		return ErrMissing
	case said.StatusCode == http.StatusInsufficientStorage, said.Code == "QuotaExceeded", said.Code == "XMinioStorageFull":
		return errors.Join(ErrFull, err)
	}
	return errors.Join(ErrAway, err)
}
