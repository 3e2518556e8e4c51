package server

import (
	"net"
	"net/http"
	"net/netip"
)

// authFailed counts a failed authentication against the caller's address.
func (s *Server) authFailed(r *http.Request) { s.failures.add(caller(r)) }

// caller is the address that failures are counted for. Of IPv6 it is the network of 64 bits, since whoever has one
// address has them all. Forwarding headers are not believed: anybody can write them.
func caller(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	addr, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	addr = addr.Unmap().WithZone("")
	if addr.Is6() && !addr.IsLoopback() {
		net, _ := addr.Prefix(64)
		return net.String()
	}
	return addr.String()
}
