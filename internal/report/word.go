package report

import (
	"github.com/lanewise/lanewise/rates"
)

// word is the text of some fields, each with its comma, made once and copied often: a fixed number of bytes is copied
// faster than the right number.
type word struct {
	text [wordSize]byte
	n    int    // bytes of text that count
	more string // what has no room in text
}

const wordSize = 32

func newWord(fields ...string) word {
	var text []byte
	for _, f := range fields {
		text = append(appendField(text, f), ',')
	}
	var w word
	w.n = copy(w.text[:], text)
	w.more = string(text[w.n:])
	return w
}

// put writes the word into b, where at least wordSize bytes have room, from n on and returns where the next field begins.
func (w *word) put(b []byte, n int) int {
	*(*[wordSize]byte)(b[n:]) = w.text
	n += w.n
	if w.more != "" {
		n += copy(b[n:], w.more)
	}
	return n
}

// byService keeps a value for each of a book's services. One is found by its line in the book, or behind it.
type byService[T any] struct{ slots []slotOf[T] }

type slotOf[T any] struct {
	service *rates.Service
	value   T
}

// find returns the value of a service, nil where it has none.
func (m *byService[T]) find(s *rates.Service) *T {
	for i := home(s); i < len(m.slots); i++ {
		switch m.slots[i].service {
		case s:
			return &m.slots[i].value
		case nil:
			return nil
		}
	}
	return nil
}

// at is find for writing: the value of a service without one is made.
func (m *byService[T]) at(s *rates.Service) *T {
	if v := m.find(s); v != nil {
		return v
	}
	i := home(s)
	for i < len(m.slots) && m.slots[i].service != nil {
		i++
	}
	for i >= len(m.slots) {
		m.slots = append(m.slots, slotOf[T]{})
	}
	m.slots[i].service = s
	return &m.slots[i].value
}

// home is where the search for a service begins. The bound keeps a book with its services far down from taking memory.
func home(s *rates.Service) int { return s.Line & 1023 }
