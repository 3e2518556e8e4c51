// Package xlsx reads the sheets of an .xlsx workbook as rows of text cells, for rate books and order files.
//
//	w, err := xlsx.Open(file, size, xlsx.DefaultLimits())
//	rows, err := w.Rows("rates")
//	for {
//		cells, err := rows.Read() // io.EOF after the last row; rows.Line() is the row's number
//	}
//
// # What a cell becomes
//
// Texts stay as they are. A number becomes the decimal that a person sees in the cell before any format is put on it: the
// stored double with 15 significant digits, without exponent and trailing zeros (Excel stores 30.45 as 30.449999999999999).
// A number in a date format becomes YYYY-MM-DD, with a time of day behind it where it has one; one in a format of zeros
// alone, such as 00000 for postcodes, keeps its zeros in front; one in a percent format keeps its sign, 12.5%, so that
// nobody takes the stored 0.125 for what the cell says. Booleans become TRUE and FALSE. A formula stands for the value stored beside it. Hidden sheets, rows and columns are read like any other.
//
// # What is refused
//
// The archive is judged before any of it is unpacked: its size, the number of its entries, what they claim
// to unpack to, repeated names and names that lead out of it. Claims are counted again while reading. In the sheets
// everything is refused that readers tend to lose in silence: rows and cells out of order, texts and
// styles that do not exist, merged cells, document types and unknown entities, error values, formulas without a stored
// value. Cells that cannot be read condemn their row only (CellErrors); everything else the whole file.
//
// # Why its own reader
//
// excelize, the usual library, drops rows that are out of order, shows a wrong shared-string index as the number itself
// and skips unknown entities. To find these the XML has to be read anyway, so it is read once, here: only the parts named by
// the workbook are opened, and no link is followed. The tokens are our own too (scanner), because encoding/xml takes most of
// the time of a large sheet, and lets an attribute stand twice.
package xlsx
