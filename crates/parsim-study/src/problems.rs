//! Where the phases of compilation leave what they find wrong, and how names are suggested.

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// What was found so far.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    list: Vec<Diagnostic>,
}

impl Problems {
    /// Adds a message, unless the same one stands at the same place already.
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        if !self.list.contains(&diagnostic) {
            self.list.push(diagnostic);
        }
    }

    /// Adds an error at a place.
    pub(crate) fn error(
        &mut self,
        span: &Span,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.push(Diagnostic::error(message).at(span.clone()).hint(hint));
    }

    /// Adds an error about a name that is none of the known ones.
    pub(crate) fn unknown(&mut self, span: &Span, what: &str, name: &str, known: &[&str]) {
        let message = format!("unknown {what} \"{name}\"");
        self.push(Diagnostic::error(message).at(span.clone()).hint(suggestion(name, known)));
    }

    /// How many errors there are; a phase compares it before and after a step.
    pub(crate) fn errors(&self) -> usize {
        self.list.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count()
    }

    /// Everything that was found.
    pub(crate) fn into_list(self) -> Vec<Diagnostic> {
        self.list
    }
}

/// The known name that was probably meant: at most a third of its letters away.
pub(crate) fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let typed = name.to_lowercase().replace('_', "-");
    known
        .iter()
        .map(|candidate| {
            let plain = candidate.to_lowercase().replace('_', "-");
            (strsim::damerau_levenshtein(&typed, &plain), *candidate)
        })
        .filter(|(distance, candidate)| *distance <= (candidate.chars().count() / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Advice on an unknown name: the nearest one, or all of them.
pub(crate) fn suggestion(name: &str, known: &[&str]) -> String {
    let listed = || {
        let quoted: Vec<String> = known.iter().map(|word| format!("\"{word}\"")).collect();
        quoted.join(", ")
    };
    match nearest(name, known) {
        Some(candidate) => format!("did you mean \"{candidate}\"? known here: {}", listed()),
        None if known.is_empty() => "nothing is known here".to_owned(),
        None => format!("known here: {}", listed()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_near() {
        let known = ["lambda", "lambdas", "lambda_min_ratio", "tuning"];
        assert_eq!(nearest("lamda", &known), Some("lambda"));
        assert_eq!(nearest("lambda-min-ratio", &known), Some("lambda_min_ratio"));
        assert_eq!(nearest("Tunning", &known), Some("tuning"));
        assert_eq!(nearest("folds", &known), None);
    }

    #[test]
    fn the_same_problem_is_told_once() {
        let mut problems = Problems::default();
        problems.error(&(0..1), "a", "");
        problems.error(&(0..1), "a", "");
        problems.error(&(1..2), "a", "");
        assert_eq!(problems.errors(), 2);
    }
}
