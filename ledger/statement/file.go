package statement

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/sheet"
)

// FileFormat is what a statement can be downloaded as.
type FileFormat string

// The formats. All show the figures of one body.
const (
	PDF  FileFormat = "pdf"
	XLSX FileFormat = "xlsx"
	CSV  FileFormat = "csv"
	JSON FileFormat = "json" // the body itself
	UBL  FileFormat = "ubl"  // UBL 2.1 Statement, as XML
)

var contentTypes = map[FileFormat]string{
	PDF: "application/pdf", XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", CSV: "text/csv; charset=utf-8", JSON: "application/json",
	UBL: "application/xml",
}

// endings are of those formats whose files are not named after them.
var endings = map[FileFormat]string{UBL: "xml"}

// File is a downloaded file. SHA256 is that of its bytes, in hex.
type File struct {
	Name        string
	ContentType string
	SHA256      string
	Content     []byte
}

const readFileFacts = `
SELECT v.version, v.sha256, v.body, s.state, coalesce(s.issued_at, v.snapshot_at), o.time_zone, f.sha256, f.content, coalesce(t.title_zh, ''), coalesce(t.title_en, ''), coalesce(t.note_zh, ''), coalesce(t.note_en, ''),
  coalesce(t.payee_shown, true), coalesce(t.hidden_columns, '{}'), coalesce(t.locale, ''), ` + namedFields + `, l.locale, v.reason
FROM statements s JOIN statement_versions v ON v.statement_id = s.id AND v.version = CASE WHEN $7 = 0 THEN s.version ELSE $7 END
JOIN organizations o ON o.id = s.organization_id JOIN customers c ON c.id = s.customer_id
LEFT JOIN statement_templates t ON t.id = v.template_id
CROSS JOIN LATERAL (SELECT coalesce(nullif($5, ''), nullif(t.locale, ''), $6) AS locale) l
LEFT JOIN statement_files f ON f.statement_id = s.id AND f.version = v.version AND f.format = $4 AND f.locale = l.locale
WHERE s.organization_id = $1 AND ($2::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($2))) AND s.id = $3`

type fileFacts struct {
	Version    int
	SHA256     []byte
	Body       string
	State      State
	At         time.Time
	TimeZone   string
	FileSHA256 []byte
	File       []byte
	Look              // of the version; plain where it has no template
	For        string // the language of the file
	Reason     string // why this version was made
}

// The first one to make a file wins; everybody gets the bytes that were kept.
const keepFile = `
INSERT INTO statement_files (statement_id, version, format, locale, organization_id, customer_id, sha256, content)
SELECT s.id, $2, $3, $4, s.organization_id, s.customer_id, $5, $6 FROM statements s WHERE s.id = $1
ON CONFLICT (statement_id, version, format, locale) DO NOTHING`

// Download is the version in force as a file in zh-CN or en; without a locale in the template's language, else the reader's. It is made when first asked for and kept; a draft's is made each time.
// Needs SeeStatements. Refused: an unknown format or locale, not_found.
func (s *Service) Download(ctx context.Context, actor ledger.Actor, id ledger.ID, format FileFormat, locale string) (File, error) {
	return s.download(ctx, actor, id, 0, format, locale)
}

// DownloadVersion is Download of any version, for staff. Refused too: not_found for a version that there is none of.
func (s *Service) DownloadVersion(ctx context.Context, actor ledger.Actor, id ledger.ID, version int, format FileFormat, locale string) (File, error) {
	if err := requireStaff(actor, ledger.SeeStatements); err != nil {
		return File{}, err
	}
	return s.download(ctx, actor, id, version, format, locale)
}

func (s *Service) download(ctx context.Context, actor ledger.Actor, id ledger.ID, version int, format FileFormat, locale string) (File, error) {
	if err := actor.Require(ledger.SeeStatements); err != nil {
		return File{}, err
	}
	if _, ok := contentTypes[format]; !ok {
		return File{}, ledger.E("validation_failed").At("format", "not_a_choice")
	}
	if locale != "" && locale != "zh-CN" && locale != "en" {
		return File{}, ledger.E("validation_failed").At("locale", "not_a_choice")
	}
	if !actor.Reaches(id) {
		return File{}, ledger.E("not_found")
	}
	facts, err := s.fileFacts(ctx, actor, id, version, format, locale)
	if err != nil {
		return File{}, err
	}
	content, err := ParseContent([]byte(facts.Body))
	if err != nil {
		return File{}, ledger.E("internal").Because(err)
	}
	switch {
	case format == UBL:
		if facts.File, facts.FileSHA256, err = writeUBL(content, facts); err != nil {
			return File{}, err
		}
	case facts.File == nil && format != JSON:
		if facts, err = s.render(ctx, actor, id, content, facts, format, facts.For); err != nil {
			return File{}, err
		}
	}
	file := File{Name: content.StatementNo + "-v" + strconv.Itoa(content.Version) + "." + firstOf(endings[format], string(format)), ContentType: contentTypes[format],
		SHA256: hex.EncodeToString(facts.FileSHA256), Content: facts.File}
	if format == JSON {
		file.SHA256, file.Content = hex.EncodeToString(facts.SHA256), []byte(facts.Body)
	}
	return file, nil
}

// writeUBL makes the XML each time: it is the body in other words, and the same for every reader.
func writeUBL(c Content, facts fileFacts) (file, sum []byte, err error) {
	location, err := time.LoadLocation(facts.TimeZone)
	if err == nil {
		file, err = ubl(c, hex.EncodeToString(facts.SHA256), calendar.In(facts.At, location).String())
	}
	if err != nil {
		return nil, nil, ledger.E("internal").Because(err)
	}
	hash := sha256.Sum256(file)
	return file, hash[:], nil
}

func (s *Service) fileFacts(ctx context.Context, actor ledger.Actor, id ledger.ID, version int, format FileFormat, locale string) (fileFacts, error) {
	var facts fileFacts
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		var found bool
		var err error
		facts, found, err = store.Row[fileFacts](ctx, tx, readFileFacts, append(scope(actor), id, format, locale, firstOf(actor.Locale, "zh-CN"), version)...)
		if err == nil && !found {
			err = ledger.E("not_found")
		}
		return err
	})
	return facts, err
}

// render makes the file outside any transaction, keeps it if the statement is out, and answers with what is kept.
func (s *Service) render(ctx context.Context, actor ledger.Actor, id ledger.ID, c Content, facts fileFacts, format FileFormat, locale string) (fileFacts, error) {
	location, err := time.LoadLocation(facts.TimeZone)
	if err != nil {
		return facts, ledger.E("internal").Because(err)
	}
	hash := hex.EncodeToString(facts.SHA256)
	switch format {
	case PDF:
		facts.File, err = layOut(c, facts.Look.replacing(c.Version, facts.Reason), hash, locale, calendar.In(facts.At, location).String(), facts.At)
	case XLSX:
		facts.File, err = writeTables(c, facts.Look, hash, locale, sheet.XLSX)
	default:
		facts.File, err = writeTables(c, facts.Look, hash, locale, sheet.CSV)
	}
	if err != nil {
		return facts, ledger.E("internal").Because(err)
	}
	sum := sha256.Sum256(facts.File)
	facts.FileSHA256 = sum[:]
	if facts.State == Draft {
		return facts, nil
	}
	err = s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		_, err := store.Exec(ctx, tx, keepFile, id, facts.Version, format, locale, facts.FileSHA256, facts.File)
		return err
	})
	if err != nil {
		return facts, err
	}
	kept, err := s.fileFacts(ctx, actor, id, facts.Version, format, locale)
	if err == nil && kept.File == nil { // a newer version came in between; this one was asked for and is right
		return facts, nil
	}
	return kept, err
}
