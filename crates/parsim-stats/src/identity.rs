//! Identities of scenarios and methods: hashes of canonical forms, never positions.

use crate::component::Fingerprint;

/// The identity of a scenario: the hash of its mechanism's canonical form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScenarioId(pub Fingerprint);

/// The identity of a method or oracle: the hash of its canonical form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MethodId(pub Fingerprint);

impl std::fmt::Display for ScenarioId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::fmt::Display for MethodId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// Raised with each change that moves a published number; part of every fingerprint and of every
/// store file, so that results of two versions are never mixed.
pub const RESULTS_VERSION: u32 = 2;
