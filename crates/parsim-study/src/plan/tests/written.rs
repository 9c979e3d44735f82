//! `plan.toml` explains itself and reads back.

use super::{compile, with_more};
use crate::plan::PlanHeader;
use parsim_stats::identity::RESULTS_VERSION;

#[test]
fn the_head_reads_back() {
    let plan = with_more("").unwrap();
    let header = PlanHeader::parse(&plan.to_toml("my \"study\"")).unwrap();
    assert_eq!(header.stem, "my \"study\"");
    assert_eq!(header.fingerprint, plan.fingerprint());
    assert_eq!(header.results_version, RESULTS_VERSION);
}

#[test]
fn other_texts_are_no_plans() {
    for text in ["", "stem = 1", "[plan]\nstem = \"a\"", "[plan", "[plan]\nstem = 1"] {
        assert!(PlanHeader::parse(text).is_err(), "{text}");
    }
}

#[test]
fn every_default_is_written_out() {
    let text = with_more("").unwrap().to_toml("s");
    let lasso = "method = { kind = \"lasso\", intercept = true, standardize = true, \
                 tuning = { kind = \"cross-validation\", folds = 10, rule = \"min\", stop = \"none\" }, \
                 lambdas = 100";
    assert!(text.contains(lasso), "{text}");
    assert!(text.contains("design = \"random\""), "{text}");
    assert!(text.contains("correlation = \"independent\""), "{text}");
    assert!(text.contains("\nkeep = \"estimands\"\n"), "{text}");
}

/// What is written of a mechanism and a method, read as a study again, has the same identities.
#[test]
fn components_read_back_as_themselves() {
    let study = include_str!("../../../../../studies/two-signals.toml");
    let plan = compile(study).unwrap();
    let written = plan.to_toml("two-signals");
    let after = |label: &str, key: &str| {
        let section = &written[written.find(label).expect("the section")..];
        let value = &section[section.find(key).expect("the key") + key.len()..];
        value.lines().next().expect("a line").to_owned()
    };
    let again = compile(&format!(
        "title = \"again\"\nseed = 20191006\nreplicates = 16\nmechanism = {}\nmethod = [{}]\n",
        after("label = \"n=120,rho=0.5,snr=4\"", "mechanism = "),
        after("name = \"lasso\"", "method = "),
    ))
    .unwrap();
    let scenario = plan.scenario("n=120,rho=0.5,snr=4").unwrap();
    assert_eq!(again.scenarios[0].id, plan.scenarios[scenario].id);
    assert_eq!(again.methods[0].id, plan.methods[2].id);
}
