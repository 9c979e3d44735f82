//! A set: the methods that were computed together for one scenario, in a folder of its own.

use parsim_engine::record::BlockRecord;
use parsim_stats::component::{Fingerprint, fingerprint};
use parsim_stats::identity::{MethodId, RESULTS_VERSION, ScenarioId};
use std::fmt::Write;

/// The file that describes a set, so that listing a store opens no Parquet file.
pub(super) const DESCRIPTION: &str = "set.toml";

/// What all blocks of one folder have in common.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Set {
    pub(super) scenario: ScenarioId,
    pub(super) methods: Vec<MethodId>,
    pub(super) estimands: Vec<u32>,
    pub(super) keeps_all: bool,
}

impl Set {
    /// The set that a block belongs to.
    pub(super) fn of(block: &BlockRecord, keeps_all: bool) -> Self {
        Self {
            scenario: block.key.scenario,
            methods: block.methods.iter().map(|method| method.method).collect(),
            estimands: block.estimands.clone(),
            keeps_all,
        }
    }

    /// The folder's name: 16 hexadecimal digits of a hash over all but the scenario, whose own
    /// folder holds it.
    pub(super) fn id(&self) -> String {
        let mut text = String::new();
        for method in &self.methods {
            let _ = write!(text, "{method};");
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
        let estimands: Vec<String> = self.estimands.iter().map(u32::to_string).collect();
        format!(
            "# What the Parquet files of this folder hold. One row per replicate and method.\n\
             version = {RESULTS_VERSION}\nscenario = \"{}\"\nmethods = [{}]\n\
             estimands = [{}]\nkeeps_all = {}\n",
            self.scenario,
            methods.join(", "),
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
        let estimands = parse_list(&table, "estimands", |estimand| {
            estimand.as_integer().and_then(|estimand| u32::try_from(estimand).ok())
        });
        let keeps_all = table.get("keeps_all").and_then(toml::Value::as_bool);
        match (scenario, methods, estimands, keeps_all) {
            (Some(scenario), Some(methods), Some(estimands), Some(keeps_all)) => {
                Ok(Self { scenario, methods, estimands, keeps_all })
            }
            _ => Err("lacks a key or has one of another type".to_owned()),
        }
    }
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
            scenario: ScenarioId(fingerprint("scenario")),
            methods: vec![MethodId(fingerprint("ols")), MethodId(fingerprint("lasso"))],
            estimands: vec![0, 1, 102],
            keeps_all: false,
        }
    }

    #[test]
    fn descriptions_read_back() {
        assert_eq!(Set::parse(&set().to_toml()), Ok(set()));
        let empty = Set { methods: vec![], estimands: vec![], ..set() };
        assert_eq!(Set::parse(&empty.to_toml()), Ok(empty));
    }

    #[test]
    fn what_is_stored_names_the_folder_and_the_scenario_does_not() {
        let elsewhere = Set { scenario: ScenarioId(fingerprint("other")), ..set() };
        assert_eq!(elsewhere.id(), set().id());
        let mut swapped = set();
        swapped.methods.swap(0, 1);
        let all = Set { keeps_all: true, ..set() };
        let fewer = Set { estimands: vec![0, 1], ..set() };
        for other in [swapped, all, fewer] {
            assert_ne!(other.id(), set().id());
        }
    }

    #[test]
    fn damaged_descriptions_are_refused() {
        let text = set().to_toml();
        for (from, to) in [
            ("version = 1", "version = 0"),
            ("keeps_all = false", ""),
            ("estimands = [0", "estimands = [-1"),
            ("scenario = \"", "scenario = \"x"),
            ("methods", "method"),
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
