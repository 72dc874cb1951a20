package main

import (
	"net"
	"net/http"
	"net/url"
	"testing"

	"hefu/ledger/web"
)

func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

func status(t *testing.T, address string) int {
	t.Helper()
	return statusOf(t, http.MethodGet, address)
}

func statusOf(t *testing.T, method, address string) int {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	if method == http.MethodPut { // what carries a file says so before anybody asks who sends it
		request.Header.Set("Content-Type", "application/octet-stream")
	}
	response, err := (&http.Client{}).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	return response.StatusCode
}

// described is the server with all routes and no database.
func described(t *testing.T) *web.Server {
	t.Helper()
	server, err := web.New(web.Options{BaseURL: &url.URL{Scheme: "http", Host: "localhost"}})
	if err != nil {
		t.Fatal(err)
	}
	register(server, nil)
	return server
}
