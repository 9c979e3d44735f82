//! The text of a study file and places in it.

use crate::diagnostic::{Diagnostic, Diagnostics};

/// A stretch of a source, in bytes.
pub type Span = std::ops::Range<usize>;

/// A value as typed, with its place in the study file.
#[derive(Clone, Debug, PartialEq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// The text of a study file with the name that messages show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The file's name as the user typed it.
    pub name: String,
    /// The text.
    pub text: String,
}

impl Source {
    /// A source from text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into() }
    }

    /// A source from the bytes of a file.
    ///
    /// # Errors
    /// The bytes are not UTF-8; the diagnostic points behind the last good character.
    pub fn from_bytes(name: impl Into<String>, bytes: Vec<u8>) -> Result<Self, Diagnostics> {
        let name = name.into();
        String::from_utf8(bytes).map(|text| Self { name: name.clone(), text }).map_err(|error| {
            let good = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let diagnostic = Diagnostic::error("the file is not UTF-8 text")
                .at(good..good + '\u{fffd}'.len_utf8())
                .label("this byte belongs to no character")
                .hint("save the file as UTF-8");
            Diagnostics::new(Self { name, text }, vec![diagnostic])
        })
    }

    /// Line and column (both from 1, columns in characters) of a byte offset; an offset behind
    /// the end is the end.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = &self.text[..offset];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.matches('\n').count() + 1;
        (line, before[line_start..].chars().count() + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_lines_and_characters_from_one() {
        let source = Source::new("a.toml", "ab\nβγ = 1\n");
        assert_eq!(source.position(0), (1, 1));
        assert_eq!(source.position(3), (2, 1));
        assert_eq!(source.position(5), (2, 2), "β takes two bytes and one column");
        assert_eq!(source.position(99), (3, 1));
    }

    #[test]
    fn bytes_that_are_no_text_are_located() {
        let error = Source::from_bytes("a.toml", b"title = \"x\"\nn = \xff".to_vec()).unwrap_err();
        assert!(error.to_string().starts_with("a.toml:2:5: error: the file is not UTF-8 text"));
    }
}
