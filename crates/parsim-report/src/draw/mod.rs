//! Figures from their specs: SVG with text as text, and PNG of it.
//!
//! plotters' SVG back-end puts down the primitive shapes; everything it does not know is here: panels with
//! common axes, ticks, clipping, dashes, markers and legends. Coordinates of the plotters back-end are whole
//! numbers, so a figure is drawn at ten times its size and the `viewBox` scales it back. The same spec gives
//! the same bytes on every machine: logarithms come from `libm`, text widths from the embedded font.

mod canvas;
mod clip;
mod dash;
mod document;
mod font;
mod frame;
mod layout;
mod legend;
mod markers;
mod marks;
mod note;
mod number;
mod palette;
mod picture;
mod projection;
mod range;
mod theme;
mod ticks;

use std::fmt;

use crate::spec::{FigureSpec, SpecError};

pub use font::{BOLD, FAMILY, REGULAR};
pub use picture::png;

/// Why a figure could not be drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum DrawError {
    /// The spec is faulty.
    Spec(SpecError),
    /// The drawing back-end refused a shape.
    Backend(String),
    /// The SVG text given to [`png()`] cannot be read.
    Svg(String),
    /// The PNG's scale is not in 0.1 to 10, or its pixels do not fit into memory.
    Scale(f64),
}

impl fmt::Display for DrawError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Spec(fault) => write!(f, "faulty figure: {fault}"),
            Self::Backend(fault) => write!(f, "drawing failed: {fault}"),
            Self::Svg(fault) => write!(f, "unreadable SVG: {fault}"),
            Self::Scale(scale) => write!(f, "a PNG cannot be made at scale {scale}"),
        }
    }
}

impl std::error::Error for DrawError {}

impl From<SpecError> for DrawError {
    fn from(fault: SpecError) -> Self {
        Self::Spec(fault)
    }
}

/// The outcome of one act of drawing.
type Drawn = Result<(), DrawError>;

/// The figure as a self-contained SVG document. Text stays text in the family [`FAMILY`], whose first member
/// is embedded in this crate ([`REGULAR`], [`BOLD`]) and whose others are found on other people's machines.
///
/// # Errors
/// [`DrawError::Spec`] for a spec that fails [`FigureSpec::check`].
pub fn svg(spec: &FigureSpec) -> Result<String, DrawError> {
    spec.check()?;
    let page = layout::Page::of(spec);
    let mut drawing = String::new();
    let mut canvas = canvas::Canvas::new(&mut drawing, page.width, page.height);
    canvas.rectangle(page.area(), theme::WHITE)?;
    for words in &page.words {
        canvas.words(&words.text, words.at, words.kind)?;
    }
    legend::draw(&mut canvas, spec, &page.legend)?;
    for (cell, panel) in page.cells.iter().zip(&spec.panels) {
        frame::draw_ground(&mut canvas, cell)?;
        marks::draw(&mut canvas, spec, panel, cell)?;
        note::draw(&mut canvas, panel, cell)?;
        frame::draw_frame(&mut canvas, cell)?;
    }
    canvas.finish()?;
    Ok(document::finish(&drawing, &spec.title, (page.width, page.height)))
}

#[cfg(test)]
mod tests;
