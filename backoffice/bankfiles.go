package backoffice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/bank"
	"hefu/ledger/bankfile"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/web"
)

// BankMapping says which columns of a table hold what, by the names in its header. Empty: it has none.
type BankMapping struct {
	Sheet               string `json:"sheet,omitempty" maxLength:"200"`
	Date                string `json:"date" minLength:"1" maxLength:"200"`
	ValueDate           string `json:"value_date,omitempty" maxLength:"200"`
	Amount              string `json:"amount,omitempty" maxLength:"200"`
	In                  string `json:"in,omitempty" maxLength:"200"`
	Out                 string `json:"out,omitempty" maxLength:"200"`
	Direction           string `json:"direction,omitempty" maxLength:"200"`
	Balance             string `json:"balance,omitempty" maxLength:"200"`
	Currency            string `json:"currency,omitempty" maxLength:"200"`
	Counterparty        string `json:"counterparty,omitempty" maxLength:"200"`
	CounterpartyAccount string `json:"counterparty_account,omitempty" maxLength:"200"`
	CounterpartyBank    string `json:"counterparty_bank,omitempty" maxLength:"200"`
	Reference           string `json:"reference,omitempty" maxLength:"200"`
	OwnReference        string `json:"own_reference,omitempty" maxLength:"200"`
	Remark              string `json:"remark,omitempty" maxLength:"200"`
	Summary             string `json:"summary,omitempty" maxLength:"200"`
	Status              string `json:"status,omitempty" maxLength:"200"`
	OwnAccount          string `json:"own_account,omitempty" maxLength:"200"`
}

type chooseBankFile struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		AccountID ledger.ID    `json:"account_id,omitzero" doc:"Left out: by the numbers in the file"`
		Mapping   *BankMapping `json:"mapping,omitempty" doc:"Remembered for tables with the same header"`
	}
}

type bankProblem struct {
	Code   string `json:"code"`
	Reason string `json:"reason"`
}

type bankTable struct {
	Sheets  []string    `json:"sheets"`
	Header  []string    `json:"header"`
	Row     int         `json:"row"`
	Samples [][]string  `json:"samples"`
	Mapping BankMapping `json:"mapping"`
	Sure    bool        `json:"sure" doc:"All that is needed was recognized"`
}

type bankFreshLine struct {
	Place        string        `json:"place"`
	BookedOn     calendar.Date `json:"booked_on"`
	Amount       web.Amount    `json:"amount"`
	Counterparty string        `json:"counterparty"`
	Text         string        `json:"text"`
	Kind         string        `json:"kind" enum:"credit,debit,fee,reversal,batch_member"`
}

type bankPart struct {
	Named       string          `json:"named" doc:"The account as the file has it"`
	AccountID   *ledger.ID      `json:"account_id,omitempty"`
	AccountName string          `json:"account_name,omitempty"`
	Currency    string          `json:"currency"`
	Number      string          `json:"number"`
	OpensOn     *calendar.Date  `json:"opens_on,omitempty"`
	ClosesOn    *calendar.Date  `json:"closes_on,omitempty"`
	Opening     *web.Amount     `json:"opening,omitempty"`
	Closing     *web.Amount     `json:"closing,omitempty"`
	In          web.Amount      `json:"in"`
	Out         web.Amount      `json:"out"`
	Proven      bool            `json:"proven" doc:"It has balances, and nothing speaks against it"`
	Lines       int             `json:"lines"`
	New         int             `json:"new"`
	Known       int             `json:"known"`
	Problems    []bankProblem   `json:"problems"`
	Fresh       []bankFreshLine `json:"fresh" doc:"The first new lines, at most 100"`
	Pages       []bankPage      `json:"pages"`
}

type bankFile struct {
	ID         ledger.ID             `json:"id"`
	FileName   string                `json:"file_name"`
	SHA256     string                `json:"sha256"`
	Format     string                `json:"format"`
	Encoding   string                `json:"encoding"`
	Preset     string                `json:"preset"`
	AccountID  *ledger.ID            `json:"account_id,omitempty"`
	Refused    *bankProblem          `json:"refused,omitempty" doc:"Why it cannot be read at all"`
	Table      *bankTable            `json:"table,omitempty"`
	Parts      []bankPart            `json:"parts"`
	Skipped    []bankProblem         `json:"skipped" doc:"What is in the file and is no line, at most 200"`
	LeftOut    int                   `json:"left_out" doc:"How many that are"`
	New        int                   `json:"new"`
	CreatedBy  string                `json:"created_by"`
	CreatedAt  time.Time             `json:"created_at"`
	ImportedAt *time.Time            `json:"imported_at,omitempty"`
	Actions    map[string]web.Action `json:"actions"`
}

const (
	mostFresh   = 100
	mostSkipped = 200
)

// bankFilesAPI: upload, dry run, mapping and import.
func bankFilesAPI(api *web.API, books *books.Books) {
	web.Receive(api, "/bank/files", ledger.Import, "Upload a bank file and see what importing it would do; kind is the account, or auto", func(ctx context.Context, actor ledger.Actor, kind string, file web.Upload) (bankFile, error) {
		choice := bank.Choice{}
		if kind != "auto" {
			account, err := ledger.ParseID(kind)
			if err != nil {
				return bankFile{}, ledger.E("validation_failed").At("kind", "not_a_choice").Because(err)
			}
			choice.AccountID = account
		}
		found, err := books.Bank.Upload(ctx, actor, file.Body, file.Name, choice)
		return wordBankFile(found, actor), err
	}, web.Created())
	web.Get(api, "/bank/files/{id}", ledger.SeeBank, "See what importing a bank file would do now", func(ctx context.Context, actor ledger.Actor, in *byID) (bankFile, error) {
		found, err := books.Bank.Preview(ctx, actor, in.ID)
		return wordBankFile(found, actor), err
	})
	web.Put(api, "/bank/files/{id}", ledger.Import, "Say which account a bank file is of, and which column is which", func(ctx context.Context, actor ledger.Actor, in *chooseBankFile) (bankFile, error) {
		choice := bank.Choice{AccountID: in.Body.AccountID}
		if in.Body.Mapping != nil {
			mapping := bankfile.Mapping(*in.Body.Mapping)
			choice.Mapping = &mapping
		}
		found, err := books.Bank.Choose(ctx, actor, in.ID, choice)
		return wordBankFile(found, actor), err
	})
	web.Post(api, "/bank/files/{id}/commit", ledger.Import, "Import a bank file: all its statements or nothing", func(ctx context.Context, actor ledger.Actor, in *byID) (bankFile, error) {
		done, err := books.Bank.Commit(ctx, actor, in.ID)
		return wordBankFile(done, actor), err
	}, web.Within(commitDeadline))
	web.Download(api, "/bank/files/{id}/file", ledger.SeeBank, "Download a bank file as it came", func(ctx context.Context, actor ledger.Actor, in *byID) (web.File, error) {
		name, content, err := books.Bank.Original(ctx, actor, in.ID)
		return web.File{Name: name, Media: "application/octet-stream", Body: content}, err
	})
}
