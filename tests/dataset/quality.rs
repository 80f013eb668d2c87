use firstpick::dataset::quality::Quality;
use firstpick::error::Param;
use firstpick::ingest::build::{FileRead, FileReader};
use firstpick::ingest::schema::{CellRules, Preview};

/// Quality of a file from which nothing is left out.
fn quality(text: &str) -> Quality {
    let preview = Preview::of(text.as_bytes(), true).expect("a preview");
    let rules = CellRules { excluded_items: Some(Vec::new()), ..CellRules::default() };
    let mut reader = FileReader::with_rules(&preview, preview.roles, rules).expect("a reader");
    reader.push(text.as_bytes(), true).expect("the file");
    let FileRead { quality, .. } = reader.finish_read().expect("interactions");
    quality
}

fn codes(quality: &Quality) -> Vec<&'static str> {
    quality.findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn the_long_tail_and_the_activity_of_users_are_counted() {
    // Item 0 has all ten users, item 1 has five, the others have one each: 10 + 5 + 8 pairs.
    let mut text = String::from("user,item\n");
    for user in 0..10 {
        text += &format!("u{user},i0\n");
        if user < 5 {
            text += &format!("u{user},i1\n");
        }
    }
    (0..8).for_each(|item| text += &format!("u0,rare{item}\n"));
    let quality = quality(&text);
    assert_eq!((quality.tail.top_1, quality.tail.top_10, quality.tail.top_20), (10.0 / 23.0, 10.0 / 23.0, 15.0 / 23.0));
    assert_eq!((quality.tail.curve.len(), quality.tail.curve[49]), (50, 1.0));
    assert!(quality.tail.curve.is_sorted());
    let bins: Vec<_> = quality.activity.bins.iter().map(|bin| (bin.from, bin.to, bin.users)).collect();
    assert_eq!(bins, [(1, 1, 5), (2, 2, 4), (3, 4, 0), (5, 8, 0), (9, 16, 1)]);
    assert_eq!((quality.activity.median, quality.activity.max), (1.5, 10));
}

#[test]
fn the_timeline_has_at_most_sixty_bars_of_a_round_length() {
    let of = |days: std::ops::Range<i64>, step: usize| {
        let rows: String = days
            .step_by(step)
            .enumerate()
            .map(|(row, day)| format!("u{},i{},{}\n", row % 7, row % 5, 1_262_304_000 + day * 86_400))
            .collect();
        quality(&format!("user,item,timestamp\n{rows}")).timeline.expect("a timeline")
    };
    let unit = |days, step| (of(0..days, step).unit, of(0..days, step).bins.len());
    assert_eq!(unit(60, 1), ("day", 60));
    assert_eq!(unit(61, 1).0, "week");
    assert_eq!(unit(500, 1), ("month", 17));
    assert_eq!(unit(3_000, 3).0, "quarter");
    assert_eq!(unit(15_000, 30).0, "year");
    // 2010 began on a Friday, in a week that had begun on Monday, 28 December.
    assert_eq!(of(0..100, 1).bins[0].start, 1_262_304_000 - 4 * 86_400);
    assert_eq!(of(0..100, 1).bins.iter().map(|bin| bin.rows).sum::<u64>(), 100);
}

#[test]
fn probable_non_products_are_suggested_by_name_or_by_code() {
    let mut text = String::from("user,sku,title\n");
    for user in 0..60 {
        for item in 0..3 {
            text += &format!("u{user},{},Thing {item}\n", 20_000 + user % 30 * 3 + item);
        }
    }
    text += "u1,POST,POSTAGE\nu2,POST,POSTAGE\nu3,99999,Shipping costs\nu4,88888,Delivery van with horses\nu5,DOT,Something\nu6,77777,运费\n";
    let found: Vec<(String, u32, &str)> =
        quality(&text).non_products.into_iter().map(|item| (item.id, item.users, item.reason)).collect();
    let expected = [
        ("POST", 2, "named-like-a-charge"),
        ("99999", 1, "named-like-a-charge"),
        ("DOT", 1, "unlike-other-codes"),
        ("77777", 1, "named-like-a-charge"),
    ];
    assert_eq!(found, expected.map(|(id, users, reason)| (id.to_owned(), users, reason)));
}

#[test]
fn unusual_data_give_findings_and_usual_data_give_none() {
    let usual: String = (0..200)
        .flat_map(|user| (0..5).map(move |item| (user, user * 7 + item * 11)))
        .map(|(user, item)| format!("u{user},i{},2021-0{}-{:02}\n", item % 90, user % 9 + 1, item % 28 + 1))
        .collect();
    assert_eq!(codes(&quality(&format!("user,item,date\n{usual}"))), Vec::<&str>::new());

    let single: String = (0..100).map(|user| format!("single{user},i1,2021-03-04\n")).collect();
    let busy: String = (0..300).map(|item| format!("robot,j{item},2021-03-04\n")).collect();
    let unusual = quality(&format!("user,item,date\n{usual}{single}{busy},i1,2021-01-01\nu1,i1,never\n"));
    assert_eq!(
        codes(&unusual),
        ["guest-suspected", "many-users-with-one-item", "many-items-with-one-user", "bots", "times-unreadable"]
    );
    let bots = &unusual.findings[3].params;
    assert_eq!((&bots["users"], &bots["most"]), (&Param::Whole(1), &Param::Whole(300)));
}

#[test]
fn a_period_without_a_row_is_a_gap() {
    let rows: String = (0..60)
        .filter(|day| !(30..45).contains(day))
        .map(|day| format!("u{},i{},{}\n", day % 7, day % 5, 1_262_304_000_i64 + day * 86_400))
        .collect();
    let quality = quality(&format!("user,item,timestamp\n{rows}"));
    let gap = quality.findings.iter().find(|finding| finding.code == "time-gap").expect("a gap");
    assert_eq!(gap.params["days"], Param::Whole(15));
    assert_eq!(gap.params["from"], Param::Number((1_262_304_000_i64 + 30 * 86_400) as f64));
}

/// Enough users and items, evenly spread, that nothing else is unusual; `change` gives each row's user, item and name.
fn invisible(change: impl Fn(usize, usize) -> (String, String, String)) -> Vec<[String; 3]> {
    let mut text = String::from("user,item,name\n");
    for user in 0..150 {
        for item in 0..5 {
            let (user, item, name) = change(user, (user * 7 + item * 11) % 90);
            text += &format!("\"{user}\",\"{item}\",\"{name}\"\n");
        }
    }
    let findings = quality(&text).findings.into_iter().filter(|finding| finding.code == "invisible-characters");
    findings.map(|finding| ["role", "ids", "example"].map(|param| shown(&finding.params[param]))).collect()
}

fn shown(param: &Param) -> String {
    match param {
        Param::Text(text) => text.clone(),
        Param::Whole(number) => number.to_string(),
        Param::Number(number) => number.to_string(),
    }
}

#[test]
fn characters_that_nobody_sees_are_a_finding_for_users_items_and_names() {
    let plain = |user: usize, item: usize| (format!("u{user}"), format!("i{item}"), format!("Tasse {item}"));
    assert!(invisible(plain).is_empty());
    let users = invisible(|user, item| {
        let (_, item, name) = plain(user, item);
        (if user % 50 == 3 { format!("u\u{200b}{user}\u{202e}x") } else { format!("u{user}") }, item, name)
    });
    assert_eq!(users, [["user", "3", "u<U+200B>3<U+202E>x"]]);
    let items = invisible(|user, item| {
        let (user, _, name) = plain(user, item);
        (user, if item == 7 { "soft\u{ad}ware".to_owned() } else { format!("i{item}") }, name)
    });
    assert_eq!(items, [["item", "1", "soft<U+00AD>ware"]]);
    let names = invisible(|user, item| {
        let (user, id, _) = plain(user, item);
        (user, id, if item < 4 { format!("Cup\u{7f}{item}\u{85}x") } else { format!("Tasse {item}") })
    });
    assert_eq!(names, [["name", "4", "Cup<U+007F>0<U+0085>x"]]);
}

#[test]
fn joiners_belong_to_names_and_line_breaks_are_blanks() {
    let found = invisible(|user, item| {
        let name = format!("می\u{200c}خواهم 👩\u{200d}🍳\nTasse {item}");
        (format!("u{user}"), format!("i{item}"), name)
    });
    assert!(found.is_empty(), "{found:?}");
    let found = invisible(|user, item| (format!("u{user}\u{200d}"), format!("i{item}"), format!("Tasse {item}")));
    assert_eq!(found, [["user", "150", "u0<U+200D>"]]);
}
