//! Dictionary of the names of columns, by role: in Chinese, English and other languages of European shops, with the
//! names of ids in Japanese and Korean.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::ingest::lexicon::shops::SHOP_NAMES;

/// Names by role, most likely first, as [`name_key`] writes them: without case, blanks and punctuation. Roles choose
/// their columns in this order.
#[rustfmt::skip]
pub(crate) const NAMES_BY_ROLE: [(&str, &[&str]); 10] = [
    ("split", &["split", "fold", "partition", "subset", "划分", "数据集划分"]),
    ("user", &[
        "user", "userid", "uid", "username", "customer", "customerid", "custid", "household", "householdid",
        "householdkey", "client", "clientid", "member", "memberid", "membernumber", "buyer", "buyerid", "visitor",
        "visitorid", "person", "personid", "account", "accountid", "reviewerid", "reviewer", "userkey", "customerno",
        "customernumber", "customercode", "msno", "steamid", "playerid", "subscriberid", "shopper", "shopperid",
        "customeruniqueid", "deviceid", "usersession",
        "用户", "用户id", "用户编号", "用户号", "用户名", "用户标识", "客户", "客户id", "客户编号", "客户号", "客户代码", "客户编码",
        "会员", "会员id", "会员编号", "会员号", "会员卡号", "会员编码", "买家", "买家id", "买家昵称", "顾客", "顾客id",
        "顾客编号", "使用者", "使用者id", "會員", "會員編號", "客戶", "客戶編號", "手机号", "openid",
        "顧客番号", "顧客id", "会員番号", "会員id", "ユーザーid", "고객번호", "고객id", "회원번호", "회원id", "사용자id",
        "kunde", "kundennr", "kundennummer", "kundenid", "kundin", "benutzer", "nutzer", "nutzerid",
        "cliente", "idcliente", "clienteid", "codcliente", "codigocliente", "usuario", "usuarioid", "idusuario",
        "utente", "idutente", "clienteid", "usuário", "idusuário",
        "clientenr", "numeroclient", "idclient", "codeclient", "utilisateur", "acheteur",
        "klant", "klantid", "klantnummer", "klantnr", "gebruiker", "klient", "idklienta", "kund", "kundnummer",
    ]),
    ("item", &[
        "item", "itemid", "product", "productid", "productcode", "producttype", "sku", "skuid", "stockcode",
        "article", "articleid", "movie", "movieid", "book", "bookid", "isbn", "asin", "parentasin", "song", "songid",
        "track", "trackid", "artist", "artistid", "goods", "goodsid", "itemcode", "upc", "ean", "gtin", "itemno",
        "itemnumber", "productno", "productnumber", "articleno", "articlenumber", "productsku", "game", "gameid",
        "appid", "animeid", "anime", "recipeid", "newsid", "videoid", "businessid", "hotelid", "courseid", "variantid",
        "productkey", "itemkey", "listingid", "gmapid", "items", "products", "basket", "itemset", "itemlist",
        "商品", "商品id", "商品编码", "商品编号", "商品代码", "商品sku", "产品", "产品id", "产品编码", "产品编号", "产品代码",
        "物品", "物品id", "物品编号", "货号", "货品编码", "货品编号", "条码", "商品条码", "sku编码", "款号", "商品列表", "商品清单",
        "购买商品", "電影", "電影id", "商品編號", "商品代號", "產品", "產品編號",
        "artikel", "artikelnr", "artikelnummer", "artikelid", "ware", "warennummer", "produkt", "produktid",
        "produktnr", "produktnummer", "artículo", "articulo", "idarticulo", "producto", "productoid", "idproducto",
        "codigoproducto", "codproducto", "prodotto", "idprodotto", "codiceprodotto", "articolo", "codicearticolo",
        "produto", "idproduto", "codigoproduto", "produit", "idproduit", "codeproduit", "refproduit", "référence",
        "codearticle", "productnr", "productnummer", "produkty", "idproduktu", "vara", "artikkel", "vare",
    ]),
    ("name", &[
        "itemname", "productname", "productdescription", "itemdescription", "itemdesc", "productdesc", "producttitle",
        "itemtitle", "name", "title", "description", "movietitle", "booktitle", "artistname", "trackname", "songname",
        "gamename", "articlename", "goodsname", "prodname", "skuname",
        "商品名称", "商品名", "产品名称", "产品名", "货品名称", "品名", "名称", "标题", "商品标题", "宝贝标题", "宝贝名称", "物品名称", "描述",
        "商品名稱", "產品名稱", "品名規格", "電影名稱",
        "artikelbezeichnung", "artikelname", "bezeichnung", "produktname", "warenbezeichnung", "descripcion",
        "descripción", "nombreproducto", "nombre", "nomeprodotto", "descrizione", "nomeproduto", "descrição", "nome",
        "nomproduit", "libellé", "libelle", "désignation", "designation", "productnaam", "omschrijving", "naam",
        "nazwaproduktu", "nazwa", "produktnamn",
    ]),
    ("time", &[
        "time", "date", "timestamp", "datetime", "day", "invoicedate", "orderdate", "ordertime", "orderedat",
        "purchasedate", "purchasetime", "firstdate", "createdat", "created", "transactiondate", "transactiontime",
        "eventtime", "eventdate", "unixreviewtime", "reviewtime", "reviewdate", "ratingtimestamp", "ts", "tdat",
        "visitdate", "orderpurchasetimestamp", "timestampms", "unixtime", "invoicedatetime", "saledate", "salesdate",
        "时间", "日期", "下单时间", "下单日期", "购买时间", "购买日期", "交易时间", "交易日期", "订单时间", "订单日期", "支付时间",
        "付款时间", "成交时间", "订单创建时间", "订单付款时间", "行为时间", "发生时间", "创建时间", "销售日期", "评价时间", "时间戳",
        "時間", "下單時間", "購買日期", "交易日期",
        "datum", "bestelldatum", "kaufdatum", "rechnungsdatum", "zeit", "zeitpunkt", "fecha", "fechacompra",
        "fechapedido", "dataacquisto", "dataordine", "data", "datacompra", "datapedido", "dateachat", "datecommande",
        "besteldatum", "aankoopdatum", "datazakupu", "orderdatum",
    ]),
    ("value", &[
        "rating", "ratings", "stars", "starrating", "score", "overall", "reviewoverall", "reviewscore", "userrating",
        "bookrating", "quantity", "qty", "orderqty", "value", "weight", "playcount", "plays", "units", "unitssold",
        "numitems", "count",
        "评分", "评级", "打分", "星级", "评价分", "数量", "购买数量", "商品数量", "件数", "购买件数", "销售数量", "销量", "次数",
        "評分", "數量", "購買數量",
        "menge", "anzahl", "stückzahl", "bewertung", "cantidad", "valoración", "valoracion", "quantità", "quantita",
        "valutazione", "voto", "quantidade", "avaliação", "nota", "quantité", "quantite", "qté", "note", "aantal",
        "beoordeling", "waardering", "ilość", "ocena", "antal", "betyg",
    ]),
    ("event", &[
        "event", "eventtype", "eventname", "behavior", "behaviortype", "behaviour", "behaviourtype", "action",
        "actiontype", "interaction", "interactiontype", "activity", "activitytype",
        "行为", "行为类型", "用户行为", "事件", "事件类型", "事件名称", "操作", "操作类型", "动作", "交易类型", "行為", "行為類型",
        "ereignis", "aktion", "evento", "tipoevento", "événement", "typeevenement", "accion", "acción", "azione",
        "ação",
    ]),
    ("order", &[
        "order", "orderid", "orderno", "ordernumber", "invoice", "invoiceno", "invoiceid", "invoicenumber", "basketid",
        "transactionid", "transaction", "transactionno", "receipt", "receiptid", "receiptno", "billno", "cartid",
        "sessionid", "ordercode", "checkid", "ticketid",
        "订单", "订单号", "订单编号", "订单id", "单号", "交易号", "交易编号", "流水号", "小票号", "发票号", "销售单号", "訂單編號", "訂單號",
        "注文番号", "注文id", "受注番号", "伝票番号", "주문번호", "주문id",
        "bestellnr", "bestellnummer", "rechnungsnr", "rechnungsnummer", "auftragsnummer", "bonnr", "pedido", "idpedido",
        "numeropedido", "factura", "nfactura", "ordine", "idordine", "numeroordine", "fattura", "commande",
        "idcommande", "numcommande", "numerocommande", "facture", "bestelling", "bestelnummer", "factuurnummer",
        "zamowienie",
    ]),
    ("category", &[
        "category", "categoryid", "categorycode", "categoryname", "productcategory", "productcategoryname",
        "itemcategory", "maincategory", "subcategory", "genre", "genres", "department", "aisle", "departmentid",
        "aisleid", "productgroup", "productgroupname", "producttypename", "brand", "class", "productclass", "family",
        "commoditydesc", "类目", "类目id", "类目名称", "商品类目", "分类", "商品分类", "品类", "商品品类", "类别", "商品类别", "产品类别", "产品分类",
        "一级类目", "二级类目", "叶子类目", "部门", "品牌", "大类", "中类", "小类", "類別", "商品類別", "分類",
        "kategorie", "warengruppe", "produktgruppe", "categoría", "categoria", "catégorie", "categorie", "rubrique",
        "familia", "famille", "reparto", "kategoria", "kategori",
    ]),
    ("segment", &[
        "segment", "customersegment", "usersegment", "segmentname", "cluster", "customertype", "customergroup", "tier",
        "membertier", "clubmemberstatus", "userlevel", "agegroup", "gender", "sex", "country", "region",
        "客户分群", "用户分群", "分群", "客户群", "人群", "客群", "客户类型", "用户类型", "会员等级", "会员级别", "用户等级", "等级",
        "客户等级", "年龄段", "性别", "国家", "地区", "省份", "區隔", "會員等級", "性別", "地區",
        "kundensegment", "kundengruppe", "land", "segmento", "grupo", "país", "paese", "pays", "groupeclient",
        "segmentklienta",
    ]),
];

/// Whether the dictionaries have a name with this key; short names of the second one may as well be products.
pub(crate) fn is_known(key: &str) -> bool {
    // A set, since every cell of a head is looked up in every dialect that is tried.
    static ALL: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        let is_certain = |key: &&str| if key.is_ascii() { key.len() >= 9 } else { key.chars().count() >= 3 };
        let shops = SHOP_NAMES.iter().flat_map(|(_, names)| *names).copied().filter(is_certain);
        NAMES_BY_ROLE.iter().flat_map(|(_, names)| *names).copied().chain(shops).collect()
    });
    ALL.contains(key)
}

/// Words that compound names such as `order_purchase_timestamp` consist of, by role.
const USER_WORDS: [&str; 15] = [
    "user",
    "customer",
    "client",
    "member",
    "buyer",
    "visitor",
    "household",
    "shopper",
    "kunde",
    "kunden",
    "cliente",
    "usuario",
    "utilisateur",
    "klant",
    "reviewer",
];
const ITEM_WORDS: [&str; 17] = [
    "item", "product", "article", "sku", "movie", "book", "song", "track", "artist", "goods", "game", "artikel",
    "produkt", "producto", "produit", "prodotto", "produto",
];
const ID_WORDS: [&str; 9] = ["id", "code", "no", "nr", "number", "num", "key", "nummer", "ref"];
const NAME_WORDS: [&str; 8] = ["name", "title", "description", "desc", "bezeichnung", "nombre", "nom", "nome"];
const TIME_WORDS: [&str; 9] = ["timestamp", "date", "datetime", "time", "datum", "fecha", "zeit", "unixtime", "at"];
const VALUE_WORDS: [&str; 9] =
    ["rating", "quantity", "qty", "stars", "menge", "anzahl", "cantidad", "quantité", "score"];
const ORDER_WORDS: [&str; 7] = ["order", "invoice", "basket", "transaction", "receipt", "bestell", "rechnungs"];
const CATEGORY_WORDS: [&str; 5] = ["category", "genre", "department", "kategorie", "categoria"];
const SEGMENT_WORDS: [&str; 3] = ["segment", "cluster", "tier"];

/// The same in Chinese, whose names have no blanks between words.
const USER_WORDS_ZH: [&str; 9] = ["用户", "客户", "会员", "买家", "顾客", "用戶", "客戶", "會員", "買家"];
const ITEM_WORDS_ZH: [&str; 8] = ["商品", "产品", "物品", "货品", "宝贝", "產品", "sku", "电影"];
const ID_WORDS_ZH: [&str; 9] = ["id", "编码", "编号", "代码", "号", "編號", "代號", "条码", "标识"];
const NAME_WORDS_ZH: [&str; 4] = ["名称", "标题", "名", "名稱"];
const TIME_WORDS_ZH: [&str; 4] = ["时间", "日期", "時間", "时刻"];
const VALUE_WORDS_ZH: [&str; 6] = ["数量", "件数", "评分", "數量", "評分", "星级"];
const ORDER_WORDS_ZH: [&str; 4] = ["订单", "单号", "訂單", "流水"];
const CATEGORY_WORDS_ZH: [&str; 5] = ["类目", "分类", "品类", "类别", "類別"];
const SEGMENT_WORDS_ZH: [&str; 4] = ["分群", "等级", "人群", "等級"];

/// Role suggested by the words of a name that is not in the dictionary.
pub(crate) fn role_by_words(name: &str) -> Option<&'static str> {
    let whole = name_key(name);
    if !whole.is_ascii() {
        let has = |words: &[&str]| words.iter().any(|word| whole.contains(word));
        let ends = |words: &[&str]| words.iter().any(|word| whole.ends_with(word));
        let zh = match () {
            _ if has(&TIME_WORDS_ZH) => Some("time"),
            _ if has(&VALUE_WORDS_ZH) => Some("value"),
            _ if has(&CATEGORY_WORDS_ZH) => Some("category"),
            _ if has(&SEGMENT_WORDS_ZH) => Some("segment"),
            _ if has(&ITEM_WORDS_ZH) && ends(&ID_WORDS_ZH) => Some("item"),
            _ if has(&ITEM_WORDS_ZH) && ends(&NAME_WORDS_ZH) => Some("name"),
            _ if has(&USER_WORDS_ZH) && ends(&ID_WORDS_ZH) => Some("user"),
            _ if has(&ORDER_WORDS_ZH) && (ends(&ID_WORDS_ZH) || ends(&["单号", "单"])) => Some("order"),
            _ => None,
        };
        if zh.is_some() {
            return zh;
        }
    }
    let words = words(name);
    let has = |of: &[&str]| words.iter().any(|word| of.contains(&word.as_str()));
    let last = |of: &[&str]| words.last().is_some_and(|word| of.contains(&word.as_str()));
    match () {
        _ if words.len() < 2 => None,
        _ if last(&TIME_WORDS) => Some("time"),
        _ if last(&VALUE_WORDS) => Some("value"),
        _ if has(&CATEGORY_WORDS) => Some("category"),
        _ if has(&SEGMENT_WORDS) => Some("segment"),
        _ if has(&ITEM_WORDS) && last(&NAME_WORDS) => Some("name"),
        _ if has(&ITEM_WORDS) && last(&ID_WORDS) => Some("item"),
        _ if has(&USER_WORDS) && last(&ID_WORDS) => Some("user"),
        _ if has(&ORDER_WORDS) && last(&ID_WORDS) => Some("order"),
        _ => None,
    }
}

/// Words of `order_purchase_timestamp`, `orderPurchaseTimestamp` or `Order purchase timestamp`.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before_is_lower = false;
    for character in name.chars() {
        let begins = !character.is_alphanumeric() || (before_is_lower && character.is_uppercase());
        if begins && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if let (true, Some(word)) = (character.is_alphanumeric(), words.last_mut()) {
            word.extend(character.to_lowercase());
        }
        before_is_lower = character.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether the name of a column of values is one of ratings (true) or of quantities (false); `None` for neither.
pub(crate) fn is_rating_name(name: &str) -> Option<bool> {
    const RATINGS: [&str; 17] = [
        "rating",
        "stars",
        "star",
        "score",
        "overall",
        "评分",
        "评级",
        "打分",
        "星级",
        "評分",
        "bewertung",
        "valoración",
        "valoracion",
        "ocena",
        "voto",
        "评价",
        "оценка",
    ];
    const QUANTITIES: [&str; 25] = [
        "quantity",
        "qty",
        "units",
        "count",
        "weight",
        "play",
        "plays",
        "数量",
        "件数",
        "销量",
        "次数",
        "數量",
        "menge",
        "anzahl",
        "stückzahl",
        "cantidad",
        "quantità",
        "quantita",
        "quantidade",
        "quantité",
        "quantite",
        "qté",
        "aantal",
        "antal",
        "ilość",
    ];
    let key = name_key(name);
    let has = |words: &[&str]| words.iter().any(|word| key.contains(word));
    if has(&RATINGS) { Some(true) } else { has(&QUANTITIES).then_some(false) }
}

/// Key of a name in the dictionary: the name without case, blanks and punctuation.
pub(crate) fn name_key(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
