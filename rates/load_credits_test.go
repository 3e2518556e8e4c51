package rates_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
)

var contracted = &rates.Book{Services: []rates.Service{{Code: "A", Contract: "FWD"}, {Code: "B"}, {Code: "C", Contract: "POST"}, {Code: "D", Contract: "FWD"}}}

func TestReadCredits(t *testing.T) {
	got, problems := rates.ReadCredits("c.csv", strings.NewReader("\ufeffcredit,contract,note\r\n 1.25 ,FWD,plan of July\r\n-0.000001,\"POST\",\r\n"), contracted)
	if len(problems) > 0 || len(got) != 2 {
		t.Fatal(got, problems)
	}
	if c := got[0]; c.Contract != "FWD" || c.PerUnit != money.One*5/4 || c.Line != 2 || c.Note != "plan of July" {
		t.Errorf("%+v", c)
	}
	if got[1].PerUnit != -1 {
		t.Errorf("%+v", got[1])
	}
	if got, problems = rates.ReadCredits("c.csv", strings.NewReader("contract,credit\n"), contracted); len(got)+len(problems) > 0 {
		t.Error("a header alone:", got, problems)
	}
}

func TestReadCreditsRefuses(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "c.csv: "},
		{"contract\nFWD\n", "c.csv:1: the column credit is missing; add the column [E022]"},
		{"contract,credit\nFWD,\n", "c.csv:2:2 credit: the cell is empty; fill it in [E030]"},
		{"contract,credit\n,1\n", "c.csv:2:1 contract: the cell is empty"},
		{"contract,credit\nFWD,\"1,5\"\n", "c.csv:2:2 credit: \"1,5\" has a decimal comma; write 1.5 [E031]"},
		{"contract,credit\nFWD,1.0000001\n", "[E033]"},
		{"contract,credit\nFWD,1000000000\n", "[E034]"},
		{"contract,credit\nFWD,1 CNY\n", "[E031]"},
		{"contract,credit\nFWD,1\nFWD,2\n", `c.csv:3:1 contract: "FWD" has a credit on line 2 already; leave one of the rows [E100]`},
		{"contract,credit\nfwd,1\n", `c.csv:2:1 contract: "fwd" is a contract that no service has; write one of FWD, POST [E104]`},
		{"contract,credit\nFWD,1,\n", "[E023]"},
		{"contract;credit\nFWD;1\n", "c.csv:1"},
		{"contract,credit\nFWD,\xff\n", "[E005]"},
		{strings.Repeat("#", 1<<20) + "\n", "larger than 1 MiB"},
	} {
		got, problems := rates.ReadCredits("c.csv", strings.NewReader(c.text), contracted)
		if err := problems.ErrIn("the file of credits"); err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasSuffix(err.Error(), "cannot be used") {
			t.Errorf("%.40q: %v %v, want %s", c.text, got, err, c.want)
		}
	}
	if _, problems := rates.ReadCredits("c.csv", io.MultiReader(strings.NewReader("contract,"), iotest.ErrReader(errors.New("disk gone"))), contracted); !strings.Contains(problems.Error(), "disk gone") {
		t.Error(problems)
	}
	_, problems := rates.ReadCredits("c.csv", strings.NewReader("contract,credit,credits\nFWD,1,2\n"), contracted)
	if problems.Errors() > 0 || len(problems) != 1 || problems.ErrIn("it") != nil || !strings.HasPrefix(problems[0].String(), "c.csv:1:3 credits: ") {
		t.Error(problems)
	}
	if _, problems := rates.ReadCredits("c.csv", strings.NewReader("contract,credit\nX,1\n"), &rates.Book{}); !strings.Contains(problems.Error(), "no contracts") {
		t.Error(problems)
	}
}
