package backoffice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	views "hefu/ledger/saved"
	"hefu/ledger/web"
)

type reportView struct {
	ID         ledger.ID         `json:"id"`
	Name       string            `json:"name"`
	Query      map[string]string `json:"query" doc:"What the address of the reports page says"`
	Shared     bool              `json:"shared"`
	Owner      string            `json:"owner"`
	Mine       bool              `json:"mine" doc:"Whether the reader may change it"`
	Default    bool              `json:"default" doc:"Whether the reader's reports open with it"`
	RowVersion int               `json:"row_version"`
	UpdatedAt  time.Time         `json:"updated_at"`
}

type reportViewList struct {
	Items []reportView `json:"items"`
}

// reportViewBody is a view as its owner wants it.
type reportViewBody struct {
	Name   string            `json:"name" maxLength:"80"`
	Query  map[string]string `json:"query"`
	Shared bool              `json:"shared"`
}

type newReportView struct {
	Body reportViewBody
}

type changeReportView struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Name       string            `json:"name" maxLength:"80"`
		Query      map[string]string `json:"query"`
		Shared     bool              `json:"shared"`
		RowVersion int               `json:"row_version" minimum:"1"`
	}
}

type removeReportView struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		RowVersion int `json:"row_version" minimum:"1"`
	}
}

type chooseReportView struct {
	Body struct {
		ID ledger.ID `json:"id,omitzero" doc:"None: the reports open without a view"`
	}
}

// reportViews are saved views of reports; every change answers with the list as it is then.
func reportViews(api *web.API, books *books.Books) {
	list := func(ctx context.Context, actor ledger.Actor) (reportViewList, error) {
		found, err := books.Views.List(ctx, actor)
		out := reportViewList{Items: []reportView{}}
		for _, v := range found {
			out.Items = append(out.Items, reportView{v.ID, v.Name, v.Query, v.Shared, v.Owner, v.Mine, v.Default, v.RowVersion, v.UpdatedAt})
		}
		return out, err
	}
	after := func(ctx context.Context, actor ledger.Actor, err error) (reportViewList, error) {
		if err != nil {
			return reportViewList{}, err
		}
		return list(ctx, actor)
	}
	web.Get(api, "/report-views", ledger.SeeReports, "List saved views of reports, own and shared", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (reportViewList, error) {
		return list(ctx, actor)
	})
	web.Post(api, "/report-views", ledger.SeeReports, "Save a view of a report", func(ctx context.Context, actor ledger.Actor, in *newReportView) (reportViewList, error) {
		_, err := books.Views.Create(ctx, actor, views.Command(in.Body))
		return after(ctx, actor, err)
	})
	web.Put(api, "/report-views/{id}", ledger.SeeReports, "Change a saved view", func(ctx context.Context, actor ledger.Actor, in *changeReportView) (reportViewList, error) {
		return after(ctx, actor, books.Views.Change(ctx, actor, in.ID, in.Body.RowVersion, views.Command{Name: in.Body.Name, Query: in.Body.Query, Shared: in.Body.Shared}))
	})
	web.Post(api, "/report-views/{id}/removal", ledger.SeeReports, "Remove a saved view", func(ctx context.Context, actor ledger.Actor, in *removeReportView) (reportViewList, error) {
		return after(ctx, actor, books.Views.Remove(ctx, actor, in.ID, in.Body.RowVersion))
	})
	web.Put(api, "/report-view-default", ledger.SeeReports, "Choose the view that one's reports open with", func(ctx context.Context, actor ledger.Actor, in *chooseReportView) (reportViewList, error) {
		return after(ctx, actor, books.Views.Choose(ctx, actor, in.Body.ID))
	})
}
