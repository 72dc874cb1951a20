package demo

import (
	"bytes"
	"context"
	"io"
	"time"

	"hefu/ledger"
	"hefu/ledger/document"
	"hefu/ledger/money"
	"hefu/ledger/pdf"
	"hefu/ledger/proof"
	"hefu/ledger/statement"
)

// How many customers of the demo have proof beside their latest deliveries, and beside how many.
const (
	provenCustomers  = 8
	provenDeliveries = 3
)

// makeProofs puts signed delivery notes beside the latest deliveries of some customers, a photograph and a contract beside the first, and a
// calculation that stays among staff.
func (w *world) makeProofs(ctx context.Context) error {
	clerk := w.staff["wang.min"]
	for i, c := range w.customers[:min(provenCustomers, len(w.customers))] {
		found, err := w.Statements.List(ctx, c.confirm, statement.Filter{Limit: 1})
		if err != nil {
			return err
		}
		if len(found) == 0 {
			continue
		}
		goods, err := w.Documents.List(ctx, clerk, document.Filter{Kind: document.Receivable, CustomerID: c.id, To: found[0].CutOff, Limit: provenDeliveries})
		if err != nil {
			return err
		}
		for n, d := range goods {
			if err := w.proveDelivery(ctx, clerk, d, n == 0, i); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *world) proveDelivery(ctx context.Context, clerk ledger.Actor, d document.Summary, richly bool, turn int) error {
	add := func(kind proof.Kind, name string, internal bool, paper io.Reader, err error) error {
		if err == nil {
			_, err = w.Proofs.Add(ctx, clerk, proof.AddCommand{Place: proof.Place{DocumentID: d.ID}, Key: ledger.NewID(), Name: name, Kind: kind, Internal: internal}, paper)
		}
		return err
	}
	paper, err := deliveryNote(d)
	if err := add(proof.DeliveryNote, "签收单_"+d.DocumentNo+".pdf", false, paper, err); err != nil || !richly {
		return err
	}
	photo, err := photograph(1 + turn%4)
	if err := add(proof.Acceptance, "到货现场.png", false, photo, err); err != nil {
		return err
	}
	return add(proof.Other, "毛利测算.csv", true, bytes.NewReader([]byte("单据,"+d.DocumentNo+"\n毛利率,18%\n")), nil)
}

// deliveryNote is what the customer's store signed.
func deliveryNote(d document.Summary) (io.Reader, error) {
	on, err := time.Parse(time.DateOnly, d.DocumentDate.String())
	if err != nil {
		return nil, err
	}
	made, err := pdf.RenderListing(pdf.Listing{
		Locale: "zh-CN", Title: pdf.Term{Zh: "送货签收单", En: "Delivery note"}, Date: on, Seller: pdf.Seller{Name: "华东精密机械有限公司"}, Exact: true,
		Columns: []pdf.ListingColumn{{Label: pdf.Term{Zh: "项目", En: "Item"}, Whole: true}, {Label: pdf.Term{Zh: "内容", En: "Content"}, Wide: true}},
		Rows: [][]string{{"单据编号", d.DocumentNo}, {"收货单位", d.CustomerName}, {"订单号", d.OrderNo}, {"送货单号", d.ShipmentNo}, {"送达日期", d.DocumentDate.String()},
			{"金额", d.Currency + " " + money.Text(d.Gross, money.Currency(d.Currency))}, {"签收", "货物与数量相符，已签收"}},
	})
	return bytes.NewReader(made.PDF), err
}
