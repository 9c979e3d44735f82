//! The two small languages, against arithmetic and logic done by hand.

use super::{Comparison, Condition, Expression, Relation, Term};
use crate::cell::Cell;
use proptest::prelude::*;

/// The left side of a comparison.
fn side(text: &str) -> Expression {
    Comparison::parse(&format!("{text} < m(a)")).unwrap().left
}

/// Values of the terms m(a) = 2, m(b) = 5; others have none.
fn value(term: &Term) -> Option<f64> {
    match (term.measure.as_str(), term.method.as_str()) {
        ("m", "a") => Some(2.0),
        ("m", "b") => Some(5.0),
        _ => None,
    }
}

#[test]
fn arithmetic_binds_as_everywhere() {
    let cases = [
        ("1 + 2 * 3", 7.0),
        ("(1 + 2) * 3", 9.0),
        ("8 - 3 - 2", 3.0),
        ("8 / 4 / 2", 1.0),
        ("-m(a) + m(b)", 3.0),
        ("--2 * -m(b)", -10.0),
        ("m(b) - m(a) / 2", 4.0),
        ("1.5e1 - .5", 14.5),
        ("2e-2*m( b )", 0.1),
    ];
    for (text, expected) in cases {
        let found = side(text).evaluate(&mut value);
        assert_eq!(found, Some(expected), "{text}");
    }
}

#[test]
fn what_has_no_value_gives_none() {
    assert_eq!(side("m(c) + 1").evaluate(&mut value), None);
    assert_eq!(side("1 / (m(a) - 2)").evaluate(&mut value), None, "a division by zero");
}

#[test]
fn terms_stand_once_and_in_order() {
    let comparison = Comparison::parse("m(b) - m(a) * m(b) > 2 * k(lasso[lambda=0.1,rule=min])");
    let comparison = comparison.unwrap();
    let terms: Vec<String> = comparison.terms().iter().map(ToString::to_string).collect();
    assert_eq!(terms, ["m(b)", "m(a)", "k(lasso[lambda=0.1,rule=min])"]);
    assert_eq!(comparison.relation, Relation::Greater);
}

#[test]
fn linearity_is_seen() {
    for linear in ["m(a)", "2 * m(a) - m(b) / 3", "-(m(a) + 1) * (2 - 1)", "3 / 2"] {
        assert!(side(linear).linear().is_some(), "{linear}");
    }
    for other in ["m(a) * m(b)", "m(a) / m(b)", "1 / m(a)", "2 - m(a) * m(a)"] {
        assert_eq!(side(other).linear(), None, "{other}");
    }
}

#[test]
fn a_linear_side_is_a_constant_and_coefficients() {
    let found = side("2 * (m(a) - 3) + m(b) / 4 - m(a) * 0.5 + 1").linear().unwrap();
    let term = |method: &str| Term { measure: "m".to_owned(), method: method.to_owned() };
    assert_eq!(found.constant, -5.0);
    assert_eq!(found.coefficients, [(term("a"), 1.5), (term("b"), 0.25)]);
}

#[test]
fn a_division_by_nought_is_an_error() {
    for text in ["m(a) < 1 / 0", "m(a) / (2 - 2) < 1", "m(a) < 1 / (1 / 0)", "-(m(a) / 0) > 1"] {
        let error = Comparison::parse(text).unwrap_err();
        assert!(error.message.ends_with("divides by 0"), "{text}: {}", error.message);
    }
}

#[test]
fn a_pattern_fits_labels() {
    let cases = [("n=60,*", true), ("*rho=-0.5", true), ("n=6?,*", true), ("n=6*5,rho=0", false)];
    for (text, expected) in cases {
        let condition = Condition::parse(text).unwrap();
        assert!(condition.is_pattern());
        assert_eq!(condition.matches("n=60,rho=-0.5", &columns()), expected, "{text}");
        assert_eq!(Condition::parse(&condition.to_string()).unwrap(), condition, "{condition}");
    }
    let quoted = Condition::parse("path = 'my data/*'").unwrap();
    assert!(!quoted.is_pattern(), "a star within quotes is a word");
}

#[test]
fn an_equality_is_one_term_and_one_number() {
    let found = Comparison::parse("exact_zeros(ridge) == 0").unwrap();
    let term = Term { measure: "exact_zeros".to_owned(), method: "ridge".to_owned() };
    assert_eq!(found.equality(), Some((&term, 0.0)));
    let flipped = Comparison::parse("1 - 0.5 == fpr(a)").unwrap();
    assert_eq!(flipped.equality().map(|(_, number)| number), Some(0.5));
    assert!(Comparison::parse("m(a) == m(b)").is_err());
    assert!(Comparison::parse("m(a) + 1 == 2").is_err());
    assert_eq!(Comparison::parse("m(a) < 1").unwrap().equality(), None);
}

fn columns() -> Vec<(String, Cell)> {
    let cells = [
        ("n", Cell::Number(60.0)),
        ("p", Cell::Number(102.0)),
        ("rho", Cell::Number(-0.5)),
        ("noise", Cell::Text("student-t".to_owned())),
        ("path", Cell::Text("my data/a b.csv".to_owned())),
        ("df", Cell::Null),
        ("flag", Cell::Flag(true)),
    ];
    cells.into_iter().map(|(name, cell)| (name.to_owned(), cell)).collect()
}

#[test]
fn conditions_hold_or_do_not() {
    let cases = [
        ("n = 60", true),
        ("n == 60.0, rho=-0.5", true),
        ("n >= 60 and n <= 60 and n > 59 and n < 61", true),
        ("n < p", true),
        ("n >= p", false),
        ("n != 60 or rho < 0", true),
        ("not n = 60", false),
        ("not (n = 60 and rho > 0)", true),
        ("n = 1 and n = 2 or n = 60", true),
        ("n = 60 or n = 1 and n = 2", true),
        ("noise = student-t", true),
        ("noise != gaussian", true),
        ("path = 'my data/a b.csv'", true),
        ("flag = true", true),
        ("df > 3", false),
        ("df != 3", false),
        ("nothing = 3", false),
        ("noise > 3", false),
    ];
    for (text, expected) in cases {
        let condition = Condition::parse(text).unwrap();
        assert_eq!(condition.matches("n=60,rho=-0.5", &columns()), expected, "{text}");
        let again = Condition::parse(&condition.to_string()).unwrap();
        assert_eq!(again, condition, "{condition}");
    }
}

#[test]
fn what_is_no_condition_is_an_error() {
    let cases =
        ["", "n", "n =", "= 3", "n = 3 and", "n = 3 or or n = 2", "(n = 3", "n = 'a", "n $ 3"];
    for text in cases {
        assert!(Condition::parse(text).is_err(), "{text}");
    }
    assert!(Condition::parse(&"not ".repeat(100)).is_err(), "nesting has its limit");
}

fn expressions() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("m(a)".to_owned()),
        Just("m(b)".to_owned()),
        (1_u32..100).prop_map(|number| format!("{}", f64::from(number) / 8.0)),
    ];
    leaf.prop_recursive(4, 24, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|inner| format!("-({inner})")),
            (inner.clone(), "[-+*/]", inner)
                .prop_map(|(left, operator, right)| format!("({left}) {operator} {right}")),
        ]
    })
}

proptest! {
    /// What is written of a comparison reads back as itself.
    #[test]
    fn comparisons_read_back(left in expressions(), right in expressions()) {
        let text = format!("{left} + m(a) <= {right}");
        let comparison = Comparison::parse(&text).unwrap();
        prop_assert_eq!(Comparison::parse(&comparison.to_string()).unwrap(), comparison);
    }

    /// No text makes the parsers panic, and every error lies within the text.
    #[test]
    fn any_text_is_read_or_refused(text in "[a-z0-9 ()<>=+*/.,'\"-]{0,40}|\\PC{0,12}") {
        if let Err(error) = Comparison::parse(&text) {
            prop_assert!(error.at.end <= text.len() && text.get(error.at.clone()).is_some());
        }
        if let Err(error) = Condition::parse(&text) {
            prop_assert!(error.at.end <= text.len() && text.get(error.at.clone()).is_some());
        }
    }
}
