package devprovider_test

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"hefu/ledger/identity"
	"hefu/ledger/identity/devprovider"
)

func TestPageSpeaksTheLanguageAsked(t *testing.T) {
	s, b := newStage(t), newBrowser(t)
	for _, c := range []struct{ locale, accept, lang, name string }{
		{"zh-CN", "en", "zh-CN", "李强"},
		{"zh", "en", "zh-CN", "李强"},
		{"zh-Hant fr", "en", "zh-CN", "李强"},
		{"en", "zh-CN", "en", "Li Qiang"},
		{"", "zh-CN,zh;q=0.9,en;q=0.8", "zh-CN", "李强"},
		{"", "en-GB,zh;q=0.5", "en", "Li Qiang"},
		{"", "", "en", "Li Qiang"},
		{"xx !!", "zh", "zh-CN", "李强"},
	} {
		resp, body := b.get(s.begin(identity.BeginOptions{Locale: c.locale}).URL, "Accept-Language", c.accept)
		if !strings.Contains(body, `<html lang="`+c.lang+`">`) || !strings.Contains(body, "<strong>"+c.name+"<") || resp.Header.Get("Content-Language") != c.lang {
			t.Errorf("ui_locales %q, Accept-Language %q: not %s", c.locale, c.accept, c.lang)
		}
		if !strings.Contains(body, "开发环境登录") || !strings.Contains(body, "Development sign-in") {
			t.Error("the page could be taken for a real sign-in")
		}
	}
}

func TestPageIsPlainAndStrict(t *testing.T) {
	s, b := newStage(t), newBrowser(t)
	resp, body := b.get(s.begin(identity.BeginOptions{}).URL)
	want := "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; style-src 'self'; form-action 'self' https://console.example"
	if got := resp.Header.Get("Content-Security-Policy"); got != want {
		t.Errorf("Content-Security-Policy %q", got)
	}
	if resp.Header.Get("Cache-Control") != "no-store" || resp.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Error("the page may be kept or sniffed")
	}
	if bad := regexp.MustCompile(`(?i)<script|<style|\sstyle=|\son\w+=|javascript:`).FindString(body); bad != "" {
		t.Errorf("the page has %q", bad)
	}
	if !strings.Contains(body, "Wang &lt;Fang&gt;") {
		t.Error("a name is not written as text")
	}
	cookie := resp.Header.Get("Set-Cookie")
	if !strings.Contains(cookie, "HttpOnly") || !strings.Contains(cookie, "SameSite=Strict") || !strings.Contains(cookie, "Path=/idp/staff") {
		t.Errorf("cookie %q", cookie)
	}
	resp, _ = b.get(s.issuer + "/style.css")
	if resp.StatusCode != http.StatusOK || resp.Header.Get("Content-Type") != "text/css; charset=utf-8" {
		t.Errorf("style: %d %q", resp.StatusCode, resp.Header.Get("Content-Type"))
	}
}

func TestLongListsAreCutAndSaySo(t *testing.T) {
	for people, want := range map[int]int{124: 124, 200: 200, 201: 200} { // 124 people are in the demonstration
		s, b := newStage(t, func(c *devprovider.Config) {
			c.People = func(context.Context) (all []devprovider.Person, err error) {
				for i := range people {
					all = append(all, devprovider.Person{Subject: fmt.Sprint("s", i), Name: fmt.Sprint("Person ", i)})
				}
				return all, nil
			}
		}), newBrowser(t)
		_, body := b.get(s.begin(identity.BeginOptions{}).URL)
		if n := strings.Count(body, `class="person"`); n != want || strings.Contains(body, "More people") != (people > want) {
			t.Errorf("of %d people %d are listed, want %d and a word about the others only if there are any", people, n, want)
		}
	}
}
