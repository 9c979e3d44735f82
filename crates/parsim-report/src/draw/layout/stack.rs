//! The column of words and blocks from the top of the page to its bottom.

use super::Words;
use crate::draw::canvas::{Anchor, Spot, Type};
use crate::draw::font;
use crate::draw::theme::{self, LEADING, MARGIN};

/// Words placed so far, and where the next thing goes.
pub(super) struct Stack {
    width: f64,
    top: f64,
    pub words: Vec<Words>,
}

impl Stack {
    pub fn new(width: f64) -> Self {
        Self { width, top: MARGIN, words: Vec::new() }
    }

    pub fn top(&self) -> f64 {
        self.top
    }

    pub fn skip(&mut self, height: f64) {
        self.top += height;
    }

    /// The left end of the next block, after a little room.
    pub fn next(&mut self, room: f64) -> Spot {
        self.skip(room);
        (MARGIN, self.top)
    }

    /// A paragraph over the whole width.
    pub fn text(&mut self, text: &str, kind: Type) {
        for line in font::wrap(text, kind.size, kind.bold, self.width - 2.0 * MARGIN) {
            self.line(line, MARGIN, kind);
        }
    }

    /// The name of the horizontal axis, centred under the panels.
    pub fn axis_name(&mut self, label: &str, centre: f64, room: f64) {
        let kind = Type::new(theme::AXIS, theme::INK, Anchor::Middle);
        if !label.is_empty() {
            self.skip(3.0);
        }
        for line in font::wrap(label, theme::AXIS, false, room.max(200.0)) {
            self.line(line, centre, kind);
        }
    }

    fn line(&mut self, text: String, x: f64, kind: Type) {
        let height = kind.size * LEADING;
        self.words.push(Words { text, at: (x, self.top + height / 2.0), kind });
        self.top += height;
    }
}
