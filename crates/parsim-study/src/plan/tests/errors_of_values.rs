//! Values of the wrong type or out of range, at the top level and in parameters.

use super::{HEAD, MECHANISM, METHOD, compile, errors, hint, with_mechanism, with_more};
use crate::source::Source;

/// Errors of a study whose first lines are these, followed by a sound mechanism and method.
fn head(head: &str) -> Vec<String> {
    errors(compile(&format!("{head}{MECHANISM}{METHOD}")))
}

/// Errors of a mechanism with this line 6 and sound parts.
fn line(line: &str) -> Vec<String> {
    errors(with_mechanism(&format!(
        "{line}\ncovariates = {{ kind = \"gaussian\", p = 5 }}\n\
         coefficients = {{ kind = \"leading\", s = 2 }}\nnoise = {{ kind = \"gaussian\", snr = 1 }}"
    )))
}

#[test]
fn text_that_is_no_toml_is_reported_by_toml() {
    let text = errors(compile("title = \"t\"\nseed = 1\nn = [1, 2\nreplicates = 3\n"));
    assert!(text[0].starts_with("4:"), "the list is not closed before line 4: {text:?}");
    let text = errors(compile("title = \"t\"\ntitle = \"u\"\n"));
    assert_eq!(text, ["2:1: duplicate key"]);
    let text = errors(compile("title = \"t\nseed = 1\n"));
    assert!(text[0].starts_with("1:"), "{text:?}");
}

#[test]
fn bytes_must_be_text() {
    let error = Source::from_bytes("s.toml", b"title = \"caf\xe9\"\n".to_vec()).unwrap_err();
    assert!(error.to_string().starts_with("s.toml:1:13: error: the file is not UTF-8 text"));
}

#[test]
fn what_every_study_needs() {
    let expected = [
        "s.toml: error: the study has no title",
        "s.toml: error: the study has no seed",
        "s.toml: error: the study has no replicates",
        "s.toml: error: the study has no mechanism",
        "s.toml: error: the study has no method",
    ];
    let found = compile("").unwrap_err();
    let lines: Vec<String> = found.list().iter().map(|each| found.line(each)).collect();
    assert_eq!(lines, expected);
}

#[test]
fn types_at_the_top_level() {
    let wrong = head(
        "title = 1\naim = true\nseed = -1\nreplicates = \"many\"\ncommon_random_numbers = 1\n\
         keep = \"some\"\nreference = 2\nzip = \"n\"\n",
    );
    assert_eq!(
        wrong,
        [
            "1:9: title takes a string, not 1",
            "2:7: aim takes a string, not true",
            "3:8: seed takes a whole number of at least 0, not -1",
            "4:14: replicates takes a whole number from 1 to 1000000000, not \"many\"",
            "5:25: common_random_numbers takes true or false, not 1",
            "6:8: unknown keep \"some\"",
            "7:13: reference takes a string, not 2",
            "8:7: zip takes a list of lists of dotted paths, not \"n\"",
        ]
    );
}

#[test]
fn replicates_are_a_number_or_a_target() {
    let replicates = |text: &str| head(&format!("title = \"t\"\nseed = 1\nreplicates = {text}\n"));
    let range = "replicates takes a whole number from 1 to 1000000000, not";
    assert_eq!(replicates("0"), [format!("3:14: {range} 0")]);
    assert_eq!(replicates("16.0"), [format!("3:14: {range} 16")]);
    assert_eq!(
        replicates("{ target_mcse = { relative_rsk = 0.01, mse = 0 }, min = 64 }"),
        [
            "3:14: replicates has no max",
            "3:32: unknown measure \"relative_rsk\"",
            "3:59: mse takes a number above 0, or { relative = 0.02 }, not 0",
        ]
    );
    assert_eq!(
        replicates("{ target_mcse = { mse = 0.1 }, min = 64, max = 32, step = 1 }"),
        ["3:61: max is 32 and min is 64", "3:65: unknown key of replicates: \"step\"",]
    );
    assert_eq!(
        replicates(
            "{ target_mcse = { mse = { relativ = 2 }, tpr = { relative = 2 } }, max = 512 }"
        ),
        [
            "3:38: the target has no relative",
            "3:40: unknown key of a target: \"relativ\"",
            "3:74: relative takes a share above 0 and below 1, not 2",
        ]
    );
    assert_eq!(replicates("{ max = 100 }"), ["3:14: replicates has no target_mcse"]);
}

#[test]
fn a_target_is_rounded_and_kept() {
    use crate::replicates::{Precision, Replicates, Target};
    let head = "title = \"t\"\nseed = 1\n\
                replicates = { target_mcse = { relative_risk = { relative = 0.02 }, tpr = 0.005 }, max = 20000 }\n";
    let plan = compile(&format!("{head}{MECHANISM}{METHOD}")).unwrap();
    let targets = vec![
        ("relative_risk".to_owned(), Target::Relative(0.02)),
        ("tpr".to_owned(), Target::Absolute(0.005)),
    ];
    assert_eq!(plan.replicates, Replicates::Precision(Precision { targets, min: 512, max: 20000 }));
}

#[test]
fn ranges_and_types_of_parameters() {
    let wanted = "n takes a whole number from 2 to 100000000, not";
    assert_eq!(line("n = 1"), [format!("6:5: {wanted} 1")]);
    assert_eq!(line("n = 0"), [format!("6:5: {wanted} 0")]);
    assert_eq!(line("n = [60, 2.5]"), [format!("6:10: {wanted} 2.5")]);
    assert_eq!(line("n = \"60\""), [format!("6:5: {wanted} \"60\"")]);
    assert_eq!(line("n = 99999999999999999999"), [format!("6:5: {wanted} inf")]);
    assert_eq!(line("n = 60\nintercept = nan"), ["7:13: intercept takes a finite number, not NaN"]);
    assert_eq!(line("n = 60\ndesign = \"fixd\""), ["7:10: unknown design \"fixd\""]);
    assert_eq!(line("n = { a = 1 }"), [format!("6:5: {wanted} a table")]);
    let result = with_mechanism(
        "n = 30\ncoefficients = { kind = \"leading\", s = 2 }\nnoise = { kind = \"gaussian\", \
         snr = 0 }\ncovariates = { kind = \"gaussian\", p = 5, correlation = \"ar1\", rho = [0, 1] }",
    );
    assert_eq!(
        errors(result),
        [
            "8:36: snr takes a finite number above 0, not 0",
            "9:73: rho takes a number in (-1, 1), not 1",
        ]
    );
}

#[test]
fn flags_and_lists() {
    let result = with_more("[[method]]\nkind = \"ols\"\nminimum_norm = \"yes\"\n");
    assert_eq!(errors(result), ["14:16: minimum_norm takes true or false, not \"yes\""]);
    let values = |values: &str| {
        errors(with_mechanism(&format!(
            "n = 30\ncovariates = {{ kind = \"gaussian\", p = 5 }}\n\
             noise = {{ kind = \"gaussian\", sigma = 1 }}\n\
             coefficients = {{ kind = \"explicit\", values = {values} }}"
        )))
    };
    assert_eq!(values("3"), ["9:46: values takes a list of finite numbers, not 3"]);
    assert_eq!(values("[1, \"a\"]"), ["9:46: values takes a list of finite numbers, not a list"]);
    assert_eq!(values("[[1, 2], 3]"), ["9:55: values takes a list of finite numbers, not 3"]);
    assert_eq!(values("[]"), ["9:46: values is an empty list"]);
}

#[test]
fn names_of_methods() {
    let name = |name: &str| with_more(&format!("[[method]]\nkind = \"ols\"\nname = {name}\n"));
    assert_eq!(errors(name("\"a(b)\"")), ["14:8: \"a(b)\" cannot be a name"]);
    assert_eq!(errors(name("\"\"")), ["14:8: \"\" cannot be a name"]);
    assert_eq!(errors(name("3")), ["14:8: name takes a string, not 3"]);
    assert_eq!(errors(name("\"lasso\"")), ["14:8: a second method is called \"lasso\""]);
    let result = with_more("[[method]]\nkind = \"lasso\"\ntuning = { kind = \"bic\" }\n");
    assert_eq!(errors(result.clone()), ["12:1: a second method is called \"lasso\""]);
    assert_eq!(hint(result), "give each a name of its own, e.g. name = \"lasso-bic\"");
    let result = with_more("[[method]]\nkind = \"lasso\"\nname = \"again\"\nlambdas = 100\n");
    assert_eq!(errors(result), ["14:8: \"again\" is the same method as \"lasso\""]);
}

#[test]
fn estimands_are_positions() {
    let estimands = |text: &str| {
        compile(&format!("{HEAD}{MECHANISM}{METHOD}[estimands]\ncoefficients = {text}\n"))
    };
    assert_eq!(estimands("[3, 0, 1, 3]").unwrap().scenarios[0].estimands, [0, 1, 3]);
    assert_eq!(estimands("\"default\"").unwrap().scenarios[0].estimands, [1, 2, 3, 4, 5]);
    assert_eq!(errors(estimands("[1, 6]")), ["13:20: coefficient 6 does not exist"]);
    let wanted = "a coefficient of interest takes a whole number from 0 to 10000000, not";
    assert_eq!(errors(estimands("[-1]")), [format!("13:17: {wanted} -1")]);
    let wanted =
        "coefficients takes \"default\" or a list of positions, 1 the first covariate, not";
    assert_eq!(errors(estimands("3")), [format!("13:16: {wanted} 3")]);
}

#[test]
fn everything_wrong_is_said_at_once() {
    let text = "title = \"t\"\nseed = -3\nreplicates = 0\n\
                [mechanism]\nkind = \"linear\"\nn = 1\n\
                covariates = { kind = \"gausian\", p = 5 }\n\
                coefficients = { kind = \"leading\" }\nnoise = { kind = \"gaussian\", snr = 1 }\n\
                [[method]]\nkind = \"laso\"\n\
                [[claim]]\ntext = \"c\"\nholds = \"mse(laso) < vriance(laso)\"\n";
    let places: Vec<String> = errors(compile(text))
        .iter()
        .map(|error| error.split(": ").next().unwrap_or_default().to_owned())
        .collect();
    // The claim's method is the one that could not be read: that is said once, at its kind.
    assert_eq!(places, ["2:8", "3:14", "6:5", "7:23", "8:16", "11:8", "14:22"]);
}
