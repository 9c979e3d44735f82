//! Fits of random bytes. `PARSIM_FUZZ=CASES` or `PARSIM_FUZZ=CASES,SEED` asks for a longer run.

use parsim_tests::fuzz::{Outcome, fit_of_bytes};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};
use std::cell::Cell;

/// Cases and seed: what every run of the tests takes, or what the environment asks for.
fn effort() -> (u32, u64) {
    let Ok(wanted) = std::env::var("PARSIM_FUZZ") else { return (3000, 1) };
    let mut numbers = wanted.split(',').map(|number| number.trim().parse::<u64>().unwrap());
    let cases = numbers.next().unwrap();
    (u32::try_from(cases).unwrap(), numbers.next().unwrap_or(1))
}

#[test]
fn any_bytes_are_fitted_or_refused() {
    let (cases, seed) = effort();
    let config = ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let (fitted, refused) = (Cell::new(0_u32), Cell::new(0_u32));
    let result = TestRunner::new(config).run(&vec(any::<u8>(), 0..300), |bytes| {
        match fit_of_bytes(&bytes) {
            Outcome::Fitted => fitted.set(fitted.get() + 1),
            Outcome::Refused => refused.set(refused.get() + 1),
        }
        Ok(())
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
    // Neither may be all that ever happens.
    assert!(fitted.get() > cases / 2, "{fitted:?} fitted, {refused:?} refused");
    assert!(refused.get() > cases / 100, "{fitted:?} fitted, {refused:?} refused");
}
