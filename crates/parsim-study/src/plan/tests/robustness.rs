//! Study files that were cut, doubled and garbled: a plan or diagnostics that lie within the text,
//! never a panic.

use super::compile;
use proptest::prelude::*;

const STUDY: &str = include_str!("../../../../../studies/two-signals.toml");

/// Texts that change the meaning of what surrounds them.
const GRAFTS: [&str; 16] = [
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "=",
    ",",
    "\n",
    "-1",
    "1e999",
    "[[]]",
    "{ kind = 1 }",
    "λ",
    "#",
    "[\"n\", \"rho\"]",
];

/// The next start of a character at or after some thousandths of the text.
fn place(text: &str, thousandths: usize) -> usize {
    let mut at = text.len() * thousandths / 1000;
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let Err(diagnostics) = compile(text) else { return Ok(()) };
    prop_assert!(!diagnostics.is_empty());
    for diagnostic in diagnostics.list() {
        prop_assert!(!diagnostic.message.is_empty());
        if let Some(span) = &diagnostic.span {
            prop_assert!(span.start <= span.end && span.end <= text.len(), "{diagnostic:?}");
        }
    }
    prop_assert!(!diagnostics.render(false).is_empty());
    Ok(())
}

#[test]
fn nesting_beyond_reason() {
    for open in ["[", "{ a = ", "[{ kind = "] {
        let text = format!("title = {}", open.repeat(20_000));
        assert!(compile(&text).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn a_cut_study(from in 0_usize..1000, to in 0_usize..1000) {
        let (from, to) = (place(STUDY, from), place(STUDY, to));
        let cut = format!("{}{}", &STUDY[..from.min(to)], &STUDY[from.max(to)..]);
        check(&cut)?;
    }

    #[test]
    fn a_grafted_study(at in 0_usize..1000, graft in 0..GRAFTS.len(), length in 0_usize..12) {
        let at = place(STUDY, at);
        let mut end = (at + length).min(STUDY.len());
        while !STUDY.is_char_boundary(end) {
            end += 1;
        }
        check(&format!("{}{}{}", &STUDY[..at], GRAFTS[graft], &STUDY[end..]))?;
    }

    #[test]
    fn a_study_with_lines_exchanged(a in 0_usize..80, b in 0_usize..80) {
        let mut lines: Vec<&str> = STUDY.lines().collect();
        let count = lines.len();
        lines.swap(a % count, b % count);
        check(&lines.join("\n"))?;
    }
}
