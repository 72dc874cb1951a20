package push

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Tencent is the short-message service of Tencent Cloud (腾讯云短信): action SendSms, version 2021-01-11, signed with
// TC3-HMAC-SHA256 (https://cloud.tencent.com/document/api/382/52071).
type Tencent struct {
	Client    *Client
	Endpoint  string // default https://sms.tencentcloudapi.com
	Region    string // default ap-guangzhou
	SecretID  string
	SecretKey string
	AppID     string // SmsSdkAppId
	SignName  string // the approved signature, such as 华东精密
	Now       func() time.Time
}

const (
	tencentEndpoint = "https://sms.tencentcloudapi.com"
	tencentVersion  = "2021-01-11"
)

// tencentBusy begins the codes that may pass.
var tencentBusy = []string{"InternalError", "RequestLimitExceeded", "ResourceUnavailable", "LimitExceeded"}

type tencentRequest struct {
	Phones   []string `json:"PhoneNumberSet"`
	App      string   `json:"SmsSdkAppId"`
	Sign     string   `json:"SignName"`
	Template string   `json:"TemplateId"`
	Params   []string `json:"TemplateParamSet"`
	Session  string   `json:"SessionContext"`
}

type tencentAnswer struct {
	Response struct {
		Error *struct {
			Code    string
			Message string
		}
		SendStatusSet []struct {
			SerialNo string
			Code     string
			Message  string
		}
	}
}

// SendShort sends one message. A wrong signature or an unknown text is final, a busy service is not.
func (t *Tencent) SendShort(ctx context.Context, message ShortMessage) (string, error) {
	endpoint := t.Endpoint
	if endpoint == "" {
		endpoint = tencentEndpoint
	}
	at, err := url.Parse(endpoint)
	if err != nil {
		return "", &Error{Permanent: true, Reply: "the provider's address cannot be read"}
	}
	params := message.Params
	if params == nil {
		params = []string{}
	}
	body, err := json.Marshal(tencentRequest{Phones: []string{message.To}, App: t.AppID, Sign: t.SignName, Template: message.Template, Params: params, Session: message.ID})
	if err != nil {
		return "", &Error{Permanent: true, Reply: err.Error()}
	}
	region := t.Region
	if region == "" {
		region = "ap-guangzhou"
	}
	now := t.Now()
	status, said, err := t.Client.do(ctx, endpoint, body, map[string]string{
		"Authorization": tc3(t.SecretID, t.SecretKey, "sms", at.Host, now, body),
		"X-TC-Action":   "SendSms", "X-TC-Version": tencentVersion, "X-TC-Region": region, "X-TC-Timestamp": strconv.FormatInt(now.Unix(), 10),
	})
	if err != nil {
		return "", err
	}
	return readTencent(status, said)
}

func readTencent(status int, said []byte) (string, error) {
	var answer tencentAnswer
	if err := json.Unmarshal(said, &answer); err != nil || status != 200 {
		return "", &Error{Status: status, Reply: string(said)}
	}
	var code, text string
	switch sent := answer.Response.SendStatusSet; {
	case answer.Response.Error != nil:
		code, text = answer.Response.Error.Code, answer.Response.Error.Message
	case len(sent) != 1:
		return "", &Error{Status: status, Reply: "the provider says nothing about the message"}
	case sent[0].Code == "Ok":
		return sent[0].SerialNo, nil
	default:
		code, text = sent[0].Code, sent[0].Message
	}
	failed := &Error{Permanent: true, Reply: code + " " + text}
	for _, busy := range tencentBusy {
		if strings.HasPrefix(code, busy) {
			failed.Permanent = false
		}
	}
	return "", failed
}

// tc3 is the header Authorization of a POST with a JSON body: content type and host are signed.
func tc3(id, key, service, host string, at time.Time, body []byte) string {
	const headers = "content-type;host"
	date := at.UTC().Format("2006-01-02")
	canonical := "POST\n/\n\ncontent-type:application/json; charset=utf-8\nhost:" + host + "\n\n" + headers + "\n" + hexSHA256(body)
	scope := date + "/" + service + "/tc3_request"
	text := fmt.Sprintf("TC3-HMAC-SHA256\n%d\n%s\n%s", at.Unix(), scope, hexSHA256([]byte(canonical)))
	signing := sum([]byte("TC3"+key), date, service, "tc3_request")
	return "TC3-HMAC-SHA256 Credential=" + id + "/" + scope + ", SignedHeaders=" + headers + ", Signature=" + hex.EncodeToString(sum(signing, text))
}

// sum is HMAC-SHA256 chained over the texts: the result of one is the key of the next.
func sum(key []byte, texts ...string) []byte {
	for _, text := range texts {
		mac := hmac.New(sha256.New, key)
		_, _ = mac.Write([]byte(text))
		key = mac.Sum(nil)
	}
	return key
}

func hexSHA256(data []byte) string {
	digest := sha256.Sum256(data)
	return hex.EncodeToString(digest[:])
}
