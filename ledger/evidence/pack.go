package evidence

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"

	"hefu/ledger"
)

// file is one entry of the manifest.
type file struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
}

// pack is a ZIP in the making that remembers the hash of what it holds.
type pack struct {
	zip      *zip.Writer
	at       time.Time
	files    []file
	taken    map[string]bool
	manifest string // hash of the manifest, once it is written
	proofs   []ledger.ID
}

func newPack(w io.Writer, at time.Time) *pack {
	return &pack{zip: zip.NewWriter(w), at: at, taken: map[string]bool{}}
}

// add writes a file by the function and notes its hash. A path that is taken gets a number.
func (p *pack) add(path string, write func(io.Writer) error) error {
	for base, n := path, 2; p.taken[path]; n++ {
		path = fmt.Sprintf("%s (%d)", base, n)
	}
	p.taken[path] = true
	entry, err := p.zip.CreateHeader(&zip.FileHeader{Name: path, Method: zip.Deflate, Modified: p.at})
	if err != nil {
		return err
	}
	hash, count := sha256.New(), counter(0)
	if err := write(io.MultiWriter(entry, hash, &count)); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	p.files = append(p.files, file{path, hex.EncodeToString(hash.Sum(nil)), int64(count)})
	return nil
}

func (p *pack) addBytes(path string, content []byte) error {
	return p.add(path, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
}

// end writes what says how to check the rest, and closes the ZIP.
func (p *pack) end(a about) error {
	for name, text := range map[string]string{"README.zh-CN.txt": readmeZH, "README.en.txt": readmeEN} {
		if err := p.addBytes(name, []byte(strings.NewReplacer("{seller}", a.Organization, "{customer}", a.Name, "{from}", a.From.String(), "{to}", a.To.String()).Replace(text))); err != nil {
			return err
		}
	}
	manifest, err := json.MarshalIndent(map[string]any{
		"format": "hefu-evidence-1", "organization": map[string]string{"id": a.organizationID.String(), "name": a.Organization},
		"customer": map[string]string{"id": a.CustomerID.String(), "code": a.Code, "name": a.Name}, "from": a.From, "to": a.To,
		"made_at": a.MadeAt.Format(time.RFC3339), "made_by": a.MadeBy, "internal_notes": a.Internal, "files": p.files,
	}, "", " ")
	if err != nil {
		return err
	}
	if err := p.addBytes("manifest.json", manifest); err != nil {
		return err
	}
	p.manifest = p.files[len(p.files)-1].SHA256
	var sums strings.Builder
	for _, f := range p.files {
		fmt.Fprintf(&sums, "%s  %s\n", f.SHA256, f.Path)
	}
	if err := p.addBytes("SHA256SUMS", []byte(sums.String())); err != nil {
		return err
	}
	return p.zip.Close()
}

type counter int64

func (c *counter) Write(b []byte) (int, error) {
	*c += counter(len(b))
	return len(b), nil
}

// safe keeps letters and digits of any script, and what no file system minds.
func safe(name string) string {
	out := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_. ()", r) {
			return r
		}
		return '_'
	}, name)
	if out = strings.Trim(out, ". "); out == "" {
		return "file"
	}
	if runes := []rune(out); len(runes) > 100 {
		return string(runes[len(runes)-100:])
	}
	return out
}

const readmeZH = `对账证据包
卖方：{seller}
客户：{customer}
期间：{from} 至 {to}

目录
 statements/   每份对账单的每个版本：规范 JSON（与确认所引用的哈希一致）与 PDF；答复与确认；发送与查看记录
 disputes/     每项差异的全部往来与处理结论
 attachments/  差异中的附件原件
 proofs/       单据的凭证文件：签收单、验收、合同、发票等原件，按单据编号
 books/        期间内的单据、单据明细、凭证、核销（JSON 行与 CSV）
 audit/        审计日志行，含前后相连的哈希
 manifest.json 每个文件的 SHA-256 与大小

如何验证（不需要本系统）
 1. 解压后在目录中运行：sha256sum -c SHA256SUMS
    Windows：certutil -hashfile 文件名 SHA256，与 SHA256SUMS 对照。
 2. 对账单 vN.json 的 SHA-256 应等于 answers.json 中确认记录的 sha256。
 3. 审计行：row_hash 把各行按 seq 连成一条链，任何改动都会断开。
`

const readmeEN = `Evidence package
Seller: {seller}
Customer: {customer}
Period: {from} to {to}

What is in it
 statements/   every version of every statement: canonical JSON (its hash is the one that confirmations name) and PDF; answers and
               confirmations; what was sent and seen
 disputes/     the whole exchange of every dispute, and how it was resolved
 attachments/  the files of the disputes as they were sent
 proofs/       the files beside the documents, by their numbers: delivery notes, acceptances, contracts, invoices
 books/        documents, their lines, vouchers and settlements of the period (lines of JSON, and CSV)
 audit/        the rows of the audit log with the hashes that chain them
 manifest.json the SHA-256 and size of every file

How to check it, without this system
 1. Unpack it and run in its folder: sha256sum -c SHA256SUMS
    On Windows: certutil -hashfile NAME SHA256, and compare with SHA256SUMS.
 2. The SHA-256 of a statement's vN.json equals the sha256 of the confirmations in answers.json.
 3. Audit rows: row_hash chains them by seq, so that any change breaks the chain.
`
