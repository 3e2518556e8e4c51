package plan

// Seal ends the building of a model, as Solve does, so that its options can be read back. No order may follow. The error is
// that of Solve for a model that is wrong.
func (m *Model) Seal() error { return m.finish() }
