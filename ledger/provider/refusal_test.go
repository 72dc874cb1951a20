package provider

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"hefu/ledger"
	"hefu/ledger/money"
)

// signedBy is a taker whose notices are good with one word in a header.
type signedBy struct{ Provider }

func (signedBy) Name() string              { return NameAlipay }
func (signedBy) Takes(money.Currency) bool { return true }
func (signedBy) Thanks() (string, string)  { return "text/plain", "success" }

// A flood of forged notices from many places is refused, its counters stay few, and no notice of the provider itself is shut out by it.
func TestAFloodOfForgedNoticesIsBoundedAndShutsNobodyOut(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 5, 4, 10, 0, 5, 0, time.UTC)
	var mutex sync.Mutex
	written, taken, organization := map[string]int{}, 0, ledger.NewID()
	writes := 0
	hook := Webhook([]Provider{signedBy{}}, func(_ context.Context, _ string, _ ledger.ID, header Header, _ []byte) error {
		if header.Get("Good") == "" {
			return ErrForged
		}
		mutex.Lock()
		defer mutex.Unlock()
		taken++
		return nil
	}, Refusing{Clock: func() time.Time { mutex.Lock(); defer mutex.Unlock(); return now }, Write: func(_ context.Context, r Refused) error {
		mutex.Lock()
		defer mutex.Unlock()
		written[r.Source] += r.Count
		writes++
		return nil
	}})
	send := func(source string, good bool) int {
		r := httptest.NewRequest(http.MethodPost, WebhookPath+"/alipay/"+organization.String(), strings.NewReader("notify_id=1"))
		r.Header.Set(SourceHeader, source)
		if good {
			r.Header.Set("Good", "1")
		}
		w := httptest.NewRecorder()
		hook.ServeHTTP(w, r)
		if w.Code == http.StatusTooManyRequests && w.Header().Get("Retry-After") == "" {
			t.Error("a refusal for the number of requests does not say when to come again")
		}
		return w.Code
	}
	answers := map[int]int{}
	for range 100 {
		answers[send("198.51.100.7", false)]++
	}
	if answers[http.StatusBadRequest] != forgedOfSource || answers[http.StatusTooManyRequests] != 100-forgedOfSource {
		t.Errorf("one source: %v", answers)
	}
	for i := range 5000 {
		send(fmt.Sprintf("203.0.%d.%d", i/250, i%250), false)
		if i%100 == 0 && send("198.51.100.7", true) != http.StatusOK { // from the very address of the flood
			t.Fatal("a notice of the provider was shut out")
		}
	}
	mutex.Lock()
	if taken != 50 || writes > forgedInAll || len(written) > forgedInAll {
		t.Errorf("%d were taken, %d writes about %d sources", taken, writes, len(written))
	}
	now = now.Add(time.Minute)
	mutex.Unlock()
	if code := send("198.51.100.7", false); code != http.StatusBadRequest {
		t.Errorf("a minute later: %d", code)
	}
	// The first of the source, the rest of the minute as far as sources were kept apart, and the first of the next minute.
	if written["198.51.100.7"] != 2 || written[""] < 99+mostSources-forgedInAll || written[""] > 5100 {
		t.Errorf("%d and %d were counted", written["198.51.100.7"], written[""])
	}
}

func TestANoticeWithoutItsSignatureIsRefusedUnread(t *testing.T) {
	t.Parallel()
	for name, with := range map[string]string{NameStripe: StripeSignature, NameWeChat: "Wechatpay-Signature"} {
		header := http.Header{}
		if !unsigned(name, header) {
			t.Errorf("%s: nothing is missed", name)
		}
		header.Set(with, "x")
		if unsigned(name, header) {
			t.Errorf("%s: %s is not seen", name, with)
		}
	}
}
