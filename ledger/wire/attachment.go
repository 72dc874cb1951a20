package wire

import (
	"bytes"
	"context"
	"io"
	"mime"
	"time"

	"hefu/ledger"
	"hefu/ledger/attachment"
	"hefu/ledger/books"
	"hefu/ledger/dispute"
	"hefu/ledger/web"
)

// Attachment is a file beside a message. One that was withdrawn says only that it was there.
type Attachment struct {
	ID          ledger.ID  `json:"id"`
	Name        string     `json:"name"`
	MediaType   string     `json:"media_type"`
	Size        int64      `json:"size" doc:"Bytes"`
	Width       int        `json:"width" doc:"Pixels; 0 for what is no picture"`
	Height      int        `json:"height"`
	Thumbnail   bool       `json:"thumbnail"`
	Protected   bool       `json:"protected" doc:"It may ask for a password"`
	WithdrawnAt *time.Time `json:"withdrawn_at,omitempty"`
	MayWithdraw bool       `json:"may_withdraw"`
}

// Reader is somebody who has read the thread, and until when.
type Reader struct {
	Name   string    `json:"name"`
	Side   string    `json:"side" enum:"customer,staff"`
	SeenAt time.Time `json:"seen_at"`
	// LastMessage is the last message of this view that they had before them.
	LastMessage ledger.ID `json:"last_message"`
}

// Added names the file that was added or found again.
type Added struct {
	ID ledger.ID `json:"id"`
}

// Send is the input of a file that is sent. The body is the file itself; its name travels in a header, so that no log of addresses
// holds it.
type Send struct {
	ID          ledger.ID `path:"id"`
	Key         ledger.ID `path:"key" doc:"Made by the sender for this file; sending it again under the same key adds nothing"`
	Message     ledger.ID `query:"message_id" required:"false" doc:"One's own message of just now that the file belongs to"`
	Disposition string    `header:"Content-Disposition" required:"true" maxLength:"2000" doc:"attachment; filename*=UTF-8''…"`
}

// Command reads the name; a header that holds none is refused.
func (in *Send) Command() (dispute.AttachCommand, error) {
	_, parameters, err := mime.ParseMediaType(in.Disposition)
	if err != nil || parameters["filename"] == "" {
		return dispute.AttachCommand{}, ledger.E("validation_failed").At("Content-Disposition", "bad_format")
	}
	return dispute.AttachCommand{Key: in.Key, Name: parameters["filename"], Message: in.Message}, nil
}

type repeat struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		From    ledger.ID `json:"from" doc:"A file of one's own beside another dispute"`
		Message ledger.ID `json:"message_id,omitzero"`
	}
}

type ofFile struct {
	ID ledger.ID `path:"id"`
}

type seen struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Message ledger.ID `json:"message_id" doc:"The last message that was shown"`
	}
}

type unread struct {
	Disputes int `json:"disputes" doc:"Disputes with something the reader has not seen"`
}

// Conversation adds the operations on files and read marks, which both audiences have alike. write is the permission to write in a
// thread, look that to leave a mark of having read it.
func Conversation(api *web.API, b *books.Books, write, look ledger.Permission, options ...web.Option) {
	web.Post(api, "/disputes/{id}/attachments", write, "Put a file of another dispute beside this one too", func(ctx context.Context, actor ledger.Actor, in *repeat) (Added, error) {
		id, err := b.Disputes.Repeat(ctx, actor, in.ID, in.Body.From, in.Body.Message)
		return Added{id}, err
	}, web.ByLink())
	web.Download(api, "/attachments/{id}/file", ledger.SeeStatements, "Download an attached file", func(ctx context.Context, actor ledger.Actor, in *ofFile) (web.File, error) {
		found, err := b.Attachments.Open(ctx, actor, in.ID, false)
		return serve(found, found.Name), err
	}, web.Within(downloadTime), web.ByLink())
	web.Download(api, "/attachments/{id}/thumbnail", ledger.SeeStatements, "Show an attached picture small", func(ctx context.Context, actor ledger.Actor, in *ofFile) (web.File, error) {
		found, err := b.Attachments.Open(ctx, actor, in.ID, true)
		return serve(found, ""), err
	}, web.ByLink())
	web.Post(api, "/attachments/{id}/withdrawal", write, "Withdraw a file", func(ctx context.Context, actor ledger.Actor, in *ofFile) (web.Nothing, error) {
		_, err := b.Disputes.WithdrawFile(ctx, actor, in.ID)
		return web.Nothing{}, err
	}, web.ByLink())
	web.Post(api, "/disputes/{id}/seen", look, "Record how far one has read", func(ctx context.Context, actor ledger.Actor, in *seen) (web.Nothing, error) {
		return web.Nothing{}, b.Disputes.MarkRead(ctx, actor, in.ID, in.Body.Message)
	}, options...)
	web.Get(api, "/unread", ledger.SeeStatements, "Count what one has not read", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (unread, error) {
		found, err := b.Disputes.Unread(ctx, actor)
		return unread{found}, err
	}, options...)
}

// downloadTime lets a slow disk read the largest file twice.
const downloadTime = 20 * time.Second

// Attach adds the operation that takes a file; read makes the command of its input.
func Attach[I any](api *web.API, b *books.Books, write ledger.Permission, read func(*I) (ledger.ID, dispute.AttachCommand, error), options ...web.Option) {
	web.Take(api, "/disputes/{id}/attachments/{key}", write, "Send a file", func(ctx context.Context, actor ledger.Actor, in *I, body io.Reader) (Added, error) {
		id, cmd, err := read(in)
		if err != nil {
			return Added{}, err
		}
		added, err := b.Disputes.Attach(ctx, actor, id, cmd, body)
		return Added{added}, err
	}, web.ByLink())
}

func serve(found attachment.Download, name string) web.File {
	if found.Content == nil {
		return web.File{}
	}
	return web.File{Name: name, Media: found.Media, ETag: found.Sum.String(), Stream: found.Content, Size: found.Size()}
}

// filesOf words the files of a dispute by message.
func filesOf(v dispute.View, actor ledger.Actor) map[ledger.ID][]Attachment {
	out := map[ledger.ID][]Attachment{}
	for _, f := range v.Attachments {
		out[f.MessageID] = append(out[f.MessageID], Attachment{ID: f.ID, Name: f.Name, MediaType: f.Media, Size: f.Size, Width: f.Width, Height: f.Height,
			Thumbnail: f.Thumbnail, Protected: f.Protected, WithdrawnAt: f.Withdrawn, MayWithdraw: f.By == actor.PersonID && f.Withdrawn == nil && v.FilesOpen})
	}
	return out
}

// readers are the others who have read the thread; what they saw of notes that this reader does not see counts as the message before.
func readers(v dispute.View, actor ledger.Actor) []Reader {
	out := []Reader{}
	for _, r := range v.Readers {
		if r.PersonID == actor.PersonID {
			continue
		}
		var last ledger.ID
		for _, m := range v.Messages {
			if bytes.Compare(m.ID[:], r.Message[:]) <= 0 {
				last = m.ID
			}
		}
		if !last.IsZero() {
			out = append(out, Reader{Name: r.Name, Side: r.Side, SeenAt: r.At, LastMessage: last})
		}
	}
	return out
}
