package main

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"hefu/ledger/blob"
)

// bucket says who we are at a store that speaks S3, where HEFU_BLOBS names a bucket.
type bucket struct {
	Endpoint      string `name:"s3-endpoint" env:"HEFU_S3_ENDPOINT" help:"Address of the store that speaks S3, such as https://s3.example.com; used where HEFU_BLOBS is s3://bucket/prefix."`
	Region        string `name:"s3-region" env:"HEFU_S3_REGION" help:"Its region; empty: the store is asked."`
	AccessKey     string `name:"s3-access-key" env:"HEFU_S3_ACCESS_KEY" help:"Our name at the store. It needs to read, write, delete and list in the bucket."`
	SecretKey     string `name:"s3-secret-key" env:"HEFU_S3_SECRET_KEY" help:"Our secret at the store."`
	SecretKeyFile string `name:"s3-secret-key-file" env:"HEFU_S3_SECRET_KEY_FILE" help:"File that holds the secret."`
}

const bucketScheme = "s3://"

// files opens the place where files are kept: a folder, or a bucket.
func (d *database) files() (blob.Store, error) {
	where := d.Blobs
	if strings.HasPrefix(where, bucketScheme) {
		return d.bucket.open(where)
	}
	if where == "" {
		where = filepath.Join(d.DataDir, "blobs")
	}
	folder, err := blob.OpenFolder(where)
	if err != nil {
		return nil, fmt.Errorf("open the folder of kept files, HEFU_BLOBS: %w", err)
	}
	return folder, nil
}

// open takes s3://bucket/prefix. What is on its way passes through a folder below the system's own for such files.
func (b bucket) open(where string) (blob.Store, error) {
	at, err := url.Parse(where)
	if err != nil || at.Host == "" || at.RawQuery != "" || at.User != nil {
		return nil, fmt.Errorf("HEFU_BLOBS: %q is neither a folder nor a bucket such as s3://files/hefu", where)
	}
	if b.SecretKeyFile != "" {
		text, err := os.ReadFile(b.SecretKeyFile)
		if err != nil {
			return nil, fmt.Errorf("read HEFU_S3_SECRET_KEY: %w", err)
		}
		b.SecretKey = strings.TrimSpace(string(text))
	}
	opened, err := blob.OpenBucket(blob.BucketOptions{
		Endpoint: b.Endpoint, Bucket: at.Host, Prefix: at.Path, Region: b.Region, AccessKey: b.AccessKey, SecretKey: b.SecretKey,
		Arriving: filepath.Join(os.TempDir(), fmt.Sprintf("hefu-arriving-%d", os.Getuid())),
	})
	if err != nil {
		return nil, fmt.Errorf("open the bucket of kept files, HEFU_S3_…: %w", err)
	}
	return opened, nil
}
