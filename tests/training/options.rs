use firstpick::error::Error;
use firstpick::training::{Loss, Options, Recipe};

fn refused(change: impl Fn(&mut Options)) -> Error {
    let mut options = Recipe::Recommended.defaults();
    change(&mut options);
    options.check().unwrap_err()
}

#[test]
fn every_recipe_is_within_its_own_ranges() {
    for recipe in Recipe::ALL {
        let settings = recipe.defaults().check().unwrap();
        assert_eq!(settings.recipe, recipe);
    }
}

#[test]
fn numbers_out_of_range_are_named_with_their_range() {
    let cases: [(&str, Error); 12] = [
        ("learningRate", refused(|o| o.learning_rate = -1.0)),
        ("learningRate", refused(|o| o.learning_rate = f64::NAN)),
        ("learningRate", refused(|o| o.learning_rate = 0.0)),
        ("epochs", refused(|o| o.epochs = 1e10)),
        ("epochs", refused(|o| o.epochs = 2.5)),
        ("batchSize", refused(|o| o.batch_size = 0.0)),
        ("seed", refused(|o| o.seed = -1.0)),
        ("hidden", refused(|o| o.hidden = vec![64.0, f64::INFINITY])),
        ("hiddenLayers", refused(|o| o.hidden = vec![])),
        ("inputDropout", refused(|o| o.input_dropout = 1.0)),
        ("negatives", refused(|o| o.negatives = 0.0)),
        ("momentum", refused(|o| o.momentum = 1.0)),
    ];
    for (name, error) in cases {
        match error {
            Error::OptionOutOfRange { option, min, max, .. } => {
                assert_eq!(option, name);
                assert!(min < max);
            }
            other => panic!("{name}: {other:?}"),
        }
    }
}

#[test]
fn a_single_output_cannot_have_shares() {
    let mut options = Recipe::Pair.defaults();
    options.loss = Loss::Multinomial;
    assert_eq!(options.check().unwrap_err().code(), "option-unknown");
}

#[test]
fn options_survive_json() {
    for recipe in Recipe::ALL {
        let json = serde_json::to_string(&recipe.defaults()).unwrap();
        assert_eq!(serde_json::from_str::<Options>(&json).unwrap(), recipe.defaults());
    }
}
