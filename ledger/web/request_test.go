package web

import (
	"net"

	"github.com/valyala/fasthttp"
)

// requestFrom is a request that came from an address, with what a proxy may have added.
func requestFrom(remote, forwarded string) *fasthttp.RequestCtx {
	var request fasthttp.Request
	request.SetRequestURI("/")
	if forwarded != "" {
		request.Header.Set("X-Forwarded-For", forwarded)
	}
	var ctx fasthttp.RequestCtx
	ctx.Init(&request, &net.TCPAddr{IP: net.ParseIP(remote), Port: 1}, nil)
	return &ctx
}
