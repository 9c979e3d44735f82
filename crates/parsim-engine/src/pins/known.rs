//! A run against answers that are known from elsewhere.

use super::statistical::Sides;
use super::{Difference, Family, Member, Pin, Place};

/// A value that a summary must have.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownAnswer {
    /// Where.
    pub place: Place,
    /// The exact value.
    pub expected: f64,
    /// The law that says so.
    pub law: String,
}

impl Pin {
    /// Tests a run's summaries against known answers, at one rate of false alarms for all; what the run lacks is a
    /// difference.
    pub fn compare_with_answers(
        &self,
        answers: &[KnownAnswer],
        false_alarms: f64,
    ) -> (Family, Vec<Difference>) {
        let (mut members, mut differences) = (Vec::new(), Vec::new());
        let sides = Sides { pin: self, run: self };
        for answer in answers {
            let found = self.rows.iter().find(|row| Place::of(row) == answer.place);
            let what = format!("estimate against law {}", answer.law);
            let value = found.and_then(|row| row.value.estimate);
            let test = found.zip(value).and_then(|(row, _)| {
                let mut exact = row.clone();
                exact.theory = Some(answer.expected);
                sides.test(&(&exact, row))
            });
            let (place, expected) = (answer.place.clone(), answer.expected);
            match (test, value) {
                (Some(test), Some(found)) => {
                    members.push(Member { place, what, expected, found, test });
                }
                _ => differences.push(Difference {
                    place,
                    what,
                    pinned: Some(expected),
                    found: value,
                    z: None,
                }),
            }
        }
        // Of independent scenarios, but each with laws of its own: nothing is combined.
        let family = Family::new(members, (false_alarms, false));
        differences.extend(family.differences());
        (family, differences)
    }
}
