package backoffice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/notice"
	"hefu/ledger/web"
)

// MailWords are what a mail says around its figures.
type MailWords struct {
	Subject string `json:"subject" maxLength:"400"`
	Heading string `json:"heading" maxLength:"400"`
	Body    string `json:"body" maxLength:"8000" doc:"One line, one paragraph; a block stands alone on its line"`
	Button  string `json:"button" maxLength:"400" doc:"Empty where the mail leads nowhere"`
}

type mailStanding struct {
	Purpose       string     `json:"purpose"`
	Locale        string     `json:"locale" enum:"zh-CN,en"`
	Version       int        `json:"version" doc:"0 where nobody ever changed the words"`
	BuiltIn       bool       `json:"built_in"`
	Subject       string     `json:"subject"`
	CreatedByName string     `json:"created_by_name"`
	CreatedAt     *time.Time `json:"created_at"`
}

type mailStandings struct {
	Items []mailStanding `json:"items"`
}

type mailPlace struct {
	Name     string `json:"name" doc:"As it is written in braces"`
	NameZH   string `json:"name_zh" doc:"Its Chinese name, which may be written in its stead"`
	Block    bool   `json:"block" doc:"Stands alone on its line"`
	Required bool   `json:"required"`
}

type mailVersion struct {
	Edition
	BuiltIn bool      `json:"built_in"`
	Words   MailWords `json:"words"`
}

type mailTemplate struct {
	Purpose  string                `json:"purpose"`
	Locale   string                `json:"locale" enum:"zh-CN,en"`
	BuiltIn  MailWords             `json:"built_in"`
	Versions []mailVersion         `json:"versions" doc:"The newest first; it is in force. None: the built-in words are"`
	Places   []mailPlace           `json:"places"`
	Leads    bool                  `json:"leads" doc:"Whether the mail has a button"`
	Actions  map[string]web.Action `json:"actions" doc:"real: try words on a customer's figures"`
}

type oneMailTemplate struct {
	Purpose string `path:"purpose"`
	Locale  string `path:"locale"`
}

type makeMailTemplate struct {
	Purpose string `path:"purpose"`
	Locale  string `path:"locale"`
	Body    struct {
		Based   int       `json:"based" minimum:"0" doc:"The newest version that was seen"`
		Reason  string    `json:"reason" maxLength:"500"`
		BuiltIn bool      `json:"built_in,omitempty" doc:"Go back to the built-in words; words then count for nothing"`
		Words   MailWords `json:"words"`
	}
}

type tryMailTemplate struct {
	Purpose string `path:"purpose"`
	Locale  string `path:"locale"`
	Body    struct {
		Words      MailWords `json:"words"`
		CustomerID ledger.ID `json:"customer_id,omitempty" doc:"Whose last such mail is written anew; left out, figures are invented"`
	}
}

type mailFault struct {
	Field   string `json:"field" enum:"subject,heading,body,button"`
	Line    int    `json:"line"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

type mailPreview struct {
	Faults  []mailFault `json:"faults"`
	Subject string      `json:"subject"`
	HTML    string      `json:"html"`
	Text    string      `json:"text"`
	Real    bool        `json:"real" doc:"False: the figures are invented"`
	To      string      `json:"to"`
}

type mailTested struct {
	Address string `json:"address"`
}

func (t tryMailTemplate) command() notice.TryTemplateCommand {
	return notice.TryTemplateCommand{Purpose: t.Purpose, Locale: t.Locale, Words: notice.Words(t.Body.Words), Customer: t.Body.CustomerID}
}

func showMailTemplate(ctx context.Context, books *books.Books, actor ledger.Actor, in oneMailTemplate) (mailTemplate, error) {
	desk, err := books.Notices.Template(ctx, actor, in.Purpose, in.Locale)
	if err != nil {
		return mailTemplate{}, err
	}
	out := mailTemplate{Purpose: desk.Purpose, Locale: desk.Locale, BuiltIn: MailWords(desk.BuiltIn), Versions: []mailVersion{}, Places: []mailPlace{}, Leads: desk.Leads,
		Actions: map[string]web.Action{"real": {Allowed: true}}}
	if err := actor.Require(ledger.SeeStatements); err != nil {
		out.Actions["real"] = web.Action{Why: ledger.AsError(err).Message(actor.Locale)}
	}
	for _, v := range desk.Versions {
		out.Versions = append(out.Versions, mailVersion{Edition{v.ID, v.Version, v.Reason, v.CreatedByName, v.CreatedAt}, v.BuiltIn, MailWords(v.Words)})
	}
	for _, p := range desk.Places { // every block that a mail has is one that it must have
		out.Places = append(out.Places, mailPlace{p.Name, p.ZH, p.Block, p.Block})
	}
	return out, nil
}

func mailTemplates(api *web.API, books *books.Books) {
	web.Get(api, "/mail-templates", ledger.ManageChannels, "List the mails whose words can be changed, and what is in force", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (mailStandings, error) {
		found, err := books.Notices.Templates(ctx, actor)
		out := mailStandings{Items: []mailStanding{}}
		for _, it := range found {
			out.Items = append(out.Items, mailStanding(it))
		}
		return out, err
	})
	web.Get(api, "/mail-templates/{purpose}/{locale}", ledger.ManageChannels, "Read a mail's words, all versions", func(ctx context.Context, actor ledger.Actor, in *oneMailTemplate) (mailTemplate, error) {
		return showMailTemplate(ctx, books, actor, *in)
	})
	web.Post(api, "/mail-templates/{purpose}/{locale}/versions", ledger.ManageChannels, "Make the next version of a mail's words", func(ctx context.Context, actor ledger.Actor, in *makeMailTemplate) (mailTemplate, error) {
		err := books.Notices.MakeTemplate(ctx, actor, notice.MakeTemplateCommand{Purpose: in.Purpose, Locale: in.Locale, Based: in.Body.Based, BackToBuiltIn: in.Body.BuiltIn,
			Words: notice.Words(in.Body.Words), Reason: in.Body.Reason})
		if err != nil {
			return mailTemplate{}, err
		}
		return showMailTemplate(ctx, books, actor, oneMailTemplate{in.Purpose, in.Locale})
	}, web.Created())
	web.Post(api, "/mail-templates/{purpose}/{locale}/preview", ledger.ManageChannels, "Show a mail in words that are not kept", func(ctx context.Context, actor ledger.Actor, in *tryMailTemplate) (mailPreview, error) {
		shown, err := books.Notices.PreviewTemplate(ctx, actor, in.command())
		out := mailPreview{Faults: []mailFault{}, Subject: shown.Subject, HTML: shown.HTML, Text: shown.Text, Real: shown.Real, To: shown.To}
		for _, f := range shown.Faults {
			out.Faults = append(out.Faults, mailFault{f.Field, f.Line, f.Code, f.Message(actor.Locale)})
		}
		return out, err
	})
	web.Post(api, "/mail-templates/{purpose}/{locale}/test", ledger.ManageChannels, "Mail words that are not kept to oneself", func(ctx context.Context, actor ledger.Actor, in *tryMailTemplate) (mailTested, error) {
		address, err := books.Notices.TestTemplate(ctx, actor, in.command())
		return mailTested{address}, err
	})
}
