package export

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/report"
)

// Bounded has files of more than so many rows made in the background; 0 stands for report.MaxWaited.
func (s *Service) Bounded(most int) *Service {
	s.most = most
	if most <= 0 {
		s.most = report.MaxWaited
	}
	return s
}

// Waits refuses with report_file_long what is too long to be written while somebody waits. Needs SeeReports.
func (s *Service) Waits(ctx context.Context, actor ledger.Actor, cmd Command) error {
	long, err := s.reports.IsLong(ctx, actor, cmd.Report, cmd.Filter, s.most)
	if err == nil && long {
		err = ledger.E("report_file_long").With("limit", s.most)
	}
	return err
}

// Begin asks for the file where it is too long to wait for, and tells whether it did; else it can be written at once. Needs SeeReports.
// Refused: what Ask refuses.
func (s *Service) Begin(ctx context.Context, actor ledger.Actor, cmd Command) (File, bool, error) {
	err := s.Waits(ctx, actor, cmd)
	if err == nil || !ledger.IsCode(err, "report_file_long") {
		return File{}, false, err
	}
	file, err := s.Ask(ctx, actor, cmd)
	return file, err == nil, err
}
