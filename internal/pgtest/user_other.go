//go:build !linux

package pgtest

import "syscall"

func asOther() *syscall.SysProcAttr { return nil }

func own(string) error { return nil }
