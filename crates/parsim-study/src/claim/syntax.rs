//! What the two small languages of claims share: a cursor over characters, and their errors.

use std::ops::Range;

/// Nesting beyond this is refused, so that no text can exhaust the stack.
pub(super) const MAX_DEPTH: usize = 64;

/// A text that is no claim or no condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where, in bytes of the text.
    pub at: Range<usize>,
    /// What is wrong, a lower-case fragment.
    pub message: String,
    /// What to write instead.
    pub hint: String,
}

impl SyntaxError {
    pub(super) fn new(
        at: Range<usize>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self { at, message: message.into(), hint: hint.into() }
    }
}

impl std::fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "at character {}: {}", self.at.start + 1, self.message)
    }
}

impl std::error::Error for SyntaxError {}

/// Whether a character may stand in a word of a condition without quotes.
pub(crate) fn is_word_character(character: char) -> bool {
    character.is_alphanumeric() || "_-./+#".contains(character)
}

/// A place in a text.
#[derive(Clone, Debug)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    /// Bytes read so far.
    pub(super) offset: usize,
}

impl<'a> Cursor<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, offset: 0 }
    }

    /// All of the text.
    pub(super) const fn text(&self) -> &'a str {
        self.text
    }

    /// What is still to be read.
    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.offset..]
    }

    /// The next character after blanks, which are skipped.
    pub(super) fn peek(&mut self) -> Option<char> {
        let blanks = self.rest().len() - self.rest().trim_start().len();
        self.offset += blanks;
        self.rest().chars().next()
    }

    /// Skips `token` if it comes next.
    pub(super) fn take(&mut self, token: &str) -> bool {
        self.peek();
        let found = self.rest().starts_with(token);
        if found {
            self.offset += token.len();
        }
        found
    }

    /// Reads characters as long as they are wanted.
    pub(super) fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|character| !wanted(character)).unwrap_or(rest.len());
        self.offset += end;
        &rest[..end]
    }

    /// An error at the next character.
    pub(super) fn unexpected(&mut self, wanted: &str, hint: &str) -> SyntaxError {
        let found = self.peek();
        let end = self.offset + found.map_or(0, char::len_utf8);
        let message = match found {
            Some(character) => format!("expected {wanted}, found '{character}'"),
            None => format!("expected {wanted}, and the text ends"),
        };
        SyntaxError::new(self.offset..end, message, hint)
    }
}

/// A word as conditions read it back: in quotes unless it is plainly a word.
pub(crate) fn quoted(word: &str) -> String {
    let special = ["", "and", "or", "not"].contains(&word) || word.parse::<f64>().is_ok();
    let bare = !special && word.chars().all(is_word_character);
    match (bare, word.contains('\'')) {
        (true, _) => word.to_owned(),
        (false, false) => format!("'{word}'"),
        (false, true) => format!("\"{word}\""),
    }
}
