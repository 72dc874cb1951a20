package notice_test

import (
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/notice"
)

var ownWords = notice.Words{
	Subject: "【{seller}】{对账单号} 对账，请于 {answer_due} 前回复", Heading: "{customer} 对账单", Button: "去对账",
	Body: "尊敬的 {name}：\n\n本期余额 {closing}，共 {lines} 行。\n{金额表}\n{deadline}\n\n谢谢。\n{link}",
}

func (d *desk) make(t *testing.T, based int, change func(*notice.MakeTemplateCommand)) error {
	t.Helper()
	c := notice.MakeTemplateCommand{Purpose: "statement.issued", Locale: "zh-CN", Based: based, Words: ownWords, Reason: "统一称呼"}
	if change != nil {
		change(&c)
	}
	return d.MakeTemplate(t.Context(), d.Staff(ledger.FinanceSupervisor), c)
}

// An organization's words go out in their language alone, each delivery names its version, and the built-in words come back as a version.
func TestMailsAreWrittenInTheOrganizationsWords(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	must(t, d.make(t, 0, nil))
	d.issued(t, d.CNY)
	d.issued(t, d.USD)
	d.work(t)
	zh, en := mailTo(t, d.server.Mails(), "confirmer@cny.test"), mailTo(t, d.server.Mails(), "confirmer@usd.test")
	if !strings.HasPrefix(subject(zh), "【"+d.Organization.Name+"】ST-2026-") {
		t.Errorf("subject %q", subject(zh))
	}
	if !strings.HasPrefix(subject(en), "Statement ST-2026-") {
		t.Errorf("the other language reads %q", subject(en))
	}
	must(t, d.make(t, 1, func(c *notice.MakeTemplateCommand) { c.BackToBuiltIn = true }))
	d.Exec(t, `UPDATE hefu.deliveries SET state = 'queued', sent_at = NULL WHERE address = 'payer@cny.test'`)
	d.work(t)
	const versions = `SELECT string_agg(concat_ws(' ', v.address, coalesce(m.version, 0), m.built_in), ', ' ORDER BY v.address) FROM hefu.deliveries v LEFT JOIN hefu.mail_templates m ON m.id = v.template_id
		WHERE v.address ~ '^(confirmer|payer)@'`
	if got := ledgertest.Ask[string](t, d.Books, versions); got != "confirmer@cny.test 1 f, confirmer@usd.test 0, payer@cny.test 2 t, payer@usd.test 0" {
		t.Errorf("sent by %s", got)
	}
	shown, err := d.List(t.Context(), d.Staff(ledger.ARAccountant), notice.Filter{Query: "confirmer@cny.test"})
	if err != nil || len(shown) != 1 || shown[0].TemplateVersion != 1 || shown[0].TemplatePurpose != "statement.issued" {
		t.Errorf("the list shows %+v: %v", shown, err)
	}
}

func TestAVersionIsMadeOnTheNewestOnly(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	supervisor := d.Staff(ledger.FinanceSupervisor)
	must(t, d.make(t, 0, nil))
	for name, c := range map[string]struct {
		change func(*notice.MakeTemplateCommand)
		based  int
		code   string
	}{
		"on one that is not the newest": {nil, 0, "conflict"},
		"the same again":                {nil, 1, "nothing_to_do"},
		"without a reason":              {func(c *notice.MakeTemplateCommand) { c.Reason = " " }, 1, "validation_failed"},
		"with faults":                   {func(c *notice.MakeTemplateCommand) { c.Words.Body = "{saldo}" }, 1, "validation_failed"},
		"of a purpose that is none":     {func(c *notice.MakeTemplateCommand) { c.Purpose = "access.code" }, 0, "not_found"},
		"in a language that is none":    {func(c *notice.MakeTemplateCommand) { c.Locale = "fr" }, 0, "not_found"},
		"back where it was never left":  {func(c *notice.MakeTemplateCommand) { c.Locale, c.BackToBuiltIn = "en", true }, 0, "nothing_to_do"},
		"the built-in words as one's own": {func(c *notice.MakeTemplateCommand) {
			desk, err := d.Template(t.Context(), supervisor, "statement.issued", "en")
			must(t, err)
			c.Locale, c.Words = "en", desk.BuiltIn
		}, 0, "nothing_to_do"},
	} {
		if err := d.make(t, c.based, c.change); !ledger.IsCode(err, c.code) {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
	faulty := ledger.AsError(d.make(t, 1, func(c *notice.MakeTemplateCommand) { c.Words.Body = "a\n{saldo}\n{figures}\n{link}" }))
	if len(faulty.Fields) != 2 || faulty.Fields[0].Message != "第 2 行：这封邮件里没有「saldo」这个占位，请从列表中插入。" || faulty.Fields[1].Code != "block_missing" {
		t.Errorf("refused with %+v", faulty.Fields)
	}
	desk, err := d.Template(t.Context(), supervisor, "statement.issued", "zh-CN")
	if err != nil || len(desk.Versions) != 1 || desk.Versions[0].Words != ownWords || desk.Versions[0].Reason != "统一称呼" {
		t.Errorf("kept %+v: %v", desk.Versions, err)
	}
	for name, who := range map[string]ledger.Actor{"an accountant": d.Staff(ledger.ARAccountant), "an auditor": d.Staff(ledger.Auditor), "a customer": d.Contact(d.CNY, ledger.Confirmer)} {
		if _, err := d.Templates(t.Context(), who); !ledger.IsCode(err, "not_permitted") {
			t.Errorf("%s: %v", name, err)
		}
	}
	other, err := d.Templates(t.Context(), d.OtherStaff(ledger.FinanceSupervisor))
	if err != nil || len(other) != 2*len(notice.Purposes()) || other[0].Version != 0 {
		t.Errorf("another organization sees %+v: %v", other, err)
	}
}

// A preview shows a customer's own figures to who may see them, and invented ones to everybody else; nothing is kept or sent by it.
func TestAPreviewHasACustomersFigures(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.issued(t, d.CNY)
	supervisor := d.Staff(ledger.FinanceSupervisor)
	try := notice.TryTemplateCommand{Purpose: "statement.issued", Locale: "zh-CN", Words: ownWords, Customer: d.CNY.ID}
	for _, purpose := range notice.Purposes() {
		for _, locale := range notice.Locales {
			desk, err := d.Template(t.Context(), supervisor, purpose, locale)
			must(t, err)
			for _, customer := range []ledger.ID{{}, d.CNY.ID} {
				shown, err := d.PreviewTemplate(t.Context(), supervisor, notice.TryTemplateCommand{Purpose: purpose, Locale: locale, Words: desk.BuiltIn, Customer: customer})
				if err != nil || len(shown.Faults) > 0 || shown.Subject == "" || strings.ContainsAny(shown.Text, "{}") || customer.IsZero() && shown.Real {
					t.Errorf("%s %s: %+v %v", purpose, locale, shown, err)
				}
			}
		}
	}
	real, err := d.PreviewTemplate(t.Context(), supervisor, try)
	if err != nil || !real.Real || !strings.Contains(real.Text, "本期余额 CNY 11,300.00，共 1 行。") || !strings.Contains(real.HTML, d.CNY.Name+" 对账单") || strings.Contains(real.Text, "/p/l/A") {
		t.Errorf("shown %v:\n%s", err, real.Text)
	}
	try.Customer = d.USD.ID
	if invented, err := d.PreviewTemplate(t.Context(), supervisor, try); err != nil || invented.Real {
		t.Errorf("a customer without a statement: %+v %v", invented, err)
	}
	try.Customer = d.CNY.ID
	for name, c := range map[string]struct {
		who  ledger.Actor
		code string
	}{"an administrator": {d.Staff(ledger.Administrator), "not_permitted"}, "another organization": {d.OtherStaff(ledger.FinanceSupervisor), "not_found"}} {
		if _, err := d.PreviewTemplate(t.Context(), c.who, try); !ledger.IsCode(err, c.code) {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
	try.Customer = ledger.ID{}
	if shown, err := d.PreviewTemplate(t.Context(), d.Staff(ledger.Administrator), try); err != nil || shown.Real {
		t.Errorf("an administrator sees %+v: %v", shown, err)
	}
	try.Words.Body = "{nothing}"
	if shown, err := d.PreviewTemplate(t.Context(), supervisor, try); err != nil || len(shown.Faults) != 4 || shown.HTML != "" {
		t.Errorf("faults: %+v %v", shown, err)
	}
}

func TestATestIsMailedToWhoAsksForIt(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.issued(t, d.CNY)
	d.work(t)
	before := len(d.server.Mails())
	supervisor := d.Staff(ledger.FinanceSupervisor)
	to, err := d.TestTemplate(t.Context(), supervisor, notice.TryTemplateCommand{Purpose: "statement.issued", Locale: "zh-CN", Words: ownWords, Customer: d.CNY.ID})
	must(t, err)
	d.work(t)
	mails := d.server.Mails()[before:]
	if len(mails) != 1 || mails[0].To != to || !strings.HasPrefix(subject(mails[0]), "【测试】【"+d.Organization.Name+"】") {
		t.Fatalf("mailed %d to %s", len(mails), to)
	}
	if n := ledgertest.Ask[int](t, d.Books, `SELECT count(*) FROM hefu.mail_templates`); n != 0 {
		t.Errorf("%d versions were made by a test", n)
	}
}
