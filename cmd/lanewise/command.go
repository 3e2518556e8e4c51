package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/pflag"

	"github.com/lanewise/lanewise/internal/texttable"
)

// command is one subcommand: its help and how it reads its flags.
type command struct {
	name    string
	args    string // what stands after the flags
	short   string // one line for the list of commands
	long    string // what it does, paragraphs of at most 80 columns
	example string // one or more command lines
	// setup declares the flags and returns what to run once they are parsed.
	setup func(fs *pflag.FlagSet) runner
}

// runner does a command's work. Its error says which exit code the program ends with.
type runner func(ctx context.Context, e *env, args []string) error

// commands lists the subcommands in the order in which help shows them.
func commands() []command {
	return []command{
		decideCommand(), planCommand(), simulateCommand(), quoteCommand(), explainCommand(), checkCommand(), diffCommand(), serveCommand(), ledgerCommand(), keysCommand(), versionCommand(), completionCommand(),
	}
}

const intro = `lanewise chooses the shipping service for every order: online or offline, the
one with the least cost, the expected cost of late, lost and badly rated parcels
included.
`

const epilogue = `
Exit codes:
  0  done; every order is decided or held for a person
  1  done, but some orders are none (no service takes them) or invalid, or no
     plan keeps the limits
  2  unusable input or command line
  3  the run could not finish: interrupted, output closed, disk full

A file named - is standard input (orders) or standard output (--output).
`

// dispatch finds the command that args name and runs it.
func dispatch(ctx context.Context, e *env, args []string) error {
	if len(args) == 0 {
		fmt.Fprint(e.stderr, mainHelp())
		return usagef("", "no command given")
	}
	name, rest := args[0], args[1:]
	switch name {
	case "help":
		return help(e, rest)
	case "-h", "--help":
		return help(e, nil)
	case "--version":
		name = "version"
	}
	c, err := find(name)
	if err != nil {
		return err
	}
	return c.run(ctx, e, rest)
}

func find(name string) (command, error) {
	var names []string
	for _, c := range commands() {
		if c.name == name {
			return c, nil
		}
		names = append(names, c.name)
	}
	if strings.HasPrefix(name, "-") {
		return command{}, usagef("", "%s stands before the command; write the command first, such as `lanewise decide ORDERS.csv`", name)
	}
	return command{}, usagef("", "no command %q%s", name, didYouMean(nearest(name, append(names, "help"))))
}

func help(e *env, args []string) error {
	if len(args) == 0 {
		return printTo(e.stdout, mainHelp())
	}
	c, err := find(args[0])
	if err != nil {
		return err
	}
	fs := c.flags()
	c.setup(fs)
	return printTo(e.stdout, c.help(fs))
}

func printTo(w io.Writer, text string) error {
	_, err := io.WriteString(w, text)
	return outputError(err)
}

func mainHelp() string {
	var b strings.Builder
	b.WriteString(intro + "\nUsage:\n  lanewise COMMAND [flags] [files]\n\nCommands:\n")
	for _, c := range commands() {
		fmt.Fprintf(&b, "  %-10s  %s\n", c.name, c.short)
	}
	fmt.Fprintf(&b, "  %-10s  %s\n", "help", "this page, or a command's: lanewise help decide")
	b.WriteString(epilogue)
	return b.String()
}

func (c command) flags() *pflag.FlagSet {
	fs := pflag.NewFlagSet(c.name, pflag.ContinueOnError)
	fs.SortFlags = false
	fs.Usage = func() {}
	fs.SetOutput(io.Discard)
	return fs
}

func (c command) help(fs *pflag.FlagSet) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Usage:\n  lanewise %s\n\n%s\n", strings.TrimSpace(c.name+" [flags] "+c.args), strings.TrimSpace(c.long))
	if fs.HasFlags() {
		b.WriteString("\nFlags:\n" + flagList(fs))
	}
	b.WriteString("\nExample:\n")
	for line := range strings.SplitSeq(strings.TrimSpace(c.example), "\n") {
		b.WriteString("  " + line + "\n")
	}
	return b.String()
}

// flagList shows every flag, what it takes and what it does.
func flagList(fs *pflag.FlagSet) string {
	var b strings.Builder
	fs.VisitAll(func(f *pflag.Flag) {
		takes, text := usageOf(f)
		if _, ok := f.Value.(*choice); ok {
			text += " (default " + f.DefValue + ")"
		}
		head := fmt.Sprintf("  --%-25s ", strings.TrimSpace(f.Name+" "+takes))
		b.WriteString(texttable.Paragraph(head, strings.Repeat(" ", 30), text, defaultWidth))
	})
	return b.String()
}

// usageOf is what a flag takes ("" for one that is given alone) and what it does. A usage that starts with a word in
// backquotes names there what the flag takes.
func usageOf(f *pflag.Flag) (takes, text string) {
	takes, text = pflag.UnquoteUsage(f)
	if strings.HasPrefix(f.Usage, "`") {
		text = strings.TrimSpace(strings.TrimPrefix(text, takes))
	}
	if f.Value.Type() == "bool" {
		takes = ""
	}
	return takes, text
}

func (c command) run(ctx context.Context, e *env, args []string) error {
	fs := c.flags()
	work := c.setup(fs)
	switch err := fs.Parse(args); {
	case errors.Is(err, pflag.ErrHelp):
		return printTo(e.stdout, c.help(fs))
	case err != nil:
		return c.flagError(fs, err)
	}
	return work(ctx, e, fs.Args())
}

// flagError says what is wrong with a flag in this program's words and suggests the flag that was meant.
func (c command) flagError(fs *pflag.FlagSet, err error) error {
	var unknown *pflag.NotExistError
	var missing *pflag.ValueRequiredError
	var bad *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		if shorts := unknown.GetSpecifiedShortnames(); shorts != "" {
			return usagef(c.name, "no flag -%s; flags are written in full, with two hyphens", shorts)
		}
		var names []string
		fs.VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		name := unknown.GetSpecifiedName()
		return usagef(c.name, "no flag --%s%s", name, didYouMean(prefixed(nearest(name, names))))
	case errors.As(err, &missing):
		return usagef(c.name, "--%s needs a value", missing.GetFlag().Name)
	case errors.As(err, &bad):
		return usagef(c.name, "--%s %q: %v", bad.GetFlag().Name, bad.GetValue(), flagCause(bad))
	default:
		return usagef(c.name, "%v", err)
	}
}

// flagCause replaces what strconv says about yes and no by what to write.
func flagCause(bad *pflag.InvalidValueError) error {
	if bad.GetFlag().Value.Type() == "bool" {
		return errors.New("takes true or false, or no value at all")
	}
	return bad.Unwrap()
}
