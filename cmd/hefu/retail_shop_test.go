package main

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/csv"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
)

// sale is a document of the data set: cancellations are negative.
type sale struct {
	number, moment, customer string
	total                    decimal.Decimal
	rows                     []string
}

// shop is the data set as this test reads it, apart from the product.
type shop struct {
	sales   map[string]*sale
	refused map[string]bool // no customer, or nothing owed
	rows    int
}

// The columns of the file.
const (
	saleNumber, saleQuantity, saleMoment, salePrice, saleCustomer = 0, 4, 5, 6, 7
	saleColumns                                                   = 9
)

func readShop(t *testing.T, path string) shop {
	t.Helper()
	raw, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	var from io.Reader = bufio.NewReader(raw)
	if strings.HasSuffix(path, ".gz") {
		if from, err = gzip.NewReader(from); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := csv.NewReader(from).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	read := shop{sales: map[string]*sale{}, refused: map[string]bool{}, rows: len(rows) - 1}
	for _, row := range rows[1:] {
		one := read.sales[row[saleNumber]]
		if one == nil {
			one = &sale{number: row[saleNumber], moment: row[saleMoment], customer: row[saleCustomer]}
			read.sales[one.number] = one
		}
		amount := decimal.RequireFromString(row[saleQuantity]).Mul(decimal.RequireFromString(row[salePrice])).Round(2)
		one.total = one.total.Add(amount)
		one.rows = append(one.rows, strings.Join(row, "|"))
	}
	for number, one := range read.sales {
		if one.customer == "" || one.total.IsZero() {
			read.refused[number] = true
		}
	}
	return read
}

// lost fails unless the file of refused rows holds exactly the rows of the refused documents, unchanged, each with its reason.
func (s shop) lost(t *testing.T, path string) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(raw)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	found, without := map[string][]string{}, 0
	for _, row := range rows[1:] {
		found[row[saleNumber]] = append(found[row[saleNumber]], strings.Join(row[:saleColumns], "|"))
		if row[saleColumns] == "" || strings.Join(row[saleColumns+1:], "") == "" {
			without++
		}
	}
	for number := range s.refused {
		if want := s.sales[number].rows; !slices.Equal(found[number], want) {
			t.Errorf("of the refused %s there are %q, want %q", number, found[number], want)
		}
	}
	if len(found) != len(s.refused) {
		t.Errorf("%d documents were written as refused, want %d", len(found), len(s.refused))
	}
	t.Logf("%d documents with %d rows in the refused file, %d rows of them sound themselves", len(found), len(rows)-1, without)
}

// sound are the documents that go in, in the order of their time.
func (s shop) sound() []*sale {
	var all []*sale
	for number, one := range s.sales {
		if !s.refused[number] {
			all = append(all, one)
		}
	}
	slices.SortFunc(all, func(a, b *sale) int {
		return cmp.Or(cmp.Compare(a.moment, b.moment), cmp.Compare(a.number, b.number))
	})
	return all
}

// balance is what a customer owed at the end of a day.
func (s shop) balance(customer, day string) decimal.Decimal {
	sum := decimal.Zero
	for _, one := range s.sales {
		if one.customer == customer && !s.refused[one.number] && one.moment[:len(day)] <= day {
			sum = sum.Add(one.total)
		}
	}
	return sum
}

// ages are not due, 1–30, 31–60, 61–90, above 90 days overdue, credits (negative) and the total, as text.
type ages [7]string

func agesOf(row agingRow) ages {
	out := ages{}
	for i, key := range []string{"not_due", "1-30", "31-60", "61-90", ">90"} {
		out[i] = row.Buckets[key]
	}
	out[5] = decimal.RequireFromString(row.Credits).Neg().StringFixed(2)
	out[6] = row.Total
	return out
}

func totalOf(all map[string]ages) ages {
	var total ages
	for i := range total {
		sum := decimal.Zero
		for _, row := range all {
			sum = sum.Add(decimal.RequireFromString(row[i]))
		}
		total[i] = sum.StringFixed(2)
	}
	return total
}

// aging is what each customer owed on 2011-03-31 for documents due 30 days after their date, credits not applied.
func (s shop) aging() map[string]ages {
	sums := map[string]*[7]decimal.Decimal{}
	for _, one := range s.sales {
		if one.customer != "" && sums[one.customer] == nil {
			sums[one.customer] = &[7]decimal.Decimal{}
		}
	}
	last := dayOf("2011-03-31")
	for _, one := range s.sound() {
		overdue := int(last.Sub(dayOf(one.moment[:10])).Hours())/24 - 30
		place := 0
		switch {
		case one.total.IsNegative():
			place = 5
		case overdue > 90:
			place = 4
		case overdue > 0:
			place = (overdue + 29) / 30
		}
		row := sums[one.customer]
		row[place], row[6] = row[place].Add(one.total), row[6].Add(one.total)
	}
	out := map[string]ages{}
	for code, row := range sums {
		var text ages
		for i := range text {
			text[i] = row[i].StringFixed(2)
		}
		out[code] = text
	}
	return out
}

// busiest are the accounts of the months in which a customer bought most often.
func busiest(s shop, count int) []account {
	months := map[[2]string]*account{}
	for _, one := range s.sound() {
		key := [2]string{one.customer, one.moment[:7]}
		if months[key] == nil {
			first := one.moment[:7] + "-01"
			opening := s.balance(one.customer, dayOf(first).AddDate(0, 0, -1).Format(time.DateOnly)).String()
			months[key] = &account{Customer: one.customer, Start: first, End: endOfMonth(first), Opening: opening, Debits: "0", Credits: "0", Closing: opening}
		}
		months[key].take(one)
	}
	var all []account
	for _, one := range months {
		all = append(all, *one)
	}
	slices.SortFunc(all, func(a, b account) int {
		return cmp.Or(cmp.Compare(len(b.Running), len(a.Running)), cmp.Compare(a.Customer+a.Start, b.Customer+b.Start))
	})
	return all[:count]
}

func (a *account) take(one *sale) {
	add := func(text string) string { return decimal.RequireFromString(text).Add(one.total).String() }
	a.Closing = add(a.Closing)
	if one.total.IsNegative() {
		a.Credits = add(a.Credits)
	} else {
		a.Debits = add(a.Debits)
	}
	a.Running = append(a.Running, [4]string{one.number, one.moment[:10], one.total.String(), a.Closing})
}

func dayOf(text string) time.Time {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return day
}

func endOfMonth(first string) string {
	return dayOf(first).AddDate(0, 1, -1).Format(time.DateOnly)
}
