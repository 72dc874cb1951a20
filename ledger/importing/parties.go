package importing

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
	"hefu/ledger/party"
)

// person is one row of customers or contacts on its way into the books. A file of them is a single set, at most party.MaxSet.
type person struct {
	group    *group
	customer party.Customer
	contact  party.Contact
}

// checkParties reads the rows and lets package party check them. Rows that it refuses are taken out and the others checked
// again, until none is refused.
func (s *Service) checkParties(ctx context.Context, actor ledger.Actor, e *examination) error {
	if e.file == nil {
		return nil
	}
	if e.survey.rows > party.MaxSet {
		return e.report.refuseFile(ledger.E("too_long"))
	}
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		parties, err := openDirectory(ctx, tx)
		e.builder = builder{layout: e.file.layout, parties: parties}
		return err
	})
	if err != nil {
		return err
	}
	if e.options.SkipBad != nil {
		if e.report.bad, err = newBadRows(e.options.SkipBad, e.file.header); err != nil {
			return err
		}
	}
	if err := e.readPeople(); err != nil {
		return err
	}
	for {
		changed, err := s.tryPeople(ctx, actor, e, false)
		if err == nil {
			for i, is := range changed {
				e.countPerson(e.people[i].group, is)
			}
			break
		}
		if blamed, err := e.blamePeople(err); !blamed {
			return err
		}
	}
	if e.report.bad != nil {
		return e.report.bad.flush()
	}
	return nil
}

func (e *examination) countPerson(g *group, changed bool) {
	e.report.rows.New, e.report.documents.New = e.report.rows.New+g.count, e.report.documents.New+1
	if !changed {
		e.report.rows.New, e.report.documents.New = e.report.rows.New-g.count, e.report.documents.New-1
		e.report.rows.Known, e.report.documents.Known = e.report.rows.Known+g.count, e.report.documents.Known+1
	}
}

func (e *examination) readPeople() error {
	err := e.file.groups(e.survey, func(g *group) error {
		e.report.rows.Read += g.count
		e.report.documents.Read++
		e.builder.faults = e.builder.faults[:0]
		p := person{group: g}
		if e.kind == Customers {
			p.customer = e.builder.customer(g)
		} else {
			p.contact = e.builder.contact(g)
		}
		if e.progress != nil {
			e.progress("checking", e.report.rows.Read, e.survey.rows)
		}
		if len(e.builder.faults) > 0 {
			return e.refuse(g, e.builder.faults...)
		}
		e.people = append(e.people, p)
		return nil
	})
	if err != nil && !e.ended(err) {
		return err
	}
	return nil
}

// tryPeople has the set checked or saved, and tells of each whether it changes anything.
func (s *Service) tryPeople(ctx context.Context, actor ledger.Actor, e *examination, save bool) ([]bool, error) {
	service := party.Open(s.db)
	changed := make([]bool, len(e.people))
	if e.kind == Contacts {
		contacts := make([]party.Contact, len(e.people))
		for i, p := range e.people {
			contacts[i] = p.contact
		}
		do := service.CheckContacts
		if save {
			do = service.SaveContacts
		}
		saved, err := do(ctx, actor, contacts)
		for i := range saved {
			changed[i] = saved[i].Changed
		}
		return changed, err
	}
	cmd := party.SaveCustomers{Customers: make([]party.Customer, len(e.people)), KeepBlank: true}
	for i, p := range e.people {
		cmd.Customers[i] = p.customer
	}
	do := service.CheckCustomers
	if save {
		do = service.SaveCustomers
	}
	saved, err := do(ctx, actor, cmd)
	for i := range saved {
		changed[i] = saved[i].Changed
	}
	return changed, err
}

// blamePeople turns the faults of a set into faults of rows and takes those rows out.
func (e *examination) blamePeople(err error) (bool, error) {
	faults := map[int][]Fault{}
	for _, found := range ledger.AsError(err).Fields {
		_, rest, ok := strings.Cut(found.Name, "[")
		number, name, _ := strings.Cut(rest, "].")
		place, bad := strconv.Atoi(number)
		if !ok || bad != nil || place >= len(e.people) {
			return false, err
		}
		at := fieldCount
		for f := range fieldCount {
			if f.has(e.kind) && (columns[f].key == name || f == termsDays && name == "terms" || f == customerCode && name == "customer") {
				at = f
			}
		}
		row := e.people[place].group.rows[0]
		fault := e.file.fault(row, at, ledger.E(found.Code))
		for _, c := range e.file.custom {
			if name == "fields."+c.Code {
				fault = e.file.customFault(row, c, found.Code)
			}
		}
		faults[place] = append(faults[place], fault)
	}
	if len(faults) == 0 {
		return false, err
	}
	left := e.people[:0:0]
	for i, p := range e.people {
		if found, bad := faults[i]; !bad {
			left = append(left, p)
		} else if err := e.refuse(p.group, found...); err != nil {
			return false, err
		}
	}
	e.people = left
	return true, nil
}

// saveParties saves the set, then the record. The set stands or falls as one; a crash between the two leaves the people without
// the record, and the same file then finds them known.
func (s *Service) saveParties(ctx context.Context, actor ledger.Actor, e *examination, out Import, save func(context.Context, *store.Tx, *Import) error) (Import, []late, error) {
	if e.report.documents.New > 0 {
		if _, err := s.tryPeople(ctx, actor, e, true); err != nil {
			return out, nil, err
		}
	}
	out.State = Imported
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error { return save(ctx, tx, &out) })
	return out, nil, err
}

func (b *builder) customer(g *group) party.Customer {
	row := g.rows[0]
	c := party.Customer{Code: b.text(row, partyCode), Name: b.text(row, partyName), NameEN: b.text(row, nameEN), TaxID: b.text(row, taxID),
		Country: b.text(row, country), Region: b.text(row, region), Address: b.text(row, address), Phone: b.text(row, phone),
		Bank: b.text(row, bank), BankAccount: b.text(row, bankAccount), Currency: money.Currency(b.text(row, currencyField)),
		Salesperson: b.text(row, salesperson), Cycle: party.Cycle(cycleOf(b.text(row, cycle))), TimeZone: b.text(row, timeZone), Locale: localeOf(b.text(row, locale))}
	c.Fields = b.saidOf(row)
	if text := b.text(row, termsDays); text != "" {
		terms := b.net(text)
		if terms == nil {
			b.at(row, termsDays, ledger.E("bad_terms"))
			return c
		}
		c.Terms = termsText(terms)
	}
	return c
}

func termsText(terms *calendar.Terms) json.RawMessage {
	text, err := json.Marshal(terms)
	if err != nil {
		panic("importing: terms of days have no text: " + err.Error())
	}
	return text
}

func (b *builder) contact(g *group) party.Contact {
	row := g.rows[0]
	c := party.Contact{Email: b.text(row, email), Name: b.text(row, contactName), Phone: b.text(row, phone), Locale: localeOf(b.text(row, locale))}
	customer, why := b.parties.find(b.text(row, customerCode), b.text(row, customerName))
	if why != nil {
		b.at(row, customerCode, why)
		return c
	}
	c.CustomerID = customer.ID
	for _, word := range strings.FieldsFunc(b.text(row, roles), func(r rune) bool { return strings.ContainsRune(",;|/ 、，；", r) }) {
		role, ok := contactRoles.of(word)
		if !ok {
			b.at(row, roles, ledger.E("not_a_choice"))
			return c
		}
		c.Roles = append(c.Roles, ledger.Role(role))
	}
	if len(c.Roles) == 0 {
		c.Roles = []ledger.Role{ledger.Viewer}
	}
	return c
}

var contactRoles = choices{"viewer": "viewer", "查看": "viewer", "confirmer": "confirmer", "确认": "confirmer", "对账": "confirmer",
	"payer": "payer", "付款": "payer", "signer": "signer", "签章": "signer", "签署": "signer", "customer_admin": "customer_admin", "客户管理员": "customer_admin"}

func localeOf(text string) string {
	switch strings.ToLower(text) {
	case "中文", "zh", "zh-cn":
		return "zh-CN"
	case "英文", "en", "english":
		return "en"
	}
	return text
}

func cycleOf(text string) string {
	switch text {
	case "每月", "按月", "月":
		return "monthly"
	case "每季", "按季", "季度":
		return "quarterly"
	case "不对账", "无":
		return "none"
	}
	return text
}
