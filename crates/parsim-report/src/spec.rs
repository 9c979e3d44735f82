//! What a figure shows, as plain data.
//!
//! A [`FigureSpec`] says everything that a reader will see and nothing about ink: axes, panels, series of
//! marks, the legend and the words around them. Figures are built as specs, tested as specs (their
//! [`Display`](std::fmt::Display) form is meant for snapshots) and drawn by [`crate::draw`].

mod axis;
mod check;
mod extent;
mod look;
mod mark;
mod panel;
mod text;

pub use axis::{Axis, Scale, Sharing, TickLabels, Ticks};
pub use check::SpecError;
pub(crate) use extent::{extras, intervals, positions};
pub use look::{Color, Dash, Fill, Key, Marker};
pub use mark::{Bar, Direction, Label, Mark, Point, Segment, Side};
pub use panel::{Facets, Panel, Series, dodge};

/// One figure: a grid of panels with common axes, a legend and the words around them.
///
/// `panels` lists the cells of `facets` row by row; their number must be [`Facets::count`].
#[derive(Debug, Clone, PartialEq)]
pub struct FigureSpec {
    /// Heading above the figure; empty for none. Wrapped to the width.
    pub title: String,
    /// Second line under the title; empty for none. Wrapped to the width.
    pub subtitle: String,
    /// Small print below the figure: number of replicates, what the bars are. Wrapped to the width.
    pub caption: String,
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis.
    pub y: Axis,
    /// How the panels are arranged and labelled.
    pub facets: Facets,
    /// The panels, row by row.
    pub panels: Vec<Panel>,
    /// The legend's entries; a series names one by its position here.
    pub keys: Vec<Key>,
    /// Where the legend stands.
    pub legend: Legend,
    /// The figure's size.
    pub size: Size,
}

/// Where the legend stands, and its heading.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Legend {
    /// Heading in front of the entries, such as `Method`; empty for none.
    pub title: String,
    /// Its place.
    pub place: LegendPlace,
}

/// The legend's place. Keys that no series uses have no entry anywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LegendPlace {
    /// A band between the title and the panels.
    #[default]
    Above,
    /// A band below the panels.
    Below,
    /// No legend.
    Hidden,
}

/// The figure's size in units of which 128 make an inch when the default width is printed over a text width
/// of seven inches; the type is then 6 to 8 points high.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    /// Width of the whole figure; 900 by default, 200 to 4000.
    pub width: f64,
    /// Height of one panel's frame; by default chosen from the panels' width. 40 to 2000.
    pub panel_height: Option<f64>,
    /// Height over width of a panel's frame; where given, panels are narrowed to keep it, for planes whose
    /// two axes have the same unit. 0.1 to 10.
    pub aspect: Option<f64>,
}

impl Default for Size {
    fn default() -> Self {
        Self { width: 900.0, panel_height: None, aspect: None }
    }
}

impl FigureSpec {
    /// A figure of one empty panel with two axes; the other fields are filled in by their names.
    pub fn new(title: impl Into<String>, x: Axis, y: Axis) -> Self {
        Self {
            title: title.into(),
            subtitle: String::new(),
            caption: String::new(),
            x,
            y,
            facets: Facets::None,
            panels: vec![Panel::default()],
            keys: Vec::new(),
            legend: Legend::default(),
            size: Size::default(),
        }
    }
}

#[cfg(test)]
mod tests;
