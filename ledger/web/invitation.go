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

// InvitationPath is where an invitation's link leads, before its token; StaffInvitationPath of one to work for the seller.
const (
	InvitationPath      = "/auth/portal/invitation/"
	StaffInvitationPath = "/auth/backoffice/invitation/"
)

// InvitationLink is the link of an invitation. The address comes from the configuration, never from a request.
func (s *Server) InvitationLink(token string) string {
	return s.options.BaseURL.JoinPath(InvitationPath, token).String()
}

// InvitationLink is Server.InvitationLink for the operations of an audience.
func (a *API) InvitationLink(token string) string { return a.server.InvitationLink(token) }

// StaffInvitationLink is the link of an invitation to work for the seller.
func (a *API) StaffInvitationLink(token string) string {
	return a.server.options.BaseURL.JoinPath(StaffInvitationPath, token).String()
}

// invitations are pages that work before anybody has signed in. Opening one changes nothing, since scanners of mail and chat open
// every link; the button begins a sign-in, and only the identity that comes back from it accepts.
func (s *Server) invitations() {
	for path, of := range map[string]invitationsOf{
		InvitationPath:      {s.people.Welcome, ledger.Portal},
		StaffInvitationPath: {s.people.WelcomeStaff, ledger.Backoffice},
	} {
		s.app.Get(path+":token", func(c *fiber.Ctx) error { return s.showInvitation(c, of) })
		s.app.Post(path+":token", func(c *fiber.Ctx) error { return s.takeInvitation(c, of) })
	}
}

// invitationsOf are the invitations of one side: how they are read, and where who accepts signs in.
type invitationsOf struct {
	welcome  func(context.Context, []byte) (party.Welcome, error)
	audience ledger.Audience
}

func (s *Server) showInvitation(c *fiber.Ctx, of invitationsOf) error {
	ctx, cancel := context.WithTimeout(c.UserContext(), requestDeadline)
	defer cancel()
	asked, err := of.welcome(ctx, party.TokenMark(c.Params("token")))
	if err != nil {
		return err
	}
	return s.sendInvitation(c, asked, "")
}

// takeInvitation begins the sign-in. The answer is a page that leads on rather than a redirect: browsers let a form lead to no
// other origin than its page allows, and the provider's is not known to the page.
func (s *Server) takeInvitation(c *fiber.Ctx, of invitationsOf) error {
	ctx, cancel := context.WithTimeout(c.UserContext(), 2*requestDeadline)
	defer cancel()
	if s.foreignForm(c) {
		return ledger.E("csrf_failed")
	}
	mark := party.TokenMark(c.Params("token"))
	asked, err := of.welcome(ctx, mark)
	if err != nil {
		return err
	}
	address, err := s.rememberLogin(ctx, c, of.audience, identity.BeginOptions{Locale: asked.Locale, Prompt: "login"}, homeOf(of.audience), signInFor{invitation: mark})
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

// acceptInvitation gives an invitation to the identity that came back, and says at which customer or organization.
func (s *Server) acceptInvitation(ctx context.Context, c *fiber.Ctx, audience ledger.Audience, mark []byte, who identity.Person) (ledger.ID, error) {
	if mark == nil {
		return ledger.ID{}, nil
	}
	newcomer := party.Newcomer{Issuer: who.Issuer, Subject: who.Subject, Email: who.Email, Name: who.Name, Address: requestOf(c.UserContext()).address}
	if audience == ledger.Backoffice {
		joined, err := s.people.AcceptStaffInvitation(ctx, mark, newcomer)
		return joined.OrganizationID, err
	}
	joined, err := s.people.AcceptInvitation(ctx, mark, newcomer)
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
		sentence := asked.InvitedBy + " invites " + asked.Name + " to act for " + customer + " in its account with " + strings.TrimSuffix(seller, ".") + "."
		if asked.CustomerID.IsZero() {
			sentence = asked.InvitedBy + " invites " + asked.Name + " to work in the back office of " + seller + "."
		}
		return invitationWords{Locale: "en", Title: "You are invited", Button: "Accept and sign in", Address: address, Paragraphs: []string{
			sentence,
			"Roles: " + english + ".",
			"Sign in as " + asked.Email + ". The invitation counts once, until " + asked.ExpiresAt.UTC().Format("2 Jan 2006, 15:04") + " UTC.",
		}}
	}
	sentence := asked.InvitedBy + " 邀请 " + asked.Name + " 代表 " + asked.Customer + "，处理与 " + asked.Organization + " 的对账。"
	if asked.CustomerID.IsZero() {
		sentence = asked.InvitedBy + " 邀请 " + asked.Name + " 加入 " + asked.Organization + " 的对账后台。"
	}
	return invitationWords{Locale: "zh-CN", Title: "邀请您加入", Button: "接受邀请并登录", Address: address, Paragraphs: []string{
		sentence,
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
