package main

import (
	"strings"
	"testing"

	"hefu/ledger/blob"
)

func TestWhereFilesAreKept(t *testing.T) {
	t.Parallel()
	d := database{DataDir: t.TempDir()}
	if folder, err := d.files(); err != nil {
		t.Error(err)
	} else if _, ours := folder.(*blob.Folder); !ours {
		t.Errorf("by default they are kept in %T", folder)
	}
	d.Blobs, d.Endpoint, d.AccessKey, d.SecretKey = "s3://files/hefu", "https://s3.example.com", "hefu", "secret"
	if bucket, err := d.files(); err != nil {
		t.Error(err)
	} else if _, ours := bucket.(*blob.Bucket); !ours {
		t.Errorf("with an address of a bucket they are kept in %T", bucket)
	}
	for _, where := range []string{"s3://", "s3:///hefu", "s3://me:secret@files/hefu"} {
		d.Blobs = where
		if _, err := d.files(); err == nil {
			t.Errorf("%s is taken", where)
		}
	}
	d.Blobs, d.SecretKey = "s3://files", ""
	if _, err := d.files(); err == nil || !strings.Contains(err.Error(), "HEFU_S3_") {
		t.Errorf("without a secret: %v", err)
	}
}
