package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestAnswersHaveTheirLength(t *testing.T) {
	for size, want := range map[int]int{0: len("hello, world"), 1: 1, 3000: 3000} {
		srv := httptest.NewServer(handler(size))
		answer, err := http.Post(srv.URL, "application/json", strings.NewReader(strings.Repeat("b", 10_000)))
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		if err != nil || answer.StatusCode != 200 || len(body) != want {
			t.Errorf("size %d: status %d, %d bytes, %v", size, answer.StatusCode, len(body), err)
		}
		answer.Body.Close()
		srv.Close()
	}
}
