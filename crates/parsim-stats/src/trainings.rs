//! The training problems of folds, shared by the methods that cross-validate.

use parsim_numerics::{Moments, Problem, Scaling};

/// Most numbers in the Gram matrices of all training problems of a data set that are kept. More would drive out of
/// the caches what solving needs, and making them again is a small part of that.
const KEPT: usize = 1 << 14;

/// The training problems of the current replicate.
#[derive(Debug, Default)]
pub(crate) struct Trainings {
    sets: Vec<Set>,
    /// The last of those that are not kept.
    single: Problem,
}

/// The training problems of some moments under a scaling.
#[derive(Debug)]
struct Set {
    moments: usize,
    scaling: Scaling,
    problems: Vec<(bool, Problem)>,
}

impl Trainings {
    /// Forgets the previous replicate; its memory is kept.
    pub fn begin(&mut self) {
        for (made, _) in self.sets.iter_mut().flat_map(|set| &mut set.problems) {
            *made = false;
        }
    }

    /// The problem without a fold of the moments at position `at`, made at most once per replicate where problems
    /// are small.
    pub fn problem(
        &mut self,
        (moments, at): (&Moments, usize),
        fold: usize,
        scaling: Scaling,
    ) -> &Problem {
        let p = moments.p();
        if moments.folds().saturating_mul(p * p) > KEPT {
            moments.training(fold, scaling, &mut self.single);
            return &self.single;
        }
        let found = self.sets.iter().position(|set| set.moments == at && set.scaling == scaling);
        let found = found.unwrap_or_else(|| {
            self.sets.push(Set { moments: at, scaling, problems: Vec::new() });
            self.sets.len() - 1
        });
        let problems = &mut self.sets[found].problems;
        if problems.len() <= fold {
            problems.resize_with(fold + 1, Default::default);
        }
        let (made, problem) = &mut problems[fold];
        if !*made {
            moments.training(fold, scaling, problem);
            *made = true;
        }
        problem
    }
}
