use std::collections::BTreeMap;

use firstpick::dataset::{Interactions, Labels, NO_TIME};
use firstpick::error::Error;
use firstpick::ingest::build::{FileRead, FileReader, RejectedReader};
use firstpick::ingest::schema::{CellRules, Preview, Roles, TableLayout, ValueKind, default_threshold};
use firstpick::rng::{below, stream};

use crate::{CHUNKS, pairs, pieces};

fn opened(text: &str) -> Preview {
    Preview::of(text.as_bytes(), true).expect("a preview")
}

fn read_as(text: &str, roles: Roles, rules: CellRules) -> FileRead {
    let mut reader = FileReader::with_rules(&opened(text), roles, rules).expect("a reader");
    reader.push(text.as_bytes(), true).expect("the file");
    let read = reader.finish_read().expect("interactions");
    assert_consistent(text, &read);
    read
}

fn read(text: &str, rules: CellRules) -> FileRead {
    read_as(text, opened(text).roles, rules)
}

/// Checks that every row is counted and that the second reading agrees with the first.
fn assert_consistent(text: &str, read: &FileRead) {
    let row_counts = &read.row_counts;
    assert_eq!(
        row_counts.rows,
        row_counts.used + row_counts.merged + row_counts.rejected.values().sum::<u64>(),
        "{row_counts:?}"
    );
    let preview = opened(text);
    for size in [7, 65_536] {
        let mut second = RejectedReader::new(&preview, &read.rejections).expect("a reader");
        let mut csv = Vec::new();
        for (piece, last) in pieces(text.as_bytes(), size) {
            csv.extend(second.push(&read.rejections, piece, last).expect("a piece"));
        }
        let mut found: BTreeMap<String, u64> = BTreeMap::new();
        let mut rows: BTreeMap<String, Vec<u64>> = BTreeMap::new();
        for row in csv::ReaderBuilder::new().flexible(true).from_reader(csv.as_slice()).records() {
            let row = row.expect("a row");
            *found.entry(row[1].to_owned()).or_default() += 1;
            rows.entry(row[1].to_owned()).or_default().push(row[0].parse().expect("a number"));
        }
        let expected: BTreeMap<String, u64> =
            row_counts.rejected.iter().map(|(&reason, &rows)| (reason.to_owned(), rows)).collect();
        assert_eq!(found, expected);
        for (reason, examples) in &row_counts.examples {
            let numbers: Vec<u64> = examples.iter().map(|example| example.row).collect();
            if read.rejections.is_of_events() {
                assert_eq!(numbers, rows[*reason][..numbers.len()], "{reason}");
            }
        }
    }
}

fn rejected(read: &FileRead) -> Vec<(&'static str, u64)> {
    read.row_counts.rejected.iter().map(|(&reason, &rows)| (reason, rows)).collect()
}

fn found(interactions: &Interactions) -> Vec<String> {
    pairs(interactions).into_iter().map(|(user, item)| format!("{user}{item}")).collect()
}

#[test]
fn ratings_below_the_threshold_of_their_scale_are_no_preferences() {
    let text = "user,item,rating\na,x,5\na,y,3\nb,x,4\nb,y,5\nb,z,1\nc,x,2\nc,x,4\n";
    let guessed = read(text, CellRules::default());
    assert_eq!((guessed.cell_rules.value, guessed.cell_rules.threshold), (Some(ValueKind::Rating), Some(4.0)));
    assert_eq!(found(&guessed.interactions), ["ax", "bx", "by", "cx"]);
    assert_eq!(rejected(&guessed), [("value-below-threshold", 3)]);
    let all = read(text, CellRules { threshold: Some(0.0), ..CellRules::default() });
    assert_eq!((all.interactions.matrix.ones(), all.row_counts.merged), (6, 1));
    for (largest, threshold) in
        [(1.0, 0.0), (2.5, 0.0), (3.0, 2.0), (5.0, 4.0), (10.0, 7.0), (100.0, 70.0), (37.0, 0.0), (5_000.0, 0.0)]
    {
        assert_eq!(default_threshold(largest), threshold, "{largest}");
    }
}

#[test]
fn a_purchase_that_is_returned_in_full_is_no_interaction_and_one_returned_in_part_is() {
    let text = "InvoiceNo,StockCode,Quantity,CustomerID\n1,x,5,a\n2,y,5,a\nC3,x,-5,a\nC4,y,-2,a\n5,x,1,b\n6,z,3,b\n7,z,-1,b\nC8,w,-1,b\n";
    let read = read(text, CellRules::default());
    assert_eq!(found(&read.interactions), ["ay", "bx", "bz"]);
    assert_eq!(rejected(&read), [("cancellation", 3), ("cancellation-unmatched", 1), ("cancelled", 1)]);
    assert_eq!((read.row_counts.warnings["cancellation-row"], read.row_counts.warnings["negative-quantity"]), (3, 1));
    assert_eq!(read.row_counts.examples["cancelled"][0].row, 2);
    assert_eq!(read.cell_rules.apply_cancellations, Some(true));
    let alone =
        read_as(text, opened(text).roles, CellRules { apply_cancellations: Some(false), ..CellRules::default() });
    assert_eq!(found(&alone.interactions), ["ax", "ay", "bx", "bz"]);
    assert_eq!(rejected(&alone), [("value-not-positive", 4)]);
}

#[test]
fn a_row_that_repeats_another_exactly_counts_once() {
    let text = "order,item,quantity,user\n1,x,2,a\n1,x,2,a\n1,y,2,a\nC2,x,-2,a\n3,x,1,b\n";
    let read = read(text, CellRules::default());
    assert_eq!(read.row_counts.warnings["duplicate-row"], 1);
    assert_eq!(found(&read.interactions), ["ay", "bx"], "two bought once, and two returned");
}

#[test]
fn events_count_by_their_weights() {
    let text = "user,item,event\na,x,view\na,x,view\na,y,purchase\nb,x,purchase\nb,y,view\nb,z,cart\nb,x,refund\nc,y,purchase\nc,z,purchase\n";
    let guessed = read(text, CellRules::default());
    assert_eq!(found(&guessed.interactions), ["ay", "cy", "cz"]);
    let events = [("view", 0.5), ("purchase", 1.0), ("cart", 0.5), ("refund", -1.0)];
    let event_weights = events.map(|(name, weight)| (name.to_owned(), weight)).into_iter().collect();
    let weighted =
        read_as(text, opened(text).roles, CellRules { event_weights: Some(event_weights), ..CellRules::default() });
    assert_eq!(found(&weighted.interactions), ["ax", "ay", "cy", "cz"]);
    assert_eq!(rejected(&weighted), [("cancellation", 1), ("cancelled", 1), ("too-weak", 2)]);
}

#[test]
fn excluded_items_and_users_and_items_with_too_few_are_left_out() {
    let text = "user,item\na,x\na,y\na,POST\nb,x\nb,y\nc,x\nc,POST\nd,x\nd,y\nd,q\n";
    let excluded_items = Some(vec!["POST".to_owned(), "no such".to_owned()]);
    let without = read(text, CellRules { excluded_items, ..CellRules::default() });
    assert_eq!(rejected(&without), [("item-excluded", 2)]);
    assert_eq!(without.interactions.items.find("POST"), None);
    let core =
        read(text, CellRules { min_items_per_user: Some(2), min_users_per_item: Some(3), ..CellRules::default() });
    assert_eq!(found(&core.interactions), ["ax", "ay", "bx", "by", "dx", "dy"]);
    assert_eq!(rejected(&core), [("item-too-few", 2), ("user-too-few", 2)]);
    assert_eq!(core.row_counts.examples["item-too-few"].iter().map(|one| one.row).collect::<Vec<_>>(), [4, 11]);
}

#[test]
fn the_time_of_a_pair_is_that_of_its_first_event_and_a_window_leaves_out_the_rest() {
    let text = "user,item,date\na,x,2020-01-03\na,x,2020-01-02\na,y,never\nb,x,2020-02-01 00:00:10\nb,y,2020-03-01\nb,y,2020-02-05\n";
    let all = read(text, CellRules::default());
    let day = |day: i64| (18_262 + day) * 86_400;
    assert_eq!(all.interactions.times, Some(vec![day(1), NO_TIME, day(31) + 10, day(35)]));
    assert_eq!(all.row_counts.warnings["time-unreadable"], 1);
    let window = CellRules { from: Some(day(2)), to: Some(day(60)), ..CellRules::default() };
    let within = read_as(text, opened(text).roles, window);
    assert_eq!(rejected(&within), [("outside-window", 2), ("time-unreadable", 1)]);
}

#[test]
fn days_are_no_months_where_a_later_row_shows_the_order() {
    let head: String = (0..300).map(|row| format!("u{},i{},1/2/2021\n", row % 9, row % 7)).collect();
    let read = read(&format!("user,item,date\n{head}u1,i3,25/2/2021\n"), CellRules::default());
    let times = read.interactions.times.expect("times");
    assert_eq!(times.iter().min(), Some(&1_612_137_600), "the first of February");
    assert_eq!(read.row_counts.warnings.get("time-unreadable"), None);
}

#[test]
fn labels_are_the_most_common_of_each() {
    let text = "user,item,product_name,category,segment\na,x,Milk,drinks,old\na,y,Bread ,food,new\na,x,MILK,drinks,new\n\
                b,x,MILK,food,old\nc,y,Bread,,\n";
    let read = read(text, CellRules::default());
    let Interactions { segments, categories, .. } = &read.interactions;
    let label =
        |labels: &Option<Labels>, index| labels.as_ref().and_then(|labels| labels.label(index).map(str::to_owned));
    let new = Some("new".to_owned());
    assert_eq!([label(segments, 0), label(segments, 1), label(segments, 2)], [new, Some("old".to_owned()), None]);
    assert_eq!([label(categories, 0), label(categories, 1)], [Some("drinks".to_owned()), Some("food".to_owned())]);
    assert_eq!([read.interactions.name(0), read.interactions.name(1)], ["MILK", "Bread"]);
    assert_eq!(read.row_counts.warnings["name-blanks"], 1);
}

#[test]
fn lists_and_baskets_give_their_users_all_their_items() {
    let listed = read("user,items\n1,milk; bread\n2,bread;eggs\n3,milk\n4,\n1,tea;milk\n", CellRules::default());
    assert_eq!(found(&listed.interactions), ["1bread", "1milk", "1tea", "2bread", "2eggs", "3milk"]);
    assert_eq!((listed.row_counts.used, listed.row_counts.merged), (3, 1));
    assert_eq!(rejected(&listed), [("no-interactions", 1)]);
    let text = "milk,bread\nbread,eggs,tea\nmilk\neggs,milk,bread,tea\ntea,milk\n\"milk, fresh\",tea\n";
    for size in CHUNKS {
        let mut reader = FileReader::new(&opened(text), Roles::default()).expect("a reader");
        pieces(text.as_bytes(), size).for_each(|(piece, last)| reader.push(piece, last).expect("a piece"));
        assert_eq!(reader.layout(), TableLayout::Basket);
        let (interactions, row_counts) = reader.finish().expect("interactions");
        assert_eq!((interactions.users.len(), interactions.items.len(), row_counts.used), (6, 5, 6));
    }
}

#[test]
fn users_of_lists_without_remaining_items_are_counted_as_rejected() {
    let text = "user,items\n1,milk;bread\n2,bread;eggs\n3,rare\n4,milk;bread\n3,rare\n";
    let read = read(text, CellRules { min_users_per_item: Some(2), ..CellRules::default() });
    assert_eq!(rejected(&read), [("user-too-few", 2)]);
    assert_eq!(found(&read.interactions), ["1bread", "1milk", "2bread", "4bread", "4milk"]);
}

#[test]
fn counts_in_a_matrix_are_preferences_from_the_threshold_on() {
    let row = |user: usize| -> String {
        let cells: Vec<String> = (0..6).map(|item| ((user * 5 + item * 3) % 7).saturating_sub(2).to_string()).collect();
        format!("u{user},{}\n", cells.join(","))
    };
    let text = format!("user,a,b,c,d,e,f\n{}", (0..30).map(row).collect::<String>());
    let roles = opened(&text).roles;
    let counted = read_as(&text, roles, CellRules { value: Some(ValueKind::Quantity), ..CellRules::default() });
    let rated = read_as(
        &text,
        roles,
        CellRules { value: Some(ValueKind::Rating), threshold: Some(3.0), ..CellRules::default() },
    );
    let expected = |min: usize| {
        (0..30)
            .flat_map(|user| (0..6).map(move |item| (user * 5 + item * 3) % 7))
            .filter(|&cell| cell >= 2 + min)
            .count()
    };
    assert_eq!(counted.interactions.matrix.ones(), expected(1));
    assert_eq!(rated.interactions.matrix.ones(), expected(3));
}

#[test]
fn every_row_of_a_file_with_everything_in_it_has_one_outcome_in_both_readings() {
    const EVENTS: [&str; 5] = ["view", "cart", "purchase", "refund", ""];
    let mut files = 0;
    for seed in 0..150 {
        let mut generator = stream(seed, "everything");
        let mut text =
            String::from("order,user,item,quantity,date,event,name,segment\n10,u0,i0,1,2020-01-01,purchase,n,s\n");
        for row in 0..120 {
            let mut pick = |of: usize| below(&mut generator, of);
            let order = ["", "C"][usize::from(pick(8) == 0)];
            let event = if seed % 2 == 0 { EVENTS[pick(5)] } else { "purchase" };
            text += &format!(
                "{order}{},{},i{},{},2020-0{}-1{},{event},n{} ,s{}\n",
                row / 3 + 11,
                ["u1", "u2", "u3", "u4", "", "u5"][pick(6)],
                pick(9),
                ["1", "2", "-1", "-3", "0", "x", "3", "1"][pick(8)],
                pick(9) + 1,
                pick(10),
                pick(3),
                pick(2),
            );
        }
        let rules = CellRules {
            min_items_per_user: (seed % 3 == 0).then_some(2),
            min_users_per_item: (seed % 5 == 0).then_some(2),
            excluded_items: Some(if seed % 7 == 0 { vec!["i1".to_owned()] } else { Vec::new() }),
            apply_cancellations: (seed % 11 == 0).then_some(false),
            from: (seed % 4 == 0).then_some(1_580_000_000),
            ..CellRules::default()
        };
        let preview = opened(&text);
        let mut reader = FileReader::with_rules(&preview, preview.roles, rules).expect("a reader");
        reader.push(text.as_bytes(), true).expect("the file");
        let read = match reader.finish_read() {
            // The rules leave no user or item.
            Err(Error::NoUsableRows { .. } | Error::TooFewUsers { .. } | Error::TooFewItems { .. }) => continue,
            read => read.expect("interactions"),
        };
        assert_consistent(&text, &read);
        files += 1;
        assert_eq!(read.row_counts.used, read.interactions.matrix.ones() as u64, "seed {seed}");
        assert_eq!(read.pair_rows.len(), read.interactions.matrix.ones());
    }
    assert!(files > 75, "{files} of 150");
}

#[test]
fn rules_out_of_range_are_refused() {
    let preview = opened("user,item\n1,a\n2,b\n");
    let refused = |rules: CellRules| FileReader::with_rules(&preview, preview.roles, rules).err();
    let is = |error: Option<Error>, expected: &str| matches!(error, Some(Error::OptionOutOfRange { option, .. }) if option == expected);
    assert!(is(refused(CellRules { threshold: Some(f64::NAN), ..CellRules::default() }), "threshold"));
    assert!(is(refused(CellRules { min_items_per_user: Some(0), ..CellRules::default() }), "leastPerUser"));
    let event_weights = Some(BTreeMap::from([("view".to_owned(), 7.0)]));
    assert!(is(refused(CellRules { event_weights, ..CellRules::default() }), "events"));
}

#[test]
fn rows_that_differ_in_two_digits_are_no_duplicates_wherever_these_are() {
    for tail in ["", "x", "xy,Online", ",Germany,Online", ",United Kingdom,on row_counts"] {
        for head in ["", "a", "ab", "abc", "abcd", "abcde", "abcdef"] {
            let mut text = "order,customer,product,date,price,country,channel\n".to_owned();
            for row in 0..2_000 {
                let (month, cents) = (row / 100 % 10, row % 100);
                let customer = row / 1_000;
                let product = row % 2;
                text += &format!("{head}1000,C100{customer},P{product},2024-0{month}-10,22{cents:02}.00{tail}\n");
            }
            let row_counts = read(&text, CellRules::default()).row_counts;
            assert_eq!(row_counts.warnings.get("duplicate-row"), None, "{head:?} before, {tail:?} behind");
        }
    }
}

/// Findings of a file, by their codes.
fn codes(read: &FileRead) -> Vec<&'static str> {
    read.quality.findings.iter().map(|finding| finding.code).collect()
}

/// Rows of `users` customers with three products each, and `more` below them.
fn shop(users: usize, more: &str) -> String {
    let row = |user: usize| (0..3).map(move |item| format!("c{user},p{}\n", (user + item) % 7));
    let rows: String = (0..users).flat_map(row).collect();
    format!("customer,product\n{rows}{more}")
}

#[test]
fn postage_is_left_out_unless_it_is_wanted() {
    let text = shop(10, &(0..10).map(|user| format!("c{user},运费补差价\n")).collect::<String>());
    let without = read(&text, CellRules::default());
    assert_eq!(rejected(&without), [("item-excluded", 10)]);
    assert!(codes(&without).contains(&"non-products-excluded"));
    let with = read(&text, CellRules { excluded_items: Some(Vec::new()), ..CellRules::default() });
    assert_eq!(with.interactions.items.len(), without.interactions.items.len() + 1);
    assert!(codes(&with).contains(&"suspects"), "it is still said");
}

#[test]
fn guests_are_no_customer_unless_they_are_wanted() {
    let guests: String = (0..80).map(|row| format!("游客,p{}\n", row % 7)).collect();
    let text = shop(60, &guests);
    let without = read(&text, CellRules::default());
    assert_eq!((rejected(&without), without.interactions.users.len()), (vec![("missing-user", 80)], 60));
    assert!(codes(&without).contains(&"guest-excluded"));
    let with = read(&text, CellRules { excluded_users: Some(Vec::new()), ..CellRules::default() });
    assert_eq!(with.interactions.users.len(), 61);
    // One customer with a tenth of all rows is only pointed at.
    let busy = read(&text.replace("游客", "c99"), CellRules::default());
    assert_eq!(busy.interactions.users.len(), 61);
    assert!(codes(&busy).contains(&"guest-suspected"));
}

#[test]
fn ids_that_differ_in_case_are_pointed_at_and_merged_if_wanted() {
    let text = shop(12, "C1,p1\nC2,p1\nC3,p1\nC4,p6\n");
    let apart = read(&text, CellRules::default());
    assert_eq!(apart.interactions.users.len(), 16);
    assert!(codes(&apart).contains(&"ids-differ-in-case"));
    let merged = read(&text, CellRules { fold_case: Some(true), ..CellRules::default() });
    assert_eq!(merged.interactions.users.len(), 12);
}

#[test]
fn statuses_by_which_an_order_is_no_purchase_do_not_count() {
    let text = "user,item,status\na,x,completed\na,y,已退款\nb,x,\nb,y,交易成功\nc,y,completed\nc,x,pending\n";
    let counted = read(text, CellRules::default());
    assert_eq!(found(&counted.interactions), ["ax", "bx", "by", "cy"]);
    assert_eq!(rejected(&counted), [("event-ignored", 2)]);
    assert!(codes(&counted).contains(&"statuses-excluded"));
    // A refund in a column of statuses takes back no other row.
    let again = "user,item,order status\na,x,paid\na,x,refunded\nb,y,paid\n";
    assert_eq!(found(&read(again, CellRules::default()).interactions), ["ax", "by"]);
}

#[test]
fn cells_of_an_order_hold_for_its_lines_and_totals_and_headers_are_no_rows() {
    let text = "Order,Email,Created at,Product\n#1,a@x.example,2025-01-02,tea\n#1,,,mug\n#2,b@x.example,2025-01-03,tea\n\
                #2,,,pot\nOrder,Email,Created at,Product\n#3,,2025-01-04,pot\n#4,Total,2025-01-04,9\n#5,A@X.example,2025-01-05,pot\n#5,,,jar\n";
    let carried = read(text, CellRules::default());
    assert_eq!(carried.interactions.users.ids().collect::<Vec<_>>(), ["a@x.example", "b@x.example"]);
    assert_eq!(carried.interactions.matrix.ones(), 6);
    assert_eq!(rejected(&carried), [("header-again", 1), ("missing-user", 1), ("total-row", 1)]);
    assert!(carried.interactions.times.iter().flatten().all(|&time| time != NO_TIME));
    assert!(codes(&carried).contains(&"rows-carried") && codes(&carried).contains(&"total-rows"));
}

#[test]
fn blanks_around_ids_are_cut_off_and_counted() {
    let text = "user,item\n a,x\na,\"y\t\"\nb\u{3000},x\nb,y\n\u{a0},y\n";
    let trimmed = read(text, CellRules::default());
    assert_eq!(found(&trimmed.interactions), ["ax", "ay", "bx", "by"]);
    assert_eq!(trimmed.row_counts.warnings.get("id-trimmed"), Some(&3));
    assert!(codes(&trimmed).contains(&"ids-trimmed"));
    assert_eq!(read("user,item\na,x\nb,y\n", CellRules::default()).row_counts.warnings.get("id-trimmed"), None);
}

#[test]
fn a_date_and_a_time_of_day_in_two_columns_are_one_time() {
    let text = "Date,Time,Customer,Product\n2025-03-04,10:30:00,a,tea\n2025-03-05,9:15 PM,b,tea\n2025-03-06,,a,mug\n";
    let joined = read(text, CellRules::default());
    let midnight = |day: i64| (20_151 + day) * 86_400;
    let times = joined.interactions.times.expect("times");
    assert_eq!(times, [midnight(0) + 37_800, midnight(2), midnight(1) + 76_500]);
}

#[test]
fn times_that_cannot_be_kept_are_counted() {
    let text = "customer,product,date\na,tea,2025-03-04\nb,tea,0001-01-01\na,mug,9999-12-31\nb,mug,1949-12-31\n";
    let read = read(text, CellRules::default());
    assert_eq!(read.row_counts.warnings["time-out-of-range"], 3);
    assert!(codes(&read).contains(&"times-out-of-range"));
}
