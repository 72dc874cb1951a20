// Package pdf lays out and prints account statements. It knows paper, type and fonts; what the figures mean and whether
// they are right is decided before they get here, so every amount and date arrives as text.
package pdf

import "time"

// Locale chooses the leading language of the printed labels; the other one stands beneath in small type.
type Locale string

// The two locales in which statements are printed.
const (
	ZhCN Locale = "zh-CN"
	En   Locale = "en"
)

// Statement is everything that is printed. All strings are text, never markup. Empty parts are left out of the page.
type Statement struct {
	Locale  Locale
	Number  string    // statement number, on the first page and in every footer
	Version string    // such as "2"
	Date    time.Time // when the statement was issued; becomes the creation date of the file, so it must not be zero

	Seller   Seller
	Customer Customer
	Currency Currency
	Period   string // such as "2026-10-01 ~ 2026-10-31"
	Title    Term   // in place of the usual one
	Terms    string
	IssuedOn string // the printed date of issue

	VerifyURL   string // printed, linked and drawn as a QR code
	ContentHash string // hex SHA-256 of what the statement says; its first 16 digits stand in every footer

	Totals   []Figure // from the opening to the closing balance; the last one is the closing balance
	Aging    []Figure
	Standing []Figure // what the customer owes now, what is overdue, what is disputed

	Facts       []Figure // what else is said of the customer
	Extra       []Term   // further columns of lines and open items, left out where they are empty
	Hidden      []string // of kind, order_no and due_date: columns of the lines that are left out
	Lines       []Line
	OpenItems   []OpenItem
	Provisional *Provisional
	Notes       []string
	Slip        *Slip

	report *Reconciliation // printed instead of the movements
	across bool            // on the longer side of the paper
}

// Seller is the issuing company as its letterhead names it.
type Seller struct{ Name, NameEn, Address, Phone, TaxID string }

// Customer is the company to which the statement is addressed.
type Customer struct{ Name, NameEn, Code string }

// Currency names the one currency of a statement, such as "CNY" and "人民币".
type Currency struct{ Code, Name string }

// Figure is a labelled amount in a box. The labels of labels.go serve for the usual figures.
type Figure struct {
	Label  Term
	Amount string // such as "1,234.56" or "(1,234.56)"
}

// Line is one movement of the period. Debit or Credit is empty.
type Line struct {
	Date, Document, Kind, Description, Order, Due, Debit, Credit, Balance string
	Extra                                                                 []string // a cell for each of the statement's
}

// OpenItem is an item brought forward from before the period and still open.
type OpenItem struct {
	Document, Date, Due, Original, Received, Open string
	Extra                                         []string
}

// Provisional lists what has been delivered and not yet invoiced. Note says whether the balance counts it.
type Provisional struct {
	Note  string
	Items []ProvisionalItem
	Total string
}

// ProvisionalItem is one delivery that has no invoice yet.
type ProvisionalItem struct {
	Shipment, Date, Order, Description, Amount string
}

// Slip is the part that the customer's cashier cuts off and pays by.
type Slip struct {
	Payee, Bank, Account, Reference, Amount, Payer string
}

// Result is a printed statement.
type Result struct {
	PDF     []byte
	Pages   int
	Missing []rune // characters that no font has, ascending; each was printed as 〓
	Clipped int    // texts that were too long even for the smallest type and end in "…"
	Seals   []SealPlace
}

// Party says whose seal goes in a place.
type Party string

// The two parties to a statement.
const (
	SellerParty   Party = "seller"
	CustomerParty Party = "customer"
)

// SealPlace is the square in which a party's seal is to appear. X and Y are its lower left corner in points from the
// lower left corner of the page, as PDF counts.
type SealPlace struct {
	Party               Party
	Page                int // from 1
	X, Y, Width, Height float64
}
