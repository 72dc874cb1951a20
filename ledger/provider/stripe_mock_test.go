package provider_test

import (
	"bufio"
	"net/http"
	"net/url"
	"os/exec"
	"strings"
	"testing"
	"time"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/provider"
)

// stripesMock runs Stripe's own stand-in, which holds every request against Stripe's published description of its API and remembers
// nothing.
func stripesMock(t *testing.T) string {
	t.Helper()
	told, err := exec.CommandContext(t.Context(), "go", "tool", "-modfile=../../.ci/stripe.mod", "-n", "stripe-mock").CombinedOutput()
	if err != nil {
		t.Skipf("stripe-mock cannot be had here: %v\n%s", err, told)
	}
	lines := strings.Split(strings.TrimSpace(string(told)), "\n")
	mock := exec.CommandContext(t.Context(), lines[len(lines)-1], "-http-addr", "127.0.0.1:")
	out, err := mock.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := mock.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = mock.Process.Kill(); _ = mock.Wait() })
	for said := bufio.NewScanner(out); said.Scan(); {
		if _, address, found := strings.Cut(said.Text(), "Listening for HTTP at address: "); found {
			return "http://" + address
		}
	}
	t.Fatal("stripe-mock ended before it listened")
	return ""
}

// Everything we ask of Stripe is a request that its API knows, with no parameter that it does not take.
func TestStripesOwnMockTakesWhatWeAsk(t *testing.T) {
	t.Parallel()
	address, client := stripesMock(t), &http.Client{Timeout: time.Minute}
	made, err := provider.NewStripe(provider.StripeOptions{Key: "sk_test_123", Secret: endpointSecret, Address: address, Client: client})
	if err != nil {
		t.Fatal(err)
	}
	charge := provider.Charge{ID: ledger.NewID(), Organization: ledger.NewID(), Reference: "HF7K3M9QX2TB", Amount: ledgertest.Amount("12.34"), Currency: "USD",
		About: "HF7K3M9QX2TB", Locale: "zh-CN", ReturnTo: "https://portal.example.test/p/pay/1", Expires: time.Now().Add(time.Hour)}
	opened, err := made.Open(t.Context(), charge)
	if err != nil || !strings.HasPrefix(opened.Ref, "cs_") {
		t.Fatalf("open: %+v, %v", opened, err)
	}
	charge.Ref = opened.Ref
	if got, err := made.Ask(t.Context(), charge); err != nil || got.Ref == "" {
		t.Errorf("ask: %+v, %v", got, err)
	}
	if got, err := made.Close(t.Context(), charge); err != nil || got.Ref == "" {
		t.Errorf("close: %+v, %v", got, err)
	}
	charge.Ref = "pi_123"
	if got, err := made.Refund(t.Context(), charge, provider.Refund{ID: ledger.NewID(), Amount: ledgertest.Amount("1.00")}); err != nil || got.State != provider.Paid || got.Fault != "" {
		t.Errorf("refund: %+v, %v", got, err)
	}
	if _, err := made.Complete(t.Context(), provider.Notice{About: true, Outcome: provider.Outcome{State: provider.Refunded, Ref: "pi_123"}}); err != nil {
		t.Errorf("complete: %v", err)
	}

	// It does look: a parameter that the API does not have is refused.
	wrong, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address+"/v1/checkout/sessions", strings.NewReader(url.Values{"amuont": {"1"}}.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	wrong.Header = http.Header{"Authorization": {"Bearer sk_test_123"}, "Content-Type": {"application/x-www-form-urlencoded"}}
	answer, err := client.Do(wrong)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusBadRequest {
		t.Errorf("stripe-mock takes a parameter that does not exist: %d", answer.StatusCode)
	}
}
