package backoffice

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/dispute"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type settlePaid struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		RowVersion int       `json:"row_version" minimum:"1"`
		ItemID     ledger.ID `json:"item_id" doc:"The open receipt that paid the line."`
		RootCause  string    `json:"root_cause" enum:"technical_error,process_gap,commercial_dispute"`
		Text       string    `json:"text,omitempty" maxLength:"4000"`
	}
}

type reopenDispute struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		RowVersion int    `json:"row_version" minimum:"1"`
		Reason     string `json:"reason" maxLength:"4000"`
	}
}

// JointDecision decides several disputes of one statement alike.
type JointDecision struct {
	Decision   string      `json:"decision" enum:"accept_whole,reject"`
	Instrument string      `json:"instrument,omitempty" enum:"credit_note,adjustment"`
	Disputes   []jointItem `json:"disputes" minItems:"2" maxItems:"100" nullable:"false"`
}

type jointItem struct {
	ID         ledger.ID `json:"id"`
	RowVersion int       `json:"row_version" minimum:"1"`
}

type previewTogether struct{ Body JointDecision }

type resolveTogether struct {
	Body struct {
		JointDecision
		RootCause string `json:"root_cause" enum:"technical_error,process_gap,commercial_dispute"`
		Text      string `json:"text" maxLength:"4000"`
	}
}

type jointPart struct {
	DisputeID ledger.ID         `json:"dispute_id"`
	DisputeNo string            `json:"dispute_no"`
	LineNo    int               `json:"line_no"`
	Preview   resolutionPreview `json:"preview"`
}

type jointPreview struct {
	Currency      string      `json:"currency"`
	Parts         []jointPart `json:"parts"`
	Net           web.Amount  `json:"net"`
	Tax           web.Amount  `json:"tax"`
	Gross         web.Amount  `json:"gross"`
	NeedsApproval bool        `json:"needs_approval"`
	NeedsCustomer bool        `json:"needs_customer"`
}

type jointDone struct {
	Disputes []disputeSummary `json:"disputes"`
}

func (in JointDecision) command() dispute.JointCommand {
	cmd := dispute.JointCommand{ResolveCommand: dispute.ResolveCommand{Decision: dispute.Decision(in.Decision), Instrument: dispute.Instrument(in.Instrument)}}
	for _, item := range in.Disputes {
		cmd.Items = append(cmd.Items, dispute.JointItem{ID: item.ID, RowVersion: item.RowVersion})
	}
	return cmd
}

func endings(api *web.API, books *books.Books, show func(context.Context, ledger.Actor, ledger.ID) (disputeView, error)) {
	web.Post(api, "/disputes/{id}/payment", ledger.Allocate, "Set the receipt that paid the line against it, and close the dispute", func(ctx context.Context, actor ledger.Actor, in *settlePaid) (disputeView, error) {
		cmd := dispute.PaidCommand{RowVersion: in.Body.RowVersion, ItemID: in.Body.ItemID, RootCause: in.Body.RootCause, Text: in.Body.Text}
		if err := books.Disputes.SettlePaid(ctx, actor, in.ID, cmd); err != nil {
			return disputeView{}, err
		}
		return show(ctx, actor, in.ID)
	})
	web.Post(api, "/disputes/{id}/reopening", ledger.ProposeResolution, "Take up again what was rejected or found paid", func(ctx context.Context, actor ledger.Actor, in *reopenDispute) (disputeView, error) {
		if err := books.Disputes.Reopen(ctx, actor, in.ID, in.Body.RowVersion, in.Body.Reason); err != nil {
			return disputeView{}, err
		}
		return show(ctx, actor, in.ID)
	})
	web.Post(api, "/dispute-resolutions/preview", ledger.ProposeResolution, "Show what one decision about several disputes would post", func(ctx context.Context, actor ledger.Actor, in *previewTogether) (jointPreview, error) {
		preview, err := books.Disputes.PreviewTogether(ctx, actor, in.Body.command())
		return wordTogether(preview), err
	})
	web.Post(api, "/dispute-resolutions", ledger.ProposeResolution, "Decide several disputes of one statement, all or none", func(ctx context.Context, actor ledger.Actor, in *resolveTogether) (jointDone, error) {
		cmd := in.Body.command()
		cmd.RootCause, cmd.Text = in.Body.RootCause, in.Body.Text
		if err := books.Disputes.ResolveTogether(ctx, actor, cmd); err != nil {
			return jointDone{}, err
		}
		out := jointDone{Disputes: []disputeSummary{}}
		for _, item := range cmd.Items {
			view, err := books.Disputes.Get(ctx, actor, item.ID)
			if err != nil {
				return out, err
			}
			out.Disputes = append(out.Disputes, wordDispute(view.Summary, actor))
		}
		return out, nil
	})
}

func wordTogether(p dispute.JointPreview) jointPreview {
	currency := string(p.Currency)
	net, tax, gross := p.Totals()
	out := jointPreview{Currency: currency, Parts: []jointPart{}, Net: wire.Amount(net, currency), Tax: wire.Amount(tax, currency), Gross: wire.Amount(gross, currency),
		NeedsApproval: p.NeedsApproval, NeedsCustomer: p.NeedsCustomer}
	for _, part := range p.Parts {
		out.Parts = append(out.Parts, jointPart{part.DisputeID, part.DisputeNo, part.LineNo, wordPreview(part.Preview)})
	}
	return out
}
