//! A set: the methods that were computed together for one scenario, in a folder of its own.

use parsim_engine::record::BlockRecord;
use parsim_stats::component::{Fingerprint, fingerprint};
use parsim_stats::identity::{MethodId, RESULTS_VERSION, ScenarioId};
use parsim_study::Plan;
use std::fmt::Write;

/// The file that describes a set, so that listing a store opens no Parquet file.
pub(super) const DESCRIPTION: &str = "set.toml";

/// Where a study's random numbers come from: with another seed the same scenario and method have
/// other results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Streams {
    pub(super) seed: u64,
    pub(super) common: bool,
}

impl Streams {
    /// The streams of a plan.
    pub(super) fn of(plan: &Plan) -> Self {
        Self { seed: plan.seed, common: plan.common_random_numbers }
    }

    /// The folder of all blocks that these streams and this version of the results gave.
    pub(super) fn folder(self) -> String {
        let common = if self.common { "-common" } else { "" };
        format!("v{RESULTS_VERSION}-seed-{}{common}", self.seed)
    }
}

/// What all blocks of one folder have in common.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Set {
    pub(super) streams: Streams,
    pub(super) scenario: ScenarioId,
    pub(super) methods: Vec<MethodId>,
    pub(super) measures: Vec<String>,
    pub(super) estimands: Vec<u32>,
    pub(super) keeps_all: bool,
}

impl Set {
    /// The set that a block belongs to.
    pub(super) fn of(block: &BlockRecord, streams: Streams, keeps_all: bool) -> Self {
        Self {
            streams,
            scenario: block.key.scenario,
            methods: block.methods.iter().map(|method| method.method).collect(),
            measures: block.methods.first().map_or_else(Vec::new, |method| {
                method.measures.iter().map(|column| column.measure.clone()).collect()
            }),
            estimands: block.estimands.clone(),
            keeps_all,
        }
    }

    /// The folder's name: 16 hexadecimal digits of a hash over methods, measures, estimands and whether all
    /// coefficients are kept; the folders above name streams and scenario.
    pub(super) fn id(&self) -> String {
        let mut text = String::new();
        for method in &self.methods {
            let _ = write!(text, "{method};");
        }
        for measure in &self.measures {
            let _ = write!(text, "{measure},");
        }
        for estimand in &self.estimands {
            let _ = write!(text, "{estimand},");
        }
        let _ = write!(text, ";{}", self.keeps_all);
        let mut id = fingerprint(&text).to_string();
        id.truncate(16);
        id
    }

    /// The text of `set.toml`.
    pub(super) fn to_toml(&self) -> String {
        let methods: Vec<String> = self.methods.iter().map(|id| format!("\"{id}\"")).collect();
        let measures: Vec<String> =
            self.measures.iter().map(|name| format!("\"{name}\"")).collect();
        let estimands: Vec<String> = self.estimands.iter().map(u32::to_string).collect();
        format!(
            "# What the Parquet files of this folder hold. One row per replicate and method.\n\
             version = {RESULTS_VERSION}\nseed = \"{}\"\ncommon_random_numbers = {}\n\
             scenario = \"{}\"\nmethods = [{}]\nmeasures = [{}]\nestimands = [{}]\nkeeps_all = {}\n",
            self.streams.seed,
            self.streams.common,
            self.scenario,
            methods.join(", "),
            measures.join(", "),
            estimands.join(", "),
            self.keeps_all
        )
    }

    /// Reads what [`Set::to_toml`] wrote; `Err` says what is wrong, as a lower-case fragment.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let table: toml::Table = text.parse().map_err(|_| "is not TOML".to_owned())?;
        let version = table.get("version").and_then(toml::Value::as_integer);
        if version != Some(i64::from(RESULTS_VERSION)) {
            return Err("is of another version".to_owned());
        }
        let scenario = table.get("scenario").and_then(parse_id).map(ScenarioId);
        let methods = parse_list(&table, "methods", |id| parse_id(id).map(MethodId));
        let measures = parse_list(&table, "measures", |name| name.as_str().map(str::to_owned));
        let estimands = parse_list(&table, "estimands", |estimand| {
            estimand.as_integer().and_then(|estimand| u32::try_from(estimand).ok())
        });
        let keeps_all = table.get("keeps_all").and_then(toml::Value::as_bool);
        let set = || {
            Some(Self {
                streams: parse_streams(&table)?,
                scenario: scenario?,
                methods: methods?,
                measures: measures?,
                estimands: estimands?,
                keeps_all: keeps_all?,
            })
        };
        set().ok_or_else(|| "lacks a key or has one of another type".to_owned())
    }
}

/// A seed is written as text: TOML's integers end at 2^63 - 1.
fn parse_streams(table: &toml::Table) -> Option<Streams> {
    let seed = table.get("seed")?.as_str()?.parse().ok()?;
    Some(Streams { seed, common: table.get("common_random_numbers")?.as_bool()? })
}

fn parse_id(value: &toml::Value) -> Option<Fingerprint> {
    value.as_str().and_then(Fingerprint::parse)
}

fn parse_list<T>(
    table: &toml::Table,
    key: &str,
    parse: impl Fn(&toml::Value) -> Option<T>,
) -> Option<Vec<T>> {
    table.get(key)?.as_array()?.iter().map(parse).collect()
}

/// The name of a block's file.
pub(super) fn file_name(index: u64, replicates: usize) -> String {
    format!("{index}-{replicates}.parquet")
}

/// Block index and replicates from a file name that [`file_name`] could have made.
pub(super) fn parse_file_name(name: &str) -> Option<(u64, usize)> {
    let (index, replicates) = name.strip_suffix(".parquet")?.split_once('-')?;
    let parsed = (index.parse().ok()?, replicates.parse().ok()?);
    (file_name(parsed.0, parsed.1) == name && parsed.1 > 0).then_some(parsed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set() -> Set {
        Set {
            streams: Streams { seed: u64::MAX, common: true },
            scenario: ScenarioId(fingerprint("scenario")),
            methods: vec![MethodId(fingerprint("ols")), MethodId(fingerprint("lasso"))],
            measures: vec!["fdp".to_owned(), "tpr".to_owned()],
            estimands: vec![0, 1, 102],
            keeps_all: false,
        }
    }

    #[test]
    fn descriptions_read_back() {
        assert_eq!(Set::parse(&set().to_toml()), Ok(set()));
        let empty = Set { methods: vec![], measures: vec![], estimands: vec![], ..set() };
        assert_eq!(Set::parse(&empty.to_toml()), Ok(empty));
    }

    #[test]
    fn streams_name_their_folder() {
        let streams = Streams { seed: 7, common: false };
        assert_eq!(streams.folder(), "v2-seed-7");
        assert_eq!(Streams { common: true, ..streams }.folder(), "v2-seed-7-common");
    }

    #[test]
    fn what_is_stored_names_the_folder_and_the_scenario_does_not() {
        let elsewhere = Set { scenario: ScenarioId(fingerprint("other")), ..set() };
        assert_eq!(elsewhere.id(), set().id());
        let mut swapped = set();
        swapped.methods.swap(0, 1);
        let all = Set { keeps_all: true, ..set() };
        let fewer = Set { estimands: vec![0, 1], ..set() };
        let other_measures = Set { measures: vec!["fdp".to_owned()], ..set() };
        for other in [swapped, all, fewer, other_measures] {
            assert_ne!(other.id(), set().id());
        }
    }

    #[test]
    fn damaged_descriptions_are_refused() {
        let text = set().to_toml();
        for (from, to) in [
            ("version = 2", "version = 0"),
            ("keeps_all = false", ""),
            ("seed = \"1", "seed = \"-1"),
            ("common_random_numbers = true", "common_random_numbers = 1"),
            ("estimands = [0", "estimands = [-1"),
            ("scenario = \"", "scenario = \"x"),
            ("methods", "method"),
            ("measures", "measure"),
        ] {
            assert!(Set::parse(&text.replace(from, to)).is_err(), "{from}");
        }
        for end in 0..text.len() - 1 {
            assert!(Set::parse(&text[..end]).is_err(), "{end}");
        }
    }

    #[test]
    fn only_our_own_file_names_are_read() {
        assert_eq!(parse_file_name("12-256.parquet"), Some((12, 256)));
        for name in [
            "012-256.parquet",
            "12-0.parquet",
            "12.parquet",
            "a-b.parquet",
            "12-256",
            "+1-2.parquet",
        ] {
            assert_eq!(parse_file_name(name), None, "{name}");
        }
    }
}
