//! What a trained model recommends.

use crate::error::{Error, Result};
use crate::pipeline::{ChosenModel, ModelName, TrainedModel};
use crate::recommend::{
    BestItems, Explanation, Recommendations, UsersFound, best_items, check_list_length, explained_list, find_users,
};
use crate::session::Session;
use crate::session::data::Dataset;
use crate::session::state::SessionJob;
use crate::training::Recipe;

impl Session {
    /// Whose recommendations are shown and exported from now on. [`Session::poll_choice`] fits a baseline of a restored session
    /// before that.
    ///
    /// # Errors
    /// [`Error::NotTrained`] for a model that is not there: none before a training, baselines before they are evaluated.
    pub fn choose_model(&mut self, name: ModelName) -> Result<()> {
        let is_evaluated = self.results.is_some();
        let (Dataset { context, .. }, trained) = self.both("choose_model")?;
        let can_fit = is_evaluated && context.split.seed == trained.split.seed;
        if !(can_fit && name.baseline().is_some_and(|baseline| context.baselines.can_fit(baseline))) {
            ChosenModel::new(name, trained, &mut context.baselines)?;
        }
        self.chosen = name;
        // An export that is under way would go on with another model.
        if matches!(self.job, Some(SessionJob::RecommendationsCsv(_))) {
            self.job = None;
        }
        Ok(())
    }

    /// The next step of the fit of the model that was chosen: the share that is done, and the end where it is there.
    ///
    /// # Errors
    /// [`Error::NotTrained`] where it cannot be had any more; [`Error::OutOfMemory`].
    pub fn poll_choice(&mut self) -> Result<(f64, Option<()>)> {
        let (Some(baseline), Some(Dataset { context, .. })) = (self.chosen.baseline(), &mut self.dataset) else {
            return Ok((1.0, Some(())));
        };
        if !context.baselines.can_fit(baseline) {
            return Err(Error::NotTrained);
        }
        let poll = context.baselines.poll_fit(baseline, &context.split)?;
        Ok((context.baselines.fit_progress(), poll.is_ready().then_some(())))
    }

    /// The users whose id contains `query`, whatever its case: equal first, then those that begin with it.
    ///
    /// # Errors
    /// [`Error::WrongState`] before a file was read.
    pub fn find_users(&self, query: &str, limit: usize) -> Result<UsersFound> {
        Ok(find_users(&self.dataset("find_users")?.interactions, query, limit))
    }

    /// The first `k` items for a user, by all that is known of them, with reasons.
    ///
    /// # Errors
    /// [`Error::NotTrained`], [`Error::UnknownUser`], [`Error::OptionOutOfRange`] for `k`.
    pub fn recommend(&mut self, user: &str, k: f64) -> Result<Recommendations> {
        let k = check_list_length(k)?;
        let chosen = self.chosen;
        let (dataset, trained) = self.both("recommend")?;
        let Dataset { interactions, context, users_by_item, .. } = dataset;
        let is_pair = trained.recipe == Recipe::Pair && chosen == ModelName::Network;
        let explanation = if is_pair { Explanation::CoOccurrence } else { Explanation::LeavingOut };
        let mut model = ChosenModel::new(chosen, trained, &mut context.baselines)?;
        explained_list(model.model(), (interactions, users_by_item), (user, k), explanation)
    }

    /// The first `k` items of the users from `from` to before `to`, as numbers.
    ///
    /// # Errors
    /// [`Error::NotTrained`], [`Error::OptionOutOfRange`].
    pub fn best_items(&mut self, k: f64, from: usize, to: usize) -> Result<BestItems> {
        let k = check_list_length(k)?;
        self.check_users(from, to)?;
        let chosen = self.chosen;
        let (dataset, trained) = self.both("best_items")?;
        let mut model = ChosenModel::new(chosen, trained, &mut dataset.context.baselines)?;
        best_items(model.model(), &dataset.interactions.matrix, (from, to), k)
    }

    /// The data and the trained network, to be used together.
    fn both(&mut self, call: &'static str) -> Result<(&mut Dataset, &mut TrainedModel)> {
        let refusal = self.refuse(call, "data");
        let dataset = self.dataset.as_mut().ok_or(refusal)?;
        Ok((dataset, self.model.as_mut().ok_or(Error::NotTrained)?))
    }

    /// A range of users of a trained network.
    pub(super) fn check_users(&self, from: usize, to: usize) -> Result<()> {
        let users = self.model.as_ref().and(self.dataset.as_ref()).ok_or(Error::NotTrained)?.interactions.users.len();
        if from > to || to > users {
            let (value, min, max) = (to as f64, from as f64, users as f64);
            return Err(Error::OptionOutOfRange { option: "users", value, min, max });
        }
        Ok(())
    }
}
