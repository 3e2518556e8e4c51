package tqd

import (
	"bufio"
	"encoding/json"
	"io"
	"strconv"
)

// Write writes an instance as a file that Scan reads.
func Write(w io.Writer, h *Head, orders Source) error {
	out := bufio.NewWriterSize(w, 1<<16)
	head, err := json.Marshal(jsonHead(h))
	if err != nil {
		return err
	}
	out.Write(head[:len(head)-1]) // the orders follow; a failed write is told by Flush
	out.WriteString(",\n\"orders\":[")
	var line []byte
	first := true
	err = orders.Each(func(options []Option) error {
		line = line[:0]
		if !first {
			line = append(line, ',')
		}
		first = false
		line = append(line, "\n["...)
		for j, o := range options {
			if j > 0 {
				line = append(line, ',')
			}
			for p, v := range [...]int32{o.Service, o.Freight, o.Other, o.Grams, o.Bad} {
				line = append(line, "[,,,,"[p])
				line = strconv.AppendInt(line, int64(v), 10)
			}
			line = append(line, ']')
		}
		_, err := out.Write(append(line, ']'))
		return err
	})
	if err != nil {
		return err
	}
	out.WriteString("]}\n")
	return out.Flush()
}

type object map[string]any // whose names json.Marshal sorts

type fileHead struct {
	Format    string   `json:"format"`
	Name      string   `json:"name"`
	N         int      `json:"n"`
	Rho       int64    `json:"rho_ppm"`
	Channels  []object `json:"channels"`
	Contracts []object `json:"contracts"`
	Services  []object `json:"services"`
}

func jsonHead(h *Head) fileHead {
	f := fileHead{Format: Format, Name: h.Name, N: h.N, Rho: h.Rho, Channels: []object{}, Contracts: []object{}, Services: []object{}}
	for _, c := range h.Channels {
		f.Channels = append(f.Channels, object{"name": c.Name, "max_share_ppm": c.MaxShare})
	}
	for _, s := range h.Services {
		f.Services = append(f.Services, object{"contract": s.Contract, "channel": s.Channel})
	}
	for _, c := range h.Contracts {
		tiers := []object{}
		for _, t := range c.Tiers {
			tiers = append(tiers, object{"from": t.From, "value": t.Value})
		}
		f.Contracts = append(f.Contracts, object{
			"name": c.Name, "measure": c.Measure, "mode": c.Mode, "v0": c.Volume, "retro_freight": c.Retro,
			"tiers": tiers, "capacity": c.Capacity, "commit": c.Commit, "shortfall_rate": c.Shortfall,
		})
	}
	return f
}
