package web

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"mime"
	"path"
	"strings"

	"github.com/gofiber/fiber/v2"

	"hefu/ledger"
)

// asset is one file of the built front end with its compressed twins.
type asset struct {
	media    string
	etag     string
	encoded  map[string][]byte // by content coding; "" is the plain file
	forever  bool              // its name holds a hash of its content
	offering []string          // codings at hand, the smallest first
}

// loadAssets reads the whole front end once; it is a few hundred kilobytes and already in the program.
func loadAssets(dist fs.FS) (map[string]*asset, error) {
	assets := map[string]*asset{}
	if dist == nil {
		return assets, nil
	}
	err := fs.WalkDir(dist, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !served(name) {
			return err
		}
		content, err := fs.ReadFile(dist, name)
		if err != nil {
			return err
		}
		found := &asset{media: mediaOf(name), encoded: map[string][]byte{"": content}, forever: strings.HasPrefix(name, "assets/")}
		sum := sha256.Sum256(content)
		found.etag = hex.EncodeToString(sum[:8])
		for _, twin := range []struct{ suffix, coding string }{{".br", "br"}, {".gz", "gzip"}} {
			if small, err := fs.ReadFile(dist, name+twin.suffix); err == nil {
				found.encoded[twin.coding] = small
				found.offering = append(found.offering, twin.coding)
			}
		}
		assets["/"+name] = found
		return nil
	})
	return assets, err
}

// served leaves out what is not for browsers: hidden files, the build's manifest, source maps, and the compressed twins.
func served(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") {
			return false
		}
	}
	switch path.Ext(name) {
	case ".br", ".gz", ".map":
		return false
	}
	return true
}

func mediaOf(name string) string {
	switch path.Ext(name) {
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".woff2":
		return "font/woff2"
	}
	if media := mime.TypeByExtension(path.Ext(name)); media != "" {
		return media
	}
	return "application/octet-stream"
}

// pages serves the built front end. A missing file below assets/ is 404 and never a page: a browser would take HTML for code.
func (s *Server) pages(assets map[string]*asset) {
	s.app.Get("/assets/*", func(c *fiber.Ctx) error {
		if found, ok := assets[c.Path()]; ok {
			return found.send(c)
		}
		return ledger.E("not_found")
	})
	page := func(name string) fiber.Handler {
		return func(c *fiber.Ctx) error {
			if found, ok := assets[name]; ok {
				err := found.send(c)
				if isLinkPage(c.Path()) {
					c.Set(fiber.HeaderCacheControl, "no-store")
				}
				if ahead := preloads(c.Path()); ahead != "" {
					c.Set(fiber.HeaderLink, ahead)
				}
				return err
			}
			return s.sendPlain(c, fiber.StatusServiceUnavailable, "Front end not built",
				"This program was built without its web pages. Run: go run ./cmd/dev run", "")
		}
	}
	s.app.Get("/", page("/index.html"))
	for prefix, name := range map[string]string{"/p": "/portal.html", "/console": "/backoffice.html"} {
		s.app.Get(prefix, page(name))
		s.app.Get(prefix+"/*", page(name))
	}
}

// preloads names what the page of a statement asks for first, so that it travels beside the scripts and not after them.
func preloads(path string) string {
	rest, ok := strings.CutPrefix(path, "/p/s/")
	id, _, _ := strings.Cut(rest, "/")
	if _, err := ledger.ParseID(id); !ok || err != nil {
		return ""
	}
	api := apiPrefix(ledger.Portal)
	var links []string
	for _, what := range []string{"/session", "/statements/" + id, "/statements/" + id + "/content"} {
		links = append(links, "<"+api+what+">; rel=preload; as=fetch; crossorigin")
	}
	return strings.Join(links, ", ")
}

func (a *asset) send(c *fiber.Ctx) error {
	c.Vary(fiber.HeaderAcceptEncoding)
	c.Set(fiber.HeaderCacheControl, "no-cache")
	if a.forever {
		c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	}
	coding := a.codingFor(c.Get(fiber.HeaderAcceptEncoding))
	tag := `"` + a.etag + "-" + coding + `"`
	c.Set(fiber.HeaderETag, tag)
	if matches(c.Get(fiber.HeaderIfNoneMatch), tag) {
		return c.SendStatus(fiber.StatusNotModified)
	}
	c.Set(fiber.HeaderContentType, a.media)
	if coding != "" {
		c.Set(fiber.HeaderContentEncoding, coding)
	}
	return c.Send(a.encoded[coding])
}

// codingFor is the smallest form that the browser takes. Fiber's own negotiation follows the order in which the browser happens
// to write its codings, and compresses for one that names none.
func (a *asset) codingFor(header string) string {
	for _, coding := range a.offering {
		for given := range strings.SplitSeq(header, ",") {
			name, parameter, _ := strings.Cut(given, ";")
			weight, _ := strings.CutPrefix(strings.ReplaceAll(parameter, " ", ""), "q=")
			if strings.EqualFold(strings.TrimSpace(name), coding) && strings.Trim(weight, "0.") != "" || strings.EqualFold(strings.TrimSpace(given), coding) {
				return coding
			}
		}
	}
	return ""
}

// matches reads If-None-Match: a list of tags, weak or strong, or a star.
func matches(header, tag string) bool {
	for given := range strings.SplitSeq(header, ",") {
		given = strings.TrimPrefix(strings.TrimSpace(given), "W/")
		if given == tag || given == "*" {
			return true
		}
	}
	return false
}
