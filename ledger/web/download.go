package web

import (
	"context"
	"mime"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"
	"github.com/gofiber/fiber/v2"

	"hefu/ledger"
)

// File is an answer that is not the API's JSON: an attachment, or content whose bytes matter.
type File struct {
	Name  string // of the attachment; empty: shown in place, as content for the page
	Media string
	Body  []byte
	// ETag is the hash of the bytes, without quotes; empty when nobody may keep them. A browser that has them gets 304.
	ETag string
}

// Download registers an operation that answers with a file.
func Download[I any](a *API, path string, need ledger.Permission, summary string, handle Handler[I, File], options ...Option) {
	o := operation{deadline: requestDeadline}
	for _, option := range options {
		option(&o)
	}
	described := a.describe(http.MethodGet, path, need, summary)
	described.Responses = map[string]*huma.Response{"200": {
		Description: "The file", Content: map[string]*huma.MediaType{"application/octet-stream": {}},
	}}
	huma.Register(a.server.document.api, described, func(ctx context.Context, in *I) (*huma.StreamResponse, error) {
		file, err := call(ctx, a, need, o.deadline, in, handle)
		if err != nil {
			return nil, err
		}
		return &huma.StreamResponse{Body: func(ctx huma.Context) { file.write(humafiber.Unwrap(ctx)) }}, nil
	})
}

func (f File) write(c *fiber.Ctx) {
	if f.ETag != "" {
		tag := `"` + f.ETag + `"`
		c.Set(fiber.HeaderETag, tag)
		// It may be kept, but is asked for each time, because the right to see it may end.
		c.Set(fiber.HeaderCacheControl, "private, no-cache")
		if matches(c.Get(fiber.HeaderIfNoneMatch), tag) {
			c.Status(fiber.StatusNotModified)
			return
		}
	}
	c.Set(fiber.HeaderContentType, f.Media)
	if f.Name != "" {
		c.Set(fiber.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	}
	c.Status(fiber.StatusOK)
	c.Response().SetBodyRaw(f.Body)
}

// Upload is a file that a person sent. Name is what their browser said and is only ever shown; Body is read once.
type Upload struct {
	Name string
	Body []byte
}

type uploadForm struct {
	File huma.FormFile `form:"file" required:"true"`
}

type uploadInput struct {
	Kind    string `query:"kind" required:"true" maxLength:"40"`
	RawBody huma.MultipartFormFiles[uploadForm]
}

// UploadHandler takes one file of the kind that the query names.
type UploadHandler[O any] func(ctx context.Context, actor ledger.Actor, kind string, file Upload) (O, error)

// Receive registers an operation that takes one file of at most 25 MiB in the form field "file". path has no parameters.
func Receive[O any](a *API, path string, need ledger.Permission, summary string, handle UploadHandler[O], options ...Option) {
	a.server.uploads[a.prefix+path] = true
	read := func(ctx context.Context, actor ledger.Actor, in *uploadInput) (O, error) {
		form := in.RawBody.Data()
		file := Upload{Name: form.File.Filename, Body: make([]byte, form.File.Size)}
		if _, err := form.File.ReadAt(file.Body, 0); err != nil && form.File.Size > 0 {
			var none O
			return none, malformed("the file cannot be read").Because(err)
		}
		return handle(ctx, actor, in.Kind, file)
	}
	Post(a, path, need, summary, read, append([]Option{Within(25 * time.Second)}, options...)...)
}
