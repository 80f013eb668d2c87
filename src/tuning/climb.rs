//! A walk over a grid of options, from a start to a point that is better than all beside it.

/// What has been tried, and what is to be tried next.
pub struct Climb {
    /// How many values each axis has.
    lengths: Vec<usize>,
    tried: Vec<(Vec<usize>, f64)>,
    start: Vec<usize>,
}

impl Climb {
    /// A walk over the points whose coordinate on axis a is below `lengths[a]`, from `start`.
    pub fn new(lengths: &[usize], start: &[usize]) -> Self {
        let start = start.iter().zip(lengths).map(|(&at, &length)| at.min(length.saturating_sub(1))).collect();
        Climb { lengths: lengths.to_vec(), tried: Vec::new(), start }
    }

    /// The best point so far; among equals the first that was tried.
    pub fn best(&self) -> Option<&(Vec<usize>, f64)> {
        let better = |best: &&(Vec<usize>, f64), next: &(Vec<usize>, f64)| next.1 > best.1;
        self.tried.iter().reduce(|best, next| if better(&best, next) { next } else { best })
    }

    /// The point to be tried next: one beside the best, on its first axis before its last; none when
    /// all beside it have been.
    pub fn next(&self) -> Option<Vec<usize>> {
        let Some((best, _)) = self.best() else { return Some(self.start.clone()) };
        let is_new = |point: &Vec<usize>| self.tried.iter().all(|(tried, _)| tried != point);
        (0..self.lengths.len()).flat_map(|axis| self.beside(best, axis)).find(is_new)
    }

    /// Notes how good `point` is.
    pub fn note(&mut self, point: Vec<usize>, value: f64) {
        self.tried.push((point, value));
    }

    /// How many points have been tried.
    pub fn tried(&self) -> usize {
        self.tried.len()
    }

    /// Points still to be tried if none is better than the best so far.
    pub fn left(&self) -> usize {
        let Some((best, _)) = self.best() else { return 1 + 2 * self.lengths.len() };
        let beside = (0..self.lengths.len()).flat_map(|axis| self.beside(best, axis));
        beside.filter(|point| self.tried.iter().all(|(tried, _)| tried != point)).count()
    }

    /// The two points beside `point` on `axis`, as far as they are on the grid; where the walk came from one
    /// side, the other first.
    fn beside(&self, point: &[usize], axis: usize) -> Vec<Vec<usize>> {
        let moved = |to: usize| {
            let mut point = point.to_vec();
            point[axis] = to;
            point
        };
        let below = point[axis].checked_sub(1).map(moved);
        let above = (point[axis] + 1 < self.lengths[axis]).then(|| moved(point[axis] + 1));
        below.into_iter().chain(above).collect()
    }
}
