//! `run.json`: what ran where. The only file with wall-clock facts; all others can be compared
//! byte for byte.

use crate::exit::Exit;
use parsim_engine::results::Results;
use parsim_engine::{Outcome, precision};
use parsim_stats::identity::RESULTS_VERSION;
use parsim_stats::methods::Engines;
use parsim_study::{Plan, Replicates};
use parsim_tables::Pending;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// One process's share of a study.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Facts {
    /// `run`, `merge`, or `shard-K-of-N`.
    pub part: String,
    /// Version of the program.
    pub version: String,
    /// Version of the results.
    pub results_version: u32,
    /// The machine's name.
    pub host: String,
    /// The processor.
    pub cpu: String,
    /// Whether the numbers are the same bits as on every x86-64 machine with AVX2 and FMA.
    pub same_bits: bool,
    /// Threads that computed.
    pub threads: usize,
    /// Seconds since the Unix epoch at the end.
    pub finished: u64,
    /// Wall time.
    pub seconds: f64,
    /// Replicates computed by this process.
    pub replicates: u64,
    /// Blocks computed by this process.
    pub blocks: u64,
    /// Fits computed by this process.
    pub fits: u64,
    /// Fits per second.
    pub fits_per_second: f64,
    /// Seconds in the fits of each method, over all threads; what methods share falls to the first.
    #[serde(default)]
    pub fit_seconds: BTreeMap<String, f64>,
    /// Worst KKT violation relative to lambda over the whole study, if it was folded.
    pub worst_kkt: Option<f64>,
    /// Worst duality gap relative to the null objective.
    pub worst_gap: Option<f64>,
    /// Solutions on penalised paths from coordinate descent instead of the exact engine.
    pub fallbacks: Option<u64>,
    /// Whether the process was interrupted.
    pub interrupted: bool,
}

impl Facts {
    /// The facts of a run.
    pub fn new(
        part: String,
        plan: &Plan,
        (threads, seconds): (usize, f64),
        outcome: &Outcome,
    ) -> Self {
        let results = outcome.results.as_ref();
        let names = plan.methods.iter().map(|method| method.name.clone());
        Self {
            part,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            results_version: RESULTS_VERSION,
            host: host(),
            cpu: cpu(),
            same_bits: same_bits(),
            threads,
            finished: std::time::SystemTime::now()
                .duration_since(std::time::UNIX_EPOCH)
                .map_or(0, |since| since.as_secs()),
            seconds,
            replicates: outcome.computed,
            blocks: outcome.blocks,
            fits: outcome.fits,
            fits_per_second: if seconds > 0.0 { outcome.fits as f64 / seconds } else { 0.0 },
            fit_seconds: names.zip(outcome.fit_seconds.iter().copied()).collect(),
            worst_kkt: results.and_then(|results| results.worst_kkt),
            worst_gap: results.and_then(|results| results.worst_gap),
            fallbacks: results.map(|results| results.fallbacks),
            interrupted: outcome.interrupted,
        }
    }

    /// Writes this process's own file, `runs/<part>-<host>-<pid>.json`.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, output: &Path) -> Result<(), Exit> {
        let name = format!("{}-{}-{}.json", self.part, self.host, std::process::id());
        let text = serde_json::to_string_pretty(self)
            .map_err(|error| Exit::Missing(format!("{name}: {error}")))?;
        parsim_tables::write_atomic(&output.join("runs").join(name), text.as_bytes())?;
        Ok(())
    }

    /// Writes `run.json`, not named yet: what is known of the whole study from its store, and the union of all
    /// processes' files.
    ///
    /// # Errors
    /// A file cannot be read or written.
    pub fn gather(output: &Path, plan: &Plan, results: &Results) -> Result<Pending, Exit> {
        let mut paths = Vec::new();
        let runs = output.join("runs");
        if runs.is_dir() {
            for entry in std::fs::read_dir(&runs)? {
                paths.push(entry?.path());
            }
        }
        paths.sort();
        let mut all: Vec<Self> = Vec::new();
        for path in paths.iter().filter(|path| path.extension().is_some_and(|e| e == "json")) {
            // A file that another process is replacing just now is read next time.
            if let Ok(facts) = serde_json::from_slice(&std::fs::read(path)?) {
                all.push(facts);
            }
        }
        let text = serde_json::to_string_pretty(
            &serde_json::json!({ "study": of_study(plan, results), "runs": all }),
        )
        .map_err(|error| Exit::Missing(format!("run.json: {error}")))?;
        Ok(Pending::write(&output.join("run.json"), text.as_bytes())?)
    }
}

/// Certificates and engines over the whole study, whichever processes computed it.
fn of_study(plan: &Plan, results: &Results) -> serde_json::Value {
    let by_method = plan.methods.iter().zip(&results.engines).map(|(method, counts)| {
        let counts: BTreeMap<_, _> = Engines::NAMES.iter().zip(counts).collect();
        (&method.name, counts)
    });
    serde_json::json!({
        "worst_kkt": results.worst_kkt,
        "worst_gap": results.worst_gap,
        "fallbacks": results.fallbacks,
        "engines": by_method.collect::<BTreeMap<_, _>>(),
        "precision": of_precision(plan, results),
    })
}

/// The targets of precision that the study did not reach; null for a study without targets.
fn of_precision(plan: &Plan, results: &Results) -> serde_json::Value {
    let Replicates::Precision(_) = plan.replicates else { return serde_json::Value::Null };
    let missing: Vec<_> = precision::shortfalls(plan, results)
        .iter()
        .map(|each| {
            serde_json::json!({
                "measure": each.measure,
                "method": plan.methods[each.method].name,
                "scenario": plan.scenarios[each.scenario].label,
                "mcse": each.mcse,
                "target": each.wanted,
                "replicates": each.replicates,
                "replicates_needed": each.replicates_needed,
            })
        })
        .collect();
    serde_json::json!({ "reached": missing.is_empty(), "not_reached": missing })
}

fn host() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let name = if name.trim().is_empty() { "unknown" } else { name.trim() };
    name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect()
}

fn cpu() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    model.map_or_else(|| std::env::consts::ARCH.to_owned(), |(_, model)| model.to_owned())
}

/// Whether this machine keeps the promise of the same bits.
pub fn same_bits() -> bool {
    #[cfg(target_arch = "x86_64")]
    {
        std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma")
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        false
    }
}
