//! The head of a written plan, by which an output folder is recognised.

use parsim_stats::component::Fingerprint;
use toml::de::{DeTable, DeValue};

/// What identifies an output folder: whose it is, and which numbers lie in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanHeader {
    /// The stem of the study file.
    pub stem: String,
    /// The study's fingerprint.
    pub fingerprint: Fingerprint,
    /// The version of the results.
    pub results_version: u32,
}

/// Why a text is no written plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderError(pub String);

impl std::fmt::Display for HeaderError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "not a plan written by parsim: {}", self.0)
    }
}

impl std::error::Error for HeaderError {}

impl PlanHeader {
    /// Reads the head of a `plan.toml`.
    ///
    /// # Errors
    /// The text is not TOML, or has no section `[plan]` with stem, fingerprint and version.
    pub fn parse(text: &str) -> Result<Self, HeaderError> {
        let table =
            DeTable::parse(text).map_err(|error| HeaderError(error.message().to_owned()))?;
        let plan = table.get_ref().get("plan").map(toml::Spanned::get_ref);
        let Some(DeValue::Table(plan)) = plan else {
            return Err(HeaderError("it has no section [plan]".to_owned()));
        };
        let field = |key: &str| {
            let found = plan.get(key).map(toml::Spanned::get_ref);
            found.ok_or_else(|| HeaderError(format!("[plan] has no {key}")))
        };
        let bad = |key: &str| HeaderError(format!("[plan] has a {key} that cannot be read"));
        let stem = field("stem")?.as_str().ok_or_else(|| bad("stem"))?.to_owned();
        let fingerprint = field("fingerprint")?.as_str().and_then(Fingerprint::parse);
        let version = field("results_version")?.as_integer();
        let version = version.and_then(|version| version.as_str().parse().ok());
        Ok(Self {
            stem,
            fingerprint: fingerprint.ok_or_else(|| bad("fingerprint"))?,
            results_version: version.ok_or_else(|| bad("results_version"))?,
        })
    }
}
