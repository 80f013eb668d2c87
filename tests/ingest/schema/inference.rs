use firstpick::ingest::FileReader;
use firstpick::ingest::schema::{Preview, Roles, TableLayout};

fn preview(text: &str) -> Preview {
    Preview::of(text.as_bytes(), true).expect("a preview")
}

/// Roles of a file in the order of [`Roles::NAMES`], with the names of their columns.
fn roles(text: &str) -> (Vec<(&'static str, String)>, TableLayout) {
    let preview = preview(text);
    let named = Roles::NAMES
        .into_iter()
        .filter_map(|role| Some((role, preview.columns[preview.roles.get(role)?].clone())))
        .collect();
    (named, preview.layout)
}

fn assert_roles(what: &str, text: &str, expected: &[(&'static str, &str)]) {
    let expected: Vec<(&str, String)> = expected.iter().map(|&(role, column)| (role, column.to_owned())).collect();
    assert_eq!(roles(text), (expected, TableLayout::Long), "{what}");
}

#[test]
fn common_files_with_a_header_are_recognised() {
    assert_roles(
        "RetailRocket",
        "timestamp,visitorid,event,itemid,transactionid\n1433221332117,257597,view,355908,\n\
         1433224214164,992329,view,248676,\n1433221999827,111016,addtocart,318965,4\n",
        &[
            ("user", "visitorid"),
            ("item", "itemid"),
            ("time", "timestamp"),
            ("event", "event"),
            ("order", "transactionid"),
        ],
    );
    assert_roles(
        "Kaggle's groceries",
        "Member_number,Date,itemDescription\n1808,21-07-2015,tropical fruit\n2552,05-01-2015,whole milk\n",
        &[("user", "Member_number"), ("item", "itemDescription"), ("time", "Date")],
    );
    assert_roles(
        "Instacart has orders and no users",
        "order_id,product_id,add_to_cart_order,reordered\n2,33120,1,1\n2,28985,2,1\n3,9327,1,0\n",
        &[("user", "order_id"), ("item", "product_id")],
    );
    assert_roles(
        "Goodbooks",
        "user_id,book_id,rating\n1,258,5\n2,4081,4\n",
        &[("user", "user_id"), ("item", "book_id"), ("value", "rating")],
    );
    assert_roles(
        "Last.fm",
        "userID\tartistID\tweight\n2\t51\t13883\n2\t52\t11690\n",
        &[("user", "userID"), ("item", "artistID"), ("value", "weight")],
    );
    assert_roles(
        "reviews",
        "reviewerID,asin,reviewerName,overall,unixReviewTime\nA2SUAM1J3GNN3B,0000013714,J. McDonald,5,1252800000\n",
        &[("user", "reviewerID"), ("item", "asin"), ("time", "unixReviewTime"), ("value", "overall")],
    );
    assert_roles(
        "a shop in China",
        "订单编号,用户ID,商品编码,商品标题,下单时间,购买数量,商品类目,客户分群,事件类型\n\
         T1,u1,A1,牛奶,2023-01-02 10:00,1,饮料,老客,购买\nT2,u2,A2,面包,2023-01-03 10:00,2,食品,新客,购买\n",
        &[
            ("user", "用户ID"),
            ("item", "商品编码"),
            ("name", "商品标题"),
            ("time", "下单时间"),
            ("value", "购买数量"),
            ("category", "商品类目"),
            ("event", "事件类型"),
            ("segment", "客户分群"),
            ("order", "订单编号"),
        ],
    );
    assert_roles(
        "a shop in Germany",
        "Bestellnummer;Kundennummer;Artikelnummer;Bezeichnung;Menge;Bestelldatum;Warengruppe\n1;7;A1;Milch;2;01.02.2023;Getränke\n",
        &[
            ("user", "Kundennummer"),
            ("item", "Artikelnummer"),
            ("name", "Bezeichnung"),
            ("time", "Bestelldatum"),
            ("value", "Menge"),
            ("category", "Warengruppe"),
            ("order", "Bestellnummer"),
        ],
    );
    assert_roles(
        "names of several words",
        "orderPurchaseTimestamp,customer_unique_no,product_ref_code,product_category_english\n2017-10-02 10:56:33,c1,p1,toys\n",
        &[
            ("user", "customer_unique_no"),
            ("item", "product_ref_code"),
            ("time", "orderPurchaseTimestamp"),
            ("category", "product_category_english"),
        ],
    );
}

#[test]
fn files_without_a_header_are_recognised_by_their_content() {
    let taobao: String = (0..60)
        .map(|row| {
            let item = 2_268_318 + row * 7 % 23;
            format!(
                "{},{item},{},{},{}\n",
                1 + row / 20,
                item % 5 + 100,
                ["pv", "cart", "pv", "buy"][row % 4],
                1_511_544_070 + row * 97
            )
        })
        .collect();
    assert_roles(
        "Taobao",
        &taobao,
        &[("user", "#1"), ("item", "#2"), ("time", "#5"), ("category", "#3"), ("event", "#4")],
    );
    let movies: String = (0..60)
        .map(|row| {
            format!(
                "{}\t{}\t{}\t{}\n",
                196 + row / 15,
                242 + row * 13 % 31,
                [3, 5, 4, 4, 1, 5][row % 6],
                881_250_949 + row
            )
        })
        .collect();
    assert_roles("MovieLens", &movies, &[("user", "#1"), ("item", "#2"), ("time", "#4"), ("value", "#3")]);
    let amazon: String = (0..60)
        .map(|row| {
            format!(
                "B00{:07},A{:012},{}.0,{}\n",
                row / 6,
                row * 7_919 % 997,
                [5, 4, 5, 1, 3][row % 5],
                1_365_811_200 + row * 86_400
            )
        })
        .collect();
    assert_roles(
        "Amazon's ratings with the item first",
        &amazon,
        &[("user", "#2"), ("item", "#1"), ("time", "#4"), ("value", "#3")],
    );
    let steam: String = (0..40)
        .map(|row| {
            let game = ["The Elder Scrolls V", "Fallout 4", "Spore", "Left 4 Dead 2"][row / 2 % 4];
            format!(
                "{},\"{game}\",{},{:.1},0\n",
                151_603_712 + row / 8,
                ["purchase", "play"][row % 2],
                [1.0, 273.0][row % 2]
            )
        })
        .collect();
    assert_roles("Steam", &steam, &[("user", "#1"), ("item", "#2"), ("event", "#3")]);
}

#[test]
fn every_inferred_role_has_its_reason() {
    let reasons = preview("who,customer_id,when\nx,1,2023-01-02\ny,1,2023-01-03\nx,2,2023-02-03\n").reasons;
    assert_eq!(reasons["user"], "by-name");
    assert_eq!(reasons["time"], "by-content-dates");
    assert_eq!(reasons["item"], "by-content-ids");
}

#[test]
fn a_list_of_names_in_a_cell_is_a_list_or_a_basket() {
    for separator in ["|", ";", "、", ", "] {
        let text: String = (0..12)
            .map(|row| {
                format!("u{row},\"{}\"\n", ["milk", "bread", "eggs", "tea"][row % 3..row % 3 + 2].join(separator))
            })
            .collect();
        let listed = preview(&format!("user,items\n{text}"));
        assert_eq!(
            (listed.layout, listed.roles.user, listed.roles.item),
            (TableLayout::List, Some(0), Some(1)),
            "{separator}"
        );
        let basket = preview(&format!("order_id,items\n{text}"));
        assert_eq!(
            (basket.layout, basket.roles.order, basket.roles.item),
            (TableLayout::Basket, Some(0), Some(1)),
            "{separator}"
        );
    }
    let printed = preview("user,history\n1,\"['milk', 'bread']\"\n2,\"['bread']\"\n3,\"['tea', 'milk']\"\n");
    assert_eq!((printed.layout, printed.roles.item), (TableLayout::List, Some(1)));
}

#[test]
fn commas_in_the_names_of_products_make_no_lists() {
    let text: String = (0..40).map(|row| format!("{},\"Lamp, {} cm, white\"\n", row / 8, 10 + row % 9)).collect();
    assert_eq!(preview(&format!("customer,product_name\n{text}")).layout, TableLayout::Long);
}

#[test]
fn rows_of_different_length_that_share_their_content_are_baskets() {
    let text = "milk,bread\nbread,eggs,tea\nmilk\neggs,milk,bread,tea\ntea,milk\nbread\n";
    let bare = preview(text);
    assert_eq!((bare.layout, bare.roles), (TableLayout::Basket, Roles::default()));
    let numbered = preview("order,item1,item2,item3\nT1,milk,bread,\nT2,tea,,\nT3,bread,milk,tea\n");
    assert_eq!((numbered.layout, numbered.roles.order), (TableLayout::Basket, Some(0)));
    assert_eq!(numbered.basket_columns(&numbered.roles), [1, 2, 3]);
}

#[test]
fn counts_and_ratings_in_columns_are_a_wide_table_and_ages_are_no_items() {
    let text: String = (0..30)
        .map(|row| {
            let cells: Vec<String> = (0..8)
                .map(
                    |item| {
                        if (row * 5 + item * 3) % 7 < 3 { ((row + item) % 5 + 1).to_string() } else { String::new() }
                    },
                )
                .collect();
            format!("u{row},{},{}\n", 20 + row, cells.join(","))
        })
        .collect();
    let wide = preview(&format!("user,age,a,b,c,d,e,f,g,h\n{text}"));
    assert_eq!((wide.layout, wide.roles.user), (TableLayout::Wide, Some(0)));
    assert_eq!(wide.item_columns(&wide.roles), [2, 3, 4, 5, 6, 7, 8, 9]);
}

#[test]
fn every_layout_that_can_be_chosen_has_fitting_roles() {
    for text in [
        "user,item\n1,a\n2,b\n",
        "user,items\n1,a;b\n2,b;c\n3,a\n",
        "u,p1,p2,p3\n1,1,0,1\n2,0,1,1\n",
        "milk,bread\nbread,tea,milk\n",
    ] {
        let preview = preview(text);
        for (layout, roles) in preview.summary().layouts {
            assert_eq!(preview.layout_with(&roles), layout);
            assert_eq!(roles.check(layout, &preview.columns), Ok(()), "{text} as {layout:?}: {roles:?}");
        }
    }
}

#[test]
fn two_numbers_with_a_comma_are_a_price_unless_their_column_is_named_as_that_of_items() {
    let text: String = (0..20).map(|row| format!("u{row};{},{}\n", row % 5 + 1, (row + 2) % 5 + 50)).collect();
    let listed = preview(&format!("user;items\n{text}"));
    assert_eq!((listed.layout, listed.roles.item), (TableLayout::List, Some(1)));
    assert_eq!(preview(&format!("user;paid\n{text}")).layout, TableLayout::Long);
}

/// Code of the question that a file leaves open.
fn asked(text: &str) -> Option<&'static str> {
    preview(text).question.map(|question| question.code)
}

/// Code of the error by which a file is refused.
fn refused(text: &str) -> Option<&'static str> {
    let preview = preview(text);
    FileReader::new(&preview, preview.roles).err().map(|error| error.code())
}

#[test]
fn a_table_that_is_no_list_of_purchases_is_refused_unless_somebody_chooses_its_columns() {
    let products: String = (0..9).map(|item| format!("S{item},Tea {item},4.50,{}\n", 7 * item)).collect();
    let prices = format!("sku,product name,price,stock\n{products}");
    assert_eq!(refused(&prices), Some("no-customers"));
    let chosen = Roles { user: Some(3), item: Some(0), ..Roles::default() };
    assert!(FileReader::new(&preview(&prices), chosen).is_ok(), "a person knows better");
    let customers: String = (0..9).map(|user| format!("{},Kim,Bay {user}\n", 100 + 3 * user)).collect();
    assert_eq!(refused(&format!("customer_id,first,town\n{customers}")), Some("no-products"));
}

#[test]
fn a_name_beside_a_list_of_products_is_no_customer_and_one_of_several_purchases_is() {
    let skus = |rows: u32, names: u32| -> String {
        (0..rows).map(|row| format!("S{},Tea {},{}.50\n", 3 * row, row % names, 4 + row % 7)).collect()
    };
    for (rows, names) in [(4, 4), (9, 9), (40, 40), (120, 120), (40, 13)] {
        let text = format!("sku,name,price\n{}", skus(rows, names));
        assert_eq!(refused(&text), Some("no-customers"), "{rows} rows, {names} names");
    }
    let variants: String = (0..5).map(|row| format!("绿茶{row}号,{}.80\n", 9 + row)).collect();
    assert_eq!(refused(&format!("品名,单价\n{variants}")), Some("no-customers"));
    let persons: String = (0..6).map(|row| format!("Kim Bay {row},k{row}@mail.example\n")).collect();
    assert_eq!(refused(&format!("name,email\n{persons}")), Some("no-products"));
    let spent: String = (0..6).map(|row| format!("Kim Bay {row},Oslo,{row}.50\n")).collect();
    assert_eq!(refused(&format!("name,city,total spent\n{spent}")), Some("no-products"));
    for product in ["tea ", "茶"] {
        let bought: String = (0..9).map(|row| format!("Kim Bay {},{}\n", row % 4, product.repeat(row + 1))).collect();
        let text = format!("name,product\n{bought}");
        assert_roles("a person's purchases", &text, &[("user", "name"), ("item", "product")]);
    }
    let second_hand = "名字,商品\n小王,旧书\n小李,台灯\n小王,茶杯\n";
    assert_eq!((refused(second_hand), asked(second_hand)), (None, None), "each of which there is one");
}

#[test]
fn codes_of_events_that_nobody_explains_are_asked_about() {
    let rows: String = (0..40).map(|row| format!("u{},i{},{}\n", row % 9, row % 7, 1 + row % 4)).collect();
    let preview = preview(&format!("user_id,item_id,behavior_type\n{rows}"));
    let question = preview.question.expect("a question");
    assert_eq!((question.code, question.answers.len()), ("purchase", 4));
    let weights = question.answers[0].cell_rules.clone().and_then(|rules| rules.event_weights).expect("weights");
    assert_eq!((weights["4"], weights["1"]), (1.0, 0.0), "Taobao's fourth is the purchase");
}

#[test]
fn ids_that_a_spreadsheet_has_cut_are_asked_about_or_left_for_the_names() {
    let rows: String = (0..30).map(|row| format!("31000000000000{}000,tea {}\n", row % 3, row % 7)).collect();
    assert_eq!(asked(&format!("用户ID,商品名称\n{rows}")), Some("cut"));
    let rows: String = (0..30).map(|row| format!("u{},6.92E+12,tea {}\n", row % 9, row % 7)).collect();
    let text = format!("customer,ean,product name\n{rows}");
    assert_eq!((asked(&text), preview(&text).roles.item), (None, Some(2)));
}

#[test]
fn names_that_lie_do_not_decide() {
    // Empty, constant and running columns are never ids, whatever they are called.
    let rows: String = (0..30).map(|row| format!("{row},,shop,c{},tea {}\n", row % 9, row % 7)).collect();
    let (roles, _) = roles(&format!("customer_id,product_id,user,buyer ref,description\n{rows}"));
    assert!(roles.contains(&("user", "buyer ref".to_owned())) && roles.contains(&("item", "description".to_owned())));
}
