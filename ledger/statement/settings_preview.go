package statement

import (
	"context"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/field"
	"hefu/ledger/internal/store"
)

const readPreviewHead = `
SELECT name, name_en, address, phone, tax_id, payee_name, payee_bank, payee_account, base_currency, now(), time_zone FROM organizations WHERE id = $1`

type previewHead struct {
	Letterhead
	Currency string
	Now      time.Time
	Zone     string
}

// PreviewLook is what a statement of invented figures would look like as PDF, under the organization's own letterhead. Nothing is
// kept. Needs SeeStatements, of staff. Refused: validation_failed by field.
func (s *Service) PreviewLook(ctx context.Context, actor ledger.Actor, look Look, locale string) ([]byte, error) {
	if err := requireStaff(actor, ledger.SeeStatements); err != nil {
		return nil, err
	}
	if err := look.check(); err != nil {
		return nil, err
	}
	if locale = firstOf(locale, look.Locale, actor.Locale); locale != "zh-CN" && locale != "en" {
		return nil, ledger.E("validation_failed").At("locale", "not_a_choice")
	}
	head, _, err := store.ReadOne[previewHead](ctx, s.db, actor, readPreviewHead, actor.OrganizationID)
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(head.Zone)
	if err != nil {
		return nil, ledger.E("internal").Because(err)
	}
	today := calendar.In(head.Now, zone)
	content := sampleContent(head.Letterhead, head.Currency, today)
	if content.Fields, err = s.sampleOf(ctx, actor, look.Fields); err != nil {
		return nil, err
	}
	file, err := layOut(content, look, strings.Repeat("0", 64), locale, today.String(), head.Now)
	if err != nil {
		return nil, ledger.E("internal").Because(err)
	}
	return file, nil
}

// sampleOf are invented values in the fields that the look names.
func (s *Service) sampleOf(ctx context.Context, actor ledger.Actor, names []string) (*Fields, error) {
	var columns []namedColumn
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		set, err := field.Read(ctx, tx, field.OfCustomer, field.OfDocument, field.OfLine)
		for _, name := range names {
			c, ok := columnOf(set, name, true)
			if err == nil && !ok {
				err = ledger.E("validation_failed").At("fields", "not_a_choice")
			}
			columns = append(columns, c)
		}
		return err
	})
	return sampleFields(columns, []ledger.ID{{}}), err
}

// sampleContent is a small true statement: 12,000.00 + 45,200.00 − 1,130.00 − 20,000.00 = 36,070.00.
func sampleContent(head Letterhead, currency string, today calendar.Date) Content {
	amount := decimal.NewFromInt
	start := today.StartOfMonth().AddMonths(-1)
	line := func(no int, kind, document, text string, day int, due calendar.Date, value, open, balance int64) Line {
		on := start.AddDays(day)
		return Line{No: no, Kind: kind, DocumentNo: document, DocumentDate: on, DueDate: due, OrderNo: "PO-000100", Description: text,
			Amount: amount(value), Received: amount(value - open), Open: amount(open), Balance: amount(balance)}
	}
	c := Content{Format: Format, StatementNo: "ST-0000-000000", Version: 1, Currency: currency, PeriodStart: start, CutOff: start.EndOfMonth(), Organization: head,
		Customer: Addressee{Code: "C-0000", Name: "示例客户有限公司", NameEN: "Sample Customer Ltd"}, Terms: Terms{ZH: "30天", EN: "Net 30"},
		Opening: amount(12000), Movement: amount(24070), Closing: amount(36070), Overdue: amount(12000),
		Totals: Totals{Charges: amount(45200), Credits: amount(-1130), Receipts: amount(-20000)}}
	c.Lines = []Line{
		line(1, "receivable", "AR-000101", "精密轴承 6204-2RS", 4, start.AddDays(34), 45200, 24070, 57200),
		line(2, "credit_note", "CN-000011", "单价调整", 12, calendar.Date{}, -1130, 0, 56070),
		line(3, "receipt", "RC-000021", "银行转账", 20, calendar.Date{}, -20000, 0, 36070),
	}
	c.OpenItems = []OpenItem{{No: 4, Kind: "receivable", DocumentNo: "AR-000088", DocumentDate: start.AddDays(-40), DueDate: start.AddDays(-10), Original: amount(12000), Open: amount(12000), DaysOverdue: 40}}
	for _, key := range calendar.DefaultOverdue().Keys() {
		open := decimal.Zero
		switch key {
		case "not_due":
			open = amount(24070)
		case "31-60":
			open = amount(12000)
		}
		c.Aging = append(c.Aging, Bucket{key, open})
	}
	return c
}
