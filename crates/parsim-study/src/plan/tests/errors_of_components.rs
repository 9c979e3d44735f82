//! Kinds and keys that do not exist, and parameters that are missing or refused.

use super::{HEAD, MECHANISM, METHOD, compile, errors, hint, with_mechanism, with_more};

const COVARIATES: &str = "covariates = { kind = \"gaussian\", p = 5 }\n";
const COEFFICIENTS: &str = "coefficients = { kind = \"leading\", s = 2 }\n";
const NOISE: &str = "noise = { kind = \"gaussian\", snr = 1 }\n";

#[test]
fn unknown_keys_name_the_nearest() {
    let result = with_more("[[method]]\nkind = \"ridge\"\ntunning = { kind = \"gcv\" }\n");
    assert_eq!(errors(result.clone()), ["14:1: unknown key of method \"ridge\": \"tunning\""]);
    assert!(hint(result).starts_with("did you mean \"tuning\"? known here: \"kind\", \"name\""));
    let result = with_mechanism(&format!(
        "n = 30\n{COEFFICIENTS}{NOISE}covariates = {{ kind = \"gaussian\", p = 5, roh = 0.1 }}"
    ));
    assert_eq!(errors(result), ["9:42: unknown key of covariates \"gaussian\": \"roh\""]);
    let result = compile(&format!("{HEAD}sede = 2\n{MECHANISM}{METHOD}"));
    assert_eq!(errors(result.clone()), ["4:1: unknown key of the study: \"sede\""]);
    assert!(hint(result).starts_with("did you mean \"seed\"?"));
}

#[test]
fn a_key_of_the_top_level_in_a_section_is_recognised() {
    let result = with_more("keep = \"all\"\n");
    assert_eq!(errors(result.clone()), ["12:1: unknown key of method \"lasso\": \"keep\""]);
    assert_eq!(hint(result), "\"keep\" belongs above the first [section] of the file");
}

#[test]
fn a_parameter_of_a_part_is_sent_there() {
    let result = with_more("[[method]]\nkind = \"ridge\"\nfolds = 5\n");
    assert_eq!(errors(result.clone()), ["14:1: unknown key of method \"ridge\": \"folds\""]);
    assert_eq!(hint(result), "write tuning = { kind = ..., folds = ... }");
}

#[test]
fn unknown_kinds_name_the_nearest() {
    let result = with_more("[[method]]\nkind = \"laso\"\n");
    assert_eq!(errors(result.clone()), ["13:8: unknown method kind \"laso\""]);
    let known = "\"debiased-lasso\", \"lasso\", \"ols\", \"ridge\"";
    assert_eq!(hint(result), format!("did you mean \"lasso\"? known here: {known}"));
    let result = with_more("[[method]]\nkind = \"ridge\"\ntuning = { kind = \"cv\" }\n");
    assert_eq!(errors(result), ["14:19: unknown tuning kind \"cv\""]);
}

#[test]
fn a_component_needs_a_table_and_a_kind() {
    let result = with_more("[[method]]\nname = \"m\"\n");
    assert_eq!(errors(result), ["12:1: this method has no kind"]);
    let result = with_more("[[method]]\nkind = \"ridge\"\ntuning = \"gcv\"\n");
    assert_eq!(
        errors(result.clone()),
        ["14:10: the tuning is a table { kind = ... }, not a string"]
    );
    assert_eq!(hint(result), "write { kind = \"gcv\" }");
    let result = with_more("[[method]]\nkind = [\"ols\", \"ridge\"]\n");
    assert_eq!(errors(result), ["13:8: kind takes one word, not a list"]);
    let result = compile(&format!("{HEAD}{MECHANISM}[method]\nkind = \"ols\"\n"));
    assert_eq!(errors(result.clone()), ["10:1: method is a repeated section, not a table"]);
    assert_eq!(hint(result), "write [[method]]");
}

#[test]
fn required_parameters_are_asked_for() {
    let result = with_mechanism(&format!("n = 30\n{COEFFICIENTS}{NOISE}"));
    assert_eq!(errors(result), ["4:1: the mechanism \"linear\" needs covariates"]);
    let result = with_mechanism(&format!(
        "n = 30\n{COEFFICIENTS}{NOISE}covariates = {{ kind = \"gaussian\" }}"
    ));
    assert_eq!(errors(result.clone()), ["9:14: the covariates \"gaussian\" needs p"]);
    assert!(hint(result).starts_with("p: a whole number from 1 to 1000000, "));
}

#[test]
fn what_a_kind_refuses_is_shown_where_it_was_typed() {
    let result = with_mechanism(&format!(
        "n = 30\n{NOISE}{COVARIATES}coefficients = {{ kind = \"explicit\", values = [1, 2] }}"
    ));
    let expected = "9:46: coefficients.values: has 2 coefficients where p = 5";
    assert_eq!(errors(result), [expected]);
    let result = with_mechanism(&format!(
        "n = 30\n{NOISE}{COVARIATES}coefficients = {{ kind = \"leading\", s = [2, 6] }}"
    ));
    assert_eq!(errors(result), ["9:44: coefficients.s: 6 exceeds p = 5"]);
    let result = with_mechanism(&format!(
        "n = 30\n{COVARIATES}{COEFFICIENTS}noise = {{ kind = \"gaussian\" }}"
    ));
    assert_eq!(errors(result), ["9:9: noise: the noise has no scale"]);
    let result = with_mechanism(&format!("{COVARIATES}{COEFFICIENTS}{NOISE}"));
    assert_eq!(errors(result), ["4:1: n: is required"]);
    let result = with_mechanism(&format!(
        "n = 100000000\n{COEFFICIENTS}{NOISE}covariates = {{ kind = \"gaussian\", p = 11 }}"
    ));
    let expected = "6:5: n: a dataset of 100000000 rows and 11 covariates is too large";
    assert_eq!(errors(result), [expected]);
    let result = with_more("[[method]]\nkind = \"ridge\"\ntuning = { kind = \"fixed\" }\n");
    assert_eq!(errors(result), ["14:10: ridge: tuning: no lambda is fixed"]);
    let result = with_more(
        "[[method]]\nkind=\"ols\"\n[[oracle]]\nkind = \"best-lambda\"\nmethod = \"ols\"\n",
    );
    assert_eq!(errors(result), ["16:10: best-lambda: method: ols has no lambda to choose"]);
}

#[test]
fn a_refusal_in_many_scenarios_is_told_once() {
    let result = with_mechanism(&format!(
        "n = [30, 40, 50]\n{NOISE}{COVARIATES}coefficients = {{ kind = \"leading\", s = 6 }}"
    ));
    let diagnostics = result.unwrap_err();
    assert_eq!(diagnostics.list().len(), 1, "{diagnostics}");
    assert_eq!(diagnostics.list()[0].label, "in scenario n=30 and 2 more");
}

#[test]
fn data_files_and_their_columns_must_exist() {
    let file = |more: &str| {
        with_mechanism(&format!(
            "n = 30\n{NOISE}{COEFFICIENTS}covariates = {{ kind = \"file\", {more} }}"
        ))
    };
    assert_eq!(errors(file("path = \"folk.csv\"")), ["9:38: no file folk.csv"]);
    let columns = errors(file("path = \"people.csv\", columns = [\"age\", \"hight\"]"));
    let expected = "9:62: covariates.columns: people.csv has no column \"hight\"";
    assert_eq!(columns, [expected]);
}

#[test]
fn draws_of_the_noise_must_divide_a_batch_and_need_covariates_that_are_drawn() {
    let with =
        |keys: &str| with_mechanism(&format!("n = 30\n{keys}{COVARIATES}{COEFFICIENTS}{NOISE}"));
    for draws in [1, 2, 4, 8, 16] {
        assert!(with(&format!("noise_draws = {draws}\n")).is_ok(), "{draws}");
    }
    let result = with("noise_draws = 3\n");
    let message = "7:15: noise_draws: 3 does not divide a batch of 16 replicates";
    assert_eq!(errors(result.clone()), [message]);
    assert_eq!(hint(result), "give 1, 2, 4, 8 or 16");
    let result = with("noise_draws = 4\ndesign = \"fixed\"\n");
    let message =
        "7:15: noise_draws: has no meaning where all replicates share their covariates already";
    assert_eq!(errors(result), [message]);
    assert!(with("noise_draws = 1\ndesign = \"fixed\"\n").is_ok());
    assert_eq!(errors(with("noise_draws = 32\n")).len(), 1);
}
