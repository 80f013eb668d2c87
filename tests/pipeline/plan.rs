use firstpick::error::Error;
use firstpick::pipeline::TrainingPlan;
use firstpick::split::{Split, SplitKind, SplitPlan};
use firstpick::training::{Options, Recipe};

use crate::{context, interactions, quick, shop};

#[test]
fn layers_have_the_shapes_of_the_recipe_and_parameters_are_their_sum() {
    let split = context(&shop(90, 24), 42).split;
    let plan = |recipe: Recipe| {
        let options = Options { hidden: vec![16.0, 8.0], ..quick(recipe) };
        let plan = TrainingPlan::new(&options, &split).expect("a plan");
        assert_eq!(plan.options, options);
        assert_eq!(plan.parameters, plan.layers.iter().map(|layer| (layer.inputs + 1) * layer.outputs).sum::<usize>());
        let layers = plan.layers.into_iter().map(|layer| (layer.inputs, layer.outputs, layer.activation));
        layers.collect::<Vec<_>>()
    };
    let of = |activation: &str| activation.to_owned();
    assert_eq!(plan(Recipe::Article), [(24, 16, of("sigmoid")), (16, 8, of("sigmoid")), (8, 24, of("sigmoid"))]);
    assert_eq!(plan(Recipe::Recommended), [(24, 16, of("tanh")), (16, 8, of("tanh")), (8, 24, of("softmax"))]);
    assert_eq!(plan(Recipe::Pair), [(90 + 24, 16, of("relu")), (16, 8, of("relu")), (8, 1, of("sigmoid"))]);
}

#[test]
fn options_are_checked_before_anything_else() {
    let split = context(&shop(90, 24), 42).split;
    let wrong = Options { epochs: 0.0, hidden: vec![4_096.0; 8], ..quick(Recipe::Article) };
    let refused = TrainingPlan::new(&wrong, &split).err();
    assert!(matches!(refused, Some(Error::OptionOutOfRange { option: "epochs", .. })), "{refused:?}");
    let large = Options { epochs: 1.0, batch_size: 65_536.0, ..wrong };
    assert!(matches!(TrainingPlan::new(&large, &split), Err(Error::OutOfMemory { .. })));
}

#[test]
fn a_recipe_that_must_know_its_users_is_refused_where_they_are_held_out() {
    let interactions = interactions(&shop(90, 24));
    let split = Split::of(&interactions, SplitPlan { kind: Some(SplitKind::Users), seed: 42 }).expect("a split");
    let refused = TrainingPlan::new(&quick(Recipe::Pair), &split).err();
    assert_eq!(refused, Some(Error::NeedsKnownUsers { recipe: "pair" }));
    let refused = TrainingPlan::for_trial(&quick(Recipe::Pair), 3.0, &split).err();
    assert_eq!(refused, Some(Error::NeedsKnownUsers { recipe: "pair" }));
    assert!(TrainingPlan::new(&quick(Recipe::Article), &split).is_ok());
}

#[test]
fn a_trial_is_of_just_its_options_for_epochs_of_its_own() {
    let split = context(&shop(90, 24), 42).split;
    let options = Options { epochs: 100.0, search: true, ..quick(Recipe::Recommended) };
    let plan = TrainingPlan::for_trial(&options, 9.0, &split).expect("a plan");
    assert_eq!(plan.options, Options { epochs: 9.0, ..options.clone() });
    for epochs in [0.0, 2.5, f64::NAN] {
        let refused = TrainingPlan::for_trial(&options, epochs, &split).err();
        assert!(matches!(refused, Some(Error::OptionOutOfRange { option: "epochs", .. })), "{refused:?}");
    }
}
