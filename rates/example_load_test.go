package rates_test

import (
	"fmt"
	"testing/fstest"

	"github.com/lanewise/lanewise/rates"
)

func ExampleLoad() {
	folder := fstest.MapFS{
		"settings.csv": {Data: []byte("key,value\ncurrency,CNY\n")},
		"services.csv": {Data: []byte("service,channel,kind,level,currency\nPOST,offline,post,economy,CNY\n")},
		"rates.csv":    {Data: []byte("service,zone,upto_g,per_kg\nPOST,DE,500,\"90,5\"\nPOST,DE,,80\nPOSTE,FR,500,75\n")},
		"risk.csv":     {Data: []byte("service,days_p50\nPOST,12\n")},
	}
	book, problems := rates.Load(folder)
	for _, p := range problems {
		fmt.Println(p)
	}
	fmt.Println(len(book.Rates), "row read; usable:", problems.Errors() == 0)
	// Output:
	// rates.csv:2:4 per_kg: "90,5" has a decimal comma; write 90.5 [E031]
	// rates.csv:3:3 upto_g: the cell is empty; fill it in [E030]
	// rates.csv:4:1 service: service "POSTE" is not in services; did you mean POST? [E103]
	// 1 row read; usable: false
}

func ExampleOpen() {
	book, problems := rates.Open("../testdata/books/aliexpress-2026")
	if err := problems.Err(); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(book.Settings.Name, "in", book.Settings.Currency)
	fmt.Println(len(book.Services), "services,", len(book.Rates), "prices")
	// Output:
	// AliExpress online and offline shipping, 2026 in CNY
	// 20 services, 517 prices
}

func ExampleCodes() {
	for _, c := range rates.Codes() {
		if c.Code == "E023" || c.Code == "W002" {
			fmt.Printf("%s: %s. %s.\n", c.Code, c.Title, c.Hint)
		}
	}
	// Output:
	// E023: A row has more or fewer fields than the header. check its commas and quotes: a text with a comma in it stands in quotes.
	// W002: A column that the table does not have. rename or remove it; its cells are not read.
}
