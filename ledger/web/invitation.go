package web

import (
	"context"
	_ "embed"
	"html/template"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"hefu/ledger"
	"hefu/ledger/identity"
	"hefu/ledger/party"
)

//go:embed invitation.html
var invitationHTML string

var invitationPage = template.Must(template.New("invitation").Parse(invitationHTML))

// InvitationPath is where an invitation's link leads, before its token.
const InvitationPath = "/auth/portal/invitation/"

// InvitationLink is the link of an invitation. The address comes from the configuration, never from a request.
func (s *Server) InvitationLink(token string) string {
	return s.options.BaseURL.JoinPath(InvitationPath, token).String()
}

// InvitationLink is Server.InvitationLink for the operations of an audience.
func (a *API) InvitationLink(token string) string { return a.server.InvitationLink(token) }

// invitations are pages that work before anybody has signed in. Opening one changes nothing, since scanners of mail and chat open
// every link; the button begins a sign-in, and only the identity that comes back from it accepts.
func (s *Server) invitations() {
	s.app.Get(InvitationPath+":token", s.showInvitation)
	s.app.Post(InvitationPath+":token", s.takeInvitation)
}

func (s *Server) showInvitation(c *fiber.Ctx) error {
	ctx, cancel := context.WithTimeout(c.UserContext(), requestDeadline)
	defer cancel()
	asked, err := s.people.Welcome(ctx, party.TokenMark(c.Params("token")))
	if err != nil {
		return err
	}
	return s.sendInvitation(c, asked, "")
}

// takeInvitation begins the sign-in. The answer is a page that leads on rather than a redirect: browsers let a form lead to no
// other origin than its page allows, and the provider's is not known to the page.
func (s *Server) takeInvitation(c *fiber.Ctx) error {
	ctx, cancel := context.WithTimeout(c.UserContext(), 2*requestDeadline)
	defer cancel()
	if s.foreignForm(c) {
		return ledger.E("csrf_failed")
	}
	mark := party.TokenMark(c.Params("token"))
	asked, err := s.people.Welcome(ctx, mark)
	if err != nil {
		return err
	}
	address, err := s.rememberLogin(ctx, c, ledger.Portal, identity.BeginOptions{Locale: asked.Locale, Prompt: "login"}, "/p", signInFor{invitation: mark})
	if err != nil {
		return err
	}
	return s.sendInvitation(c, asked, address)
}

// foreignForm tells whether another site sent the form.
func (s *Server) foreignForm(c *fiber.Ctx) bool {
	origin := c.Get(fiber.HeaderOrigin)
	if origin != "" && origin != s.origin() && !slices.Contains(s.options.Origins, origin) {
		return true
	}
	site := c.Get("Sec-Fetch-Site")
	return site != "" && site != "same-origin"
}

// acceptInvitation gives an invitation to the identity that came back, and says at which customer.
func (s *Server) acceptInvitation(ctx context.Context, c *fiber.Ctx, mark []byte, who identity.Person) (ledger.ID, error) {
	if mark == nil {
		return ledger.ID{}, nil
	}
	joined, err := s.people.AcceptInvitation(ctx, mark, party.Newcomer{Issuer: who.Issuer, Subject: who.Subject, Email: who.Email, Name: who.Name,
		Address: requestOf(c.UserContext()).address})
	return joined.CustomerID, err
}

func (s *Server) sendInvitation(c *fiber.Ctx, asked party.Welcome, address string) error {
	var text strings.Builder
	if err := invitationPage.Execute(&text, wordInvitation(asked, address)); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "text/html; charset=utf-8")
	c.Set(fiber.HeaderReferrerPolicy, "same-origin")
	return c.SendString(text.String())
}

type invitationWords struct {
	Locale, Title, Button, Address string
	Paragraphs                     []string
}

func wordInvitation(asked party.Welcome, address string) invitationWords {
	english, chinese := describeRoles(roleTexts(asked.Roles))
	if asked.Locale == "en" {
		customer, seller := asked.Customer, asked.Organization
		if asked.CustomerEN != "" {
			customer = asked.CustomerEN
		}
		if asked.OrganizationEN != "" {
			seller = asked.OrganizationEN
		}
		return invitationWords{Locale: "en", Title: "You are invited", Button: "Accept and sign in", Address: address, Paragraphs: []string{
			asked.InvitedBy + " invites " + asked.Name + " to act for " + customer + " in its account with " + seller + ".",
			"Roles: " + english + ".",
			"Sign in as " + asked.Email + ". The invitation counts once, until " + asked.ExpiresAt.UTC().Format("2 Jan 2006, 15:04") + " UTC.",
		}}
	}
	return invitationWords{Locale: "zh-CN", Title: "邀请您加入", Button: "接受邀请并登录", Address: address, Paragraphs: []string{
		asked.InvitedBy + " 邀请 " + asked.Name + " 代表 " + asked.Customer + "，处理与 " + asked.Organization + " 的对账。",
		"角色：" + chinese + "。",
		"请用 " + asked.Email + " 登录。邀请只能接受一次，有效期至 " + asked.ExpiresAt.UTC().Format("2006-01-02 15:04") + "（UTC）。",
	}}
}

func roleTexts(roles []ledger.Role) []string {
	out := make([]string, len(roles))
	for i, role := range roles {
		out[i] = string(role)
	}
	return out
}
