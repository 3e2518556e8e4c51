package main

import (
	"context"
	"fmt"
	"runtime/debug"

	"github.com/spf13/pflag"

	"github.com/lanewise/lanewise/rates"
	"github.com/lanewise/lanewise/testdata"
)

func versionCommand() command {
	return command{
		name: "version", short: "print the version, the build and the embedded rate book",
		long: `
Prints the version of the program, the commit and Go version it was built from,
and the name and SHA-256 of the rate book that is built in and used where no
--book is given.`,
		example: "lanewise version",
		setup:   func(*pflag.FlagSet) runner { return runVersion },
	}
}

func runVersion(_ context.Context, e *env, args []string) error {
	if len(args) > 0 {
		return usagef("version", "version takes no arguments, not %q", args[0])
	}
	version, commit, goVersion := buildFacts()
	book, problems := rates.Load(testdata.Book())
	if err := problems.Err(); err != nil {
		return unusable(err)
	}
	return printTo(e.stdout, fmt.Sprintf("lanewise %s\ncommit   %s\ngo       %s\nbook     %s\nsha256   %s\n",
		version, commit, goVersion, book.Settings.Name, book.Hash))
}

// buildFacts is what the linker left in the binary; a test binary knows less.
func buildFacts() (version, commit, goVersion string) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown", "unknown", "unknown"
	}
	version, commit, goVersion = info.Main.Version, "unknown", info.GoVersion
	if version == "" {
		version = "(devel)"
	}
	changed := false
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			commit = s.Value
		case "vcs.modified":
			changed = s.Value == "true"
		}
	}
	if changed {
		commit += " with local changes"
	}
	return version, commit, goVersion
}
