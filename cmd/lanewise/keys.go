package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/lanewise/lanewise/internal/ledger"
	"github.com/lanewise/lanewise/internal/texttable"
)

func keysCommand() command {
	return command{
		name: "keys", args: "create|list|revoke ID", short: "create, list or revoke keys of the HTTP API",
		long: `
create makes a key and prints its secret, once: the ledger keeps only a hash of
it. list shows the keys without their secrets. revoke ends one; a running server
refuses it within a second.

Scopes: quote (prices and decisions), book (bookings, cancellations, outcomes),
admin (the rate book and its reload). None of them includes another.`,
		example: `lanewise keys create --name shop-backend --scope quote,book
lanewise keys list
lanewise keys revoke key_jq4b2xtwy3l5cdvgtmh4m7rnpe`,
		setup: func(fs *pflag.FlagSet) runner {
			o := &keysFlags{ledger: keptIn(fs)}
			fs.StringVar(&o.name, "name", "", "`NAME` of the key to create: who uses it")
			fs.Var((*nameList)(&o.scopes), "scope", "`SCOPE,...` what the key to create may do: quote, book, admin")
			return o.run
		},
	}
}

type keysFlags struct {
	ledger *ledgerFlag
	name   string
	scopes []string
}

func (o *keysFlags) run(ctx context.Context, e *env, args []string) error {
	creating := len(args) > 0 && args[0] == "create"
	switch {
	case len(args) == 0:
		return usagef("keys", "what to do? write one of create, list, revoke ID")
	case !creating && (o.name != "" || len(o.scopes) > 0):
		return usagef("keys", "--name and --scope go with create")
	case creating && len(args) == 1:
		return o.create(ctx, e)
	case args[0] == "list" && len(args) == 1:
		return o.list(ctx, e)
	case args[0] == "revoke" && len(args) == 2:
		return o.revoke(ctx, e, args[1])
	}
	return usagef("keys", "no `keys %s`; write one of create, list, revoke ID", strings.Join(args, " "))
}

func (o *keysFlags) create(ctx context.Context, e *env) error {
	if o.name == "" || len(o.scopes) == 0 {
		return usagef("keys", "keys create needs --name and --scope, such as --name shop-backend --scope quote,book")
	}
	var scopes []ledger.Scope
	for _, s := range o.scopes {
		scopes = append(scopes, ledger.Scope(s))
	}
	if err := ledger.CheckKey(o.name, scopes); err != nil {
		return usagef("keys", "%v", err)
	}
	l, err := ledger.Open(ctx, o.ledger.name)
	if err != nil {
		return o.ledger.refused(err)
	}
	defer l.Close()
	secret, k, err := l.CreateKey(ctx, o.name, scopes, e.now())
	if err != nil {
		return o.ledger.refused(err)
	}
	fmt.Fprintf(e.stderr, "lanewise: key %s for %s; its secret is shown only now\n", k.ID, k.Name)
	return printTo(e.stdout, secret+"\n")
}

func (o *keysFlags) list(ctx context.Context, e *env) error {
	l, err := ledger.OpenExisting(ctx, o.ledger.name)
	if err != nil {
		return o.ledger.refused(err)
	}
	defer l.Close()
	keys, err := l.Keys(ctx)
	if err != nil {
		return o.ledger.refused(err)
	}
	if len(keys) == 0 {
		return printTo(e.stdout, "No keys.\n")
	}
	t := texttable.New("", "id", "name", "scopes", "created", "revoked")
	for _, k := range keys {
		var scopes []string
		for _, s := range k.Scopes {
			scopes = append(scopes, string(s))
		}
		t.Row(k.ID, texttable.Clean(k.Name), strings.Join(scopes, ","), moment(k.Created), moment(k.Revoked))
	}
	_, err = t.WriteTo(e.stdout)
	return outputError(err)
}

// moment is a time to the second in UTC, "" for none.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func (o *keysFlags) revoke(ctx context.Context, e *env, id string) error {
	l, err := ledger.OpenExisting(ctx, o.ledger.name)
	if err != nil {
		return o.ledger.refused(err)
	}
	defer l.Close()
	switch err := l.RevokeKey(ctx, id, e.now()); {
	case errors.Is(err, ledger.ErrNoKey):
		return unusable(fmt.Errorf("no key %q; `lanewise keys list` shows them", id))
	case err != nil:
		return o.ledger.refused(err)
	}
	return printTo(e.stdout, "Revoked "+id+".\n")
}
