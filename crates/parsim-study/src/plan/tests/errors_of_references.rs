//! Claims, figures, oracles and the reference that name what does not exist.

use super::{HEAD, MECHANISM, METHOD, compile, errors, hint, with_more};
use crate::diagnostic::Severity;

/// A study with one claim: `text` in line 13, then these lines.
fn claim(lines: &str) -> Result<crate::plan::Plan, crate::diagnostic::Diagnostics> {
    with_more(&format!("[[claim]]\ntext = \"t\"\n{lines}\n"))
}

#[test]
fn measures_and_methods_of_claims_exist() {
    let result = claim("holds = \"vriance(lasso) < 1\"");
    assert_eq!(errors(result.clone()), ["14:10: unknown measure \"vriance\""]);
    assert!(hint(result).starts_with("did you mean \"variance\"?"));
    let result = claim("holds = \"variance(lasso) < variance(laso)\"");
    assert_eq!(errors(result.clone()), ["14:37: no method is called \"laso\""]);
    assert_eq!(hint(result), "did you mean \"lasso\"? known here: \"lasso\"");
    let triple = claim("holds = '''mse(lasso) < mse( ols )'''");
    assert_eq!(errors(triple), ["14:30: no method is called \"ols\""]);
}

#[test]
fn claims_have_a_syntax() {
    let at = |holds: &str| errors(claim(&format!("holds = \"{holds}\"")));
    assert_eq!(at("mse(lasso)"), ["14:20: expected a comparison, and the text ends"]);
    assert_eq!(at("mse(lasso) = 1"), ["14:21: expected a comparison, found '='"]);
    assert_eq!(at("mse(lasso < 1"), ["14:23: expected ')', and the text ends"]);
    assert_eq!(at("mse lasso < 1"), ["14:14: expected '(', found 'l'"]);
    assert_eq!(at("mse() < 1"), ["14:14: expected the name of a method, found ')'"]);
    assert_eq!(at("0 < mse(lasso) < 1"), ["14:25: expected the end, found '<'"]);
    assert_eq!(at("2 * (mse(lasso) + 1 < 1"), ["14:30: expected ')', found '<'"]);
    assert_eq!(at("mse(lasso) < 1..2"), ["14:23: \"1..2\" is no number"]);
    assert_eq!(at("mse(lasso) < 1e999"), ["14:23: \"1e999\" is no number"]);
    assert_eq!(at("1 < 2"), ["14:10: the claim is about no measure"]);
    assert_eq!(at(""), ["14:10: expected measure(method) or a number, and the text ends"]);
    assert_eq!(at("mse(lasso) == fpr(lasso)"), ["14:10: == needs one measure and one number"]);
    assert_eq!(at("mse(lasso) == 0"), ["14:10: mse has no value in a single replicate"]);
    let deep = format!("{}mse(lasso){} < 1", "(".repeat(80), ")".repeat(80));
    assert_eq!(at(&deep), ["14:75: expected less nesting, found '('"]);
    // With escapes the caret cannot be placed inside; the whole string is shown.
    assert_eq!(at("mse(lasso) \\u003d 1"), ["14:9: expected a comparison, found '='"]);
}

#[test]
fn claims_need_their_parts() {
    let result = with_more("[[claim]]\nlevel = 1\nif = \"n > 2\"\n");
    assert_eq!(
        errors(result),
        [
            "12:1: the claim has no text",
            "12:1: the claim has no holds",
            "13:9: level takes a number in (0, 1), not 1",
            "14:1: unknown key of a claim: \"if\"",
        ]
    );
    let blank = with_more("[[claim]]\ntext = \" \"\nholds = \"mse(lasso) < 1\"\n");
    assert_eq!(errors(blank), ["13:8: text is empty"]);
    let level =
        |level: &str| errors(claim(&format!("holds = \"mse(lasso) < 1\"\nlevel = {level}")));
    assert_eq!(level("0"), ["15:9: level takes a number in (0, 1), not 0"]);
    assert_eq!(level("-0.1"), ["15:9: level takes a number in (0, 1), not -0.1"]);
    let sound = claim("holds = \"mse(lasso) < 1\"\nlevel = 0.05").unwrap();
    assert_eq!(sound.claims[0].level, 0.05);
    assert_eq!(claim("holds = \"mse(lasso) < 1\"").unwrap().claims[0].level, 0.01);
}

#[test]
fn conditions_are_about_parameters() {
    let at = |condition: &str| {
        errors(claim(&format!("holds = \"mse(lasso) < 1\"\nwhere = \"{condition}\"")))
    };
    assert_eq!(at("n >= "), ["15:15: expected a number or a word, and the text ends"]);
    assert_eq!(at("n >= 20 snr = 1"), ["15:18: expected \"and\", \"or\" or the end, found 's'"]);
    assert_eq!(at("n !! 20"), ["15:12: expected a comparison, found '!'"]);
    assert_eq!(at("sn = 1"), ["15:10: unknown parameter \"sn\""]);
    let twice = at("snr = 1 and (sn < 2 or s = 3)");
    assert_eq!(twice, ["15:23: unknown parameter \"sn\""]);
    assert_eq!(at("n > many"), ["15:14: n is ordered against \"many\", which is no number"]);
    let sound =
        "holds = \"mse(lasso) < 1\"\nwhere = \"n > p and noise = gaussian and not (s > 3)\"";
    assert!(claim(sound).unwrap().notices.is_empty());
}

#[test]
fn a_claim_that_is_never_tested_is_a_warning() {
    let plan = claim("holds = \"mse(lasso) < 1\"\nwhere = \"n > 1000\"").unwrap();
    let [warning] = plan.notices.list() else { panic!("one: {}", plan.notices) };
    assert_eq!(warning.severity, Severity::Warning);
    let expected = "s.toml:15:9: warning: no scenario satisfies this condition";
    assert_eq!(plan.notices.line(warning), expected);
    let mechanism = MECHANISM.replace("n = 30", "n = [5, 30]");
    let claim = "[[claim]]\ntext = \"t\"\nholds = \"mse(ols) < 1\"\nwhere = \"n < 10\"\n";
    let plan = compile(&format!("{HEAD}{mechanism}[[method]]\nkind = \"ols\"\n{claim}")).unwrap();
    let expected = "s.toml:14:14: warning: in no scenario of this claim do its methods apply\n  \
                    hint: the claim will not be tested";
    assert_eq!(plan.notices.to_string(), expected);
}

#[test]
fn figures_are_of_measures_and_parameters() {
    let figure = |lines: &str| with_more(&format!("[[figure]]\nkind = \"curve\"\n{lines}\n"));
    let result = figure("x = \"snt\"\nmeasure = \"relative_risks\"\nfacet = [\"n\", \"roh\"]");
    assert_eq!(
        errors(result),
        [
            "14:5: unknown axis \"snt\"",
            "15:11: unknown measure \"relative_risks\"",
            "16:9: unknown axis \"roh\"",
        ]
    );
    let result = figure("x = \"snr\"\nmethods = [\"lasso\", \"olz\"]\nwhere = \"nn > 3\"");
    assert_eq!(
        errors(result),
        ["15:11: no method is called \"olz\"", "16:9: unknown parameter \"nn\""]
    );
    let syntax = figure("x = \"snr\"\nwhere = \"n >\"");
    let expected = "at character 4: expected a number or a word, and the text ends";
    assert_eq!(errors(syntax), [format!("15:9: {expected}")]);
    assert_eq!(errors(figure("")), ["12:1: the figure \"curve\" needs x"]);
    let several = figure("x = \"snr\"\nmeasure = [\"mse\", \"variance\"]").unwrap();
    let names: Vec<&str> = several.figures.iter().map(|figure| figure.name.as_str()).collect();
    assert_eq!(names, ["curve-mse", "curve-variance"]);
    let twice = "x = \"snr\"\n[[figure]]\nkind = \"curve\"\nx = \"n\"\n[[figure]]\nkind = \"curve\"\n\
                 x = \"p\"";
    let names: Vec<String> =
        figure(twice).unwrap().figures.iter().map(|figure| figure.name.clone()).collect();
    assert_eq!(names, ["curve-relative_risk", "curve-relative_risk-2", "curve-relative_risk-3"]);
}

#[test]
fn the_reference_and_oracles_name_methods() {
    let result = compile(&format!("{HEAD}reference = \"lass\"\n{MECHANISM}{METHOD}"));
    assert_eq!(errors(result), ["4:13: no method is called \"lass\""]);
    let result = with_more("[[oracle]]\nkind = \"best-lambda\"\nmethod = \"ridge\"\n");
    assert_eq!(errors(result), ["14:10: no method is called \"ridge\""]);
    let plan = compile(&format!(
        "{HEAD}reference = \"known-support\"\n{MECHANISM}{METHOD}[[oracle]]\nkind = \"known-support\"\n"
    ))
    .unwrap();
    assert_eq!(plan.reference, Some(1));
}

#[test]
fn contrasts_change_no_identity() {
    let study = |text: &str| compile(&format!("{HEAD}{text}{MECHANISM}{METHOD}"));
    let (plain, pairs) = (study("").unwrap(), study("contrasts = \"all-pairs\"\n").unwrap());
    assert!(pairs.all_pairs && !plain.all_pairs);
    assert_eq!(plain.fingerprint(), pairs.fingerprint());
    assert!(pairs.to_toml("study").contains("\ncontrasts = \"all-pairs\"\n"));
    let result = study("contrasts = \"all\"\n");
    assert_eq!(errors(result), ["4:13: unknown contrasts \"all\""]);
}
