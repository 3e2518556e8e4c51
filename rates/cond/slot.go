package cond

import "unsafe"

// slot is the place of a field in Facts, in bytes from their start: reading
// from there takes neither a call nor a jump, which a condition of a few
// nanoseconds would notice. Only fields.go makes slots, by unsafe.Offsetof,
// and the kind of the field says which of the methods fits.
type slot struct {
	at   uint16
	gate uint16 // of the bool without which a number is 0; of a yes/no field itself
	open int8   // -1: the gate, which is any bool, does not matter
}

func slotAt(at uintptr) slot {
	return slot{at: uint16(at), gate: uint16(unsafe.Offsetof(Facts{}.HasValue)), open: -1}
}

func slotIf(at, gate uintptr) slot { return slot{at: uint16(at), gate: uint16(gate)} }

func (s *slot) truth(f *Facts) int {
	return digit(*(*bool)(unsafe.Add(unsafe.Pointer(f), s.gate)))
}

func (s *slot) number(f *Facts) int64 {
	v := *(*int64)(unsafe.Add(unsafe.Pointer(f), s.at))
	return v & (int64(s.open) | -int64(s.truth(f)))
}

func (s *slot) textOf(f *Facts) string {
	return *(*string)(unsafe.Add(unsafe.Pointer(f), s.at))
}
