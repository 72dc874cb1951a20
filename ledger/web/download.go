package web

import (
	"context"
	"io"
	"mime"
	"net/http"
	"strings"
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
	// Stream replaces Body for content of Size bytes that is not held in memory; it is closed once it is sent or not needed.
	Stream io.ReadCloser
	Size   int64
}

// sandboxed is the policy of files that others have sent: whatever they hold, it runs nowhere.
const sandboxed = "default-src 'none'; sandbox; frame-ancestors 'none'"

// Download registers an operation that answers with a file.
func Download[I any](a *API, path string, need ledger.Permission, summary string, handle Handler[I, File], options ...Option) {
	o := operation{deadline: requestDeadline}
	for _, option := range options {
		option(&o)
	}
	described := a.describe(http.MethodGet, path, need, o.byLink, summary)
	described.Responses = map[string]*huma.Response{"200": {
		Description: "The file", Content: map[string]*huma.MediaType{"application/octet-stream": {}},
	}}
	huma.Register(a.server.document.api, described, func(ctx context.Context, in *I) (*huma.StreamResponse, error) {
		file, err := call(ctx, a, need, o, in, handle)
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
			if f.Stream != nil {
				_ = f.Stream.Close() // only read from
			}
			return
		}
	}
	c.Set(fiber.HeaderContentType, f.Media)
	if f.Name != "" {
		c.Set(fiber.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	}
	c.Status(fiber.StatusOK)
	if f.Stream != nil {
		c.Set(fiber.HeaderContentSecurityPolicy, sandboxed)
		c.Response().SetBodyStream(f.Stream, int(f.Size))
		return
	}
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

// RawHandler takes one file as the body itself. The body ends in an error when it is too large, too slow or cut off.
type RawHandler[I, O any] func(ctx context.Context, actor ledger.Actor, in *I, body io.Reader) (O, error)

// Take registers an operation that takes a file of at most 25 MiB as its body: PUT, application/octet-stream, streamed once the sender
// has been let in. The path names the intent, so that sending it again is the same.
func Take[I, O any](a *API, path string, need ledger.Permission, summary string, handle RawHandler[I, O], options ...Option) {
	o := operation{deadline: uploadTime + requestDeadline}
	for _, option := range options {
		option(&o)
	}
	a.server.raw = append(a.server.raw, strings.Split(a.prefix+path, "/"))
	described := a.describe(http.MethodPut, path, need, o.byLink, summary)
	described.RequestBody = &huma.RequestBody{Required: true, Description: "The file", Content: map[string]*huma.MediaType{
		fiber.MIMEOctetStream: {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}}
	take := func(ctx context.Context, actor ledger.Actor, in *I) (O, error) {
		body, ok := ctx.Value(rawKey{}).(*sent)
		if !ok { // a request without a body has none to read
			body = &sent{end: io.EOF}
		}
		return handle(ctx, actor, in, body)
	}
	huma.Register(a.server.document.api, described, func(ctx context.Context, in *I) (*reply[O], error) {
		out, err := call(ctx, a, need, o, in, take)
		if err != nil {
			return nil, err
		}
		return &reply[O]{out}, nil
	})
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
