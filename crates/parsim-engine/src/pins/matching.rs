//! Which rows of a pin and of a run belong together.

use super::{Difference, Pin, PinnedRow, Place};
use std::collections::{BTreeMap, BTreeSet};

type Key<'a> = (&'a str, &'a str, &'a str);

/// Rows of a pin beside those of a run.
pub(super) struct Matching<'a> {
    /// The pinned row and the run's, in the order of the pin.
    pub pairs: Vec<(&'a PinnedRow, &'a PinnedRow)>,
    /// What the run lacks: scenarios and methods as a whole, then single measures.
    pub missing: Vec<Difference>,
    /// Measures that the pin lacks altogether.
    pub unpinned: Vec<String>,
    /// Scenarios and methods that the pin lacks.
    pub added: Vec<Difference>,
}

const fn key(row: &PinnedRow) -> Key<'_> {
    (row.scenario.as_str(), row.method.as_str(), row.measure.as_str())
}

impl<'a> Matching<'a> {
    pub fn new(pin: &'a Pin, run: &'a Pin) -> Self {
        let found: BTreeMap<Key<'_>, &PinnedRow> =
            run.rows.iter().map(|row| (key(row), row)).collect();
        let pairs = pin.rows.iter().filter_map(|row| Some((row, *found.get(&key(row))?)));
        let measures = |side: &'a Pin| -> BTreeSet<&'a str> {
            side.rows.iter().map(|row| row.measure.as_str()).collect()
        };
        let (ours, theirs) = (measures(pin), measures(run));
        Self {
            pairs: pairs.collect(),
            missing: lacking(pin, run, "missing from this run", None),
            unpinned: theirs.difference(&ours).map(|name| (*name).to_owned()).collect(),
            added: lacking(run, pin, "not pinned", Some(&ours)),
        }
    }
}

/// What `other` lacks of the rows of `side`, scenarios and methods as a whole; only of the measures
/// given, if any.
fn lacking(
    side: &Pin,
    other: &Pin,
    what: &str,
    measures: Option<&BTreeSet<&str>>,
) -> Vec<Difference> {
    let has: BTreeSet<Key<'_>> = other.rows.iter().map(key).collect();
    let scenarios: BTreeSet<&str> = has.iter().map(|(scenario, ..)| *scenario).collect();
    let methods: BTreeSet<(&str, &str)> = has.iter().map(|(s, m, _)| (*s, *m)).collect();
    let mut places: Vec<Place> = Vec::new();
    for row in &side.rows {
        let whole = Place::of(row);
        let scenario_is_there = scenarios.contains(row.scenario.as_str());
        let place = if !scenario_is_there {
            Place { method: None, measure: None, ..whole }
        } else if !methods.contains(&(row.scenario.as_str(), row.method.as_str())) {
            Place { measure: None, ..whole }
        } else if has.contains(&key(row))
            || measures.is_some_and(|known| !known.contains(row.measure.as_str()))
        {
            continue;
        } else {
            whole
        };
        // Rows of a scenario or a method stand together.
        if places.last() != Some(&place) {
            places.push(place);
        }
    }
    let difference =
        |place| Difference { place, what: what.to_owned(), pinned: None, found: None, z: None };
    places.into_iter().map(difference).collect()
}
