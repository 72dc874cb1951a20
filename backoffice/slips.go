package backoffice

import (
	"context"
	"io"
	"mime"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/slip"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type listSlips struct {
	web.Paging
	State      string        `query:"state" enum:"waiting,matched,aside" required:"false"`
	CustomerID ledger.ID     `query:"customer_id" required:"false"`
	LineID     ledger.ID     `query:"line_id" required:"false"`
	DocumentID ledger.ID     `query:"document_id" required:"false"`
	From       calendar.Date `query:"from" required:"false" doc:"Day of the payment; of the upload where the slip does not say"`
	To         calendar.Date `query:"to" required:"false"`
	Amount     web.Amount    `query:"amount" required:"false"`
	Q          string        `query:"q" maxLength:"100" doc:"In numbers, names and purposes, also the receipt's and the customer's"`
}

// BankSlip is the bank's paper of a payment.
type BankSlip struct {
	ID           ledger.ID             `json:"id"`
	Name         string                `json:"name"`
	MediaType    string                `json:"media_type"`
	Size         int64                 `json:"size"`
	Thumbnail    bool                  `json:"thumbnail"`
	UploadedBy   string                `json:"uploaded_by"`
	UploadedAt   time.Time             `json:"uploaded_at"`
	ByHand       bool                  `json:"by_hand" doc:"Somebody put right what was read"`
	Amount       *web.Amount           `json:"amount,omitempty"`
	Currency     string                `json:"currency,omitempty"`
	PaidOn       calendar.Date         `json:"paid_on,omitzero"`
	Payer        string                `json:"payer"`
	PayerAccount string                `json:"payer_account"`
	Number       string                `json:"number"`
	Purpose      string                `json:"purpose"`
	State        string                `json:"state" enum:"waiting,matched,aside"`
	LineID       *ledger.ID            `json:"line_id,omitempty"`
	LineOn       calendar.Date         `json:"line_on,omitzero"`
	LinePayer    string                `json:"line_payer,omitempty"`
	Receipt      *slipReceipt          `json:"receipt,omitempty"`
	Rule         string                `json:"rule,omitempty" doc:"number, payer or by_hand"`
	Reason       string                `json:"reason,omitempty"`
	By           string                `json:"by,omitempty"`
	At           *time.Time            `json:"at,omitempty"`
	Actions      map[string]web.Action `json:"actions"`
}

type slipReceipt struct {
	DocumentID ledger.ID    `json:"document_id"`
	DocumentNo string       `json:"document_no" doc:"Also the number of its voucher"`
	OrderNo    string       `json:"order_no,omitempty"`
	Customer   receiptOwner `json:"customer"`
}

// slipCandidate is a payment that a slip may be of.
type slipCandidate struct {
	LineID     *ledger.ID    `json:"line_id,omitempty"`
	DocumentID *ledger.ID    `json:"document_id,omitempty"`
	On         calendar.Date `json:"on"`
	Amount     web.Amount    `json:"amount"`
	Currency   string        `json:"currency"`
	Payer      string        `json:"payer"`
	DocumentNo string        `json:"document_no,omitempty"`
	OrderNo    string        `json:"order_no,omitempty"`
	Customer   *receiptOwner `json:"customer,omitempty"`
	Seen       []string      `json:"seen" doc:"number, amount, account, name, document, date; against it: other_date, taken"`
}

type slipView struct {
	BankSlip
	Said       string          `json:"said" doc:"What could be read of the file"`
	Candidates []slipCandidate `json:"candidates"`
}

type sendSlip struct {
	Key         ledger.ID `path:"key" doc:"Made by the sender for this file; sending it again under the same key adds nothing"`
	Disposition string    `header:"Content-Disposition" required:"true" maxLength:"2000" doc:"attachment; filename*=UTF-8''…"`
}

type correctSlip struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Amount       web.Amount    `json:"amount,omitempty"`
		Currency     string        `json:"currency,omitempty" maxLength:"3"`
		PaidOn       calendar.Date `json:"paid_on,omitzero"`
		Payer        string        `json:"payer,omitempty" maxLength:"400"`
		PayerAccount string        `json:"payer_account,omitempty" maxLength:"400"`
		Number       string        `json:"number,omitempty" maxLength:"400"`
		Purpose      string        `json:"purpose,omitempty" maxLength:"400"`
	}
}

type joinSlip struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		LineID     ledger.ID `json:"line_id,omitzero"`
		DocumentID ledger.ID `json:"document_id,omitzero" doc:"A receipt that no bank line is joined with"`
	}
}

type setSlipAside struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Reason string `json:"reason" minLength:"1" maxLength:"400"`
	}
}

type slipsMatched struct {
	Looked int `json:"looked"`
	Joined int `json:"joined"`
}

// slips: the bank's papers of payments, and what they prove.
func slips(api *web.API, books *books.Books) {
	one := func(actor ledger.Actor, found slip.Slip, err error) (BankSlip, error) {
		return wordSlip(found, actor), err
	}
	web.Get(api, "/bank/slips", ledger.SeeBank, "List bank slips, the latest first", func(ctx context.Context, actor ledger.Actor, in *listSlips) (web.Page[BankSlip], error) {
		return slipsPage(ctx, books, actor, in)
	})
	web.Get(api, "/bank/slips/{id}", ledger.SeeBank, "Read a bank slip with the payments that it may be of", func(ctx context.Context, actor ledger.Actor, in *byID) (slipView, error) {
		found, err := books.Slips.Get(ctx, actor, in.ID)
		return wordSlipView(found, actor), err
	})
	web.Take(api, "/bank/slips/{key}", ledger.PostDocuments, "Send a bank slip; it is joined with its payment where that is clear", func(ctx context.Context, actor ledger.Actor, in *sendSlip, body io.Reader) (BankSlip, error) {
		_, parameters, err := mime.ParseMediaType(in.Disposition)
		if err != nil || parameters["filename"] == "" {
			return BankSlip{}, ledger.E("validation_failed").At("Content-Disposition", "bad_format")
		}
		found, err := books.Slips.Upload(ctx, actor, in.Key, parameters["filename"], body)
		return one(actor, found, err)
	})
	web.Post(api, "/bank/slips/matching", ledger.PostDocuments, "Look once more at the bank slips that wait", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (slipsMatched, error) {
		looked, joined, err := books.Slips.Again(ctx, actor)
		return slipsMatched{looked, joined}, err
	})
	web.Post(api, "/bank/slips/{id}/correction", ledger.PostDocuments, "Put right what was read of a bank slip", func(ctx context.Context, actor ledger.Actor, in *correctSlip) (BankSlip, error) {
		b := in.Body
		facts := slip.Facts{Currency: b.Currency, PaidOn: b.PaidOn, Payer: b.Payer, PayerAccount: b.PayerAccount, Number: b.Number, Purpose: b.Purpose}
		if b.Amount != "" {
			amount, err := decimal.NewFromString(string(b.Amount))
			if err != nil {
				return BankSlip{}, ledger.E("validation_failed").At("amount", "bad_format").Because(err)
			}
			facts.Amount = decimal.NewNullDecimal(amount)
		}
		found, err := books.Slips.Correct(ctx, actor, in.ID, facts)
		return one(actor, found, err)
	})
	web.Post(api, "/bank/slips/{id}/match", ledger.PostDocuments, "Say which payment a bank slip is of", func(ctx context.Context, actor ledger.Actor, in *joinSlip) (BankSlip, error) {
		found, err := books.Slips.Join(ctx, actor, in.ID, in.Body.LineID, in.Body.DocumentID)
		return one(actor, found, err)
	})
	web.Post(api, "/bank/slips/{id}/aside", ledger.PostDocuments, "Set a bank slip aside that proves no customer's payment", func(ctx context.Context, actor ledger.Actor, in *setSlipAside) (BankSlip, error) {
		found, err := books.Slips.SetAside(ctx, actor, in.ID, in.Body.Reason)
		return one(actor, found, err)
	})
	web.Post(api, "/bank/slips/{id}/freeing", ledger.PostDocuments, "Take back what was said of a bank slip", func(ctx context.Context, actor ledger.Actor, in *byID) (BankSlip, error) {
		found, err := books.Slips.Free(ctx, actor, in.ID)
		return one(actor, found, err)
	})
	for path, small := range map[string]bool{"file": false, "thumbnail": true} {
		web.Download(api, "/bank/slips/{id}/"+path, ledger.SeeBank, "Download the "+path+" of a bank slip", func(ctx context.Context, actor ledger.Actor, in *byID) (web.File, error) {
			found, err := books.Slips.OpenFile(ctx, actor, in.ID, small)
			if err != nil {
				return web.File{}, err
			}
			return web.File{Name: found.Name, Media: found.Media, ETag: found.Sum.String(), Stream: found.Content, Size: found.Size()}, nil
		}, web.Within(agingDeadline))
	}
}

func slipsPage(ctx context.Context, books *books.Books, actor ledger.Actor, in *listSlips) (web.Page[BankSlip], error) {
	page := web.Page[BankSlip]{Items: []BankSlip{}}
	place, _, err := web.ReadCursor[slip.Page](in.Cursor)
	if err != nil {
		return page, err
	}
	place.Limit = in.Limit + 1
	filter := slip.Filter{State: slip.State(in.State), CustomerID: in.CustomerID, LineID: in.LineID, DocumentID: in.DocumentID, From: in.From, To: in.To, Text: in.Q}
	if in.Amount != "" {
		amount, err := decimal.NewFromString(string(in.Amount))
		if err != nil {
			return page, ledger.E("validation_failed").At("amount", "bad_format").Because(err)
		}
		filter.Amount = decimal.NewNullDecimal(amount)
	}
	found, err := books.Slips.List(ctx, actor, filter, place)
	if err != nil {
		return page, err
	}
	for i, s := range found {
		if i == in.Limit {
			page.NextCursor, err = web.Cursor(slip.Page{Before: found[i-1].ID})
			return page, err
		}
		page.Items = append(page.Items, wordSlip(s, actor))
	}
	return page, nil
}

func wordSlip(s slip.Slip, actor ledger.Actor) BankSlip {
	out := BankSlip{ID: s.ID, Name: s.Name, MediaType: s.Media, Size: s.Size, Thumbnail: s.Thumbnail, UploadedBy: s.UploadedBy, UploadedAt: s.UploadedAt, ByHand: s.ByHand, Currency: s.Currency,
		PaidOn: s.PaidOn, Payer: s.Payer, PayerAccount: s.PayerAccount, Number: s.Number, Purpose: s.Purpose, State: string(s.State), LineOn: s.LineOn, LinePayer: s.LinePayer,
		Rule: s.Rule, Reason: s.Reason, By: s.By, At: s.At}
	if s.Amount.Valid {
		amount := wire.Amount(s.Amount.Decimal, s.Currency)
		out.Amount = &amount
	}
	if !s.LineID.IsZero() {
		out.LineID = &s.LineID
	}
	if !s.DocumentID.IsZero() {
		out.Receipt = &slipReceipt{s.DocumentID, s.DocumentNo, s.OrderNo, receiptOwner{s.CustomerID, s.CustomerCode, s.CustomerName}}
	}
	may := func(fits bool) web.Action {
		found := allowedTo(actor, ledger.PostDocuments)
		if found.Allowed && !fits {
			found = web.Action{Why: ledger.E("state_forbids").With("state", string(s.State)).Message(actor.Locale)}
		}
		return found
	}
	waits := s.State == slip.Waiting
	out.Actions = map[string]web.Action{"match": may(waits), "correct": may(waits), "set_aside": may(waits), "free": may(!waits)}
	return out
}

func wordSlipView(v slip.View, actor ledger.Actor) slipView {
	out := slipView{BankSlip: wordSlip(v.Slip, actor), Said: v.Said, Candidates: []slipCandidate{}}
	for _, c := range v.Candidates {
		worded := slipCandidate{On: c.On, Amount: wire.Amount(c.Amount, c.Currency), Currency: c.Currency, Payer: c.Payer, DocumentNo: c.DocumentNo, OrderNo: c.OrderNo, Seen: c.Seen}
		if worded.Seen == nil {
			worded.Seen = []string{}
		}
		if !c.LineID.IsZero() {
			worded.LineID = &c.LineID
		}
		if !c.DocumentID.IsZero() {
			worded.DocumentID = &c.DocumentID
		}
		if !c.CustomerID.IsZero() {
			worded.Customer = &receiptOwner{c.CustomerID, c.CustomerCode, c.CustomerName}
		}
		out.Candidates = append(out.Candidates, worded)
	}
	return out
}
