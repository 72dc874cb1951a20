package web

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"
	"github.com/gofiber/fiber/v2"

	"hefu/ledger"
)

const heartbeat = 15 * time.Second

// Event is one message of a stream of server-sent events.
type Event struct {
	Name string
	Data any // as JSON
}

// Source produces the events of one stream: it calls send until there is nothing more to say, ctx ends, or send fails because
// nobody listens any more. It is authorized once, at the beginning, and ends after five minutes; the browser comes back.
type Source[I any] func(ctx context.Context, actor ledger.Actor, in *I, send func(Event) error) error

// Events registers a stream; path ends in /events. first runs before the stream begins, so that what does not exist or is
// not permitted is refused as everywhere else.
func Events[I any](a *API, path string, need ledger.Permission, summary string, first Handler[I, Event], source Source[I]) {
	described := a.describe(http.MethodGet, path, need, false, summary)
	described.Responses = map[string]*huma.Response{"200": {
		Description: "Server-sent events", Content: map[string]*huma.MediaType{"text/event-stream": {}},
	}}
	huma.Register(a.server.document.api, described, func(ctx context.Context, in *I) (*huma.StreamResponse, error) {
		opening, err := call(ctx, a, need, operation{deadline: requestDeadline}, in, first)
		if err != nil {
			return nil, err
		}
		r := requestOf(ctx)
		actor, given := r.session.actor(r), *in
		produce := func(ctx context.Context, send func(Event) error) error {
			if err := send(opening); err != nil {
				return err
			}
			return source(ctx, actor, &given, send)
		}
		// The stream outlives the handler, so it keeps the request's values but not its end.
		lasting := context.WithoutCancel(ctx)
		return &huma.StreamResponse{Body: func(ctx huma.Context) { a.server.stream(lasting, humafiber.Unwrap(ctx), produce) }}, nil
	})
}

// stream answers with whatever produce sends. Nothing of the Fiber context is used once the writer runs.
func (s *Server) stream(ctx context.Context, c *fiber.Ctx, produce func(context.Context, func(Event) error) error) {
	c.Set(fiber.HeaderContentType, "text/event-stream")
	c.Set(fiber.HeaderCacheControl, "no-cache, no-transform")
	c.Set("X-Accel-Buffering", "no")
	id := requestOf(ctx).id
	c.Context().SetBodyStreamWriter(func(w *bufio.Writer) {
		ctx, cancel := context.WithTimeout(ctx, streamTimeout)
		defer cancel()
		out := &eventWriter{w: w, cancel: cancel}
		done, beaten := make(chan struct{}), make(chan struct{})
		go func() { // only beats; the work is in produce
			defer close(beaten)
			out.keepAlive(ctx, done, s.closing)
		}()
		defer func() { // the writer goes back to a pool: nobody may hold it any longer
			close(done)
			<-beaten
		}()
		err := protect(func() error { return produce(ctx, out.send) })
		if err != nil && ctx.Err() == nil {
			s.log.Error("event stream", "request_id", id, "error", err.Error())
		}
	})
}

type eventWriter struct {
	mutex  sync.Mutex
	w      *bufio.Writer
	cancel context.CancelFunc
	last   int
}

func (e *eventWriter) send(event Event) error {
	data, err := json.Marshal(event.Data)
	if err != nil {
		return err
	}
	e.mutex.Lock()
	defer e.mutex.Unlock()
	e.last++
	return e.flush("id: " + strconv.Itoa(e.last) + "\nretry: 3000\nevent: " + event.Name + "\ndata: " + string(data) + "\n\n")
}

// flush writes at once; a failure means that the browser has gone, and ends the source.
func (e *eventWriter) flush(text string) error {
	_, err := e.w.WriteString(text)
	if err == nil {
		err = e.w.Flush()
	}
	if err != nil {
		e.cancel()
	}
	return err
}

func (e *eventWriter) keepAlive(ctx context.Context, done, closing <-chan struct{}) {
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		select {
		case <-done:
			return
		case <-ctx.Done():
			return
		case <-closing:
			e.cancel()
			return
		case <-beat.C:
			e.mutex.Lock()
			_ = e.flush(": still here\n\n") // a failure has already ended the source
			e.mutex.Unlock()
		}
	}
}
