//! Many tests at one rate of false alarms.

use super::{Difference, Place};
use parsim_stats::summaries::distributions::normal_quantile;
use parsim_stats::summaries::two_samples::Comparison;
use std::collections::BTreeMap;

/// One test.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Where.
    pub place: Place,
    /// What was compared.
    pub what: String,
    /// What was pinned, or what theory gives.
    pub expected: f64,
    /// What the run gives.
    pub found: f64,
    /// The test.
    pub test: Comparison,
}

/// All tests of a comparison.
///
/// Bonferroni's bound keeps the rate whatever the dependence between the tests. Where scenarios are
/// independent, each measure of each method is also tested over all scenarios together by the sum of its z over
/// the root of their number (Stouffer's method): an error that is small everywhere shows there first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Family {
    /// The tests of single values, then those over all scenarios.
    pub members: Vec<Member>,
    /// Tests of single values.
    pub single: usize,
    /// The chance of a false alarm in the whole family.
    pub false_alarms: f64,
}

impl Family {
    /// A family at a rate of false alarms, of scenarios that are independent or not.
    pub(super) fn new(members: Vec<Member>, (false_alarms, independent): (f64, bool)) -> Self {
        let single = members.len();
        let mut family = Self { members, single, false_alarms };
        if independent {
            let combined = combined(&family.members);
            family.members.extend(combined);
        }
        family
    }

    /// Tests over all scenarios.
    pub const fn combined(&self) -> usize {
        self.members.len() - self.single
    }

    /// The |z| beyond which a test finds a difference.
    pub fn limit(&self) -> f64 {
        -normal_quantile(0.5 * self.level())
    }

    /// The level of one test.
    fn level(&self) -> f64 {
        self.false_alarms / self.members.len().max(1) as f64
    }

    /// The test with the largest |z|.
    pub fn largest(&self) -> Option<&Member> {
        let size = |member: &Member| member.test.z.abs();
        self.members.iter().max_by(|a, b| size(a).total_cmp(&size(b)))
    }

    /// The share of tests of single values with |z| > 2; 0.0455 if all were normal.
    pub fn share_above_two(&self) -> f64 {
        let above = self.members[..self.single].iter().filter(|m| m.test.z.abs() > 2.0).count();
        above as f64 / self.single.max(1) as f64
    }

    /// What the tests found.
    pub(super) fn differences(&self) -> impl Iterator<Item = Difference> {
        let level = self.level();
        self.members.iter().filter(move |member| member.test.p < level).map(|member| Difference {
            place: member.place.clone(),
            what: member.what.clone(),
            pinned: Some(member.expected),
            found: Some(member.found),
            z: Some(member.test.z),
        })
    }
}

/// For each method and measure with values in several scenarios: the sum of z over the root of the
/// number of scenarios, with the means of what was expected and found.
fn combined(members: &[Member]) -> Vec<Member> {
    let mut groups: BTreeMap<_, Vec<&Member>> = BTreeMap::new();
    for member in members {
        let what = member.what.as_str();
        let key = (what, member.place.method.as_deref(), member.place.measure.as_deref());
        groups.entry(key).or_default().push(member);
    }
    let several = groups.into_values().filter(|group| group.len() > 1);
    several
        .map(|group| {
            let count = group.len() as f64;
            let mean = |value: &dyn Fn(&Member) -> f64| {
                group.iter().map(|member| value(member)).sum::<f64>() / count
            };
            let z = mean(&|member| member.test.z) * count.sqrt();
            Member {
                place: Place { scenario: None, ..group[0].place.clone() },
                what: format!("{} (means over {count} scenarios)", group[0].what),
                expected: mean(&|member| member.expected),
                found: mean(&|member| member.found),
                test: Comparison::of_z(z),
            }
        })
        .collect()
}
