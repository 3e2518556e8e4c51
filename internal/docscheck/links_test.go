package docscheck

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

var link = regexp.MustCompile(`\]\(([^)\s]+)\)`)

// Links lead somewhere, and the index leads to every page.
func TestLinks(t *testing.T) {
	names := pageNames(t)
	anchors := map[string][]string{}
	for _, name := range names {
		for _, s := range readPage(t, name).sections() {
			anchors[name] = append(anchors[name], anchor(s.title))
		}
	}
	listed := []string{"README.md", "../README.md"}
	for _, name := range names {
		p := readPage(t, name)
		for i, line := range p.lines {
			if p.inBlock(i) {
				continue
			}
			for _, m := range link.FindAllStringSubmatch(line, -1) {
				to, at, _ := strings.Cut(m[1], "#")
				if strings.Contains(to, "://") {
					continue
				}
				if to = path.Join(path.Dir(name), to); strings.HasPrefix(m[1], "#") {
					to = name
				}
				if _, err := os.Stat(filepath.Join(docsDir, to)); err != nil {
					t.Errorf("%s:%d: %s does not exist", name, i+1, to)
				}
				if at != "" && !slices.Contains(anchors[to], at) {
					t.Errorf("%s:%d: %s has no heading #%s", name, i+1, to, at)
				}
				if name == "README.md" {
					listed = append(listed, to)
				}
			}
		}
	}
	for _, name := range names {
		if !slices.Contains(listed, name) {
			t.Errorf("README.md does not lead to %s", name)
		}
	}
}

// anchor is the name that a heading gets where markdown is shown as a page.
func anchor(title string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '_':
			return unicode.ToLower(r)
		}
		return -1
	}, title)
}
