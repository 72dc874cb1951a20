package statement

import "encoding/xml"

// The types below have UBL's order of elements, which its schema prescribes. What is empty is left out: UBL allows no empty element.

type ublDocument struct {
	XMLName       xml.Name         `xml:"Statement"`
	Space         string           `xml:"xmlns,attr"`
	Aggregates    string           `xml:"xmlns:cac,attr"`
	Basics        string           `xml:"xmlns:cbc,attr"`
	Version       string           `xml:"cbc:UBLVersionID"`
	Customization string           `xml:"cbc:CustomizationID"`
	Profile       string           `xml:"cbc:ProfileID"`
	ID            string           `xml:"cbc:ID"`
	Issued        string           `xml:"cbc:IssueDate"`
	Notes         []string         `xml:"cbc:Note"`
	Currency      string           `xml:"cbc:DocumentCurrencyCode"`
	Debits        *ublAmount       `xml:"cbc:TotalDebitAmount"`
	Credits       *ublAmount       `xml:"cbc:TotalCreditAmount"`
	Balance       *ublAmount       `xml:"cbc:TotalBalanceAmount"`
	Count         int              `xml:"cbc:LineCountNumeric"`
	Period        ublPeriod        `xml:"cac:StatementPeriod"`
	Supplier      ublSupplier      `xml:"cac:AccountingSupplierParty"`
	Customer      ublCustomer      `xml:"cac:AccountingCustomerParty"`
	Means         *ublPaymentMeans `xml:"cac:PaymentMeans"`
	Terms         *ublTerms        `xml:"cac:PaymentTerms"`
	Lines         []ublLine        `xml:"cac:StatementLine"`
}

type ublAmount struct {
	Currency string `xml:"currencyID,attr"`
	Value    string `xml:",chardata"`
}

type ublPeriod struct {
	Start string `xml:"cbc:StartDate"`
	End   string `xml:"cbc:EndDate"`
}

type ublSupplier struct {
	Party ublParty `xml:"cac:Party"`
}

type ublCustomer struct {
	Code  string   `xml:"cbc:SupplierAssignedAccountID"`
	Party ublParty `xml:"cac:Party"`
}

type ublParty struct {
	Names   []ublName     `xml:"cac:PartyName"`
	Address *ublAddress   `xml:"cac:PostalAddress"`
	Tax     *ublTaxScheme `xml:"cac:PartyTaxScheme"`
	Legal   *ublLegal     `xml:"cac:PartyLegalEntity"`
	Contact *ublContact   `xml:"cac:Contact"`
}

type ublName struct {
	Name string `xml:"cbc:Name"`
}

type ublAddress struct {
	Line string `xml:"cac:AddressLine>cbc:Line"`
}

type ublTaxScheme struct {
	Company string `xml:"cbc:CompanyID"`
	Scheme  string `xml:"cac:TaxScheme>cbc:ID"`
}

type ublLegal struct {
	Name string `xml:"cbc:RegistrationName"`
}

type ublContact struct {
	Phone string `xml:"cbc:Telephone"`
}

type ublPaymentMeans struct {
	Code      string     `xml:"cbc:PaymentMeansCode"`
	Reference string     `xml:"cbc:PaymentID"`
	Account   ublAccount `xml:"cac:PayeeFinancialAccount"`
}

type ublAccount struct {
	ID       string     `xml:"cbc:ID"`
	Name     string     `xml:"cbc:Name,omitempty"`
	Currency string     `xml:"cbc:CurrencyCode"`
	Branch   *ublBranch `xml:"cac:FinancialInstitutionBranch"`
}

type ublBranch struct {
	Name string `xml:"cbc:Name"`
}

type ublTerms struct {
	Note string `xml:"cbc:Note,omitempty"`
	Due  string `xml:"cbc:PaymentDueDate,omitempty"`
}

type ublLine struct {
	ID         string         `xml:"cbc:ID"`
	Note       string         `xml:"cbc:Note,omitempty"`
	Debit      *ublAmount     `xml:"cbc:DebitLineAmount"`
	Credit     *ublAmount     `xml:"cbc:CreditLineAmount"`
	Balance    *ublAmount     `xml:"cbc:BalanceAmount"`
	Purpose    string         `xml:"cbc:PaymentPurposeCode"`
	Terms      *ublTerms      `xml:"cac:PaymentTerms"`
	Invoice    *ublReference  `xml:"cac:BillingReference>cac:InvoiceDocumentReference"`
	References []ublReference `xml:"cac:DocumentReference"`
}

type ublReference struct {
	ID   string `xml:"cbc:ID"`
	UUID string `xml:"cbc:UUID,omitempty"`
	On   string `xml:"cbc:IssueDate,omitempty"`
	Kind string `xml:"cbc:DocumentType,omitempty"`
}
