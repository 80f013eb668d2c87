//! Matrix of files of every encoding, dialect, layout and language, read without any choice.

use std::collections::BTreeMap;

use firstpick::ingest::csv::{DELIMITERS, DialectOverrides, Quotes};
use firstpick::ingest::schema::{Preview, TableLayout};

use crate::writer::{ENCODINGS, Style, encoded, label};
use crate::{pairs, read_with, strings};

/// Names of columns, users and items in a language, and a title.
struct Language {
    name: &'static str,
    header: [&'static str; 4],
    users: [&'static str; 6],
    items: [&'static str; 6],
    /// Name of the column of orders.
    order: &'static str,
    title: &'static str,
    /// Its encoding from before Unicode.
    legacy: &'static str,
}

const LANGUAGES: [Language; 6] = [
    Language {
        name: "Chinese",
        header: ["用户ID", "商品名称", "单价", "备注"],
        users: ["张三", "李四", "王小明", "赵敏", "陈静", "刘洋"],
        items: ["有机全脂牛奶", "四川麻辣花生酥", "全麦面包", "龙井茶", "矿泉水", "酸奶（原味）"],
        order: "订单号",
        title: "五月订单明细",
        legacy: "gb18030",
    },
    Language {
        name: "Chinese of Taiwan",
        header: ["客戶編號", "商品名稱", "單價", "備註"],
        users: ["王小明", "陳美麗", "林志豪", "張淑芬", "黃俊傑", "吳佳蓉"],
        items: ["臺灣高山烏龍茶", "鳳梨酥禮盒", "鮮奶", "全麥麵包", "礦泉水", "優格（原味）"],
        order: "訂單編號",
        title: "五月訂單明細",
        legacy: "big5",
    },
    Language {
        name: "English",
        header: ["customer id", "product", "price", "note"],
        users: ["anna", "bert", "carla", "dan", "eve", "frank"],
        items: ["whole milk", "peanut brittle", "brown bread", "green tea", "water 5l", "yoghurt (plain)"],
        order: "order id",
        title: "Orders of May",
        legacy: "windows-1252",
    },
    Language {
        name: "Japanese",
        header: ["顧客番号", "商品名", "価格", "備考"],
        users: ["田中", "鈴木", "佐藤", "高橋", "伊藤", "山本"],
        items: ["おにぎり（さけ）", "カレーパン", "牛乳", "緑茶", "ミネラルウォーター", "豆腐"],
        order: "注文番号",
        title: "五月の注文",
        legacy: "shift_jis",
    },
    Language {
        name: "Korean",
        header: ["고객번호", "상품명", "가격", "비고"],
        users: ["김철수", "이영희", "박지민", "최수진", "정민호", "강은주"],
        items: ["신선한 우유", "매운 라면", "김치", "녹차", "생수", "떡볶이"],
        order: "주문번호",
        title: "오월 주문 내역",
        legacy: "euc-kr",
    },
    Language {
        name: "French and German",
        header: ["client", "article", "prix", "remarque"],
        users: ["Müller", "François", "Zoë", "Jürgen", "Hélène", "Åsa"],
        items: ["café crème", "pâté", "Käse", "thé vert", "eau gazeuse", "crème brûlée"],
        order: "commande",
        title: "Commandes de mai – été",
        legacy: "windows-1252",
    },
];

/// Meaning of a row, and place of its items.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Form {
    Long,
    Wide,
    List,
    /// A basket in one cell, or in a cell for each item; with an order, a user, both or neither.
    Cell,
    Cells,
}

const FORMS: [Form; 5] = [Form::Long, Form::Wide, Form::List, Form::Cell, Form::Cells];

impl Form {
    /// Equivalent layouts: a list whose owner's column has no known name may belong to an order or a user.
    fn layouts(self) -> &'static [TableLayout] {
        match self {
            Form::Long => &[TableLayout::Long],
            Form::Wide => &[TableLayout::Wide],
            Form::List => &[TableLayout::List],
            Form::Cell => &[TableLayout::List, TableLayout::Basket],
            Form::Cells => &[TableLayout::Basket],
        }
    }
}

/// One file of the matrix: its cells, of which the first row is the header, and its pairs.
fn table(language: &Language, form: Form, rows: usize, style: &Style) -> (Vec<Vec<String>>, Vec<(String, String)>) {
    // Names of people in some files, ASCII ids in others, which leaves few other characters.
    let user = |row: usize| match rows % 2 {
        0 => format!("{}{}", language.users[row % 6], row / 6),
        _ => format!("U{row:04}"),
    };
    let mut pairs = Vec::new();
    let mut cells = Vec::new();
    let quoted = style.quotes != Quotes::None;
    let bought = |row: usize, item: usize| !(row + item).is_multiple_of(3);
    match form {
        Form::Long => {
            cells.push(strings(&language.header));
            for row in 0..rows {
                let item = language.items[row * 5 % 6];
                // A quoted cell may contain anything.
                let note = match row % 4 {
                    0 => String::new(),
                    1 if quoted => format!("{}{} \"{item}\"", language.users[0], style.delimiter),
                    2 if quoted && row > 4 => format!("{}{}{item}", language.users[1], style.breaks),
                    _ => item.to_owned(),
                };
                let price = if style.delimiter == ";" { "3,50" } else { "3.50" };
                cells.push(vec![user(row), item.to_owned(), price.to_owned(), note]);
                pairs.push((user(row), item.to_owned()));
            }
        }
        Form::Wide => {
            let mut header = vec![language.header[0].to_owned()];
            header.extend(language.items.iter().map(|&item| item.to_owned()));
            let names: Vec<String> = match style.header {
                true => header[1..].to_vec(),
                false => (2..8).map(|column| format!("#{column}")).collect(),
            };
            cells.push(header);
            for row in 0..rows {
                let mut line = vec![user(row)];
                for (item, name) in names.iter().enumerate() {
                    line.push(if bought(row, item) { "1" } else { "0" }.to_owned());
                    if bought(row, item) {
                        pairs.push((user(row), name.clone()));
                    }
                }
                cells.push(line);
            }
        }
        Form::List => {
            cells.push(strings(&[language.header[0], language.header[1]]));
            let between = if quoted || style.delimiter != "," { "," } else { " " };
            for row in 0..rows {
                let ones: Vec<&str> = (0..6).map(|item| if bought(row, item) { "1" } else { "0" }).collect();
                cells.push(vec![user(row), format!("[{}]", ones.join(between))]);
                pairs.extend((0..6).filter(|&item| bought(row, item)).map(|item| (user(row), (item + 1).to_string())));
            }
        }
        Form::Cell | Form::Cells => return baskets(language, form, rows, style),
    }
    pairs.sort();
    pairs.dedup();
    (cells, pairs)
}

/// A file of baskets.
fn baskets(language: &Language, form: Form, rows: usize, style: &Style) -> (Vec<Vec<String>>, Vec<(String, String)>) {
    let in_one = form == Form::Cell;
    // Users have several baskets; the owner of a basket may also be unknown.
    let (has_user, has_order) = match (rows % 3, in_one) {
        // Only names distinguish an order from a user.
        (0, _) => (style.header, true),
        (1, _) => (false, true),
        (_, true) => (true, false),
        (_, false) => (false, false),
    };
    let user = |row: usize| language.users[row % 6].to_owned();
    let order = |row: usize| format!("T{row:04}");
    let between = match style.delimiter {
        "," if style.quotes != Quotes::None => ", ",
        ";" => "|",
        _ => ";",
    };
    let max_items = 5;
    let mut header = Vec::new();
    header.extend(has_order.then(|| language.order.to_owned()));
    header.extend(has_user.then(|| language.header[0].to_owned()));
    match in_one {
        true => header.push(language.header[1].to_owned()),
        false => header.extend((1..=max_items).map(|number| format!("{}{number}", language.header[1]))),
    }
    let width = header.len();
    let (mut cells, mut pairs) = (vec![header], Vec::new());
    for row in 0..rows {
        let items: Vec<&str> = (0..1 + row * 3 % max_items).map(|next| language.items[(row + next) % 6]).collect();
        let owner = match (has_user, has_order) {
            (true, _) => user(row),
            (false, true) => order(row),
            // Rows are numbered as they are counted: a comment is a row.
            (false, false) => (row + 1 + style.comment.map_or(0, |_| (row + 1) / 5)).to_string(),
        };
        pairs.extend(items.iter().map(|&item| (owner.clone(), item.to_owned())));
        let mut line = Vec::new();
        line.extend(has_order.then(|| order(row)));
        line.extend(has_user.then(|| user(row)));
        match in_one {
            true => line.push(items.join(between)),
            false => line.extend(items.iter().map(|&item| item.to_owned())),
        }
        // Some programs write rows of one length, others end a row with its basket.
        if rows.is_multiple_of(2) {
            line.resize(width, String::new());
        }
        cells.push(line);
    }
    pairs.sort();
    pairs.dedup();
    (cells, pairs)
}

/// Styles in which programs write a table.
fn styles(language: &Language) -> Vec<(String, Style)> {
    let mut styles = Vec::new();
    for delimiter in DELIMITERS {
        let plain = Style {
            delimiter,
            quotes: Quotes::Doubled,
            all_quoted: false,
            breaks: "\n",
            trailing: false,
            above: Vec::new(),
            header: true,
            comment: None,
        };
        let title = vec![language.title.to_owned(), String::new()];
        let separator = vec![format!("sep={delimiter}")];
        let commented = vec![format!("# {}", language.title)];
        let all = [
            ("plain", plain.clone()),
            ("quoted, CRLF", Style { all_quoted: true, breaks: "\r\n", ..plain.clone() }),
            ("escaped", Style { quotes: Quotes::Escaped, ..plain.clone() }),
            ("marks as text, CR", Style { quotes: Quotes::None, breaks: "\r", ..plain.clone() }),
            ("title, CRLF", Style { above: title, breaks: "\r\n", ..plain.clone() }),
            ("separator line", Style { above: separator, ..plain.clone() }),
            ("comments", Style { above: commented, comment: Some("#"), ..plain.clone() }),
            ("no header", Style { header: false, ..plain.clone() }),
            ("trailing", Style { trailing: true, ..plain.clone() }),
        ];
        styles.extend(all.map(|(name, style)| (format!("{delimiter:?} {name}"), style)));
    }
    styles
}

/// Reads a file with these overrides; the error describes how it differs from what was written.
fn read_correctly(
    bytes: &[u8],
    form: Form,
    expected: &[(String, String)],
    overrides: &DialectOverrides,
) -> Result<(), String> {
    let preview = Preview::with(bytes, true, overrides).map_err(|error| error.to_string())?;
    if !form.layouts().contains(&preview.layout) {
        return Err(format!("{:?}, {:?}", preview.layout, preview.dialect));
    }
    let how = || format!("{}, {:?}, {:?}", preview.encoding, preview.dialect, preview.roles);
    let (interactions, _) =
        read_with(&preview, preview.roles, bytes, 65_536).map_err(|error| format!("{error}: {}", how()))?;
    let found = pairs(&interactions);
    if found == expected { Ok(()) } else { Err(format!("{}: {:?}…", how(), &found[..found.len().min(2)])) }
}

/// Single choices that a user can make for a file.
fn single_choices(encoding: &str, style: &Style) -> Vec<DialectOverrides> {
    let none = DialectOverrides::default;
    vec![
        DialectOverrides { encoding: Some(label(encoding).to_owned()), ..none() },
        DialectOverrides { delimiter: Some(style.delimiter.to_owned()), ..none() },
        DialectOverrides { quotes: Some(style.quotes), ..none() },
        DialectOverrides { header: Some(style.header), ..none() },
        DialectOverrides { skip: Some(style.above.len() as u32), ..none() },
    ]
}

#[test]
fn a_matrix_of_files_is_read_without_a_choice_and_the_rest_after_one() {
    let (mut files, mut alone, mut after_one) = (0, 0, 0);
    let mut wrong: BTreeMap<String, String> = BTreeMap::new();
    for (number, language) in LANGUAGES.iter().enumerate() {
        for encoding in ENCODINGS.into_iter().filter(|name| name.starts_with("UTF") || *name == language.legacy) {
            for (index, (name, style)) in styles(language).into_iter().enumerate() {
                for (place, form) in FORMS.into_iter().enumerate() {
                    // Small files and somewhat larger ones.
                    let rows = [8, 5, 60, 23, 6][(index + place + number) % 5];
                    let (cells, expected) = table(language, form, rows, &style);
                    let Some(bytes) = encoded(&style.write(&cells), encoding) else { continue };
                    files += 1;
                    let Err(difference) = read_correctly(&bytes, form, &expected, &DialectOverrides::default()) else {
                        alone += 1;
                        continue;
                    };
                    let choices = single_choices(encoding, &style);
                    let is_solved =
                        choices.iter().any(|choice| read_correctly(&bytes, form, &expected, choice).is_ok());
                    after_one += u32::from(is_solved);
                    let case = format!("{}, {encoding}, {name}, {form:?}, {rows} rows", language.name);
                    let note = if is_solved { "" } else { "NOT SOLVED BY ONE CHOICE: " };
                    wrong.insert(case, format!("{note}{difference}"));
                }
            }
        }
    }
    let share = f64::from(alone) / f64::from(files) * 100.0;
    println!("{files} files: {alone} read without a choice ({share:.1} %), {after_one} after one");
    for (case, difference) in &wrong {
        println!("  {case}: {difference}");
    }
    assert!(files >= 250);
    assert!(share >= 98.0, "{share:.1} % without a choice");
    assert_eq!(alone + after_one, files, "the rest after one choice");
}
