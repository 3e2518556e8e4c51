package rates

import "strings"

// Selector names services: codes and `channel:online`, `kind:courier`, `level:economy`, `tracking:full`,
// `contract:NAME`. A nil Selector names all.
type Selector []string

// Matches reports whether the selector names the service.
func (s Selector) Matches(v *Service) bool {
	if s == nil {
		return true
	}
	for _, word := range s {
		if matches(word, v) {
			return true
		}
	}
	return false
}

func matches(word string, v *Service) bool {
	if word == v.Code {
		return true
	}
	key, value, ok := strings.Cut(word, ":")
	if !ok {
		return false
	}
	switch key {
	case "channel":
		return value == v.Channel.String()
	case "kind":
		return value == v.Kind
	case "level":
		return value == v.Level
	case "tracking":
		return value == v.Tracking
	case "contract":
		return value == v.Contract
	default:
		return false
	}
}

// String is the channel's name in files: online or offline.
func (c Channel) String() string {
	switch c {
	case Online:
		return "online"
	case Offline:
		return "offline"
	default:
		return ""
	}
}
