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
