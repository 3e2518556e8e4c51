package docscheck

import (
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
)

// Every command has a section on its page that names exactly the flags that its help names, and an example that runs.
func TestCommandsPage(t *testing.T) {
	const none = "help" // has no flags
	p := readPage(t, "commands.md")
	var have []string
	for _, s := range p.sections() {
		if s.level == 2 && regexp.MustCompile(`^[a-z]+$`).MatchString(s.title) {
			have = append(have, s.title)
		}
	}
	want := match(help(t, "help"), `(?m)^  ([a-z]+)  +\S`)
	sameList(t, p.name, have, want)
	for _, name := range want {
		if name == none {
			continue
		}
		t.Run(name, func(t *testing.T) {
			s := p.section(t, name)
			if told := match(help(t, name, "--help"), `(?m)^ +(--[a-z0-9-]+)`); len(told) > 0 {
				sameList(t, p.name+" "+name, p.codes(t, p.table(t, s, "flag"), 0), told)
			}
			ran := false
			for _, b := range p.blocks {
				ran = ran || b.lang == "console" && b.first > s.first && b.last < s.last
			}
			if !ran {
				t.Errorf("%s: %s has no example", p.name, name)
			}
		})
	}
}

// The fields of `check --format json`.
func TestCheckFields(t *testing.T) {
	p := readPage(t, "commands.md")
	rows := p.table(t, p.section(t, "check"), "field")
	sameList(t, p.name, p.codes(t, rows, 0), parse(t, "../../cmd/lanewise").jsonPaths(t, "checkObject", ""))
}

func help(t *testing.T, args ...string) string {
	t.Helper()
	dir, err := program()
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(filepath.Join(dir, "lanewise"), args...).Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func match(text, pattern string) []string {
	var out []string
	for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
		out = append(out, m[1])
	}
	return out
}
