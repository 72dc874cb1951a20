package notice

import (
	_ "embed"
	"encoding/json"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/event"
)

//go:embed facts.sql
var readFacts string

// facts are a delivery with everything its message says. Amounts are in Currency, those of the dispute in DisputeCurrency.
type facts struct {
	ID          ledger.ID
	Kind        event.Kind
	Channel     string
	Recipient   string
	ContactID   ledger.ID
	Name        string
	Address     string
	Locale      string
	Attempts    int
	Urgent      bool
	MadeAt      time.Time
	CustomerID  ledger.ID
	StatementID ledger.ID
	DisputeID   ledger.ID

	EventID    ledger.ID
	At         time.Time
	Data       []byte
	Side       string
	ActorName  string
	DocumentID ledger.ID

	OrganizationID   ledger.ID
	OrganizationCode string
	OrganizationName string
	OrganizationEN   string
	TimeZone         string
	Phone            string

	CustomerCode string
	CustomerName string
	CustomerEN   string

	StatementNo    string
	StatementState string
	LiveVersion    int
	Currency       string
	PeriodStart    calendar.Date
	CutOff         calendar.Date
	AnswerDue      calendar.Date
	Version        int // the one the event is about
	Closing        decimal.Decimal
	Overdue        decimal.Decimal
	Lines          int

	DisputeNo       string
	DocumentNo      string
	Category        string
	DisputedAmount  decimal.Decimal
	DisputeCurrency string
	DisputeState    string
	Said            string // what the side of the event last wrote before it
	CreditNo        string

	AskedRound    int // the receivable that the customer was asked to confirm
	AskedOrder    string
	AskedInvoice  string
	AskedDate     calendar.Date
	AskedGross    decimal.Decimal
	AskedCurrency string
	AskedAnswer   string
	AskedOpinion  string
	AskedDraft    ledger.ID
	Corrects      bool // the recipient asked, or submitted the draft

	HasAccount bool   // the contact signs in by an identity of its own
	ForName    string // for whom it reaches a stand-in; empty for the person itself
	AwayName   string // of a stand-in: who is away, who acts, and when
	ActingName string
	StandsFrom calendar.Date
	StandsTo   calendar.Date
	Target     string
	Secret     string
	Former     string // a secret that was replaced and still signs
	Active     bool
}

// obsolete is why nobody needs the message any more; empty when somebody does.
func (f facts) obsolete() string {
	switch {
	case !f.Active:
		return "channel_off"
	case f.Channel == "webhook": // a record of what happened, not a call to do something
		return ""
	case f.StatementState == "cancelled" && f.Kind != event.StatementCancelled:
		return "cancelled"
	case (f.Kind == event.StatementIssued || f.Kind == event.StatementRevised) && f.Version < f.LiveVersion:
		return "replaced"
	case (f.Kind == event.StatementReminded || f.Kind == event.StatementTask || f.Kind == event.StatementEscalated) && f.StatementState != "issued" && f.StatementState != "viewed":
		return "answered"
	case f.Kind == event.DisputeProposed && f.DisputeState != "proposed":
		return "answered"
	case f.Kind == event.ReceivableAsked && f.AskedAnswer == "withdrawn":
		return "cancelled"
	case f.Kind == event.ReceivableAsked && f.AskedAnswer != "":
		return "answered"
	}
	return ""
}

// said reads one value of the event's data; empty when there is none.
func (f facts) said(key string) string {
	var data map[string]any
	if json.Unmarshal(f.Data, &data) != nil {
		return ""
	}
	text, _ := data[key].(string)
	return text
}

// count reads one whole number of the event's data.
func (f facts) count(key string) int {
	var data map[string]any
	if json.Unmarshal(f.Data, &data) != nil {
		return 0
	}
	number, _ := data[key].(float64)
	return int(number)
}

// is reads one truth of the event's data.
func (f facts) is(key string) bool {
	var data map[string]any
	if json.Unmarshal(f.Data, &data) != nil {
		return false
	}
	truth, _ := data[key].(bool)
	return truth
}

func (f facts) seller() string {
	if f.Locale == "en" && f.OrganizationEN != "" {
		return f.OrganizationEN
	}
	return f.OrganizationName
}

func (f facts) customer() string {
	if f.Locale == "en" && f.CustomerEN != "" {
		return f.CustomerEN
	}
	return f.CustomerName
}
