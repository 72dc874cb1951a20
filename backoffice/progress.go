package backoffice

import (
	"bytes"
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/progress"
	"hefu/ledger/sheet"
	"hefu/ledger/statement"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

// ProgressQuery narrows the progress board; without dates what is agreed shows for 92 days and what is open always.
type ProgressQuery struct {
	State    string        `query:"state" enum:"draft,issued,viewed,answered,agreed" required:"false"`
	Owner    string        `query:"owner" maxLength:"36" required:"false" doc:"A salesperson's id, or none for customers without one"`
	Age      string        `query:"age" enum:"d0_3,d4_7,d8_15,d16_30,d31" required:"false"`
	Late     bool          `query:"late" default:"false"`
	Currency string        `query:"currency" maxLength:"3"`
	From     calendar.Date `query:"from" required:"false"`
	To       calendar.Date `query:"to" required:"false"`
	Q        string        `query:"q" maxLength:"100"`
}

func (in *ProgressQuery) query() progress.Query {
	return progress.Query{State: statement.State(in.State), Owner: in.Owner, Age: in.Age, Late: in.Late, Currency: in.Currency, From: in.From, To: in.To, Search: in.Q}
}

type listProgress struct {
	web.Paging
	ProgressQuery
	PerState int `query:"per_state" minimum:"0" maximum:"50" default:"0" doc:"The first so many of each state instead of a page"`
}

type progressRow struct {
	ID          ledger.ID     `json:"id"`
	StatementNo string        `json:"statement_no"`
	Version     int           `json:"version"`
	Customer    wire.Party    `json:"customer"`
	Owner       *wire.Named   `json:"owner,omitempty"`
	Currency    string        `json:"currency"`
	PeriodStart calendar.Date `json:"period_start"`
	CutOff      calendar.Date `json:"cut_off"`
	Closing     web.Amount    `json:"closing"`
	State       string        `json:"state"`
	IssuedAt    *time.Time    `json:"issued_at,omitempty"`
	AnswerDue   calendar.Date `json:"answer_due,omitzero"`
	Days        *int          `json:"days,omitempty"`
	Age         string        `json:"age"`
	Late        bool          `json:"late"`
	DaysLate    int           `json:"days_late"`
	Disputes    int           `json:"disputes"`
	Disputed    web.Amount    `json:"disputed"`
	Reminders   int           `json:"reminders"`
	Step        string        `json:"step" enum:"issue,remind,call,settle,held,done"`
	On          calendar.Date `json:"on,omitzero"`
}

type keyCount struct {
	Key   string `json:"key"`
	Count int    `json:"count"`
}

type progressOwner struct {
	ID     string     `json:"id" doc:"none for customers without a salesperson"`
	Name   string     `json:"name"`
	Total  int        `json:"total"`
	Late   int        `json:"late"`
	States []keyCount `json:"states"`
	Ages   []keyCount `json:"ages"`
}

type progressView struct {
	Items      []progressRow   `json:"items"`
	NextCursor string          `json:"next_cursor,omitempty"`
	Total      int             `json:"total"`
	Late       int             `json:"late"`
	States     []keyCount      `json:"states"`
	Ages       []keyCount      `json:"ages"`
	Owners     []progressOwner `json:"owners"`
}

type timelineStep struct {
	What string        `json:"what" enum:"issued,viewed,reminded,task,escalation,answered,agreed,cancelled"`
	At   *time.Time    `json:"at,omitempty"`
	On   calendar.Date `json:"on,omitzero"`
	Day  int           `json:"day" doc:"Of a reminder: from the day on which the answer is due"`
}

type timeline struct {
	Done  []timelineStep `json:"done"`
	Ahead []timelineStep `json:"ahead" doc:"What comes as long as nobody answers"`
	Held  string         `json:"held" enum:",disputed,credit" doc:"Why nothing comes"`
}

func progressBoard(api *web.API, books *books.Books) {
	web.Get(api, "/progress", ledger.SeeStatements, "The progress board of statements", func(ctx context.Context, actor ledger.Actor, in *listProgress) (progressView, error) {
		query := in.query()
		var err error
		if query.After, _, err = web.ReadCursor[progress.Cursor](in.Cursor); err != nil {
			return progressView{}, err
		}
		query.Limit, query.PerState = in.Limit+1, in.PerState
		board, err := books.Progress.Read(ctx, actor, query)
		if err != nil {
			return progressView{}, err
		}
		return wordBoard(board, in)
	})
	web.Get(api, "/statements/{id}/timeline", ledger.SeeStatements, "What happened to a statement and what comes next", func(ctx context.Context, actor ledger.Actor, in *byID) (timeline, error) {
		found, err := books.Progress.Timeline(ctx, actor, in.ID)
		out := timeline{Done: []timelineStep{}, Ahead: []timelineStep{}, Held: found.Held}
		for _, s := range found.Done {
			out.Done = append(out.Done, timelineStep(s))
		}
		for _, s := range found.Ahead {
			out.Ahead = append(out.Ahead, timelineStep(s))
		}
		return out, err
	})
	web.Download(api, "/progress/file", ledger.SeeStatements, "Download the progress board as a table", func(ctx context.Context, actor ledger.Actor, in *ProgressQuery) (web.File, error) {
		rows, err := books.Progress.All(ctx, actor, in.query())
		if err != nil {
			return web.File{}, err
		}
		var out bytes.Buffer
		err = progress.Write(&out, rows, actor.Locale)
		return web.File{Name: "progress." + string(sheet.XLSX), Media: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Body: out.Bytes()}, err
	}, web.Within(agingDeadline))
}

func wordBoard(b progress.Board, in *listProgress) (progressView, error) {
	out := progressView{Items: []progressRow{}, Total: b.Total, Late: b.Late, States: keyCounts(b.States), Ages: keyCounts(b.Ages), Owners: []progressOwner{}}
	for _, o := range b.Owners {
		id := progress.NoOwner
		if !o.ID.IsZero() {
			id = o.ID.String()
		}
		out.Owners = append(out.Owners, progressOwner{id, o.Name, o.Total, o.Late, keyCounts(o.States), keyCounts(o.Ages)})
	}
	for i, r := range b.Rows {
		if in.PerState == 0 && i == in.Limit {
			last := b.Rows[i-1]
			var err error
			out.NextCursor, err = web.Cursor(progress.Cursor{IssuedAt: last.Sort, ID: last.ID})
			return out, err
		}
		row := progressRow{ID: r.ID, StatementNo: r.StatementNo, Version: r.Version, Customer: wire.Party{ID: r.CustomerID, Code: r.CustomerCode, Name: r.CustomerName, NameEN: r.CustomerNameEN},
			Currency: r.Currency, PeriodStart: r.PeriodStart, CutOff: r.CutOff, Closing: wire.Amount(r.Closing, r.Currency), State: string(r.State), IssuedAt: r.IssuedAt, AnswerDue: r.AnswerDue,
			Days: r.Days, Age: r.Age, Late: r.Late, DaysLate: r.DaysLate, Disputes: r.Disputes, Disputed: wire.Amount(r.Disputed, r.Currency), Reminders: r.Reminders, Step: r.Step, On: r.On}
		if !r.OwnerID.IsZero() {
			row.Owner = &wire.Named{ID: r.OwnerID, Name: r.Owner}
		}
		out.Items = append(out.Items, row)
	}
	return out, nil
}

func keyCounts(list []progress.Count) []keyCount {
	out := make([]keyCount, len(list))
	for i, c := range list {
		out[i] = keyCount(c)
	}
	return out
}
