package backoffice

import (
	"bytes"
	"context"
	"io"
	"mime"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/issue"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

// IssueQuery narrows the register of issues.
type IssueQuery struct {
	State       string    `query:"state" enum:"open,working,closed,dropped,all" required:"false" doc:"Absent: what is not ended"`
	Owner       string    `query:"owner" maxLength:"36" required:"false" doc:"A colleague's id, me, or others for everybody but me"`
	CustomerID  ledger.ID `query:"customer_id" required:"false"`
	DisputeID   ledger.ID `query:"dispute_id" required:"false"`
	StatementID ledger.ID `query:"statement_id" required:"false"`
	Source      string    `query:"source" enum:"dispute,statement_line,reconciling_item,manual" required:"false"`
	Late        bool      `query:"late" default:"false"`
	Q           string    `query:"q" maxLength:"100"`
}

func (in *IssueQuery) query() (issue.Query, error) {
	out := issue.Query{State: in.State, Others: in.Owner == "others", CustomerID: in.CustomerID, DisputeID: in.DisputeID, StatementID: in.StatementID, Source: issue.Source(in.Source), Late: in.Late, Search: in.Q}
	switch in.Owner {
	case "":
	case "me", "others":
		out.Mine = true
	default:
		id, err := ledger.ParseID(in.Owner)
		if err != nil {
			return out, ledger.E("validation_failed").At("owner", "not_a_choice")
		}
		out.Owner = id
	}
	return out, nil
}

type listIssues struct {
	web.Paging
	IssueQuery
	PerState int `query:"per_state" minimum:"0" maximum:"50" default:"0" doc:"The first so many of each state instead of a page"`
}

// IssueMeeting asks for the list of the follow-up meeting.
type IssueMeeting struct {
	IssueQuery
	By string `query:"by" enum:"customer,owner" default:"customer"`
}

func (in *IssueMeeting) read(ctx context.Context, actor ledger.Actor, books *books.Books) ([]issue.Group, error) {
	query, err := in.query()
	if err != nil {
		return nil, err
	}
	return books.Issues.Meeting(ctx, actor, query, in.By)
}

type issueSubject struct {
	DisputeID   ledger.ID `query:"dispute_id" required:"false"`
	StatementID ledger.ID `query:"statement_id" required:"false"`
	Line        int       `query:"line" minimum:"0" maximum:"1000000"`
	ItemID      ledger.ID `query:"item_id" required:"false"`
	CustomerID  ledger.ID `query:"customer_id" required:"false"`
}

type raiseIssue struct {
	Body struct {
		DisputeID   ledger.ID `json:"dispute_id,omitzero"`
		StatementID ledger.ID `json:"statement_id,omitzero"`
		Line        int       `json:"line,omitempty" minimum:"0" maximum:"1000000"`
		ItemID      ledger.ID `json:"item_id,omitzero"`
		CustomerID  ledger.ID `json:"customer_id,omitzero"`
		Title       string    `json:"title" maxLength:"400"`
		Description string    `json:"description,omitempty" maxLength:"8000"`
		Cause       string    `json:"cause,omitempty" maxLength:"40"`
		NextStep    string    `json:"next_step,omitempty" maxLength:"2000"`
		OwnerID     ledger.ID `json:"owner_id"`
		Days        int       `json:"days" doc:"Working days from today"`
	}
}

type changeIssue struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		RowVersion int         `json:"row_version" minimum:"1"`
		OwnerID    *ledger.ID  `json:"owner_id,omitempty"`
		Days       *int        `json:"days,omitempty" doc:"Working days from today"`
		Cause      *string     `json:"cause,omitempty" maxLength:"40"`
		NextStep   *string     `json:"next_step,omitempty" maxLength:"2000"`
		State      *string     `json:"state,omitempty" enum:"open,working"`
		Note       string      `json:"note,omitempty" maxLength:"8000"`
		Mentions   []ledger.ID `json:"mentions,omitempty" maxItems:"20" doc:"Colleagues whom the note names; they are told"`
	}
}

type closeIssue struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		RowVersion int       `json:"row_version" minimum:"1"`
		Text       string    `json:"text" maxLength:"8000"`
		FileID     ledger.ID `json:"file_id,omitzero"`
		DocumentNo string    `json:"document_no,omitempty" maxLength:"100"`
	}
}

type endIssue struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		RowVersion int    `json:"row_version" minimum:"1"`
		Text       string `json:"text" maxLength:"8000"`
	}
}

type sendIssueFile struct {
	ID          ledger.ID `path:"id"`
	Key         ledger.ID `path:"key" doc:"Made by the sender for this file; sending it again under the same key adds nothing"`
	Disposition string    `header:"Content-Disposition" required:"true" maxLength:"2000" doc:"attachment; filename*=UTF-8''…"`
}

type issueFileAt struct {
	ID   ledger.ID `path:"id"`
	File ledger.ID `path:"file"`
}

// IssueRow is an issue as the register lists it.
type IssueRow struct {
	ID          ledger.ID     `json:"id"`
	IssueNo     string        `json:"issue_no"`
	Customer    wire.Party    `json:"customer"`
	Source      string        `json:"source" enum:"dispute,statement_line,reconciling_item,manual"`
	SourceNo    string        `json:"source_no"`
	SourceLink  string        `json:"source_link" doc:"The page of what it was raised from"`
	Title       string        `json:"title"`
	Description string        `json:"description"`
	Cause       string        `json:"cause" enum:",technical_error,process_gap,commercial_dispute"`
	NextStep    string        `json:"next_step"`
	Currency    string        `json:"currency,omitempty"`
	Amount      *web.Amount   `json:"amount,omitempty"`
	Owner       wire.Named    `json:"owner"`
	DueOn       calendar.Date `json:"due_on"`
	DaysLeft    int           `json:"days_left" doc:"Working days, negative once it is late"`
	Late        bool          `json:"late"`
	State       string        `json:"state" enum:"open,working,closed,dropped"`
	Proof       issueProof    `json:"proof"`
	RaisedBy    string        `json:"raised_by"`
	CreatedAt   time.Time     `json:"created_at"`
	RowVersion  int           `json:"row_version"`
}

type issueProof struct {
	Text       string     `json:"text"`
	FileID     *ledger.ID `json:"file_id,omitempty"`
	DocumentID *ledger.ID `json:"document_id,omitempty"`
	DocumentNo string     `json:"document_no"`
	By         string     `json:"by"`
	At         *time.Time `json:"at,omitempty"`
}

type issueCount struct {
	Key   string `json:"key"`
	Name  string `json:"name"`
	Count int    `json:"count"`
	Late  int    `json:"late"`
}

type issuePage struct {
	web.Page[IssueRow]
	Total  int          `json:"total"`
	Late   int          `json:"late"`
	States []issueCount `json:"states"`
	Owners []issueCount `json:"owners"`
}

type issueEvent struct {
	Kind   string    `json:"kind" enum:"raised,owner,due,cause,next_step,state,note,file,closed,reopened,dropped"`
	Before string    `json:"before"`
	After  string    `json:"after"`
	Text   string    `json:"text"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
}

type issueFile struct {
	ID        ledger.ID `json:"id"`
	Name      string    `json:"name"`
	MediaType string    `json:"media_type"`
	Size      int64     `json:"size"`
	By        string    `json:"by"`
	At        time.Time `json:"at"`
}

type issueView struct {
	IssueRow
	Events  []issueEvent          `json:"events"`
	Files   []issueFile           `json:"files"`
	Actions map[string]web.Action `json:"actions"`
}

type issueGround struct {
	Customer wire.Party   `json:"customer"`
	No       string       `json:"no"`
	Text     string       `json:"text"`
	Currency string       `json:"currency,omitempty"`
	Amount   *web.Amount  `json:"amount,omitempty"`
	OwnerID  *ledger.ID   `json:"owner_id,omitempty" doc:"Who works on it already"`
	Owners   []wire.Named `json:"owners" doc:"Who may be given it"`
}

type issueSum struct {
	Currency string     `json:"currency"`
	Amount   web.Amount `json:"amount"`
}

type issueGroup struct {
	ID     ledger.ID  `json:"id"`
	Name   string     `json:"name"`
	Late   int        `json:"late"`
	Sums   []issueSum `json:"sums"`
	Issues []IssueRow `json:"issues"`
}

type issueMeeting struct {
	Groups []issueGroup `json:"groups"`
	Count  int          `json:"count"`
	Late   int          `json:"late"`
}

func issues(api *web.API, books *books.Books) {
	show := func(ctx context.Context, actor ledger.Actor, id ledger.ID) (issueView, error) {
		found, err := books.Issues.Get(ctx, actor, id)
		return wordIssueView(found, actor), err
	}
	web.Get(api, "/issues", ledger.SeeStatements, "List the register of issues with its counts", func(ctx context.Context, actor ledger.Actor, in *listIssues) (issuePage, error) {
		query, err := in.query()
		if err != nil {
			return issuePage{}, err
		}
		if query.After, _, err = web.ReadCursor[issue.Cursor](in.Cursor); err != nil {
			return issuePage{}, err
		}
		query.Limit, query.PerState = in.Limit+1, in.PerState
		found, err := books.Issues.List(ctx, actor, query)
		if err != nil {
			return issuePage{}, err
		}
		out := issuePage{Total: found.Total, Late: found.Late, States: issueCounts(found.States), Owners: issueCounts(found.Owners)}
		if in.PerState == 0 && len(found.Issues) > in.Limit {
			found.Issues = found.Issues[:in.Limit]
			last := found.Issues[in.Limit-1]
			out.NextCursor, err = web.Cursor(issue.Cursor{DueOn: last.DueOn, ID: last.ID})
		}
		out.Items = issueRows(found.Issues)
		return out, err
	})
	web.Get(api, "/issues/{id}", ledger.SeeStatements, "Read an issue with its history", func(ctx context.Context, actor ledger.Actor, in *byID) (issueView, error) {
		return show(ctx, actor, in.ID)
	})
	web.Post(api, "/issues", ledger.AnswerDisputes, "Raise an issue", func(ctx context.Context, actor ledger.Actor, in *raiseIssue) (issueView, error) {
		b := in.Body
		id, err := books.Issues.Raise(ctx, actor, issue.NewIssue{Subject: issue.Subject{DisputeID: b.DisputeID, StatementID: b.StatementID, Line: b.Line, ItemID: b.ItemID, CustomerID: b.CustomerID},
			Title: b.Title, Description: b.Description, Cause: b.Cause, NextStep: b.NextStep, OwnerID: b.OwnerID, Days: b.Days})
		if err != nil {
			return issueView{}, err
		}
		return show(ctx, actor, id)
	}, web.Created())
	web.Post(api, "/issues/{id}/changes", ledger.AnswerDisputes, "Move an issue on: owner, due day, cause, next step, state, a note", func(ctx context.Context, actor ledger.Actor, in *changeIssue) (issueView, error) {
		b := in.Body
		if err := books.Issues.Change(ctx, actor, in.ID, issue.Change{RowVersion: b.RowVersion, OwnerID: b.OwnerID, Days: b.Days, Cause: b.Cause, NextStep: b.NextStep, State: (*issue.State)(b.State), Note: b.Note, Mentions: b.Mentions}); err != nil {
			return issueView{}, err
		}
		return show(ctx, actor, in.ID)
	})
	issueEndings(api, books, show)
	issueFiles(api, books)
	issueMeetings(api, books)
}

func issueEndings(api *web.API, books *books.Books, show func(context.Context, ledger.Actor, ledger.ID) (issueView, error)) {
	web.Post(api, "/issues/{id}/closing", ledger.AnswerDisputes, "Close an issue with its proof", func(ctx context.Context, actor ledger.Actor, in *closeIssue) (issueView, error) {
		b := in.Body
		if err := books.Issues.Close(ctx, actor, in.ID, issue.Proof{RowVersion: b.RowVersion, Text: b.Text, FileID: b.FileID, DocumentNo: b.DocumentNo}); err != nil {
			return issueView{}, err
		}
		return show(ctx, actor, in.ID)
	})
	for path, end := range map[string]struct {
		need    ledger.Permission
		summary string
		do      func(context.Context, ledger.Actor, ledger.ID, int, string) error
	}{
		"reopening": {ledger.AnswerDisputes, "Take up an ended issue again", books.Issues.Reopen},
		"dropping":  {ledger.ApproveDocuments, "Drop an issue that was raised in error", books.Issues.Drop},
	} {
		web.Post(api, "/issues/{id}/"+path, end.need, end.summary, func(ctx context.Context, actor ledger.Actor, in *endIssue) (issueView, error) {
			if err := end.do(ctx, actor, in.ID, in.Body.RowVersion, in.Body.Text); err != nil {
				return issueView{}, err
			}
			return show(ctx, actor, in.ID)
		})
	}
}

func issueFiles(api *web.API, books *books.Books) {
	web.Take(api, "/issues/{id}/files/{key}", ledger.AnswerDisputes, "Send a file that proves an issue to be done", func(ctx context.Context, actor ledger.Actor, in *sendIssueFile, body io.Reader) (wire.Added, error) {
		_, parameters, err := mime.ParseMediaType(in.Disposition)
		if err != nil || parameters["filename"] == "" {
			return wire.Added{}, ledger.E("validation_failed").At("Content-Disposition", "bad_format")
		}
		id, err := books.Issues.Attach(ctx, actor, in.ID, in.Key, parameters["filename"], body)
		return wire.Added{ID: id}, err
	})
	web.Download(api, "/issues/{id}/files/{file}", ledger.SeeStatements, "Download a file of an issue", func(ctx context.Context, actor ledger.Actor, in *issueFileAt) (web.File, error) {
		found, err := books.Issues.OpenFile(ctx, actor, in.ID, in.File)
		if err != nil {
			return web.File{}, err
		}
		return web.File{Name: found.Name, Media: found.Media, ETag: found.Sum.String(), Stream: found.Content, Size: found.Size()}, nil
	}, web.Within(agingDeadline))
}

func issueMeetings(api *web.API, books *books.Books) {
	web.Get(api, "/issue-subject", ledger.AnswerDisputes, "Read what an issue would begin with, and who may be given it", func(ctx context.Context, actor ledger.Actor, in *issueSubject) (issueGround, error) {
		at, err := books.Issues.Ground(ctx, actor, issue.Subject{DisputeID: in.DisputeID, StatementID: in.StatementID, Line: in.Line, ItemID: in.ItemID, CustomerID: in.CustomerID})
		if err != nil {
			return issueGround{}, err
		}
		owners, err := books.Issues.Owners(ctx, actor, at.CustomerID)
		out := issueGround{Customer: wire.Party{ID: at.CustomerID, Code: at.CustomerCode, Name: at.CustomerName, NameEN: at.CustomerEN}, No: at.No, Text: at.Text, Currency: at.Currency,
			Amount: wire.Optional(at.Amount, at.Currency), Owners: []wire.Named{}}
		for _, o := range owners {
			out.Owners = append(out.Owners, wire.Named{ID: o.ID, Name: o.Name})
			if o.ID == at.OwnerID || at.OwnerID.IsZero() && o.ID == at.Salesperson {
				out.OwnerID = &o.ID
			}
		}
		return out, err
	})
	web.Get(api, "/issue-meeting", ledger.SeeStatements, "The list for the follow-up meeting, grouped by customer or owner", func(ctx context.Context, actor ledger.Actor, in *IssueMeeting) (issueMeeting, error) {
		groups, err := in.read(ctx, actor, books)
		out := issueMeeting{Groups: []issueGroup{}}
		for _, g := range groups {
			group := issueGroup{ID: g.ID, Name: g.Name, Late: g.Late, Sums: []issueSum{}, Issues: issueRows(g.Issues)}
			for _, s := range g.Sums {
				group.Sums = append(group.Sums, issueSum{s.Currency, wire.Amount(s.Amount, s.Currency)})
			}
			out.Groups, out.Count, out.Late = append(out.Groups, group), out.Count+len(g.Issues), out.Late+g.Late
		}
		return out, err
	})
	web.Download(api, "/issue-meeting/file", ledger.SeeStatements, "Download the list for the follow-up meeting", func(ctx context.Context, actor ledger.Actor, in *IssueMeeting) (web.File, error) {
		groups, err := in.read(ctx, actor, books)
		if err != nil {
			return web.File{}, err
		}
		var out bytes.Buffer
		err = issue.Write(&out, groups, actor.Locale)
		return web.File{Name: "issues.xlsx", Media: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Body: out.Bytes()}, err
	}, web.Within(agingDeadline))
}
