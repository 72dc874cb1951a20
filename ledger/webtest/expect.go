package webtest

import (
	"bytes"
	"encoding/json"
	"regexp"
	"testing"
)

// Read fails the test unless the answer has this status, and reads its JSON.
func Read[T any](t testing.TB, a Answer, status int) T {
	t.Helper()
	var value T
	a.Must(t, status)
	if err := json.Unmarshal(a.Body, &value); err != nil {
		t.Fatalf("the answer is not what was expected: %v: %s", err, a.Body)
	}
	return value
}

// Must fails the test at once unless the answer has this status.
func (a Answer) Must(t testing.TB, status int) {
	t.Helper()
	if a.Status != status {
		t.Fatalf("answered %d, want %d: %s", a.Status, status, a.Body)
	}
}

// Refused tells whether the answer is a whole problem with this status, slug and code.
func (a Answer) Refused(status int, slug, code string) bool {
	p := a.Problem
	return a.Status == status && p.Status == status && p.Type == "/problems/"+slug && p.Code == code && p.Title != "" && p.Detail != "" && p.RequestID != ""
}

var requestID = regexp.MustCompile(`"request_id":"[^"]*"`)

// SameBut tells whether two answers are equal but for the id of the request.
func (a Answer) SameBut(b Answer) bool {
	return a.Status == b.Status && bytes.Equal(requestID.ReplaceAll(a.Body, nil), requestID.ReplaceAll(b.Body, nil))
}
