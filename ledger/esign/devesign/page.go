package devesign

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/hex"
	"html/template"
	"net/http"

	"hefu/ledger/esign"
)

//go:embed page.html
var pageHTML string

//go:embed style.css
var styleCSS []byte

var pages = template.Must(template.New("page").Parse(pageHTML))

type view struct {
	Lang, Title, Hint, Signer, Company, Digest, Reference string
	Sign, Refuse, Silent, SilentHint, Done, Back, Style   string
	Waits                                                 bool
	SignerLabel, DigestLabel, ReferenceLabel              string
}

var words = map[string]view{
	"zh-CN": {Lang: "zh-CN", Title: "演示电子签", Hint: "这是演示用的电子签平台：不核验身份，证书没有法律效力。它只收到文件摘要，没有收到文件。",
		Sign: "签署", Refuse: "拒绝签署", Silent: "签署，但不通知", SilentHint: "不发送回调：合符稍后自行查询到结果。", Done: "这份委托已经结束。", Back: "返回", SignerLabel: "签署人", DigestLabel: "文件摘要（SHA-256）", ReferenceLabel: "委托编号"},
	"en": {Lang: "en", Title: "Demo e-sign", Hint: "An e-sign provider for demonstrations: it checks nobody's identity, and its certificates have no legal force. It was given the digest of the file, not the file.",
		Sign: "Sign", Refuse: "Refuse to sign", Silent: "Sign, and tell nobody", SilentHint: "No callback is made: Hefu finds out by asking.", Done: "This order has ended.", Back: "Back", SignerLabel: "Signer", DigestLabel: "Digest of the file (SHA-256)", ReferenceLabel: "Reference"},
}

// refusedReason is what a refusal on the page says.
var refusedReason = map[string]string{"zh-CN": "签署人在平台上拒绝签署", "en": "The signer refused on the provider's page"}

func (p *Provider) find(reference string) (o order, found bool) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if known := p.orders[reference]; known != nil {
		return *known, true
	}
	return order{}, false
}

func (p *Provider) page(w http.ResponseWriter, r *http.Request) {
	o, found := p.find(r.PathValue("reference"))
	if !found {
		http.NotFound(w, r)
		return
	}
	v, known := words[o.locale]
	if !known {
		v = words["en"]
	}
	v.Signer, v.Company, v.Digest, v.Reference, v.Waits = o.signer, o.company, hex.EncodeToString(o.digest[:]), o.answer.Reference, o.answer.State == esign.Awaited
	v.Style, v.Back = p.path()+"/style.css", o.back
	var out bytes.Buffer
	if err := pages.Execute(&out, struct {
		view
		BackWord string
	}{v, words[v.Lang].Back}); err != nil {
		http.Error(w, "page", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("Cache-Control", "no-store")
	_, _ = w.Write(out.Bytes())
}

// decide is the signer's click on the page: what he chose is done, told, and he is sent back.
func (p *Provider) decide(w http.ResponseWriter, r *http.Request) {
	o, found := p.find(r.PathValue("reference"))
	if !found {
		http.NotFound(w, r)
		return
	}
	reference, choice := o.answer.Reference, r.PostFormValue("choice")
	var err error
	if choice == "refuse" {
		err = p.Refuse(reference, refusedReason[o.locale])
	} else {
		err = p.Sign(r.Context(), reference)
	}
	if err == nil && choice != "silent" {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), tellTime)
		defer cancel()
		_, _ = p.Tell(ctx, reference, nil) // whoever was not told asks
	}
	http.Redirect(w, r, o.back, http.StatusSeeOther)
}

func style(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	_, _ = w.Write(styleCSS)
}
