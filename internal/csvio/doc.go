// Package csvio reads CSV strictly: RFC 4180 as written, in UTF-8, and nothing that only looks like it.
//
// NewReader takes a stream and Read gives one record after the other, with the line each starts on. A byte
// order mark at the start is dropped; lines end in LF or CRLF; a really empty line is no record, a line of
// spaces is one. Fields are given byte for byte, spaces and line ends inside quotes included.
//
// What is refused, always with the line and what to do about it: NUL bytes and text that is not UTF-8 (UTF-16
// and GB18030 among it), a workbook, archive or PDF named .csv, line ends of CR alone, a quote that is never
// closed (naming the line where it was opened), text after a closing quote, a quote inside an unquoted field, a
// header separated by semicolons or tabs, a file of 0 bytes, and a record, field or number of columns above its
// limit. Each of these is an *Error and means that the whole file cannot be trusted: Read gives the same error
// from then on. With Options.RowErrors a misplaced quote spoils its own record alone, if that stands on one line.
//
// A Splitter cuts a file into blocks of whole records and a Parser takes a block apart, so that several goroutines can
// read one file; Reader is both in one.
//
// What it does not do: count fields, read numbers, trim, or know any column. Memory is bounded by the record limit.
package csvio
