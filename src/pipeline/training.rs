//! A training in bounded steps: the linear path where there is one, the networks that compete, the blend of both, and
//! the validation that steers all of it.

use std::rc::Rc;
use std::task::Poll;

use crate::error::{Error, Result};
use crate::job::Job;
use crate::models::ease::Ease;
use crate::models::linear::{Linear, LinearFit};
use crate::models::wide_deep::Wide;
use crate::network::mlp::Mlp;
use crate::pipeline::plan::TrainingPlan;
use crate::pipeline::split_context::SplitContext;
use crate::pipeline::trained_model::TrainedModel;
use crate::pipeline::training_progress::{SelectedParams, StopReason, Trained, TrainingCourse};
use crate::split::{Split, SplitSummary};
use crate::training::{Options, Settings, Trainer};
use crate::tuning::{
    BlendPaths, BlendSearch, GridSearch, LinearSpace, MAX_CLOSED_FORM_ITEMS, NetworkCosts, NetworkSearch, SearchSpace,
    epoch_work, network_candidates,
};

mod checkpoint;
mod told;
mod users;

use users::{middling_user, validation_users};

/// The deep path's share where there is no validation to choose it by.
const DEFAULT_SHARE: f64 = 0.5;
/// A deep path with a smaller share does not learn once more: the difference would not be seen.
const MIN_SHARE_OF_REFIT: f64 = 0.15;
/// Fits that the choice of a linear path takes, about, and the share of its epochs that a network takes.
const FITS: f64 = 9.0;
const EPOCHS: f64 = 0.6;

enum Stage {
    Linear(Box<GridSearch<LinearSpace>>),
    Deep,
    Blend(BlendSearch),
    /// The linear path learns from train and validation.
    RefittingLinear(Box<LinearFit>),
    /// The network does, for as many epochs as validation has shown to be best.
    RefittingDeep(Box<Trainer<f32>>),
    Over,
}

/// A training under way.
pub struct Training {
    options: Options,
    stage: Stage,
    /// Fitted to train, then to train and validation.
    linear: Option<Linear>,
    search: NetworkSearch,
    /// How many of the winner's epochs were told of, and of how many of all networks the last news were.
    told: usize,
    news_of: u32,
    /// Completed epochs of the last training of the network that won.
    refitted_epochs: u32,
    /// The network that won, once it has learned from train and validation.
    refitted: Option<Mlp<f32>>,
    /// Of a resumed training whose linear path is fitted again: that last training, if it had begun.
    waiting: Option<Box<Trainer<f32>>>,
    /// Whether that path is not there yet.
    is_catching_up: bool,
    validated: Rc<[u32]>,
    /// The epoch after which there was a peek, and when that was.
    peeked: Option<(u32, usize, usize)>,
    peeked_at: f64,
    /// Whose list a peek shows.
    peek_user: Option<u32>,
    selected: SelectedParams,
    /// Multiply-adds of the linear path's part and of the networks', about.
    work: [f64; 2],
    /// Whether it is over when validation has spoken.
    is_trial: bool,
}

impl Training {
    /// A training by `plan` on the split of `context`, which is by the plan's seed.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn new(plan: &TrainingPlan, context: &mut SplitContext) -> Result<Training> {
        Training::begin(plan, context, NetworkSearch::new)
    }

    /// A training with a search among the candidates on the split, validated on these users.
    fn begin(
        plan: &TrainingPlan,
        context: &mut SplitContext,
        search: impl FnOnce(&[Settings], &Split, &Rc<[u32]>) -> Result<NetworkSearch>,
    ) -> Result<Training> {
        let settings = &plan.settings;
        let validated: Rc<[u32]> = validation_users(settings, &context.split).into();
        let train = &context.split.train;
        let candidates = network_candidates(settings, train);
        let deep = EPOCHS * f64::from(candidates[0].epochs) * epoch_work(settings.hidden.iter().sum(), train);
        let linear = FITS * Ease::work(train.width().min(MAX_CLOSED_FORM_ITEMS));
        let space = LinearSpace { max_items: MAX_CLOSED_FORM_ITEMS };
        let at_hand = if settings.linear { context.linear_at_hand.take() } else { None };
        let stage = match context.linear {
            _ if !settings.linear => Stage::Deep,
            // Another trial has left it.
            Some(chosen) if at_hand.as_ref().is_some_and(|linear| linear.options() == chosen) => Stage::Deep,
            // Chosen for another training on the same split.
            Some(chosen) => Stage::Linear(Box::new(GridSearch::settled_for_validation(space, chosen))),
            None => Stage::Linear(Box::new(GridSearch::for_validation(space))),
        };
        Ok(Training {
            options: plan.options.clone(),
            work: [if settings.linear { linear } else { 0.0 }, deep],
            search: search(&candidates, &context.split, &validated)?,
            told: 0,
            news_of: 0,
            refitted_epochs: 0,
            stage,
            selected: SelectedParams {
                linear: at_hand.as_ref().map(Linear::options),
                linear_validation: at_hand.as_ref().and(context.linear_validation),
                ..SelectedParams::default()
            },
            linear: at_hand,
            is_trial: false,
            refitted: None,
            waiting: None,
            is_catching_up: false,
            validated,
            peeked: None,
            peeked_at: f64::NEG_INFINITY,
            peek_user: middling_user(context.split.known_for_validation()),
        })
    }

    /// The same for the sake of its validation: nothing learns once more in the end.
    ///
    /// # Errors
    /// As [`Training::new`].
    pub fn trial(plan: &TrainingPlan, context: &mut SplitContext) -> Result<Training> {
        Ok(Training { is_trial: true, ..Training::new(plan, context)? })
    }

    /// What comes after the networks: the blend, where there is something to blend with.
    fn after_deep(&self, split: &Split) -> Result<Stage> {
        match self.linear {
            Some(_) => Ok(Stage::Blend(BlendSearch::new(self.validated.iter().copied(), &split.validation))),
            None if self.is_trial => Ok(Stage::Over),
            None => self.refit_deep(split),
        }
    }

    /// Begins the last fit of the linear path, which stays as it is until that is done, in case of a stop.
    fn refit_linear(&self, split: &Split) -> Result<Stage> {
        let options = self.selected.linear.ok_or(Error::JOB_OVER)?;
        let space = LinearSpace { max_items: options.max_items };
        Ok(Stage::RefittingLinear(Box::new(space.refit(&options, split.fit_for_test(), None)?)))
    }

    /// Begins the last training of the network that won, if there is more to learn from than it had, and its share is
    /// worth the time.
    fn refit_deep(&self, split: &Split) -> Result<Stage> {
        Ok(match self.refit_settings(split) {
            Some(settings) => Stage::RefittingDeep(Box::new(Trainer::new(settings, split.fit_for_test())?)),
            None => Stage::Over,
        })
    }

    /// The settings of that training; none where there is to be none.
    fn refit_settings(&self, split: &Split) -> Option<Settings> {
        let winner = self.search.current();
        let (settings, epochs) = (winner.settings(), winner.kept_epoch());
        if !settings.search
            || epochs == 0
            || split.validation.ones() == 0
            || self.selected.deep_share.is_some_and(|share| share < MIN_SHARE_OF_REFIT)
        {
            return None;
        }
        Some(Settings { epochs, patience: 0, ..settings.clone() })
    }

    /// Multiply-adds of the linear path and of the networks, about.
    pub fn forecast_work(&self, split: &Split) -> [f64; 2] {
        let NetworkCosts { spent, left, again } = self.search.costs();
        let current = self.search.current();
        let again = if current.settings().search { again } else { 0.0 };
        let epoch = epoch_work(current.settings().hidden.iter().sum(), &split.train);
        [self.work[0], (spent + left + again) / current.epoch_cost() * epoch]
    }

    /// The shares of both that are done, by when early stopping is likely to end: unlike [`Job::progress`] they may go back.
    pub fn forecast(&self) -> [f64; 2] {
        let NetworkCosts { spent, left, again } = self.search.costs();
        let share_is_small = self.selected.deep_share.is_some_and(|share| share < MIN_SHARE_OF_REFIT);
        let again = if self.search.current().settings().search && !share_is_small { again } else { 0.0 };
        let share = |refitted: f64| (spent + refitted * again) / (spent + left + again).max(1.0);
        match &self.stage {
            Stage::Linear(search) => [search.progress().min(0.99), 0.0],
            Stage::RefittingDeep(trainer) => {
                let done = f64::from(trainer.epoch() - 1) + trainer.progress();
                [1.0, share(done / f64::from(trainer.settings().epochs.max(1)))]
            }
            Stage::Over => [1.0, 1.0],
            _ => [1.0, share(0.0)],
        }
    }

    /// The options that it was begun with.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Whether there is nothing left to learn.
    pub fn is_over(&self) -> bool {
        matches!(self.stage, Stage::Over)
    }

    /// Completed epochs, of all networks.
    fn epochs(&self) -> u32 {
        self.search.epochs() + self.refitted_epochs
    }

    /// Ends a trial: NDCG@10 on validation of the best epoch, with the linear path where there is one, and how many epochs
    /// there were. The linear path stays at hand for the next trial.
    pub fn finish_trial(self, context: &mut SplitContext) -> (Option<f64>, u32) {
        let trainer = self.search.finish();
        let alone = Some(trainer.best()).filter(|ndcg| ndcg.is_finite());
        context.linear_at_hand = self.linear;
        (self.selected.validation.or(alone), trainer.history().len() as u32)
    }

    /// Ends it after `seconds` of work, over or not. Without an epoch nothing is kept. A linear path that has not come
    /// to its end is kept as it was fitted to train, with the default share of the deep path.
    pub fn finish(self, split: &Split, seconds: f64) -> (Trained, Option<TrainedModel>) {
        let over = self.is_over();
        let Training { mut options, search, linear, refitted, mut selected, .. } = self;
        let trainer = search.finish();
        let how = match (over, trainer.is_finished()) {
            (false, _) => StopReason::Stopped,
            (true, true) => StopReason::Finished,
            (true, false) => StopReason::Early,
        };
        let epochs = trainer.history().len() as u32;
        let Settings { recipe, ref hidden, input_dropout, .. } = *trainer.settings();
        options.hidden = hidden.iter().map(|&width| width as f64).collect();
        options.input_dropout = input_dropout;
        (selected.hidden, selected.input_dropout) = (hidden.clone(), input_dropout);
        let wide = linear.map(|linear| Wide { linear, deep_share: *selected.deep_share.get_or_insert(DEFAULT_SHARE) });
        let loss = trainer.history().iter().map(|record| record.loss).collect();
        let validation = trainer.history().iter().map(|record| record.validation).collect();
        let (kept, network, scorer) = trainer.finish();
        let network = refitted.unwrap_or(network);
        let split = SplitSummary::of(split);
        let course = TrainingCourse { epochs, kept, seconds, loss, validation, choices: selected.clone() };
        let trained = Trained { how, epochs, kept, seconds, split, choices: selected };
        let model = TrainedModel { options, recipe, network, scorer, wide, split, course };
        (trained, (kept > 0).then_some(model))
    }
}

impl Job for Training {
    /// The split and what was found on it; the seconds of work so far.
    type Input<'a> = (&'a mut SplitContext, f64);
    type Output = ();

    /// One batch, one block of validated users, or one step of a fit.
    fn poll(&mut self, (context, seconds): (&mut SplitContext, f64)) -> Result<Poll<()>> {
        let split = &context.split;
        match &mut self.stage {
            Stage::Linear(search) => {
                if let Poll::Ready(tuned) = search.poll(split)? {
                    context.linear = Some(tuned.options);
                    self.selected.linear = Some(tuned.options);
                    context.linear_validation = search.best_ndcg().or(context.linear_validation);
                    self.selected.linear_validation = context.linear_validation;
                    self.linear = Some(tuned.model);
                    self.is_catching_up = false;
                    self.stage = if self.search.is_over() { self.after_deep(split)? } else { Stage::Deep };
                }
            }
            Stage::Deep => {
                if self.search.poll((split, seconds))?.is_ready() {
                    self.stage = self.after_deep(split)?;
                }
            }
            Stage::Blend(blend) => {
                let Some(linear) = &self.linear else { return Err(Error::JOB_OVER) };
                let (deep, known, held_out) = (self.search.model(), split.known_for_validation(), &split.validation);
                if blend.poll(BlendPaths { linear, deep, known, held_out })?.is_ready() {
                    let best = blend.best();
                    self.selected.deep_share = Some(best.map_or(DEFAULT_SHARE, |(share, _)| share));
                    self.selected.validation = best.map(|(_, ndcg)| ndcg);
                    self.stage = if self.is_trial { Stage::Over } else { self.refit_linear(split)? };
                }
            }
            Stage::RefittingLinear(fit) => {
                if let Poll::Ready(linear) = fit.poll(split.fit_for_test())? {
                    self.linear = Some(linear);
                    self.is_catching_up = false;
                    self.stage = match self.waiting.take() {
                        Some(trainer) => Stage::RefittingDeep(trainer),
                        None => self.refit_deep(split)?,
                    };
                }
            }
            Stage::RefittingDeep(trainer) => {
                if trainer.poll(split.fit_for_test())?.is_ready() {
                    trainer.end_epoch(None);
                    self.refitted_epochs += 1;
                    if trainer.is_finished() {
                        self.refitted = Some(trainer.network().clone());
                        self.stage = Stage::Over;
                    }
                }
            }
            Stage::Over => return Err(Error::JOB_OVER),
        }
        Ok(if self.is_over() { Poll::Ready(()) } else { Poll::Pending })
    }

    /// The linear path counts by its fits, the last of which comes at the end, the networks by their epochs.
    fn progress(&self) -> f64 {
        const LAST_FIT: f64 = 1.0 / FITS;
        const LAST_TRAINING: f64 = 0.3;
        let [linear, deep] = self.work;
        let last_deep = if self.search.current().settings().search { LAST_TRAINING } else { 0.0 };
        let (linear_done, deep_done) = match &self.stage {
            Stage::Linear(search) => ((1.0 - LAST_FIT) * search.progress(), (1.0 - last_deep) * self.search.progress()),
            Stage::Deep => (1.0 - LAST_FIT, (1.0 - last_deep) * self.search.progress()),
            Stage::Blend(_) => (1.0 - LAST_FIT, 1.0 - last_deep),
            Stage::RefittingLinear(fit) => (1.0 - LAST_FIT + LAST_FIT * fit.progress(), 1.0 - last_deep),
            Stage::RefittingDeep(trainer) => {
                let done = (f64::from(trainer.epoch() - 1) + trainer.progress()) / f64::from(trainer.settings().epochs);
                (1.0, 1.0 - last_deep * (1.0 - done))
            }
            Stage::Over => return 1.0,
        };
        ((linear * linear_done + deep * deep_done) / (linear + deep).max(1.0)).min(1.0)
    }
}
