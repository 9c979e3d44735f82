//! Grids that are empty, too large or say the same twice, and zips that do not fit.

use super::{MECHANISM, METHOD, compile, errors, hint, labels, with_mechanism, with_more};
use std::fmt::Write;

const REST: &str = "coefficients = { kind = \"leading\", s = 2 }\n\
     covariates = { kind = \"gaussian\", p = 5 }\n";
const NOISE: &str = "noise = { kind = \"gaussian\", snr = 1 }\n";

#[test]
fn an_empty_list_is_no_grid() {
    let result = with_mechanism(&format!("n = []\n{REST}{NOISE}"));
    assert_eq!(errors(result), ["6:5: n is an empty list"]);
    let result = with_mechanism(&format!("n = 30\n{REST}noise = []"));
    assert_eq!(errors(result), ["9:9: noise is an empty list"]);
}

#[test]
fn a_level_stands_once() {
    let result = with_mechanism(&format!("n = [60, 120, 60.0]\n{REST}{NOISE}"));
    assert_eq!(errors(result.clone()), ["6:15: scenario n=60 stands here twice"]);
    assert_eq!(hint(result), "remove one of the two values");
    let result = with_mechanism(&format!(
        "n = 30\n{REST}noise = [{{ kind = \"student-t\", df = 3, snr = 1 }}, \
         {{ kind = \"student-t\", snr = 1.0, df = 3 }}]"
    ));
    assert_eq!(errors(result), ["9:51: scenario noise=student-t stands here twice"]);
}

#[test]
fn scenarios_that_differ_in_spelling_alone_are_the_same() {
    let result = with_mechanism(&format!(
        "n = 30\ncoefficients = {{ kind = \"leading\", s = 1 }}\n{NOISE}\
         covariates = {{ kind = \"file\", path = [\"people.csv\", \"copy.csv\"] }}"
    ));
    let expected = "9:53: scenarios path=people.csv and path=copy.csv are the same";
    assert_eq!(errors(result), [expected]);
}

#[test]
fn a_grid_has_its_limit() {
    let list = |count: usize| {
        let mut text = String::from("[");
        for i in 1..=count {
            let _ = write!(text, "{i},");
        }
        text + "]"
    };
    let result = with_mechanism(&format!(
        "n = 30\n{REST}noise = {{ kind = \"gaussian\", snr = {} }}\nintercept = {}",
        list(1001),
        list(100)
    ));
    assert_eq!(errors(result), ["4:1: this mechanism stands for 100100 combinations"]);
}

/// Errors of a study with this `zip` in line 4 and n, snr and rho lists of 2, 2 and 3.
fn zip(zip: &str) -> Result<crate::plan::Plan, crate::diagnostic::Diagnostics> {
    compile(&format!(
        "title = \"t\"\nseed = 1\nreplicates = 16\nzip = {zip}\n[mechanism]\nkind = \"linear\"\n\
         n = [20, 30]\ncoefficients = {{ kind = \"leading\", s = 2 }}\n\
         covariates = {{ kind = \"gaussian\", p = 5, correlation = \"ar1\", rho = [0, 0.1, 0.2] }}\n\
         noise = {{ kind = \"gaussian\", snr = [1, 2] }}\n{METHOD}"
    ))
}

#[test]
fn zips_join_lists_of_one_length() {
    assert_eq!(labels(&zip("[[\"n\", \"noise.snr\"]]").unwrap()).len(), 6);
    assert_eq!(
        errors(zip("[[\"n\", \"covariates.rho\"]]")),
        ["4:14: covariates.rho has 3 values and n has 2"]
    );
    let result = zip("[[\"n\", \"noise.snt\"]]");
    assert_eq!(errors(result.clone()), ["4:14: the mechanism gives no \"noise.snt\""]);
    assert_eq!(
        hint(result),
        "did you mean \"noise.snr\"? lists here: n, covariates.rho, noise.snr"
    );
    assert_eq!(
        errors(zip("[[\"n\", \"covariates.p\"]]")),
        ["4:14: covariates.p is no list of values that cross"]
    );
    assert_eq!(errors(zip("[[\"n\"]]")), ["4:8: a zip of fewer than two lists"]);
    assert_eq!(
        errors(zip("[[\"n\", \"noise.snr\"], [\"covariates.rho\", \"n\"]]")),
        ["4:47: n is zipped twice"]
    );
    assert_eq!(
        errors(zip("[[\"n\", 3]]")),
        ["4:14: a group of zip takes a list of strings, not 3"]
    );
    assert_eq!(errors(zip("[\"n\", \"noise.snr\"]")).len(), 2);
}

#[test]
fn folds_cannot_exceed_n() {
    let study = |n: &str, method: &str| {
        let mechanism = MECHANISM.replace("n = 30", n);
        compile(&format!("title = \"t\"\nseed = 1\nreplicates = 16\n{mechanism}{method}"))
    };
    let twenty =
        "[[method]]\nkind = \"lasso\"\ntuning = { kind = \"cross-validation\", folds = 20 }\n";
    assert_eq!(
        errors(study("n = [30, 18, 19]", twenty)),
        ["12:47: lasso has 20 folds where n is 18: scenario n=18"]
    );
    assert_eq!(
        errors(study("n = 8", METHOD)),
        ["10:1: lasso has 10 folds where n is 8: scenario single"]
    );
    assert!(study("n = 20", twenty).is_ok());
}

#[test]
fn a_method_that_applies_nowhere_is_a_warning() {
    let study = |n: &str| {
        let mechanism = MECHANISM.replace("n = 30", n);
        compile(&format!(
            "title = \"t\"\nseed = 1\nreplicates = 16\n{mechanism}[[method]]\nkind = \"ols\"\n"
        ))
        .unwrap()
    };
    // Six free parameters (five slopes and the intercept) need six rows.
    assert!(study("n = [4, 30]").notices.is_empty(), "not applying somewhere is normal");
    let nowhere = study("n = [4, 5]");
    let expected = "s.toml:10:1: warning: ols applies in no scenario\n  \
                    hint: least squares needs n of at least 6, n is 4";
    assert_eq!(nowhere.notices.to_string(), expected);
}

#[test]
fn a_method_can_stand_for_too_many() {
    let mut list = String::from("[");
    for i in 1..=1001 {
        let _ = write!(list, "{i},");
    }
    let result = with_more(&format!(
        "[[method]]\nkind = \"ridge\"\ntuning = {{ kind = \"fixed\", lambda = {list}] }}\n"
    ));
    assert_eq!(errors(result), ["12:1: this method stands for 1001 combinations"]);
}
