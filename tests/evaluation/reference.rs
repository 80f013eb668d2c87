//! Agreement with figures of Online Retail's split, which are not in this repository: the folder with
//! `online-retail-split.csv.gz` and `online-retail-reference.json` is named by `FIRSTPICK_DATA`.

use std::collections::HashMap;
use std::io::Write;
use std::path::PathBuf;
use std::process::Command;

use firstpick::evaluation::{FIGURES_PER_USER, LIST_LENGTHS, Measurement, Scored, metric_name};
use firstpick::job::{Job, run};
use firstpick::linalg::csr::CsrMatrix;
use firstpick::models::{EaseFit, EaseOptions, ItemKnnFit, ItemKnnOptions, Model, Popularity, Side};
use serde_json::Value;

/// How far a figure may be from the reference's.
const TOLERANCE: f64 = 0.003;

/// Both parts of the file, users × items, numbered in the order in which they come.
fn parts(text: &str) -> [CsrMatrix; 2] {
    let (mut users, mut items) = (HashMap::new(), HashMap::new());
    let mut rows: [Vec<Vec<u32>>; 2] = [Vec::new(), Vec::new()];
    for line in text.lines().skip(1) {
        let [user, item, part] = line.split(',').collect::<Vec<_>>().try_into().expect("three columns");
        let (next_user, next_item) = (users.len(), items.len());
        let user = *users.entry(user).or_insert(next_user);
        let item = *items.entry(item).or_insert(next_item);
        rows.iter_mut().for_each(|rows| rows.resize(rows.len().max(user + 1), Vec::new()));
        rows[usize::from(part == "test")][user].push(item as u32);
    }
    rows.map(|rows| {
        let mut matrix = CsrMatrix::new(items.len());
        for mut row in rows {
            row.sort_unstable();
            matrix.push_row(&row).expect("a row");
        }
        matrix
    })
}

fn fitted<F: for<'a> Job<Input<'a> = &'a CsrMatrix>>(mut fit: F, known: &CsrMatrix) -> F::Output {
    run(|| fit.poll(known)).expect("a fit")
}

fn agrees(name: &str, model: &mut dyn Model, [known, held_out]: &[CsrMatrix; 2], reference: &Value) {
    let mut measurement = Measurement::new(0..known.rows() as u32, known, held_out).expect("room");
    let measured = run(|| measurement.poll(Scored { model, known, held_out })).expect("figures");
    let means = (0..FIGURES_PER_USER).map(|figure| {
        let values = measured.figures.iter().skip(figure).step_by(FIGURES_PER_USER);
        (metric_name(figure), values.map(|&value| f64::from(value)).sum::<f64>() * FIGURES_PER_USER as f64)
    });
    let means = means.map(|(metric, sum)| (metric, sum / measured.figures.len() as f64));
    let coverage = LIST_LENGTHS.iter().zip(measured.coverage).map(|(k, coverage)| (format!("coverage@{k}"), coverage));
    let mut compared = 0;
    for (metric, found) in means.chain(coverage) {
        // The reference has no lists of 5 and 50, and few metrics.
        if let Some(expected) = reference["models"][name][&metric].as_f64() {
            compared += 1;
            assert!((found - expected).abs() < TOLERANCE, "{name}: {metric} {found}, the reference {expected}");
        }
    }
    assert!(compared >= 9, "{name}: {compared} figures are in the reference");
}

#[test]
fn baselines_agree_with_the_reference_of_online_retail() {
    let Some(folder) = std::env::var_os("FIRSTPICK_DATA").map(PathBuf::from) else {
        // Straight to the terminal: what passing tests print is not shown.
        let _ =
            writeln!(std::io::stderr(), "SKIPPED: FIRSTPICK_DATA does not name the folder of Online Retail's split");
        return;
    };
    let unpacked = Command::new("gzip").arg("-dc").arg(folder.join("online-retail-split.csv.gz")).output();
    let unpacked = unpacked.expect("gzip and the file").stdout;
    let parts = parts(std::str::from_utf8(&unpacked).expect("UTF-8"));
    let reference = std::fs::read(folder.join("online-retail-reference.json")).expect("the reference");
    let reference: Value = serde_json::from_slice(&reference).expect("JSON");
    let known = &parts[0];
    assert_eq!(reference["train"].as_u64(), Some(known.ones() as u64));

    agrees("popularity", &mut Popularity::fit(known), &parts, &reference);
    let options = ItemKnnOptions { neighbours: 100, shrinkage: 0.0, side: Side::Owned };
    let mut item_knn = fitted(ItemKnnFit::new(options).expect("options"), known);
    agrees("item-knn cosine k=100", &mut item_knn, &parts, &reference);
    for l2 in [100.0, 250.0, 500.0] {
        let mut ease =
            fitted(EaseFit::new(known, EaseOptions { l2, ..EaseOptions::default() }).expect("options"), known);
        agrees(&format!("ease lambda={l2}"), &mut ease, &parts, &reference);
    }
}
