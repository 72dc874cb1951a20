package importing

import (
	"context"
	"encoding/json"
	"time"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// kept is what must be remembered of the options between the check of an upload and its commit.
type kept struct {
	Sheet        string          `json:"sheet,omitempty"`
	ControlTotal string          `json:"control_total,omitempty"`
	Mapping      json.RawMessage `json:"mapping,omitempty"`
}

func keep(options Options) (string, error) {
	k := kept{Sheet: options.Sheet, ControlTotal: options.ControlTotal}
	if options.Mapping != nil {
		k.Mapping = options.Mapping.raw
	}
	text, err := json.Marshal(k)
	return string(text), err
}

func (k kept) options() (Options, error) {
	options := Options{Sheet: k.Sheet, ControlTotal: k.ControlTotal}
	if len(k.Mapping) == 0 {
		return options, nil
	}
	var err error
	options.Mapping, err = ParseMapping(k.Mapping)
	return options, err
}

const insertImport = `
INSERT INTO imports (id, organization_id, kind, file_name, file_sha256, state, rows_read, rows_new, rows_known, rows_bad,
  documents_read, documents_new, documents_known, documents_bad, fault_count, errors, options, content, created_by, finished_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16::jsonb, $17::jsonb, $18, $19, CASE WHEN $6 = 'imported' THEN now() END)
RETURNING created_at, finished_at`

const updateImport = `
UPDATE imports SET state = $2, rows_read = $3, rows_new = $4, rows_known = $5, rows_bad = $6,
  documents_read = $7, documents_new = $8, documents_known = $9, documents_bad = $10, fault_count = $11, errors = $12::jsonb,
  finished_at = CASE WHEN $2 = 'imported' THEN now() END
WHERE id = $1 RETURNING created_at, finished_at`

type stamps struct {
	Created  time.Time
	Finished *time.Time
}

func (s stamps) into(i *Import) {
	i.CreatedAt = s.Created.UTC()
	if s.Finished != nil {
		i.FinishedAt = s.Finished.UTC()
	}
}

// insert keeps a record of the import; content is nil for a file that was streamed.
func (i *Import) insert(ctx context.Context, tx *store.Tx, options Options, content []byte) error {
	faults, err := json.Marshal(i.faults())
	if err != nil {
		return err
	}
	remembered, err := keep(options)
	if err != nil {
		return err
	}
	i.CreatedBy = tx.Actor.PersonID
	r, d := i.Rows, i.Documents
	row, _, err := store.Row[stamps](ctx, tx, insertImport, i.ID, tx.Actor.OrganizationID, string(i.Kind), i.FileName, i.SHA256, string(i.State),
		r.Read, r.New, r.Known, r.Bad, d.Read, d.New, d.Known, d.Bad, i.FaultCount, string(faults), remembered, content, i.CreatedBy)
	if err != nil {
		return err
	}
	row.into(i)
	i.audit(tx)
	return nil
}

func (i *Import) update(ctx context.Context, tx *store.Tx) error {
	faults, err := json.Marshal(i.faults())
	if err != nil {
		return err
	}
	r, d := i.Rows, i.Documents
	row, found, err := store.Row[stamps](ctx, tx, updateImport, i.ID, string(i.State), r.Read, r.New, r.Known, r.Bad,
		d.Read, d.New, d.Known, d.Bad, i.FaultCount, string(faults))
	if err == nil && !found {
		err = ledger.E("not_found")
	}
	if err != nil {
		return err
	}
	row.into(i)
	i.audit(tx)
	return nil
}

func (i *Import) faults() []Fault {
	if i.Faults == nil {
		return []Fault{}
	}
	return i.Faults
}

func (i *Import) audit(tx *store.Tx) {
	tx.Audit(ledger.ID{}, "import."+string(i.State), map[string]any{"import": i.ID, "kind": i.Kind, "file": i.FileName,
		"rows": i.Rows, "documents": i.Documents, "faults": i.FaultCount})
}

// take fills in what an examination found.
func (i *Import) take(r report) {
	i.Rows, i.Documents, i.Faults, i.FaultCount = r.rows, r.documents, r.faults, r.count
}

const selectImports = `
SELECT id, kind, file_name, file_sha256, state, rows_read, rows_new, rows_known, rows_bad, documents_read, documents_new, documents_known, documents_bad,
  fault_count, errors::text, created_by, created_at, finished_at
FROM imports WHERE organization_id = $1 `

type importRow struct {
	ID                        ledger.ID
	Kind, FileName            string
	SHA256                    []byte
	State                     string
	Read, New, Known, Bad     int
	DRead, DNew, DKnown, DBad int
	FaultCount                int
	Faults                    string
	CreatedBy                 ledger.ID
	CreatedAt                 time.Time
	FinishedAt                *time.Time
}

func (r importRow) imported() (Import, error) {
	i := Import{ID: r.ID, Kind: Kind(r.Kind), FileName: r.FileName, SHA256: r.SHA256, State: State(r.State),
		Rows: Count{r.Read, r.New, r.Known, r.Bad}, Documents: Count{r.DRead, r.DNew, r.DKnown, r.DBad}, FaultCount: r.FaultCount, CreatedBy: r.CreatedBy}
	stamps{r.CreatedAt, r.FinishedAt}.into(&i)
	return i, json.Unmarshal([]byte(r.Faults), &i.Faults)
}

// Get reads one import. Needs Import. Refused: not_found.
func (s *Service) Get(ctx context.Context, actor ledger.Actor, id ledger.ID) (Import, error) {
	if err := actor.Require(ledger.Import); err != nil {
		return Import{}, err
	}
	var out Import
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		row, found, err := store.Row[importRow](ctx, tx, selectImports+`AND id = $2`, tx.Actor.OrganizationID, id)
		if err == nil && !found {
			err = ledger.E("not_found")
		}
		if err == nil {
			out, err = row.imported()
		}
		return err
	})
	return out, err
}

// List reads imports, newest first, at most limit (1 to 200), from before an id; the zero id starts. Needs Import.
func (s *Service) List(ctx context.Context, actor ledger.Actor, before ledger.ID, limit int) ([]Import, error) {
	if err := actor.Require(ledger.Import); err != nil {
		return nil, err
	}
	var out []Import
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		rows, err := store.Rows[importRow](ctx, tx, selectImports+`AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
			tx.Actor.OrganizationID, before, min(max(limit, 1), 200))
		out = make([]Import, len(rows))
		for n, row := range rows {
			if err == nil {
				out[n], err = row.imported()
			}
		}
		return err
	})
	return out, err
}
