package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/pflag"
)

func completionCommand() command {
	return command{
		name: "completion", args: "bash|zsh|fish", short: "print a completion script for your shell",
		long: `
Prints a script that lets the shell complete commands, flags and the words that
flags take. Load it in the shell's start file.`,
		example: `source <(lanewise completion bash)
lanewise completion zsh > "${fpath[1]}/_lanewise"
lanewise completion fish > ~/.config/fish/completions/lanewise.fish`,
		setup: func(*pflag.FlagSet) runner { return runCompletion },
	}
}

func runCompletion(_ context.Context, e *env, args []string) error {
	if len(args) != 1 {
		return usagef("completion", "name one shell: bash, zsh or fish")
	}
	switch args[0] {
	case "bash":
		return printTo(e.stdout, bashCompletion())
	case "zsh":
		return printTo(e.stdout, zshCompletion())
	case "fish":
		return printTo(e.stdout, fishCompletion())
	default:
		return usagef("completion", "no completion for %q; name bash, zsh or fish", args[0])
	}
}

// spelled is one command with what a shell can complete after it.
type spelled struct {
	name, short string
	flags       []*pflag.Flag
	words       map[string][]string // flags that take one of a few words
	args        []string            // words that may stand after the flags; nil = files
}

func spell() []spelled {
	var out []spelled
	for _, c := range commands() {
		fs := c.flags()
		c.setup(fs)
		s := spelled{name: c.name, short: c.short, words: make(map[string][]string)}
		fs.VisitAll(func(f *pflag.Flag) {
			s.flags = append(s.flags, f)
			if v, ok := f.Value.(*choice); ok {
				s.words[f.Name] = v.words
			}
		})
		if c.name == "completion" {
			s.args = []string{"bash", "zsh", "fish"}
		}
		out = append(out, s)
	}
	return out
}

func bashCompletion() string {
	var names []string
	var values, rest strings.Builder
	for _, s := range spell() {
		names = append(names, s.name)
		flags := []string{"--help"}
		for _, f := range s.flags {
			flags = append(flags, "--"+f.Name)
			if words := s.words[f.Name]; words != nil {
				fmt.Fprintf(&values, "    '%s --%s') words='%s' ;;\n", s.name, f.Name, strings.Join(words, " "))
			}
		}
		fmt.Fprintf(&rest, "    %s) flags='%s' words='%s' ;;\n", s.name, strings.Join(flags, " "), strings.Join(s.args, " "))
	}
	return `# bash completion for lanewise; load it with: source <(lanewise completion bash)
_lanewise() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} flags='' words=''
  if [[ $COMP_CWORD == 1 || ( $COMP_CWORD == 2 && $prev == help ) ]]; then
    COMPREPLY=($(compgen -W '` + strings.Join(names, " ") + ` help' -- "$cur"))
    return
  fi
  case "${COMP_WORDS[1]} $prev" in
` + values.String() + `  esac
  if [[ -n $words ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
    return
  fi
  case ${COMP_WORDS[1]} in
` + rest.String() + `  esac
  if [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$cur"))
  elif [[ -n $words ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
  else
    compopt -o filenames 2>/dev/null
    COMPREPLY=($(compgen -f -- "$cur"))
  fi
}
complete -F _lanewise lanewise
`
}

func zshCompletion() string {
	var list, cases strings.Builder
	for _, s := range spell() {
		fmt.Fprintf(&list, "    '%s:%s'\n", s.name, quoted(s.short))
		fmt.Fprintf(&cases, "    %s) _arguments '--help[show help]'", s.name)
		for _, f := range s.flags {
			fmt.Fprintf(&cases, " \\\n      '--%s[%s]%s'", f.Name, bracketed(usageText(f)), zshValue(f, s.words[f.Name]))
		}
		if s.args != nil {
			fmt.Fprintf(&cases, " \\\n      '*:shell:(%s)' ;;\n", strings.Join(s.args, " "))
		} else {
			cases.WriteString(" \\\n      '*:file:_files' ;;\n")
		}
	}
	return `#compdef lanewise
_lanewise() {
  local -a commands=(
` + list.String() + `    'help:show help'
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
    help) _describe command commands ;;
` + cases.String() + `  esac
}
compdef _lanewise lanewise
`
}

func zshValue(f *pflag.Flag, words []string) string {
	switch {
	case f.Value.Type() == "bool":
		return ""
	case words != nil:
		return ":" + f.Name + ":(" + strings.Join(words, " ") + ")"
	default:
		return ":" + f.Name + ":_files"
	}
}

func fishCompletion() string {
	var b strings.Builder
	b.WriteString("# fish completion for lanewise\n")
	for _, s := range spell() {
		fmt.Fprintf(&b, "complete -c lanewise -n __fish_use_subcommand -f -a %s -d '%s'\n", s.name, quoted(s.short))
		for _, f := range s.flags {
			fmt.Fprintf(&b, "complete -c lanewise -n '__fish_seen_subcommand_from %s' -l %s -d '%s'", s.name, f.Name, quoted(usageText(f)))
			switch {
			case s.words[f.Name] != nil:
				fmt.Fprintf(&b, " -x -a '%s'", strings.Join(s.words[f.Name], " "))
			case f.Value.Type() != "bool":
				b.WriteString(" -r")
			}
			b.WriteByte('\n')
		}
		if s.args != nil {
			fmt.Fprintf(&b, "complete -c lanewise -n '__fish_seen_subcommand_from %s' -f -a '%s'\n", s.name, strings.Join(s.args, " "))
		}
	}
	return b.String()
}

func usageText(f *pflag.Flag) string {
	_, text := usageOf(f)
	return text
}

// quoted makes text safe between single quotes in every shell here.
func quoted(s string) string { return strings.NewReplacer("'", "’", "`", "", "\\", "").Replace(s) }

// bracketed is quoted text that stands in zsh's square brackets.
func bracketed(s string) string {
	return strings.NewReplacer("[", "(", "]", ")", ":", " -").Replace(quoted(s))
}
