//! The embedded typeface and the width of words set in it.

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

/// The regular face, a subset of `DejaVu Sans` 2.37 (licence in `fonts/LICENSE-DejaVu.txt`).
pub const REGULAR: &[u8] = include_bytes!("../../fonts/DejaVuSans.ttf");
/// The bold face of the same.
pub const BOLD: &[u8] = include_bytes!("../../fonts/DejaVuSans-Bold.ttf");
/// The families named in SVG text: Verdana has nearly the widths of the first, both descend from one design.
pub const FAMILY: &str = "DejaVu Sans, Verdana, Arial, sans-serif";

/// Height of capitals and digits over the type size, from the font's `OS/2` table.
pub(super) const CAPITAL: f64 = 0.729;
/// What a glyph is taken to be wide, over the type size, where the font does not have it.
const UNKNOWN: f64 = 0.6;

/// The width of one line of text at this size.
pub(super) fn width(text: &str, size: f64, bold: bool) -> f64 {
    let Ok(font) = FontRef::new(if bold { BOLD } else { REGULAR }) else {
        return text.chars().count() as f64 * UNKNOWN * size;
    };
    let charmap = font.charmap();
    let metrics = font.glyph_metrics(Size::new(1000.0), LocationRef::default());
    let advance = |c: char| charmap.map(c).and_then(|glyph| metrics.advance_width(glyph));
    let thousandths: f64 =
        text.chars().map(|c| advance(c).map_or(UNKNOWN * 1000.0, f64::from)).sum();
    thousandths * size / 1000.0
}

/// The text in lines no wider than `room`, broken at spaces and after commas and hyphens; a single word wider
/// than that is cut with an ellipsis. Line breaks of the text itself are kept.
pub(super) fn wrap(text: &str, size: f64, bold: bool, room: f64) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines().filter(|line| !line.trim().is_empty()) {
        let mut line = String::new();
        for word in paragraph.split_inclusive([' ', ',', '-']) {
            let longer = format!("{line}{word}");
            if !line.is_empty() && width(longer.trim_end(), size, bold) > room {
                lines.push(cut(line.trim_end(), size, bold, room));
                word.clone_into(&mut line);
            } else {
                line = longer;
            }
        }
        lines.push(cut(line.trim_end(), size, bold, room));
    }
    lines
}

/// The text, shortened to `room` with an ellipsis where it is wider.
pub(super) fn cut(text: &str, size: f64, bold: bool, room: f64) -> String {
    if width(text, size, bold) <= room {
        return text.to_owned();
    }
    let mut short: String = text.to_owned();
    while short.pop().is_some() {
        let candidate = format!("{}…", short.trim_end());
        if width(&candidate, size, bold) <= room {
            return candidate;
        }
    }
    "…".to_owned()
}
