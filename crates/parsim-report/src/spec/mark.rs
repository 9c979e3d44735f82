//! Marks: what a series puts into its panel. All positions are in the units of the axes.

/// The marks of one series.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    /// A line through these (x, y) in order.
    Line(Vec<(f64, f64)>),
    /// A thin line through these (x, y) in order, beside what was estimated: theory.
    Guide(Vec<(f64, f64)>),
    /// A staircase: each y holds from its x to the next x; the last y ends the line.
    Steps(Vec<(f64, f64)>),
    /// Separate straight pieces.
    Segments(Vec<Segment>),
    /// Markers, with intervals where known.
    Points(Vec<Point>),
    /// Markers on sticks from a base: lollipops.
    Stems {
        /// The y where the sticks begin.
        base: f64,
        /// The markers.
        points: Vec<Point>,
    },
    /// Upright bars; stacked or dodged as their bases and positions say.
    Bars(Vec<Bar>),
    /// A line across the panel where the named axis has this value.
    Reference {
        /// The axis that carries the value.
        axis: Direction,
        /// The value.
        value: f64,
    },
    /// Words in the panel.
    Text(Vec<Label>),
}

/// One of the two axes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The horizontal axis.
    X,
    /// The vertical axis.
    Y,
}

/// A marker with optional intervals, given by their ends, not their half-widths.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Position along the horizontal axis.
    pub x: f64,
    /// Position along the vertical axis.
    pub y: f64,
    /// Lower and upper end along x.
    pub x_interval: Option<(f64, f64)>,
    /// Lower and upper end along y.
    pub y_interval: Option<(f64, f64)>,
}

impl Point {
    /// A marker without intervals.
    pub fn new(x: f64, y: f64) -> Self {
        Self { x, y, x_interval: None, y_interval: None }
    }

    /// The same marker with an interval along x.
    #[must_use]
    pub fn with_x(self, lower: f64, upper: f64) -> Self {
        Self { x_interval: Some((lower, upper)), ..self }
    }

    /// The same marker with an interval along y.
    #[must_use]
    pub fn with_y(self, lower: f64, upper: f64) -> Self {
        Self { y_interval: Some((lower, upper)), ..self }
    }
}

/// A straight piece between two points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Segment {
    /// One end, (x, y).
    pub from: (f64, f64),
    /// The other end, (x, y).
    pub to: (f64, f64),
}

/// An upright bar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bar {
    /// Its centre along x.
    pub x: f64,
    /// Its width in units of x; positive.
    pub width: f64,
    /// One end along y: 0, or the top of the bar it stands on.
    pub base: f64,
    /// The other end along y.
    pub top: f64,
    /// Lower and upper end of an interval about the top.
    pub interval: Option<(f64, f64)>,
}

impl Bar {
    /// A bar that stands on 0.
    pub fn new(x: f64, width: f64, top: f64) -> Self {
        Self { x, width, base: 0.0, top, interval: None }
    }

    /// The same bar on another base.
    #[must_use]
    pub fn on(self, base: f64) -> Self {
        Self { base, ..self }
    }

    /// The same bar with an interval about its top.
    #[must_use]
    pub fn with_interval(self, lower: f64, upper: f64) -> Self {
        Self { interval: Some((lower, upper)), ..self }
    }
}

/// Words at a point; moved inwards where they would leave the panel.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// Position along x.
    pub x: f64,
    /// Position along y.
    pub y: f64,
    /// The words.
    pub text: String,
    /// On which side of the point they stand.
    pub side: Side,
}

/// On which side of its point a label stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Over it, centred.
    Above,
    /// Under it, centred.
    Below,
    /// To its left.
    Left,
    /// To its right.
    Right,
}
