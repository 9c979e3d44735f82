//! The paper: plotters' SVG back-end behind lengths in `f64`.

use plotters::backend::{DrawingBackend, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{
    Color as _, FontDesc, FontFamily, FontStyle, FontTransform, RGBColor, ShapeStyle, TextStyle,
};

use super::clip::Rect;
use super::{DrawError, Drawn, document, font};
use crate::spec::Color;

/// A place on the page: rightwards, downwards.
pub(super) type Spot = (f64, f64);

/// Back-end units to one unit of the page: the back-end takes whole numbers only.
pub(super) const FINE: f64 = 10.0;

/// How a line is stroked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pen {
    pub color: Color,
    pub width: f64,
}

/// How one line of words is set; `at` is the point on the capitals' mid-height that `anchor` names.
#[derive(Debug, Clone, Copy)]
pub(super) struct Type {
    pub size: f64,
    pub bold: bool,
    pub color: Color,
    pub anchor: Anchor,
    pub turn: Turn,
}

impl Type {
    pub fn new(size: f64, color: Color, anchor: Anchor) -> Self {
        Self { size, bold: false, color, anchor, turn: Turn::Level }
    }

    pub fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub fn turned(self, turn: Turn) -> Self {
        Self { turn, ..self }
    }
}

/// Which part of the words stands at the given point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// The direction words run in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Turn {
    #[default]
    Level,
    Upwards,
    Downwards,
}

pub(super) struct Canvas<'a> {
    backend: SVGBackend<'a>,
}

fn fine(length: f64) -> i32 {
    (length * FINE).round() as i32
}

fn fine_spot((x, y): Spot) -> (i32, i32) {
    (fine(x), fine(y))
}

fn fine_size(length: f64) -> u32 {
    u32::try_from(fine(length)).unwrap_or(0)
}

fn style(color: Color, width: f64, filled: bool) -> ShapeStyle {
    let rgb = RGBColor(color.0, color.1, color.2);
    ShapeStyle { color: rgb.to_rgba(), filled, stroke_width: fine_size(width) }
}

fn backend_error(fault: impl std::fmt::Display) -> DrawError {
    DrawError::Backend(fault.to_string())
}

impl<'a> Canvas<'a> {
    pub fn new(drawing: &'a mut String, width: f64, height: f64) -> Self {
        let size = (fine_size(width), fine_size(height));
        Self { backend: SVGBackend::with_string(drawing, size) }
    }

    /// An open line through these spots.
    pub fn polyline(&mut self, spots: &[Spot], pen: Pen) -> Drawn {
        let path = spots.iter().copied().map(fine_spot);
        self.backend.draw_path(path, &style(pen.color, pen.width, false)).map_err(backend_error)
    }

    pub fn segment(&mut self, from: Spot, to: Spot, pen: Pen) -> Drawn {
        self.polyline(&[from, to], pen)
    }

    /// The inside of a closed shape.
    pub fn polygon(&mut self, spots: &[Spot], color: Color) -> Drawn {
        let path = spots.iter().copied().map(fine_spot);
        self.backend.fill_polygon(path, &style(color, 0.0, true)).map_err(backend_error)
    }

    pub fn rectangle(&mut self, rect: Rect, color: Color) -> Drawn {
        let (from, to) = (fine_spot((rect.left, rect.top)), fine_spot((rect.right, rect.bottom)));
        self.backend.draw_rect(from, to, &style(color, 0.0, true), true).map_err(backend_error)
    }

    /// The four sides of a rectangle; as a path, since the back-end's own outline forgets the stroke's width.
    pub fn outline(&mut self, rect: Rect, pen: Pen) -> Drawn {
        let Rect { left, top, right, bottom } = rect;
        // One corner more than needed: the last joint is then mitred like the others.
        let corners =
            [(left, top), (right, top), (right, bottom), (left, bottom), (left, top), (right, top)];
        self.polyline(&corners, pen)
    }

    pub fn disc(&mut self, centre: Spot, radius: f64, color: Color) -> Drawn {
        let fill = style(color, 0.0, true);
        self.backend
            .draw_circle(fine_spot(centre), fine_size(radius), &fill, true)
            .map_err(backend_error)
    }

    pub fn circle(&mut self, centre: Spot, radius: f64, pen: Pen) -> Drawn {
        let stroke = style(pen.color, pen.width, false);
        self.backend
            .draw_circle(fine_spot(centre), fine_size(radius), &stroke, false)
            .map_err(backend_error)
    }

    /// One line of words.
    ///
    /// The back-end's vertical centring rests on the `ex` unit, which renderers read differently; its `Top` is
    /// a shift of 0.76 em, which they all read alike, so the baseline is placed from that.
    pub fn words(&mut self, text: &str, at: Spot, kind: Type) -> Drawn {
        let up = (0.76 - font::CAPITAL / 2.0) * kind.size;
        let (spot, turn) = match kind.turn {
            Turn::Level => ((at.0, at.1 - up), FontTransform::None),
            Turn::Upwards => ((at.0 - up, at.1), FontTransform::Rotate270),
            Turn::Downwards => ((at.0 + up, at.1), FontTransform::Rotate90),
        };
        let horizontal = match kind.anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let weight = if kind.bold { FontStyle::Bold } else { FontStyle::Normal };
        let face = FontDesc::new(FontFamily::Name(font::FAMILY), nominal(kind.size), weight);
        let ink = RGBColor(kind.color.0, kind.color.1, kind.color.2);
        let style =
            TextStyle::from(face.transform(turn)).color(&ink).pos(Pos::new(horizontal, VPos::Top));
        self.backend
            .draw_text(&document::printable(text), &style, fine_spot(spot))
            .map_err(backend_error)
    }

    /// Closes the document.
    pub fn finish(mut self) -> Drawn {
        self.backend.present().map_err(backend_error)
    }
}

/// The size to ask of the back-end, which divides it by 1.24, so that what it writes is the size meant.
fn nominal(size: f64) -> f64 {
    let (meant, asked) = (size * FINE, size * FINE * 1.24);
    let near = [asked, asked.next_up(), asked.next_down()];
    near.into_iter().find(|a| a / 1.24 == meant).unwrap_or(asked)
}
