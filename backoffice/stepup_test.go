package backoffice_test

import (
	"net/http"
	"testing"

	"hefu/ledger"
	"hefu/ledger/webtest"
)

// Rights, administrators and the payee's account change only for who has signed in within the last minutes; everything else goes on without.
func TestRightsAndBankAccountsAskForAFreshSignIn(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	customer := "/customers/" + s.CNY.ID.String()
	viewer := s.Contact(s.CNY, ledger.Viewer)
	administrator := s.Also(t, s.Contact(s.CNY, ledger.Confirmer), ledger.CustomerAdmin)
	s.Exec(t, `UPDATE hefu.customers SET self_administration = true`)
	own, clerk, supervisor := s.Client(t, administrator), s.Client(t, s.Staff(ledger.ARAccountant)), s.Client(t, s.Staff(ledger.FinanceSupervisor))
	payee := map[string]any{"payee_name": "华东精密机械", "payee_bank": "中国银行上海分行", "payee_account": "4550000000000000", "reason": "换开户行"}
	office := s.Client(t, s.Staff(ledger.Administrator))
	asked := webtest.Read[struct{ Changes []struct{ ID string } }](t, s.Client(t, s.Staff(ledger.Administrator)).Post("/payee-changes", payee), http.StatusCreated)
	for _, c := range []struct {
		name    string
		send    func() webtest.Answer
		guarded bool
	}{
		{"a colleague's roles", func() webtest.Answer {
			return own.Do(http.MethodPut, "/colleagues/"+viewer.PersonID.String()+"/roles", `{"roles":["viewer","payer"]}`)
		}, true},
		{"a colleague invited as administrator", func() webtest.Answer {
			return own.Post("/colleagues/invitations", map[string]any{"email": "boss@buyer.test", "name": "主管", "roles": []string{"customer_admin"}})
		}, true},
		{"a colleague invited to look", func() webtest.Answer {
			return own.Post("/colleagues/invitations", map[string]any{"email": "new@buyer.test", "name": "新同事", "roles": []string{"viewer"}})
		}, false},
		{"a contact's roles", func() webtest.Answer {
			return clerk.Do(http.MethodPut, customer+"/contacts/"+viewer.PersonID.String(), `{"email":"viewer@cny.test","name":"联系人","roles":["viewer","signer"]}`)
		}, true},
		{"a contact made administrator", func() webtest.Answer {
			return clerk.Post(customer+"/contacts", map[string]any{"email": "admin2@buyer.test", "name": "联系人", "roles": []string{"customer_admin"}})
		}, true},
		{"a contact who may look", func() webtest.Answer {
			return clerk.Post(customer+"/contacts", map[string]any{"email": "look@buyer.test", "name": "联系人", "roles": []string{"viewer"}})
		}, false},
		{"a file whose contact is an administrator", func() webtest.Answer { return commitContacts(t, clerk, "chief2@buyer.test", "客户管理员") }, true},
		{"a file whose contact may look", func() webtest.Answer { return commitContacts(t, clerk, "looker@buyer.test", "查看") }, false},
		{"a member of staff's roles", func() webtest.Answer {
			return office.Do(http.MethodPut, "/staff-desk/"+s.Staff(ledger.Sales).PersonID.String()+"/roles", `{"roles":["sales","ar_accountant"]}`)
		}, true},
		{"staff invited as administrator", func() webtest.Answer {
			return office.Post("/staff-desk/invitations", map[string]any{"email": "chief@seller.test", "name": "主管", "roles": []string{"administrator"}})
		}, true},
		{"a token of the organization", func() webtest.Answer {
			return office.Post("/tokens", map[string]any{"name": "U8", "scopes": []string{"read_books"}, "days": 30})
		}, true},
		{"the payee's account approved", func() webtest.Answer {
			return supervisor.Post("/payee-changes/"+asked.Changes[0].ID+"/decision", map[string]any{"approve": true})
		}, true},
		{"another payee's account stopped", func() webtest.Answer {
			return supervisor.Post("/payee-changes/"+asked.Changes[0].ID+"/stop", map[string]any{"reason": "未经核实"})
		}, false},
		{"another payee's account asked for", func() webtest.Answer {
			payee["payee_account"] = "4550000000000001"
			return supervisor.Post("/payee-changes", payee)
		}, true},
	} {
		s.Exec(t, `UPDATE hefu.sessions SET auth_time = now() - interval '11 minutes'`)
		got := c.send()
		if got.Refused(http.StatusUnauthorized, "step-up-required", "step_up_required") != c.guarded {
			t.Errorf("%s after eleven minutes: %d %s", c.name, got.Status, got.Body)
		}
		if !c.guarded {
			continue
		}
		s.Exec(t, `UPDATE hefu.sessions SET auth_time = now() - interval '9 minutes'`)
		if got := c.send(); got.Status < 200 || got.Status > 299 {
			t.Errorf("%s after nine minutes: %d %s", c.name, got.Status, got.Body)
		}
	}
}

// commitContacts uploads a file of one contact, which asks for nothing, and imports it.
func commitContacts(t *testing.T, clerk *webtest.Client, email, role string) webtest.Answer {
	t.Helper()
	file := clerk.Upload("/imports?kind=contacts", "contacts.csv", []byte("客户编码,邮箱,姓名,角色\nC001,"+email+",联系人,"+role+"\n"))
	checked := webtest.Read[struct{ ID string }](t, file, http.StatusCreated)
	return clerk.Post("/imports/"+checked.ID+"/commit", map[string]any{"skip_bad": false})
}
