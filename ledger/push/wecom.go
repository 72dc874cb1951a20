package push

import (
	"context"
	"encoding/json"
	"net/url"
	"strconv"
	"unicode/utf8"
)

// wecomHost is where the robots of WeCom groups live.
const wecomHost = "qyapi.weixin.qq.com"

// maxMarkdown is how many bytes of text a robot takes.
const maxMarkdown = 4096

// The answers of a robot that may pass: busy, too many messages a minute. Any other code than 0 is final.
var wecomBusy = map[int]bool{-1: true, 45009: true, 45033: true}

// CheckWeCom tells whether an address is that of a group robot.
func (c *Client) CheckWeCom(address string) error {
	if err := c.CheckAddress(address); err != nil {
		return err
	}
	u, err := url.Parse(address)
	if err != nil || u.Query().Get("key") == "" || (!c.private && (u.Host != wecomHost || u.Path != "/cgi-bin/webhook/send")) {
		return ErrForbidden
	}
	return nil
}

// WeCom sends Markdown to a group robot and says what it answered. Text beyond 4096 bytes is cut at a character.
func (c *Client) WeCom(ctx context.Context, address, markdown string) (string, error) {
	var form struct {
		Type     string `json:"msgtype"`
		Markdown struct {
			Content string `json:"content"`
		} `json:"markdown"`
	}
	form.Type, form.Markdown.Content = "markdown", cut(markdown, maxMarkdown)
	body, err := json.Marshal(form)
	if err != nil {
		return "", &Error{Permanent: true, Reply: err.Error()}
	}
	status, said, err := c.do(ctx, address, body, nil)
	if err != nil {
		return "", err
	}
	var answer struct {
		Code    *int   `json:"errcode"`
		Message string `json:"errmsg"`
	}
	if status != 200 || json.Unmarshal(said, &answer) != nil || answer.Code == nil {
		return "", &Error{Status: status, Reply: string(said)}
	}
	if *answer.Code != 0 {
		return "", &Error{Permanent: !wecomBusy[*answer.Code], Reply: "errcode " + strconv.Itoa(*answer.Code) + " " + answer.Message}
	}
	return "errcode 0", nil
}

func cut(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	text = text[:limit-len("…")]
	for !utf8.ValidString(text) {
		text = text[:len(text)-1]
	}
	return text + "…"
}
