package orders

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// sure are headers of real exports that can mean only one column, in the form that plain makes of them: those of
// marketplaces and shop systems (AliExpress, Amazon, eBay, Etsy, Shopify, WooCommerce) and of Chinese forwarders' templates.
var sure = map[string]Column{
	"ordernumber": OrderID, "orderno": OrderID, "platformordernumber": OrderID, "platformorderid": OrderID,
	"订单号": OrderID, "订单编号": OrderID, "订单号码": OrderID, "订单id": OrderID, "平台订单号": OrderID, "客户订单号": OrderID,

	"countrycode": Country, "countryregion": Country, "destination": Country, "destinationcountry": Country,
	"destinationcountrycode": Country, "shipcountry": Country, "shipcountrycode": Country, "shiptocountry": Country,
	"shippingcountry": Country, "shippingcountrycode": Country, "countrycodeshipping": Country, "deliverycountry": Country,
	"buyercountry": Country, "recipientcountry": Country, "receivercountry": Country, "consigneecountry": Country,
	"国家": Country, "收货国家": Country, "收货国家地区": Country, "收件国家": Country, "收件人国家": Country, "收货人国家": Country,
	"国家地区": Country, "目的国": Country, "目的国家": Country, "目的地国家": Country, "国家代码": Country, "国家简码": Country,
	"国家二字码": Country, "收件国家二字码": Country, "目的国二字码": Country,

	"zip": Postcode, "zipcode": Postcode, "postalcode": Postcode, "postcodeto": Postcode, "shipzip": Postcode, "shipzipcode": Postcode,
	"shippostalcode": Postcode, "shippostcode": Postcode, "shiptozip": Postcode, "shippingzip": Postcode, "shippingpostcode": Postcode,
	"shippingpostalcode": Postcode, "postcodeshipping": Postcode, "recipientpostcode": Postcode, "recipientpostalcode": Postcode,
	"邮编": Postcode, "邮政编码": Postcode, "收货邮编": Postcode, "收件邮编": Postcode, "收件人邮编": Postcode, "收货人邮编": Postcode,

	"declaredvalue": Value, "customsvalue": Value, "申报价值": Value, "申报金额": Value, "申报总价值": Value,
	"currencycode": Currency, "valuecurrency": Currency, "declaredcurrency": Currency, "币种": Currency, "货币": Currency, "申报币种": Currency,
	"promiseddeliverydays": PromisedDays, "承诺天数": PromisedDays, "shippingdate": ShipDate, "dispatchdate": ShipDate, "发货日期": ShipDate,
	"shipservicelevel": BuyerService, "买家选择物流": BuyerService, "hscount": HS6Count,

	"sellersku": SKU, "merchantsku": SKU, "itemsku": SKU, "lineitemsku": SKU, "customlabel": SKU, "customlabelsku": SKU,
	"商家编码": SKU, "商品编码": SKU, "商品sku": SKU, "sku编码": SKU, "货号": SKU,
	"qty": Quantity, "quantitypurchased": Quantity, "itemquantity": Quantity, "lineitemquantity": Quantity,
	"数量": Quantity, "商品数量": Quantity, "购买数量": Quantity,
}

// likely are headers that leave open what they mean, mostly their unit or currency. They are suggested and never read: a
// unit guessed from a header would be a price made up.
var likely = map[string]Column{
	"id": OrderID, "order": OrderID, "orderref": OrderID, "reference": OrderID, "to": Country,
	"price": Value, "amount": Value, "ordervalue": Value, "订单金额": Value,
	"attribute": Attributes, "attr": Attributes, "goods": Attributes, "货物属性": Attributes,
	"promised": PromisedDays, "date": ShipDate, "发货时间": ShipDate, "service": BuyerService,
}

// measures are words for a weight or a side, whose unit follows.
var measures = map[string]Column{
	"weight": WeightG, "parcelweight": WeightG, "packageweight": WeightG, "grossweight": WeightG, "actualweight": WeightG,
	"totalweight": WeightG, "shippingweight": WeightG,
	"重量": WeightG, "包裹重量": WeightG, "实重": WeightG, "实际重量": WeightG, "毛重": WeightG, "总重": WeightG, "总重量": WeightG, "称重": WeightG,
	"length": LengthCM, "width": WidthCM, "height": HeightCM,
	"parcellength": LengthCM, "parcelwidth": WidthCM, "parcelheight": HeightCM,
	"packagelength": LengthCM, "packagewidth": WidthCM, "packageheight": HeightCM,
	"长": LengthCM, "宽": WidthCM, "高": HeightCM, "长度": LengthCM, "宽度": WidthCM, "高度": HeightCM,
	"包裹长": LengthCM, "包裹宽": WidthCM, "包裹高": HeightCM,
}

// units turn the column that a measure suggests into the one that holds this unit.
var units = []struct {
	name     string
	of, into Column
}{
	{"kilograms", WeightG, WeightKg},
	{"kgs", WeightG, WeightKg},
	{"kg", WeightG, WeightKg},
	{"千克", WeightG, WeightKg},
	{"公斤", WeightG, WeightKg},
	{"ingrams", WeightG, WeightG},
	{"grams", WeightG, WeightG},
	{"gram", WeightG, WeightG},
	{"g", WeightG, WeightG},
	{"克", WeightG, WeightG},
	{"cm", LengthCM, LengthCM},
	{"厘米", LengthCM, LengthCM},
	{"公分", LengthCM, LengthCM},
}

// meant finds the column that a header which is none of ours stands for. certain says that it can be read as that column;
// otherwise a person has to say so.
func meant(header string) (c Column, certain, ok bool) {
	p := plain(header)
	for i, n := range names {
		if plain(n) == p {
			return Column(i), true, true
		}
	}
	if c, ok := sure[p]; ok {
		return c, true, true
	}
	if c, ok := likely[p]; ok {
		return c, false, true
	}
	return measured(p)
}

// measured reads a word for a weight or side with its unit. The Chinese words for the sides of a parcel are in centimetres
// where they name no unit: no forwarder's template means anything else.
func measured(p string) (c Column, certain, ok bool) {
	if c, ok := measures[p]; ok {
		return c, c != WeightG && p[0] >= utf8.RuneSelf, true
	}
	for _, u := range units {
		word, has := strings.CutSuffix(p, u.name)
		c, known := measures[word]
		if !has || !known {
			continue
		}
		if u.of == WeightG && c == WeightG {
			return u.into, true, true
		}
		if u.of == LengthCM && c != WeightG {
			return c, true, true
		}
	}
	return 0, false, false
}

// plain reduces a header to its lower-case letters and digits.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
