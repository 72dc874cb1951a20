package web

import (
	"bytes"
	"context"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// gate asks for the permission before the input is read, so that who may not act learns nothing of what would be accepted.
func (a *API) gate(route string, need ledger.Permission, byLink bool) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		r := requestOf(ctx.Context())
		r.route = route
		_, err := a.admit(r, need, byLink)
		c := humafiber.Unwrap(ctx)
		if err == nil {
			// A server that streams bodies is asked for a stream; forms are read from the bytes.
			if request := c.Request(); !a.server.isRaw(c.Context().Method(), c.Context().Path()) && !a.server.uploads[c.Path()] {
				body := request.Body()
				request.SetBodyStream(bytes.NewReader(body), len(body))
			}
			next(ctx)
			return
		}
		a.server.auditRefusal(ctx.Context(), r, err)
		if err := a.server.writeError(c, err); err != nil {
			a.server.log.Error("write a refusal", "request_id", r.id, "error", err.Error())
		}
	}
}

// auditRefusal records that somebody tried what their roles do not allow, whether the gate or the domain refused it. A database
// that cannot take the row changes nothing about the refusal; the log then says so.
func (s *Server) auditRefusal(ctx context.Context, r *request, err error) {
	if r.session == nil || !(ledger.IsCode(err, "not_permitted") || r.session.byToken() && ledger.IsKind(err, ledger.Forbidden)) {
		return
	}
	actor := r.session.actor(r)
	actor = clerk(actor)
	actor.Audience, actor.Requests = ledger.System, nil // a refusal is no work done
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), requestDeadline)
	defer cancel()
	detail := map[string]any{"route": r.route, "permission": ledger.AsError(err).Params["permission"], "audience": r.session.Audience, "person": r.session.PersonID}
	if r.session.byToken() {
		detail["token"], detail["scope"] = r.session.bearer.Prefix, ledger.AsError(err).Params["scope"]
	}
	failed := s.options.DB.Write(ctx, actor, func(_ context.Context, tx *store.Tx) error {
		tx.Audit(r.session.CustomerID, "refused", detail)
		return nil
	})
	if failed != nil {
		s.log.Error("audit a refusal", "request_id", r.id, "route", r.route, "error", failed.Error())
	}
}
