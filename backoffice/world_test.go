package backoffice_test

import (
	"strconv"
	"strings"
	"testing"

	"hefu/backoffice"
	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/calendar"
	"hefu/ledger/clearing"
	"hefu/ledger/dispute"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
	"hefu/ledger/notice"
	"hefu/ledger/party"
	"hefu/ledger/saved"
	"hefu/ledger/statement"
	"hefu/ledger/token"
	"hefu/ledger/webtest"
	"hefu/portal"
)

func openSite(t testing.TB) *webtest.Site {
	t.Helper()
	return webtest.Open(t, portal.Register, backoffice.Register)
}

// world names the ids of one customer's objects, and of its organization's.
type world map[string]string

// lineCount is how many receivables each world's statement shows; line 7 stays without an answer.
const lineCount = 12

// newWorld gives a customer a statement of March with disputes, an April draft, and documents in every condition.
func newWorld(t *testing.T, s *webtest.Site, customer ledgertest.Customer) world {
	t.Helper()
	w := world{"customer": customer.ID.String(), "contact": s.Contact(customer, ledger.Viewer).PersonID.String()}
	w.archived(t, s, customer)
	var receivables []document.Posted
	for i := range lineCount {
		receivables = append(receivables, s.Receivable(t, customer, "1130.00", "2026-03-"+strconv.Itoa(10+i)))
	}
	receipt := s.Receipt(t, customer, "500.00", "2026-04-02")
	w["document"], w["debit"], w["credit"] = receivables[0].ID.String(), s.Item(t, receivables[0]).String(), s.Item(t, receipt).String()
	w["settlement"] = s.Allocate(t, customer, receivables[1], receipt, "100.00", "2026-04-03").String()
	shown := s.Issued(t, customer, "2026-03")
	w["statement"], w["sha256"] = shown.ID.String(), shown.SHA256
	w["reversible"] = s.Receivable(t, customer, "22.00", "2026-04-10").ID.String()
	w["small"] = s.Item(t, s.Receivable(t, customer, "0.05", "2026-04-11")).String()
	w["paying"] = s.Item(t, s.Receipt(t, customer, "1130.00", "2026-04-05")).String()
	w.disputes(t, s, customer, shown)
	w.files(t, s, customer)
	w.pays(t, s, customer, shown, receivables)
	w.runs(t, s, customer)
	staff, second := s.Staff(ledger.ARAccountant), s.Staff(ledger.FinanceSupervisor)
	if customer.OrganizationID == s.Other.ID {
		staff, second = s.OtherStaff(ledger.ARAccountant), s.OtherStaff(ledger.FinanceSupervisor)
	}
	w.finalized(t, s, customer, staff, second)
	w.batches(t, s, customer, staff)
	w["draft"] = s.Draft(t, customer, "2027-02").ID.String()
	w["staff"] = staff.PersonID.String()
	w.group(t, s, customer, second)
	for _, name := range []string{"view", "unused_view"} {
		view, err := s.Services.Views.Create(t.Context(), staff, saved.Command{Name: name + customer.Code, Query: map[string]string{"report": "summary"}})
		if err != nil {
			t.Fatal(err)
		}
		w[name] = view.String()
	}
	w["report_file"] = madeFile(t, s, staff)
	w.drafts(t, s, customer, staff)
	w.issues(t, s, customer, staff)
	w.asks(t, s, customer, staff, second)
	w.settling(t, s, customer, staff, receivables[2], receipt)
	w.people(t, s, customer, staff)
	w.notices(t, s, customer)
	w.bank(t, s, customer, staff)
	w.differs(t, s, customer, staff)
	w.slips(t, s, staff)
	w.proofs(t, s, customer, staff)
	w.fields(t, s, customer)
	imported := s.Client(t, staff).Upload("/imports?kind=receipts", "receipts.csv",
		[]byte("单据编号,客户编码,币种,单据日期,收款方式,金额\nRC-1,"+customer.Code+","+string(customer.Currency)+",2026-04-01,bank,1000.00\n"))
	made, err := s.Services.Tokens.Create(t.Context(), s.Contact(customer, ledger.CustomerAdmin), token.CreateCommand{Name: "ERP", Scopes: []ledger.Scope{ledger.ReadDocuments}, Days: 1})
	if err != nil {
		t.Fatal(err)
	}
	w["token"] = made.ID.String()
	ended, err := s.Services.Tokens.Create(t.Context(), s.Contact(customer, ledger.CustomerAdmin), token.CreateCommand{Name: "ERP 2", Scopes: []ledger.Scope{ledger.ReadDocuments}, Days: 1})
	if err != nil {
		t.Fatal(err)
	}
	w["program"] = ended.ID.String()
	w["audited"] = ledgertest.Ask[string](t, s.Books, `SELECT max(seq)::text FROM hefu.audit_log WHERE organization_id = $1`, customer.OrganizationID.String())
	w["import"] = webtest.Read[struct{ ID string }](t, imported, 201).ID
	return w
}

// settling has two back-dated settlements wait for the finance supervisor.
func (w world) settling(t *testing.T, s *webtest.Site, customer ledgertest.Customer, staff ledger.Actor, debit, credit document.Posted) {
	t.Helper()
	for _, name := range []string{"settling", "settling2"} {
		done, err := s.Services.Allocations.SettleByHand(t.Context(), staff, allocation.Command{CustomerID: customer.ID, EffectiveDate: calendar.MustParse("2026-04-20"), Reason: "补核",
			Pairs: []allocation.Pair{{DebitItem: s.Item(t, debit), CreditItem: s.Item(t, credit), DebitAmount: ledgertest.Amount("1.00")}}})
		if err != nil {
			t.Fatal(err)
		}
		w[name] = done.Proposal.String()
	}
	owed, paid := s.Item(t, s.Receivable(t, customer, "33.00", "2026-04-12")), s.Item(t, s.Receipt(t, customer, "33.00", "2026-04-13"))
	seen, err := s.Services.Allocations.Preview(t.Context(), staff, allocation.Selection{CustomerID: customer.ID, On: calendar.MustParse("2026-04-20"),
		Debits: []allocation.Pick{{Item: owed}}, Credits: []allocation.Pick{{Item: paid}}})
	if err != nil {
		t.Fatal(err)
	}
	w.clearing(t, s, customer, staff)
	w["chosen.debit"], w["chosen.credit"], w["chosen.digest"] = owed.String(), paid.String(), seen.Digest
}

// clearing plans two runs of automatic allocation; of the first it is known what it would settle.
func (w world) clearing(t *testing.T, s *webtest.Site, customer ledgertest.Customer, staff ledger.Actor) {
	t.Helper()
	named := s.Receivable(t, customer, "44.00", "2026-04-14")
	paid := s.Receipt(t, customer, "44.00", "2026-04-15", func(d *document.New) { d.Description = "付 " + named.DocumentNo })
	w["clearing.credit"] = s.Item(t, paid).String()
	for _, name := range []string{"clearing", "clearing2"} {
		run, err := s.Services.Clearings.Plan(t.Context(), staff, customer.ID, calendar.MustParse("2026-04-20"))
		if err != nil {
			t.Fatal(err)
		}
		w[name] = run.ID.String()
		if name == "clearing" {
			if err := s.Services.Clearings.Finish(t.Context(), clearing.Args{OrganizationID: staff.OrganizationID, RunID: run.ID}); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// people gives the customer a contact who cannot sign in yet, a second one who may confirm, two invitations, and its organization a
// change of the payee's account that waits.
func (w world) people(t *testing.T, s *webtest.Site, customer ledgertest.Customer, staff ledger.Actor) {
	t.Helper()
	w["customer.code"], w["fresh"] = customer.Code, "N-"+customer.Code
	w["salesperson"] = s.Staff(ledger.Sales).PersonID.String()
	stem := strings.ToLower(string(customer.Currency)) + "." + customer.OrganizationID.String()[24:] + ".test"
	made, err := s.Services.Parties.SaveContacts(t.Context(), staff, []party.Contact{
		{CustomerID: customer.ID, Email: "fresh@" + stem, Name: "新人", Roles: []ledger.Role{ledger.Viewer}},
		{CustomerID: customer.ID, Email: "second@" + stem, Name: "复核人", Issuer: ledgertest.ContactIssuer, Subject: stem, Roles: []ledger.Role{ledger.Confirmer}},
		{CustomerID: customer.ID, Email: "leaver@" + stem, Name: "离任人", Roles: []ledger.Role{ledger.Viewer}},
		{CustomerID: customer.ID, Email: "gone@" + stem, Name: "已离任", Roles: []ledger.Role{ledger.Viewer}},
	})
	if err != nil {
		t.Fatal(err)
	}
	w["contact"], w["leaver"] = made[0].ID.String(), made[2].ID.String()
	for i, name := range []string{"review", "review2", "review3"} {
		w[name] = ledger.NewID().String()
		s.Exec(t, `INSERT INTO hefu.answer_reviews (id, organization_id, customer_id, kind, statement_id, version, sha256, lines, amount, made_by, made_by_name)
			SELECT $1::text::uuid, v.organization_id, v.customer_id, 'confirmation', v.statement_id, v.version, v.sha256, ARRAY[$3::int], 1, $4::text::uuid, '复核人'
			FROM hefu.statement_versions v WHERE v.statement_id = $2::text::uuid`, w[name], w["statement"], []int{8, 6, 6}[i], made[1].ID.String())
	}
	for _, name := range []string{"invitation", "invitation2"} {
		invited, err := s.Services.Parties.Invite(t.Context(), s.Contact(customer, ledger.CustomerAdmin), party.Invite{Email: name + "@" + stem, Name: "受邀人", Roles: []ledger.Role{ledger.Viewer}})
		if err != nil {
			t.Fatal(err)
		}
		w[name] = invited.ID.String()
	}
	administrator := s.Staff(ledger.Administrator)
	if customer.OrganizationID == s.Other.ID {
		administrator = s.OtherStaff(ledger.Administrator)
	}
	w.colleagues(t, s, administrator, stem)
	w["pseudonymisation"] = ledger.NewID().String() // by hand: records of some are on hold
	s.Exec(t, `INSERT INTO hefu.pseudonymisations (id, organization_id, audience, person_id, pseudonym, reason, asked_by, asked_by_name)
		VALUES ($1::text::uuid, $2::text::uuid, 'contact', $3::text::uuid, 'P-' || $1, '本人申请', $4::text::uuid, '管理员')`, w["pseudonymisation"], customer.OrganizationID.String(), made[3].ID.String(), administrator.PersonID.String())
	if customer.ID == s.GBP.ID { // one a time in an organization
		return
	}
	asked, err := s.Services.Parties.AskPayee(t.Context(), administrator, party.Payee{Name: "新户名", Bank: "新开户行", Account: "622200000000"}, "换开户行")
	if err != nil {
		t.Fatal(err)
	}
	w["payee"], w["payee_waiting"] = asked.String(), ledger.NewID().String()
	s.Exec(t, `DROP INDEX IF EXISTS hefu.payee_changes_one_open`) // one at a time otherwise
	s.Exec(t, `INSERT INTO hefu.payee_changes (id, organization_id, payee_name, payee_bank, payee_account, before, reason, state, asked_by, asked_by_name, decided_by, decided_by_name, decided_at, effective_at)
		SELECT $1::text::uuid, organization_id, payee_name, payee_bank, '622200000001', before, reason, 'waiting', asked_by, asked_by_name, gen_random_uuid(), '主管', now(), now() + interval '1 day'
		FROM hefu.payee_changes WHERE id = $2::text::uuid`, w["payee_waiting"], w["payee"])
}

// notices gives the customer two mails that failed, and its organization a webhook.
func (w world) notices(t *testing.T, s *webtest.Site, customer ledgertest.Customer) {
	t.Helper()
	for _, name := range []string{"delivery", "delivery2"} {
		w[name] = ledger.NewID().String()
		s.Exec(t, `INSERT INTO hefu.deliveries (id, organization_id, customer_id, event_id, kind, purpose_key, channel, recipient, contact_id, name, address, locale, statement_id, state, result)
			SELECT $1::text::uuid, e.organization_id, e.customer_id, e.id, e.kind, $1::text, 'mail', 'contact', $3::text::uuid, '王会计', 'wang@example.test', 'zh-CN', e.statement_id, 'failed', 'refused'
			FROM hefu.events e WHERE e.statement_id = $2::text::uuid AND e.kind = 'statement.issued'`, w[name], w["statement"], s.Contact(customer, ledger.Viewer).PersonID.String())
	}
	administrator := s.Staff(ledger.Administrator)
	if customer.OrganizationID == s.Other.ID {
		administrator = s.OtherStaff(ledger.Administrator)
	}
	id, _, err := s.Services.Notices.AddChannel(t.Context(), administrator, notice.ChannelCommand{Kind: "webhook", Name: "ERP", Address: "https://erp.example.com/hooks"})
	if err != nil {
		t.Fatal(err)
	}
	w["channel"] = id.String()
	own, err := s.Services.Tokens.CreateForOrganization(t.Context(), administrator, token.CreateCommand{Name: "U8 " + customer.Code, Scopes: []ledger.Scope{ledger.ReadBooks}, Days: 1})
	if err != nil {
		t.Fatal(err)
	}
	w["own_token"] = own.ID.String()
	w["posted"] = ledger.NewID().String()
	s.Exec(t, `INSERT INTO hefu.deliveries (id, organization_id, customer_id, event_id, kind, purpose_key, channel, recipient, channel_id, name, address, locale, statement_id, state, result, sent_at)
		SELECT $1::text::uuid, e.organization_id, e.customer_id, e.id, e.kind, $1::text, 'webhook', 'channel', $3::text::uuid, 'ERP', 'https://erp.example.com/hooks', 'zh-CN', e.statement_id, 'sent', 'accepted', now()
		FROM hefu.events e WHERE e.statement_id = $2::text::uuid AND e.kind = 'statement.issued'`, w["posted"], w["statement"], w["channel"])
}

// disputes opens nine: one as it is, two with a proposal before the customer, one waiting for a second person, one that was rejected, and
// others to be decided.
func (w world) disputes(t *testing.T, s *webtest.Site, customer ledgertest.Customer, shown webtest.Shown) {
	t.Helper()
	for name, line := range map[string]int{"dispute": 1, "proposed": 2, "proposed2": 3, "awaiting": 4, "open": 5, "payable": 9, "rejected": 10, "joint1": 11, "joint2": 12} {
		opened, err := s.Services.Disputes.Open(t.Context(), s.Contact(customer, ledger.Confirmer), dispute.OpenCommand{
			StatementID: shown.ID, Version: 1, SHA256: shown.SHA256, Lines: []int{line}, Category: "price", Text: "单价不符"})
		if err != nil || len(opened.IDs) != 1 {
			t.Fatalf("open a dispute: %v %+v", err, opened)
		}
		w[name] = opened.IDs[0].String()
	}
	if customer.ID != s.CNY.ID { // what has ended must not speak to strangers either
		id, _ := ledger.ParseID(w["proposed"])
		if err := s.Services.Disputes.Withdraw(t.Context(), s.Contact(customer, ledger.Confirmer), id, w.rowVersion(t, s, "proposed")); err != nil {
			t.Fatal(err)
		}
		return
	}
	for name, role := range map[string]ledger.Role{"proposed": ledger.ARAccountant, "proposed2": ledger.ARAccountant, "awaiting": ledger.Sales} {
		id, _ := ledger.ParseID(w[name])
		err := s.Services.Disputes.Resolve(t.Context(), s.Staff(role), id, dispute.ResolveCommand{RowVersion: w.rowVersion(t, s, name),
			Decision: dispute.AcceptPart, Amount: ledgertest.Amount("11.30"), RootCause: "process_gap", Text: "部分认可"})
		if err != nil {
			t.Fatalf("propose: %v", err)
		}
	}
	id, _ := ledger.ParseID(w["rejected"])
	err := s.Services.Disputes.Resolve(t.Context(), s.Staff(ledger.ARAccountant), id, dispute.ResolveCommand{RowVersion: w.rowVersion(t, s, "rejected"),
		Decision: dispute.Reject, RootCause: "process_gap", Text: "合同单价如此"})
	if err == nil {
		err = s.Services.Disputes.Accept(t.Context(), s.Contact(customer, ledger.Confirmer), id, w.rowVersion(t, s, "rejected"))
	}
	if err != nil {
		t.Fatalf("reject: %v", err)
	}
}

// runs makes three: one that is done, one that failed, and one that has not begun. No worker takes them up.
func (w world) runs(t *testing.T, s *webtest.Site, customer ledgertest.Customer) {
	t.Helper()
	by := s.Staff(ledger.ARAccountant)
	if customer.OrganizationID == s.Other.ID {
		by = s.OtherStaff(ledger.ARAccountant)
	}
	start := calendar.MustParse("2026-04-01")
	for _, name := range []string{"run", "failed", "blocked", "queued"} {
		made, err := s.Services.Statements.CreateRun(t.Context(), by, statement.RunCommand{Customers: []ledger.ID{customer.ID},
			Period: statement.Period{Start: start, CutOff: start.EndOfMonth()}})
		if err != nil {
			t.Fatal(err)
		}
		w[name] = made.ID.String()
		if name == "queued" {
			return
		}
		for left := true; left; {
			if left, err = s.Services.Statements.WorkRun(t.Context(), statement.RunArgs{OrganizationID: by.OrganizationID, RunID: made.ID}, 10); err != nil {
				t.Fatal(err)
			}
		}
		if name == "blocked" {
			s.Exec(t, `UPDATE hefu.statement_run_customers SET state = 'blocked', code = 'checks_block' WHERE run_id = $1`, w[name])
		}
		if name == "failed" {
			s.Exec(t, `UPDATE hefu.statement_run_customers SET state = 'failed', statements = 0, code = 'statement_overlaps', reason = 'test' WHERE run_id = $1`, w[name])
		}
	}
}

func (w world) rowVersion(t testing.TB, s *webtest.Site, name string) int {
	t.Helper()
	return ledgertest.Ask[int](t, s.Books, `SELECT coalesce((SELECT row_version FROM hefu.disputes WHERE id = $1), (SELECT row_version FROM hefu.drafts WHERE id = $1), (SELECT row_version FROM hefu.issues WHERE id = $1),
		(SELECT row_version FROM hefu.matchings WHERE statement_id = $1 AND state <> 'replaced' ORDER BY id DESC LIMIT 1), 1)`, w[name])
}

// fill puts the world's ids into text; versions are read when they are needed.
func (w world) fill(t testing.TB, s *webtest.Site, text string) string {
	t.Helper()
	if strings.Contains(text, "{mailed_code}") {
		text = strings.ReplaceAll(text, "{mailed_code}", mailedCode(t, s))
	}
	for name, id := range w {
		if version := "{" + name + ".row_version}"; strings.Contains(text, version) {
			text = strings.ReplaceAll(text, version, strconv.Itoa(w.rowVersion(t, s, name)))
		}
		text = strings.ReplaceAll(text, "{"+name+"}", id)
	}
	return text
}

// send sends a sample with the bodies of own and the object of at.
func (sm sample) send(t testing.TB, s *webtest.Site, c *webtest.Client, own, at world) webtest.Answer {
	t.Helper()
	method, path, _ := strings.Cut(sm.route, " ")
	path = strings.ReplaceAll(path, "{seq}", at["audited"])
	path = strings.ReplaceAll(path, "{job}", at["job"])
	path = strings.NewReplacer("{id}", at[sm.id], "{key}", ledger.NewID().String(), "{file}", at["issue.file"], "{contact}", at["contact"], "{program}", at["program"], "{period}", "2024-01", "{report}", "summary", "{section}", "disputes_mine", "{line}", "1", "{kind}", "receipts", "{purpose}", "statement.issued", "{locale}", "en", "{code}", "department").Replace(path) + own.fill(t, s, sm.query)
	switch {
	case sm.raw:
		return c.Put(path, "表.csv", []byte(own.fill(t, s, sm.body)))
	case sm.file:
		return c.Upload(path, "receipts.csv", []byte(sm.body))
	case sm.body == "":
		return c.Do(method, path, nil)
	}
	return c.Do(method, path, own.fill(t, s, sm.body))
}
