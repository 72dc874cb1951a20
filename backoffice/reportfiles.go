package backoffice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/export"
	"hefu/ledger/report"
	"hefu/ledger/sheet"
	"hefu/ledger/web"
)

type reportFile struct {
	ID        ledger.ID  `json:"id"`
	Report    string     `json:"report"`
	Title     string     `json:"title" doc:"What the report is called, for the reader"`
	Format    string     `json:"format" enum:"csv,xlsx"`
	State     string     `json:"state" enum:"queued,ready,failed"`
	Why       string     `json:"why,omitempty" doc:"Of a failed one: why"`
	Size      int64      `json:"size" doc:"Bytes, of a ready one"`
	AskedAt   time.Time  `json:"asked_at"`
	EndedAt   *time.Time `json:"ended_at,omitempty"`
	ExpiresAt time.Time  `json:"expires_at" doc:"Until when a ready one can be downloaded"`
}

// askReportFile says which file to make, as the address of a report does.
type askReportFile struct {
	ReportQuery
	Format string `query:"format" enum:"xlsx,csv" default:"xlsx"`
}

type reportDownload struct {
	File *reportFile `json:"file,omitempty" doc:"It is being made; without it the file can be downloaded at once"`
}

func reportFiles(api *web.API, books *books.Books) {
	web.Get(api, "/report-files", ledger.SeeReports, "List the report files I have asked for", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (web.Page[reportFile], error) {
		found, err := books.Exports.List(ctx, actor)
		page := web.Page[reportFile]{Items: []reportFile{}}
		for _, f := range found {
			page.Items = append(page.Items, wordReportFile(f, actor.Locale))
		}
		return page, err
	})
	web.Post(api, "/reports/{report}/files", ledger.SeeReports, "Have a report made as a file in the background", func(ctx context.Context, actor ledger.Actor, in *askReportFile) (reportFile, error) {
		filter, err := in.filter()
		if err != nil {
			return reportFile{}, err
		}
		made, err := books.Exports.Ask(ctx, actor, export.Command{Report: in.Report, Filter: filter, Display: in.display(), Format: sheet.Format(in.Format)})
		return wordReportFile(made, actor.Locale), err
	}, web.Created())
	web.Post(api, "/reports/{report}/downloads", ledger.SeeReports, "Have a report's file made in the background if it is too long to wait for", func(ctx context.Context, actor ledger.Actor, in *askReportFile) (reportDownload, error) {
		filter, err := in.filter()
		if err != nil {
			return reportDownload{}, err
		}
		made, begun, err := books.Exports.Begin(ctx, actor, export.Command{Report: in.Report, Filter: filter, Display: in.display(), Format: sheet.Format(in.Format)})
		if err != nil || !begun {
			return reportDownload{}, err
		}
		shown := wordReportFile(made, actor.Locale)
		return reportDownload{&shown}, nil
	}, web.Within(agingDeadline))
	web.Download(api, "/report-files/{id}/file", ledger.SeeReports, "Download a report file that was made", func(ctx context.Context, actor ledger.Actor, in *byID) (web.File, error) {
		file, content, err := books.Exports.Download(ctx, actor, in.ID)
		if err != nil {
			return web.File{}, err
		}
		media := "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		if file.Format == sheet.CSV {
			media = "text/csv; charset=utf-8"
		}
		return web.File{Name: file.Name(), Media: media, Stream: content, Size: content.Size()}, nil
	}, web.Within(agingDeadline))
}

func wordReportFile(f export.File, locale string) reportFile {
	title, english := report.Title(f.Report)
	if locale == "en" {
		title = english
	}
	return reportFile{ID: f.ID, Report: f.Report, Title: title, Format: string(f.Format), State: string(f.State), Why: f.Why(locale), Size: f.Size, AskedAt: f.AskedAt, EndedAt: f.EndedAt, ExpiresAt: f.ExpiresAt}
}
