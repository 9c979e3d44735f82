//! Finding scenarios by label, id, condition and pattern.

use super::with_mechanism;
use crate::cell::Cell;
use crate::plan::{Axis, Plan};

fn plan() -> Plan {
    with_mechanism(
        "n = [20, 200]\ncovariates = { kind = \"gaussian\", p = 5, correlation = \"ar1\", \
         rho = [0, 0.5] }\ncoefficients = { kind = \"leading\", s = 2 }\n\
         noise = { kind = \"gaussian\", snr = 1 }",
    )
    .unwrap()
}

#[test]
fn a_label_or_the_beginning_of_an_id_names_a_scenario() {
    let plan = plan();
    assert_eq!(plan.scenario("n=20,rho=0.5"), Ok(1));
    assert_eq!(plan.scenario("rho = 0.5, n = 20"), Ok(1));
    let id = plan.scenarios[2].id.to_string();
    assert_eq!(plan.scenario(&id[..12]), Ok(2));
    assert!(plan.scenario("n=20").unwrap_err().contains("2 scenarios"));
    assert!(plan.scenario("n=20,rho=0.6").unwrap_err().contains("\"n=20,rho=0.5\""));
}

#[test]
fn patterns_and_conditions_select() {
    let plan = plan();
    assert_eq!(plan.select("n=20,*"), Ok(vec![0, 1]));
    assert_eq!(plan.select("n > 100"), Ok(vec![2, 3]));
    assert_eq!(plan.select("n=200,rho=0"), Ok(vec![2]));
    assert!(plan.select("n > 1000").is_err());
    assert!(plan.select("n >").is_err());
    let unknown = plan.select("roh > 0").unwrap_err();
    assert!(unknown.starts_with("unknown parameter \"roh\"; did you mean \"rho\"?"), "{unknown}");
}

#[test]
fn axes_have_their_levels_in_order() {
    let number = Cell::Number;
    let expected = [
        Axis { name: "n".to_owned(), levels: vec![number(20.0), number(200.0)] },
        Axis { name: "rho".to_owned(), levels: vec![number(0.0), number(0.5)] },
    ];
    assert_eq!(plan().axes(), expected);
    let nested = with_mechanism(
        "coefficients = [{ kind = \"leading\", s = 1 }, { kind = \"spaced\", s = [1, 2] }]\n\
         n = [20, 30]\ncovariates = { kind = \"gaussian\", p = 5 }\n\
         noise = { kind = \"gaussian\", snr = 1 }",
    )
    .unwrap();
    let axes = nested.axes();
    let names: Vec<&str> = axes.iter().map(|axis| axis.name.as_str()).collect();
    assert_eq!(names, ["coefficients", "s", "n"], "the order of the file");
}

#[test]
fn blocks_do_not_depend_on_the_order_of_the_file() {
    let plan = plan();
    // 2^21/(20 * 5) = 20971 and 2^21/(200 * 5) = 2097: blocks of 8192 and 2048 replicates.
    let blocks = plan.blocks(10_000);
    assert_eq!(blocks.len(), 2 * 2 + 2 * 5);
    let mut ids: Vec<_> =
        blocks.iter().map(|block| (plan.scenarios[block.scenario].id, block.index)).collect();
    let order = ids.clone();
    ids.sort_unstable();
    assert_eq!(ids, order);
    let last = blocks.iter().find(|block| block.scenario == 0 && block.index == 1).unwrap();
    assert_eq!(last.replicates, 8192..10_000);
}

#[test]
fn the_reference_is_the_first_that_applies() {
    let text = include_str!("../../../../../studies/two-signals.toml");
    let plan = super::compile(text).unwrap();
    assert_eq!(plan.reference, None);
    assert_eq!(plan.reference_in(0), Some(1), "ridge at n = 60");
    assert_eq!(plan.reference_in(35), Some(0), "ols at n = 1000");
}

#[test]
fn another_seed_draws_random_coefficients_anew() {
    let study = |estimands: &str| {
        super::compile(&format!(
            "{}[mechanism]\nkind = \"linear\"\nn = 30\n\
             covariates = {{ kind = \"gaussian\", p = 200 }}\n\
             coefficients = {{ kind = \"random\", s = 3 }}\n\
             noise = {{ kind = \"gaussian\", snr = 1 }}\n{estimands}{}",
            super::HEAD,
            super::METHOD
        ))
        .unwrap()
    };
    let plan = study("");
    let other = plan.clone().with_seed(2).unwrap();
    assert_eq!(other.scenarios[0].signals.len(), 3);
    assert_ne!(plan.scenarios[0].signals, other.scenarios[0].signals);
    assert_ne!(plan.scenarios[0].estimands, other.scenarios[0].estimands);
    assert_ne!(plan.fingerprint(), other.fingerprint());
    assert_eq!(plan.scenarios[0].id, other.scenarios[0].id);
    let back = other.with_seed(1).unwrap();
    assert_eq!(plan.scenarios[0].signals, back.scenarios[0].signals);
    let named = study("[estimands]\ncoefficients = [7]\n").with_seed(2).unwrap();
    assert_eq!(named.scenarios[0].estimands, [7]);
}

#[test]
fn replicates_can_be_set_from_outside() {
    let plan = plan();
    let fingerprint = plan.fingerprint();
    let more = plan.with_replicates(1000);
    assert_eq!(more.replicates.rounds(), [1008]);
    assert_eq!(more.fingerprint(), fingerprint);
    assert_eq!(more.with_replicates(0).replicates.rounds(), [16]);
}
