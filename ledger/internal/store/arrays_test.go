package store

import (
	"context"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/internal/testdb"
)

// What goes to PostgreSQL in arrays is read back as text, as PostgreSQL understood it.
func TestArraysArriveAsTheyWere(t *testing.T) {
	t.Parallel()
	database := testdb.Open(t)
	db, err := Open(t.Context(), database.URL(testdb.AppUser), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	texts := []string{"0", "0.00", "1", "-1", "0.01", "-0.01", "9999", "10000", "10000.0001", "123456789012345.6789", "-999999999999999.99", "0.00000001",
		"12345678901234567890123456789012345678.12345678", "1000000000000000", "0.1234", "0.12345", "99.9", "100000000"}
	amounts := make([]decimal.Decimal, len(texts))
	nulls := make([]decimal.NullDecimal, 0, len(texts)+1)
	for i, text := range texts {
		amounts[i] = decimal.RequireFromString(text)
		nulls = append(nulls, decimal.NewNullDecimal(amounts[i]))
	}
	amounts = append(amounts, decimal.New(12, 3), decimal.New(-7, 9))
	texts = append(texts, "12000", "-7000000000")
	nulls = append(nulls, decimal.NullDecimal{})
	ids := []ledger.ID{ledger.NewID(), {}, ledger.NewID()}
	err = db.Read(t.Context(), ledger.SystemActor(ledger.NewID(), "test"), func(ctx context.Context, tx *Tx) error {
		got, err := Values[string](ctx, tx, "SELECT coalesce(x::text, 'null') FROM unnest($1::numeric[]) WITH ORDINALITY AS u (x, n) ORDER BY n", amounts)
		if err != nil {
			return err
		}
		for i := range texts {
			if got[i] != texts[i] {
				t.Errorf("%s arrived as %s", texts[i], got[i])
			}
		}
		read, err := Values[decimal.Decimal](ctx, tx, "SELECT x FROM unnest($1::numeric[]) WITH ORDINALITY AS u (x, n) ORDER BY n", amounts)
		if err != nil {
			return err
		}
		for i, text := range texts {
			places := int32(0)
			if _, fraction, ok := strings.Cut(text, "."); ok {
				places = int32(len(fraction))
			}
			if read[i].StringFixed(places) != text || read[i].Exponent() != -places {
				t.Errorf("%s came back as %s with %d places", text, read[i], -read[i].Exponent())
			}
		}
		if got, err = Values[string](ctx, tx, "SELECT coalesce(x::text, 'null') FROM unnest($1::numeric[]) WITH ORDINALITY AS u (x, n) ORDER BY n", nulls); err != nil {
			return err
		}
		if got[len(got)-1] != "null" || got[3] != texts[3] {
			t.Errorf("%v", got)
		}
		if got, err = Values[string](ctx, tx, "SELECT coalesce(x::text, 'null') FROM unnest($1::uuid[]) WITH ORDINALITY AS u (x, n) ORDER BY n", ids); err != nil {
			return err
		}
		if got[0] != ids[0].String() || got[1] != "null" || got[2] != ids[2].String() {
			t.Errorf("%v", got)
		}
		for _, empty := range []any{[]decimal.Decimal{}, []decimal.Decimal(nil)} {
			count, _, err := Value[int](ctx, tx, "SELECT count(*) FROM unnest($1::numeric[])", empty)
			if err != nil || count != 0 {
				t.Errorf("empty: %d %v", count, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
