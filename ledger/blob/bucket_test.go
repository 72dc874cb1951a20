package blob_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"hefu/ledger"
	"hefu/ledger/blob"
)

func openBucket(t *testing.T, o blob.BucketOptions) *blob.Bucket {
	t.Helper()
	o.Arriving = filepath.Join(t.TempDir(), "arriving")
	bucket, err := blob.OpenBucket(o)
	if err != nil {
		t.Fatal(err)
	}
	return bucket
}

func (s *s3Server) options() blob.BucketOptions {
	return blob.BucketOptions{Endpoint: s.URL, Bucket: s.bucket, Prefix: "hefu", AccessKey: s.access, SecretKey: s.secret, Region: "us-east-1", Timeout: 2 * time.Second}
}

func keepIn(t *testing.T, store blob.Store, content string) blob.Sum {
	t.Helper()
	staged, err := store.Stage(t.Context(), strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer staged.Discard()
	if err := store.Keep(t.Context(), staged); err != nil {
		t.Fatal(err)
	}
	return staged.Sum()
}

// keepsItsWord is what every store must do, wherever it keeps.
func keepsItsWord(t *testing.T, store blob.Store) {
	t.Helper()
	if err := store.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("对账单的一行\n", 100_000)
	for _, text := range []string{"对账单", "", long} {
		sum := keepIn(t, store, text)
		if again := keepIn(t, store, text); again != sum {
			t.Errorf("the same content is %s and %s", sum, again)
		}
		found, err := store.Open(t.Context(), sum)
		if err != nil {
			t.Fatal(err)
		}
		read, err := io.ReadAll(found)
		if err = errors.Join(err, found.Close()); err != nil || string(read) != text || found.Size() != int64(len(text)) {
			t.Errorf("%d bytes read back as %d, %v", len(text), len(read), err)
		}
	}
	sum := keepIn(t, store, "对账单")
	visit := func(before time.Time) (found int) {
		t.Helper()
		err := store.Old(t.Context(), before, func(one blob.Sum) error {
			if one == sum {
				found++
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	now := ledger.SystemClock()
	if young, old := visit(now.Add(-time.Hour)), visit(now.Add(time.Hour)); young != 0 || old != 1 {
		t.Errorf("seen %d times as older than an hour, %d times as older than the future", young, old)
	}
	if err := errors.Join(store.Remove(t.Context(), sum), store.Remove(t.Context(), sum)); err != nil {
		t.Error(err)
	}
	if err := blob.Check(t.Context(), store, sum); !errors.Is(err, blob.ErrMissing) {
		t.Errorf("removed content: %v", err)
	}
}

func TestEveryStoreKeepsItsWord(t *testing.T) {
	t.Parallel()
	t.Run("folder", func(t *testing.T) {
		t.Parallel()
		keepsItsWord(t, openFolder(t))
	})
	t.Run("bucket", func(t *testing.T) {
		t.Parallel()
		keepsItsWord(t, openBucket(t, newS3Server(t).options()))
	})
}

// Somebody else's server has its own reading of the protocol: versitygw, where it is installed.
func TestABucketOfSomebodyElse(t *testing.T) {
	t.Parallel()
	program, err := exec.LookPath("versitygw")
	if err != nil {
		t.Skip("versitygw is not installed: go install github.com/versity/versitygw/cmd/versitygw@latest")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address, root := listener.Addr().String(), t.TempDir()
	_ = listener.Close()
	o := blob.BucketOptions{Endpoint: "http://" + address, Bucket: "files", Prefix: "hefu/", AccessKey: "hefu", SecretKey: "a-secret-of-the-bucket"}
	ctx, cancel := context.WithCancel(t.Context())
	server := exec.CommandContext(ctx, program, "--quiet", "--port", address, "--access", o.AccessKey, "--secret", o.SecretKey, "posix", "--nometa", root)
	server.Stderr = os.Stderr
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cancel(); _ = server.Wait() })
	client, err := minio.New(address, &minio.Options{Creds: credentials.NewStaticV4(o.AccessKey, o.SecretKey, "")})
	if err != nil {
		t.Fatal(err)
	}
	bucket, patience := openBucket(t, o), time.NewTimer(20*time.Second)
	for poll := time.NewTicker(100 * time.Millisecond); ; {
		err := client.MakeBucket(t.Context(), o.Bucket, minio.MakeBucketOptions{})
		if err == nil {
			break
		}
		select {
		case <-poll.C:
		case <-patience.C:
			t.Fatalf("the server does not begin: %v", err)
		}
	}
	keepsItsWord(t, bucket)
	o.SecretKey = "not the secret"
	if err := openBucket(t, o).Ready(t.Context()); !errors.Is(err, blob.ErrAway) {
		t.Errorf("with a wrong secret: %v", err)
	}
}

func TestWhatABucketGivesIsProven(t *testing.T) {
	t.Parallel()
	server := newS3Server(t)
	bucket := openBucket(t, server.options())
	sum := keepIn(t, bucket, "对账单")
	server.mu.Lock()
	for key := range server.objects {
		if key != "hefu/"+sum.String()[:2]+"/"+sum.String()[2:4]+"/"+sum.String() {
			t.Errorf("kept as %q", key)
		}
		server.objects[key] = []byte("另一份")
	}
	server.mu.Unlock()
	if err := blob.Check(t.Context(), bucket, sum); !errors.Is(err, blob.ErrChanged) {
		t.Errorf("changed content: %v", err)
	}
}

func TestABucketThatFailsUsSaysSo(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*s3Server, *blob.BucketOptions)
		want   error
	}{
		"a wrong secret": {func(_ *s3Server, o *blob.BucketOptions) { o.SecretKey = "another" }, blob.ErrAway},
		"no such bucket": {func(_ *s3Server, o *blob.BucketOptions) { o.Bucket = "others" }, blob.ErrAway},
		"nobody there":   {func(s *s3Server, _ *blob.BucketOptions) { s.Close() }, blob.ErrAway},
		"no space": {func(s *s3Server, _ *blob.BucketOptions) {
			s.fail(func(w http.ResponseWriter, _ *http.Request) bool {
				refuse(w, http.StatusInsufficientStorage, "XMinioStorageFull")
				return true
			})
		}, blob.ErrFull},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newS3Server(t)
			o := server.options()
			c.change(server, &o)
			bucket := openBucket(t, o)
			if err := bucket.Ready(t.Context()); err == nil {
				t.Error("it says that it is ready")
			}
			staged, err := bucket.Stage(t.Context(), strings.NewReader("x"))
			if err != nil {
				t.Fatal(err)
			}
			defer staged.Discard()
			if err := bucket.Keep(t.Context(), staged); !errors.Is(err, c.want) {
				t.Errorf("keeping: %v", err)
			}
		})
	}
}

func TestWrongAddressesOfABucket(t *testing.T) {
	t.Parallel()
	good := blob.BucketOptions{Endpoint: "https://s3.example.com", Bucket: "files", AccessKey: "a", SecretKey: "b", Arriving: t.TempDir()}
	if _, err := blob.OpenBucket(good); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*blob.BucketOptions){
		"no address": func(o *blob.BucketOptions) { o.Endpoint = "" }, "a path": func(o *blob.BucketOptions) { o.Endpoint = "https://s3.example.com/files" },
		"no scheme": func(o *blob.BucketOptions) { o.Endpoint = "s3.example.com" }, "no bucket": func(o *blob.BucketOptions) { o.Bucket = "" },
		"no key": func(o *blob.BucketOptions) { o.AccessKey = "" }, "no secret": func(o *blob.BucketOptions) { o.SecretKey = "" },
	} {
		o := good
		spoil(&o)
		if _, err := blob.OpenBucket(o); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}
