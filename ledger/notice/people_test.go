package notice_test

import (
	"mime"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/dispute"
	"hefu/ledger/mail/mailtest"
)

func mailTo(t *testing.T, mails []mailtest.Mail, to string) mailtest.Mail {
	t.Helper()
	for _, m := range mails {
		if m.To == to {
			return m
		}
	}
	t.Fatalf("no mail to %s among %d", to, len(mails))
	return mailtest.Mail{}
}

func subject(m mailtest.Mail) string {
	text, _ := new(mime.WordDecoder).DecodeHeader(m.Header("Subject"))
	return text
}

// Each reads their own language, and the link is a person's own.
func TestEachReadsTheirOwnLanguage(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.issued(t, d.CNY)
	d.issued(t, d.USD)
	d.work(t)
	mails := d.server.Mails()
	zh, en := mailTo(t, mails, "confirmer@cny.test"), mailTo(t, mails, "confirmer@usd.test")
	if !strings.Contains(subject(zh), "对账单") || zh.Header("Content-Language") != "zh-CN" {
		t.Errorf("subject %q in %s", subject(zh), zh.Header("Content-Language"))
	}
	if !strings.HasPrefix(subject(en), "Statement ST-2026-") || en.Header("Content-Language") != "en" {
		t.Errorf("subject %q in %s", subject(en), en.Header("Content-Language"))
	}
	links := map[string]bool{}
	for _, m := range mails {
		_, rest, found := strings.Cut(strings.ReplaceAll(m.Raw, "=\r\n", ""), "https://portal.example.test/p/l/")
		if !found {
			t.Fatalf("no link to %s:\n%s", m.To, m.Raw)
		}
		links[rest[:43]] = true
	}
	if len(links) != len(mails) {
		t.Errorf("%d links for %d people", len(links), len(mails))
	}
}

// A dispute's thread: each side is told of what the other did, nobody of their own act, and no customer of an internal note.
func TestBothSidesOfADisputeAreTold(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	id := d.issued(t, d.CNY)
	d.work(t)
	customer, sales, accountant := d.Contact(d.CNY, ledger.Confirmer), d.Staff(ledger.Sales), d.Staff(ledger.ARAccountant)
	disputed := d.dispute(t, id, 1)
	must(t, d.disputes.Write(t.Context(), sales, disputed, "请补充订单", false))
	must(t, d.disputes.Write(t.Context(), accountant, disputed, "内部：价格已核", true))
	must(t, d.disputes.Write(t.Context(), customer, disputed, "见附件", false))
	row := func() int {
		view, err := d.disputes.Get(t.Context(), accountant, disputed)
		must(t, err)
		return view.RowVersion
	}
	must(t, d.disputes.Resolve(t.Context(), accountant, disputed, dispute.ResolveCommand{RowVersion: row(), Decision: dispute.AcceptPart, Amount: dec("500.00"), RootCause: "process_gap", Text: "可减 500 元"}))
	must(t, d.disputes.Return(t.Context(), customer, disputed, row(), "应为 800 元"))
	must(t, d.disputes.Resolve(t.Context(), accountant, disputed, dispute.ResolveCommand{RowVersion: row(), Decision: dispute.AcceptPart, Amount: dec("800.00"), RootCause: "process_gap", Text: "同意 800 元"}))
	must(t, d.disputes.Accept(t.Context(), customer, disputed, row()))
	d.work(t)
	const want = `dispute.opened mail hdjm-sales@seller.test sent accepted
dispute.proposed mail confirmer@cny.test skipped answered
dispute.proposed mail confirmer@cny.test skipped answered
dispute.resolved mail confirmer@cny.test sent accepted
dispute.returned mail hdjm-sales@seller.test sent accepted
dispute.written mail confirmer@cny.test sent accepted
dispute.written mail hdjm-sales@seller.test sent accepted
dispute.written mail hdjm-sales@seller.test sent accepted`
	if got := d.told(t, `dispute_id IS NOT NULL`); got != want {
		t.Errorf("told:\n%s\nwant:\n%s", got, want)
	}
	for _, m := range d.server.Mails() {
		if m.To == "confirmer@cny.test" && strings.Contains(subject(m), "回复") && strings.Contains(m.Raw, encoded("内部")) {
			t.Error("the customer reads an internal note")
		}
	}
}
