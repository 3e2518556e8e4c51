// Package bench makes the data that lanewise is measured with: the benchmark book, a rate book of 40 services and 60
// countries with every feature of a rate book in the proportions of real shops, and order files of any length.
//
// Both come from a seed alone and are the same bytes on every machine and in every run: all drawing is done in whole
// numbers. What is measured today can be measured again next year, by another program too.
package bench
