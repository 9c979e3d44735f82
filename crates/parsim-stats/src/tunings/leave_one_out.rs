//! Leave-one-out in closed form.

use super::{Entry, Selection, Tuning, smallest};
use crate::component::{ArgumentError, Family, Specification};
use crate::methods::{Candidates, Failure};

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Tuning,
        kind: "leave-one-out",
        summary: "the smallest mean squared leave-one-out error, where a closed form exists (ridge)",
        formula: "PRESS: mean of (e_i/(1 − h_ii))², H with the intercept, full-data scales, \
                  penalty (n − 1)λ",
        source: "Allen (1974)",
        parameters: &[],
    },
    build: |_, penalty| {
        if penalty.leaves_one_out {
            return Ok(Box::new(LeaveOneOut));
        }
        let message = format!("leave-one-out has no closed form for the {}", penalty.name);
        Err(ArgumentError::at("", message, "use cross-validation with folds = n, or gcv"))
    },
};

#[derive(Debug)]
struct LeaveOneOut;

impl Tuning for LeaveOneOut {
    fn needs_full_path_only(&self) -> bool {
        true
    }

    fn select(&self, candidates: &mut Candidates<'_>) -> Result<Selection, Failure> {
        candidates.leave_one_out().map(|errors| Selection::Grid(smallest(errors)))
    }
}
