//! Identities follow from meaning, not from spelling.

use super::{HEAD, METHOD, compile, with_mechanism};
use crate::plan::Plan;
use parsim_stats::identity::ScenarioId;

fn ids(plan: &Plan) -> Vec<ScenarioId> {
    plan.scenarios.iter().map(|scenario| scenario.id).collect()
}

fn sorted(plan: &Plan) -> Vec<ScenarioId> {
    let mut ids = ids(plan);
    ids.sort_unstable();
    ids
}

const REST: &str = "coefficients = { kind = \"leading\", s = 2 }\n\
     noise = { kind = \"gaussian\", snr = 1 }\n";

#[test]
fn spelling_order_and_comments_do_not_matter() {
    let plain = with_mechanism(&format!(
        "n = [60, 120]\ncovariates = {{ kind = \"gaussian\", p = 5, rho = 0.0 }}\n{REST}"
    ))
    .unwrap();
    let other = with_mechanism(&format!(
        "# a comment\n{REST}\n[mechanism.covariates]\nrho = -0.0\np = 5.0\nkind = 'gaussian'\n\
         [mechanism_end]\n"
    ));
    assert!(other.is_err(), "an unknown section is an error");
    let other = with_mechanism(&format!(
        "# a comment\n{REST}\nn = [120.0, 6e1]\n[mechanism.covariates]\nrho = -0.0\np = 5.0\n\
         kind = 'gaussian'\n"
    ))
    .unwrap();
    assert_eq!(sorted(&plain), sorted(&other));
    assert_eq!(ids(&plain)[0], ids(&other)[1], "60 is 60.0 is 6e1");
    assert_eq!(plain.fingerprint(), other.fingerprint(), "the order of scenarios is no matter");
}

#[test]
fn defaults_leave_no_trace() {
    let silent =
        with_mechanism(&format!("n = 60\ncovariates = {{ kind = \"gaussian\", p = 5 }}\n{REST}"))
            .unwrap();
    let explicit = with_mechanism(&format!(
        "n = 60\ndesign = \"random\"\nintercept = 0\n\
         covariates = {{ kind = \"gaussian\", p = 5, correlation = \"independent\" }}\n{REST}"
    ))
    .unwrap();
    assert_eq!(ids(&silent), ids(&explicit));
    let lasso = |tuning: &str| {
        let text = format!("{HEAD}{}[[method]]\nkind = \"lasso\"\n{tuning}", super::MECHANISM);
        compile(&text).unwrap().methods[0].id
    };
    let ten = lasso("tuning = { kind = \"cross-validation\", folds = 10, rule = \"min\" }\n");
    assert_eq!(lasso(""), ten);
    assert_ne!(lasso("tuning = { kind = \"cross-validation\", folds = 5 }\n"), ten);
    assert_eq!(lasso("name = \"other\"\n"), ten, "a name is no part of the identity");
}

#[test]
fn the_fingerprint_covers_numbers_and_not_words() {
    let study = |head: &str, methods: &str| {
        compile(&format!("{head}{}{methods}", super::MECHANISM)).unwrap().fingerprint()
    };
    let ols = "[[method]]\nkind = \"ols\"\n";
    let plain = study(HEAD, &format!("{METHOD}{ols}"));
    let claim = "[[claim]]\ntext = \"t\"\nholds = \"mse(ols) > 0\"\n";
    let words = "title = \"other\"\naim = \"a\"\nseed = 1\nreplicates = 3200\n";
    assert_eq!(study(words, &format!("{ols}{METHOD}{claim}")), plain);
    assert_ne!(
        study("title = \"t\"\nseed = 2\nreplicates = 16\n", &format!("{METHOD}{ols}")),
        plain
    );
    assert_ne!(study(HEAD, METHOD), plain);
    let common = format!("{HEAD}common_random_numbers = true\n");
    assert_ne!(study(&common, &format!("{METHOD}{ols}")), plain);
}

#[test]
fn an_oracle_is_identified_by_the_method_it_names() {
    let oracle = |name: &str, folds: u32| {
        let text = format!(
            "{HEAD}{}[[method]]\nkind = \"lasso\"\nname = \"{name}\"\n\
             tuning = {{ kind = \"cross-validation\", folds = {folds} }}\n\
             [[oracle]]\nkind = \"best-lambda\"\nmethod = \"{name}\"\n",
            super::MECHANISM
        );
        compile(&text).unwrap().methods[1].id
    };
    assert_eq!(oracle("a", 10), oracle("b", 10));
    assert_ne!(oracle("a", 10), oracle("a", 5));
}

#[test]
fn a_data_file_is_its_content() {
    let file = |path: &str| {
        let text = format!(
            "{HEAD}[mechanism]\nkind = \"linear\"\n\
             covariates = {{ kind = \"file\", path = \"{path}\" }}\n\
             coefficients = {{ kind = \"leading\", s = 1 }}\n\
             noise = {{ kind = \"gaussian\", snr = 1 }}\n[[method]]\nkind = \"ols\"\n"
        );
        ids(&compile(&text).unwrap())
    };
    assert_eq!(file("people.csv"), file("copy.csv"));
}
