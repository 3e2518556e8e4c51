package xlsx

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// scanned writes down what the scanner makes of a part.
func scanned(r io.Reader, most int64) (string, error) {
	s := newScanner(r, most)
	var out tokens
	for {
		tok, err := s.next()
		if err == io.EOF {
			return out.String(), nil
		}
		if err != nil {
			return out.String(), err
		}
		switch tok {
		case startTag:
			out.tag(s.local)
			for _, a := range s.attrs {
				out.attr(a.name, string(a.value))
			}
		case endTag:
			out.tag("/")
		case text:
			out.text(string(s.text))
		}
	}
}

// standard writes down the same of encoding/xml.
func standard(data string) (string, error) {
	d := xml.NewDecoder(strings.NewReader(data))
	var out tokens
	depth := 0
	for {
		tok, err := d.Token()
		if err == io.EOF {
			return out.String(), nil
		}
		if err != nil {
			return out.String(), err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			depth++
			out.tag(t.Name.Local)
			for _, a := range t.Attr {
				out.attr(a.Name.Local, a.Value)
			}
		case xml.EndElement:
			depth--
			out.tag("/")
		case xml.CharData:
			if depth > 0 {
				out.text(string(t))
			}
		}
	}
}

// tokens are tokens as text, in which it does not matter into how many pieces a text came.
type tokens struct {
	strings.Builder
	pending string
}

func (t *tokens) String() string {
	t.flush()
	return t.Builder.String()
}

func (t *tokens) flush() {
	if t.pending != "" {
		fmt.Fprintf(t, "%q ", t.pending)
		t.pending = ""
	}
}

func (t *tokens) tag(name string)         { t.flush(); fmt.Fprintf(t, "<%s ", name) }
func (t *tokens) attr(name, value string) { fmt.Fprintf(t, "%s=%q ", name, value) }
func (t *tokens) text(s string)           { t.pending += s }

var scans = []struct{ in, out, err string }{
	{"<a/>", `<a </ `, ""},
	{"\ufeff<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<a  b = 'x\"y' c=\"1>2\" >t</a>\n<!-- x -->", `<a b="x\"y" c="1>2" "t" </ `, ""},
	{"<p:a xmlns:p=\"u\"><p:b/><!--c--><?x y?></p:a>", `<a p="u" <b </ </ `, ""},
	{"<a>1\r\n2\r3&lt;&gt;&amp;&quot;&apos;&#65;&#x42;<![CDATA[<&\r\n>]]>é😀</a>", `<a "1\n2\n3<>&\"'AB<&\n>é😀" </ `, ""},
	{"<a b='&#10;x'/>", `<a b="\nx" </ `, ""},
	{"", "", ""},
	{"<a>", `<a `, "ends too early"},
	{"<a", "", "ends too early"},
	{"<a></b>", `<a `, "has not begun"},
	{"</a>", "", "has not begun"},
	{"<a/><b/>", `<a </ `, "behind the end"},
	{"<a/>x", `<a </ `, "outside of the elements"},
	{"x<a/>", "", "outside of the elements"},
	{"<a><</a>", `<a `, "a tag does not end"},
	{"<a b/>", "", "has no value"},
	{"<a b=c/>", "", "not in quotes"},
	{"<a b='c/>", "", "ends too early"},
	{"<a b='1'c='2'/>", "", "has no name"},
	{"<a b='1' b='2'/>", "", "stands twice"},
	{"<a b='<'/>", "", "holds <"},
	{"<a>&nbsp;</a>", `<a `, "unknown entity"},
	{"<a>&#0;</a>", `<a `, "unknown entity"},
	{"<a>&#xD800;</a>", `<a `, "illegal character"},
	{"<a>&</a>", `<a `, "unknown entity"},
	{"<a>\x01</a>", `<a `, "illegal character U+0001"},
	{"<a>\xff</a>", `<a `, "invalid UTF-8"},
	{"<a>]]></a>", `<a `, "holds ]]>"},
	{"<a><!-- a--b --></a>", `<a `, "a comment holds --"},
	{"<!DOCTYPE a><a/>", "", "a document type"},
	{"<a><!ENTITY x 'y'></a>", `<a `, "a document type"},
	{"<?xml version='1.0' encoding='UTF-16'?><a/>", "", `its encoding is "UTF-16"`},
	{"<?xml version='1.1'?><a/>", "", "not that of XML 1.0"},
	{"<a:b:c/>", "", "has no name"},
	{"<é/>", "", "has no name"},
	{"<a " + strings.Repeat("x", maxToken) + "='1'/>", "", "token too long"},
	{"<a>" + strings.Repeat("x", maxToken+1) + "</a>", "<a ", "token too long"},
	{"<a><!--" + strings.Repeat("x", maxToken) + "--></a>", "<a ", "token too long"},
}

func TestScan(t *testing.T) {
	for _, c := range scans {
		for name, r := range map[string]io.Reader{"": strings.NewReader(c.in), "byte by byte ": iotest.OneByteReader(strings.NewReader(c.in))} {
			got, err := scanned(r, int64(len(c.in)))
			if got != c.out || (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
				t.Errorf("%s%.60q: %q, %v; want %q, %s", name, c.in, got, err, c.out, c.err)
			}
		}
	}
	if _, err := scanned(strings.NewReader("<a></a>"), 6); err == nil || !strings.Contains(err.Error(), "more bytes than the archive says") {
		t.Errorf("a part longer than told: %v", err)
	}
	broken := errors.New("unplugged")
	if _, err := scanned(io.MultiReader(strings.NewReader("<a>"), iotest.ErrReader(broken)), 100); err != broken {
		t.Errorf("a broken source: %v", err)
	}
	attrs := strings.Builder{}
	for i := range maxAttrs + 1 {
		fmt.Fprintf(&attrs, " a%d=''", i)
	}
	if _, err := scanned(strings.NewReader("<a"+attrs.String()+"/>"), 1<<20); err == nil || !strings.Contains(err.Error(), "more than 256 attributes") {
		t.Errorf("many attributes: %v", err)
	}
}

// FuzzScan holds the scanner to encoding/xml: what it accepts is the same there.
func FuzzScan(f *testing.F) {
	for _, c := range scans {
		if len(c.in) < 1000 {
			f.Add(c.in)
		}
	}
	f.Fuzz(func(t *testing.T, data string) {
		got, err := scanned(strings.NewReader(data), int64(len(data)))
		slow, slowErr := scanned(iotest.OneByteReader(strings.NewReader(data)), int64(len(data)))
		if got != slow || (err == nil) != (slowErr == nil) {
			t.Fatalf("byte by byte: %q %v, at once: %q %v", slow, slowErr, got, err)
		}
		if err != nil {
			return
		}
		want, err := standard(data)
		if err != nil || got != want {
			t.Fatalf("encoding/xml has %q, %v; the scanner has %q", want, err, got)
		}
	})
}
