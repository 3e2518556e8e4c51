package rates

import (
	"slices"
	"strings"
)

// CodeInfo describes one kind of problem. Codes are stable: what one has meant it goes on meaning.
type CodeInfo struct {
	Code     string // E… for errors, W… for warnings
	Severity Severity
	Title    string // what is wrong, in a few words
	Hint     string // what to do about it
}

// Codes lists every kind of problem, errors first, each group by number.
func Codes() []CodeInfo {
	all := slices.Concat(loadCodes, checkCodes)
	slices.SortFunc(all, func(a, b CodeInfo) int { return strings.Compare(a.Code, b.Code) })
	return all
}

var codeByName = func() map[string]CodeInfo {
	m := map[string]CodeInfo{}
	for _, c := range Codes() {
		m[c.Code] = c
	}
	return m
}()

// loadCodes are the problems of reading: files, headers and single cells.
var loadCodes = []CodeInfo{
	{Code: "E001", Severity: Error, Title: "The book cannot be opened or read", Hint: "give the folder that holds the tables, or an .xlsx workbook"},
	{Code: "E002", Severity: Error, Title: "A table is not a regular file inside the folder", Hint: "put a copy of the file itself into the folder"},
	{Code: "E003", Severity: Error, Title: "The book is above a limit", Hint: "a book has at most 64 tables, 64 MiB and 1000000 rows"},
	{Code: "E004", Severity: Error, Title: "A required table is missing or has no rows", Hint: "settings, services and rates are required"},
	{Code: "E005", Severity: Error, Title: "The file is not UTF-8 text", Hint: `save the file as "CSV UTF-8"`},
	{Code: "E006", Severity: Error, Title: "The file is of another kind than its name says", Hint: `save the table as "CSV UTF-8"`},
	{Code: "E007", Severity: Error, Title: "The line ends are neither LF nor CRLF", Hint: "save the file with LF or CRLF line ends"},
	{Code: "E008", Severity: Error, Title: "A quote is unclosed or misplaced", Hint: `a quote inside a quoted field is written twice: ""`},
	{Code: "E009", Severity: Error, Title: "A record, a field or the number of columns is above its limit", Hint: "shorten it"},
	{Code: "E010", Severity: Error, Title: "The file is empty or has no header", Hint: "the first row names the columns"},
	{Code: "E011", Severity: Error, Title: "The columns are not separated by commas", Hint: "save the file with commas between the columns"},

	{Code: "E021", Severity: Error, Title: "A column name occurs twice", Hint: "remove or rename one of them"},
	{Code: "E022", Severity: Error, Title: "A required column is missing", Hint: "add the column"},
	{Code: "E023", Severity: Error, Title: "A row has more or fewer fields than the header", Hint: "check its commas and quotes: a text with a comma in it stands in quotes"},
	{Code: "E024", Severity: Error, Title: "Too many errors in one table", Hint: "mend those above first"},

	{Code: "E030", Severity: Error, Title: "A required cell is empty", Hint: "fill it in"},
	{Code: "E031", Severity: Error, Title: "Not a plain number", Hint: "write digits with an optional point, such as 350 or 12.5"},
	{Code: "E032", Severity: Error, Title: "A negative number where none is allowed", Hint: "write a number without a minus"},
	{Code: "E033", Severity: Error, Title: "More digits after the point than allowed", Hint: "round it"},
	{Code: "E034", Severity: Error, Title: "A number out of range", Hint: "write a number inside the range"},
	{Code: "E035", Severity: Error, Title: "Not a country", Hint: "write the two letters of ISO 3166-1, such as DE or GB (XK is Kosovo)"},
	{Code: "E036", Severity: Error, Title: "Not a currency", Hint: "write the three letters of ISO 4217, such as CNY or USD"},
	{Code: "E037", Severity: Error, Title: "Not a day", Hint: "write YYYY-MM-DD, such as 2026-07-01"},
	{Code: "E038", Severity: Error, Title: "Not one of the allowed words", Hint: "write one of the allowed words, in lower case"},
	{Code: "E039", Severity: Error, Title: "Not an amount of money", Hint: "write a number, or a number and its currency: 3 EUR"},
	{Code: "E040", Severity: Error, Title: "The condition cannot be understood", Hint: "correct the marked word"},
	{Code: "E041", Severity: Error, Title: "A weight ladder that does not rise", Hint: "write 500, or 500|21000:1000 for multiples of 500 g and above 21000 g of 1000 g"},
	{Code: "E042", Severity: Error, Title: "Not a box", Hint: "write three sides in cm such as 35.3x25x2.5, several boxes with | between them"},
	{Code: "E043", Severity: Error, Title: "A postcode range that is no range", Hint: "from and to have the same length, and from is not above to"},
	{Code: "E044", Severity: Error, Title: "A list where one value is asked for", Hint: "write one row for each value"},

	{Code: "E050", Severity: Error, Title: "A setting is missing", Hint: "add the row"},
	{Code: "E051", Severity: Error, Title: "A setting occurs twice", Hint: "remove one of the rows"},
	{Code: "E052", Severity: Error, Title: "Not a time zone", Hint: "write an IANA name such as Asia/Shanghai or UTC"},

	{Code: "W001", Severity: Warning, Title: "A table that no book has", Hint: "rename it or move it out of the book"},
	{Code: "W002", Severity: Warning, Title: "A column that the table does not have", Hint: "rename or remove it; its cells are not read"},
	{Code: "W003", Severity: Warning, Title: "A setting that does not exist", Hint: "rename or remove it; its value is not read"},
	{Code: "W004", Severity: Warning, Title: "A column without a name", Hint: "name it or remove it; its cells are not read"},
}
