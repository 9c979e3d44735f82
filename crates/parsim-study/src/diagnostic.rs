//! Messages about a study file: what is wrong, where, and what to do about it.

use crate::source::{Source, Span};
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource};
use std::fmt;

/// How grave a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The study cannot be run.
    Error,
    /// The study runs, and probably not as meant.
    Warning,
    /// Something was decided on the user's behalf.
    Notice,
}

impl Severity {
    /// The word in the one-line form.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Notice => "notice",
        }
    }
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How grave it is.
    pub severity: Severity,
    /// What is wrong, a lower-case fragment with the values concerned.
    pub message: String,
    /// Where; `None` where the file as a whole is meant.
    pub span: Option<Span>,
    /// What to say under the caret; may be empty.
    pub label: String,
    /// What to do instead; may be empty.
    pub hint: String,
}

impl Diagnostic {
    fn new(severity: Severity, message: impl Into<String>) -> Self {
        let (label, hint) = (String::new(), String::new());
        Self { severity, message: message.into(), span: None, label, hint }
    }

    /// A message that stops the study.
    pub fn error(message: impl Into<String>) -> Self {
        Self::new(Severity::Error, message)
    }

    /// A message that lets it run.
    pub fn warning(message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, message)
    }

    /// A message about what was decided on the user's behalf.
    pub fn notice(message: impl Into<String>) -> Self {
        Self::new(Severity::Notice, message)
    }

    /// The message with its place.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// The message with words under the caret.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// The message with advice.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// The messages about one source, in the order of their places.
///
/// `Display` writes one line `file:line:column: severity: message` per message, and a line with the
/// hint where there is one; [`Diagnostics::render`] draws the source with carets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostics {
    source: Box<Source>,
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// The messages about a source.
    pub fn new(source: Source, mut list: Vec<Diagnostic>) -> Self {
        list.sort_by_key(|diagnostic| diagnostic.span.as_ref().map_or(0, |span| span.start));
        Self { source: Box::new(source), list }
    }

    /// The source that the messages are about.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The messages.
    pub fn list(&self) -> &[Diagnostic] {
        &self.list
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// A message on one line: `file:line:column: severity: message`.
    pub fn line(&self, diagnostic: &Diagnostic) -> String {
        let word = diagnostic.severity.word();
        let (name, message) = (&self.source.name, &diagnostic.message);
        match &diagnostic.span {
            Some(span) => {
                let (line, column) = self.source.position(span.start);
                format!("{name}:{line}:{column}: {word}: {message}")
            }
            None => format!("{name}: {word}: {message}"),
        }
    }

    /// The messages with the lines they are about, drawn for a terminal.
    pub fn render(&self, colours: bool) -> String {
        let theme =
            if colours { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let handler = GraphicalReportHandler::new_themed(theme).with_width(100);
        let named = NamedSource::new(&self.source.name, self.source.text.clone());
        let mut text = String::new();
        for (i, diagnostic) in self.list.iter().enumerate() {
            if i > 0 {
                text.push('\n');
            }
            let drawn = Drawn { diagnostic, source: &named };
            if handler.render_report(&mut text, &drawn).is_err() {
                text.push_str(&self.line(diagnostic));
            }
        }
        text
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, diagnostic) in self.list.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            f.write_str(&self.line(diagnostic))?;
            if !diagnostic.hint.is_empty() {
                write!(f, "\n  hint: {}", diagnostic.hint)?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}

/// A message joined to its source, as miette draws it.
#[derive(Debug)]
struct Drawn<'a> {
    diagnostic: &'a Diagnostic,
    source: &'a NamedSource<String>,
}

impl fmt::Display for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.diagnostic.message)
    }
}

impl std::error::Error for Drawn<'_> {}

impl miette::Diagnostic for Drawn<'_> {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.diagnostic.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Notice => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let hint = &self.diagnostic.hint;
        (!hint.is_empty()).then(|| Box::new(hint) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        Some(self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let span = self.diagnostic.span.clone()?;
        let label = &self.diagnostic.label;
        let text = (!label.is_empty()).then(|| label.clone());
        let labeled = LabeledSpan::new(text, span.start, span.len());
        Some(Box::new(std::iter::once(labeled)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Diagnostics {
        let source = Source::new("a.toml", "seed = 1\nlamda = 2\n");
        let late =
            Diagnostic::error("unknown key \"lamda\"").at(9..14).hint("did you mean \"lambda\"?");
        let early = Diagnostic::warning("odd seed").at(7..8).label("odd");
        Diagnostics::new(source, vec![late, early])
    }

    #[test]
    fn plain_lines_stand_in_the_order_of_the_file() {
        assert_eq!(
            example().to_string(),
            "a.toml:1:8: warning: odd seed\n\
             a.toml:2:1: error: unknown key \"lamda\"\n  hint: did you mean \"lambda\"?"
        );
    }

    #[test]
    fn the_drawing_shows_the_line_the_caret_and_the_hint() {
        let drawing = example().render(false);
        assert!(drawing.contains("a.toml:2:1"), "{drawing}");
        assert!(drawing.contains("lamda = 2"), "{drawing}");
        assert!(drawing.contains("─────"), "{drawing}");
        assert!(drawing.contains("did you mean \"lambda\"?"), "{drawing}");
        assert!(!drawing.contains('\u{1b}'), "no colours were asked for");
    }
}
