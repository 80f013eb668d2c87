use std::collections::BTreeSet;

use firstpick::ingest::schema::TableLayout;
use firstpick::session::Session;
use firstpick::training::{Options, Recipe};
use serde_json::Value;

use crate::{article, csv_bytes, evaluate, load, loaded, open, quick, shop, train, trained};

#[test]
fn the_articles_sample_is_read_as_users_and_products() {
    let mut session = Session::default();
    let shown = open(&mut session, &article()).expect("a preview");
    assert_eq!(
        (shown.layout, shown.columns.len(), shown.rows[0].join("")),
        (TableLayout::Wide, 7, "1101001".to_owned())
    );
    let dataset = load(&mut session, &article(), 1_000).expect("a dataset");
    assert_eq!((dataset.users, dataset.items, dataset.interactions), (1_000, 6, 2_873));
    assert_eq!((dataset.rows, dataset.used, dataset.merged), (1_000, 1_000, 0));
    let split = dataset.split;
    assert_eq!(split.train + split.validation + split.test, 2_873);
    assert_eq!(dataset.bestsellers.len(), 6);
    assert_eq!(dataset.density, 2_873.0 / 6_000.0);
}

#[test]
fn every_recipe_goes_the_whole_way() {
    let bytes = shop(60, 24);
    for recipe in Recipe::ALL {
        let mut session = loaded(&bytes);
        let options = quick(recipe);
        let plan = session.plan(&options).expect("a plan");
        assert_eq!(plan.parameters, plan.layers.iter().map(|layer| (layer.inputs + 1) * layer.outputs).sum::<usize>());
        let (records, how) = train(&mut session, &options, 5.0).expect("a training");
        assert_eq!((records.len(), how.epochs), (3, 3), "{}", recipe.name());
        assert!(records.iter().all(|record| record.loss.is_finite() && record.validation.is_some()));
        assert_eq!(records[0].accuracy.is_some(), recipe == Recipe::Pair);
        assert!(records[2].loss < records[0].loss, "{}: it learns", recipe.name());
        let comparison = evaluate(&mut session).expect("a comparison");
        let names: Vec<&str> = comparison.models.iter().map(|model| model.name.as_str()).collect();
        assert_eq!(names, ["popularity", "network", "item-knn", "ease"]);

        let list = session.recommend("0007", 5.0).expect("a list");
        let had: BTreeSet<&str> = list.history.iter().map(|item| item.id.as_str()).collect();
        assert_eq!((list.items.len(), had.len()), (5, list.history_total));
        for (index, item) in list.items.iter().enumerate() {
            assert_eq!(item.rank, index + 1);
            assert!(!had.contains(item.id.as_str()), "{} was bought already", item.id);
            assert_eq!(item.name, format!("Product {}", item.id.parse::<u32>().expect("a number")));
            assert!((0.0..=1.0).contains(&item.strength));
            assert!(options.linear || (0.0..=1.0).contains(&item.score), "a blend is no probability, the others are");
            assert!(
                item.why.items.iter().all(|reason| had.contains(reason.id.as_str())),
                "a reason is something one has"
            );
            assert_eq!(item.why.kind == "popular", item.why.items.is_empty());
        }
        assert!(list.items.is_sorted_by(|a, b| a.score >= b.score));

        let csv = csv_bytes(&mut session, 5.0);
        assert_eq!(session.export_progress(), 1.0);
        let rows = csv::Reader::from_reader(csv.as_slice()).into_records().map(|row| row.expect("a row"));
        let exported: Vec<String> = rows.filter(|row| &row[0] == "0007").map(|row| row[2].to_owned()).collect();
        assert_eq!(
            exported,
            list.items.iter().map(|item| item.id.clone()).collect::<Vec<_>>(),
            "the file says what the page says"
        );
    }
}

#[test]
fn the_report_adds_up_and_says_what_was_shown() {
    let mut bytes = shop(40, 20);
    bytes.extend_from_slice(b"0001,,\n,003,\n0000,001,again\n0000,001,again\n0000\n");
    let mut session = Session::default();
    let dataset = load(&mut session, &bytes, 7).expect("a dataset");
    let options = quick(Recipe::Recommended);
    let (records, _) = train(&mut session, &options, 1e9).expect("a training");
    let comparison = evaluate(&mut session).expect("a comparison");
    let report = session.report().expect("a report");
    let said = serde_json::to_value(&report).expect("JSON");
    let rows = |name: &str| said["dataset"][name].as_u64().expect("a number");
    let rejected: u64 =
        said["dataset"]["rejected"].as_object().expect("reasons").values().filter_map(Value::as_u64).sum();
    assert_eq!((rejected, rows("rows")), (3, dataset.rows));
    assert_eq!(rows("rows"), rows("used") + rows("merged") + rejected);
    assert_eq!(said["models"], serde_json::to_value(&comparison.models).expect("JSON"));
    assert_eq!(said["verdict"]["k"], comparison.list_length);
    assert_eq!(said["mapping"]["roles"]["user"], "customer");
    assert!((report.shares.linear + report.shares.deep - 1.0).abs() < 1e-12);
    assert_eq!(report.recipe, options);
    assert_eq!(report.training.loss, records.iter().map(|record| record.loss).collect::<Vec<_>>());
    assert_eq!(report.training.validation, records.iter().map(|record| record.validation).collect::<Vec<_>>());
}

#[test]
fn the_network_finds_two_tastes_that_the_bestseller_list_cannot() {
    let options = Options { epochs: 30.0, ..Recipe::Recommended.defaults() };
    let mut session = trained(&shop(200, 40), &options);
    let comparison = evaluate(&mut session).expect("a comparison");
    assert!(comparison.difference.low > 0.0, "{:?}", comparison.difference);
    assert!(comparison.lift.is_some_and(|lift| lift.low > 1.0), "{:?}", comparison.lift);
    assert!(comparison.difference.low <= comparison.difference.value);
    assert!(comparison.difference.value <= comparison.difference.high);
}

#[test]
fn progress_goes_forward_to_its_end() {
    let mut session = loaded(&shop(60, 24));
    session.begin_training(&quick(Recipe::Recommended)).expect("a training");
    let clock = crate::clock();
    let (mut fraction, mut epoch) = (0.0, 1);
    while let Some(progress) = session.train(&clock, 0.0).expect("a step").training {
        assert!(progress.fraction >= fraction && progress.fraction <= 1.0);
        assert!(progress.epoch >= epoch && progress.epoch <= progress.epochs);
        (fraction, epoch) = (progress.fraction, progress.epoch);
    }
    assert_eq!((fraction, epoch), (1.0, 3));
}

#[test]
fn a_split_column_decides_the_split_that_is_trained_on() {
    let mut text = String::from("user,item,split\n");
    for user in 0..30 {
        for item in 0..12 {
            let part = ["train", "train", "validation", "test"][(user + item) % 4];
            text.push_str(&format!("{user},{},{part}\n", (user + item * 7) % 20));
        }
    }
    let mut session = Session::default();
    let dataset = load(&mut session, text.as_bytes(), 100).expect("a dataset");
    let parts = (dataset.split.train, dataset.split.validation, dataset.split.test);
    assert_eq!(parts, (180, 90, 90));
    train(&mut session, &Options { seed: 3.0, ..quick(Recipe::Recommended) }, 1e9).expect("a training");
    let report = session.report().expect("a report");
    assert_eq!((report.split.train, report.split.validation, report.split.test), parts);
    assert_eq!(evaluate(&mut session).expect("a comparison").interactions, 90);
}

#[test]
fn users_are_found_whatever_the_case_equal_ones_first() {
    let session = loaded("user,item\nann,1\nAnna,2\nJoann,1\nbob,2\nANN,2\n".as_bytes());
    let found = session.find_users(" Ann", 3).expect("users");
    let ids: Vec<&str> = found.users.iter().map(|user| user.id.as_str()).collect();
    assert_eq!((found.total, ids), (4, vec!["ann", "ANN", "Anna"]));
    assert_eq!(session.find_users("", 10).expect("users").total, 5);
    assert_eq!(session.find_users("zoe", 10).expect("users").total, 0);
}
