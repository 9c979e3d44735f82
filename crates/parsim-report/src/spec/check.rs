//! What a drawable spec must fulfil.

use std::fmt;

use super::{
    Axis, Direction, FigureSpec, Mark, Panel, Scale, Series, Ticks, extras, intervals, positions,
};

/// Why a spec cannot be drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum SpecError {
    /// The number of panels is not that of the facets.
    PanelCount {
        /// What the facets ask for.
        expected: usize,
        /// What the spec has.
        found: usize,
    },
    /// A series names a key that does not exist.
    UnknownKey {
        /// The panel, from 0.
        panel: usize,
        /// The position it names.
        key: usize,
    },
    /// A number is infinite, not a number, or beyond 1e300 in size, where differences overflow.
    NotFinite {
        /// Where it stands.
        place: String,
    },
    /// A value on a logarithmic axis is negative, zero, or below 1e-300.
    NotPositive {
        /// Where it stands.
        place: String,
        /// The value.
        value: f64,
    },
    /// An interval's or an axis's lower end is not below its upper end, or a bar has no width.
    Reversed {
        /// Where it stands.
        place: String,
    },
    /// A size outside its range.
    Size {
        /// The field.
        field: &'static str,
        /// Its value.
        value: f64,
    },
}

impl fmt::Display for SpecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PanelCount { expected, found } => {
                write!(f, "the facets have {expected} panels, the figure {found}")
            }
            Self::UnknownKey { panel, key } => {
                write!(f, "panel {panel} names the key {key}, which does not exist")
            }
            Self::NotFinite { place } => write!(f, "{place}: not a finite number"),
            Self::NotPositive { place, value } => {
                write!(f, "{place}: {value} on a logarithmic axis")
            }
            Self::Reversed { place } => write!(f, "{place}: the lower end is above the upper"),
            Self::Size { field, value } => write!(f, "{field} = {value} is out of range"),
        }
    }
}

impl std::error::Error for SpecError {}

impl FigureSpec {
    /// Whether this spec can be drawn.
    ///
    /// # Errors
    /// The first fault found, panel by panel: see [`SpecError`].
    pub fn check(&self) -> Result<(), SpecError> {
        self.check_size()?;
        check_axis(&self.x, "x axis")?;
        check_axis(&self.y, "y axis")?;
        let (expected, found) = (self.facets.count(), self.panels.len());
        if expected != found || found == 0 {
            return Err(SpecError::PanelCount { expected: expected.max(1), found });
        }
        self.panels.iter().enumerate().try_for_each(|(i, panel)| self.check_panel(i, panel))
    }

    fn check_size(&self) -> Result<(), SpecError> {
        let within = |field, value: f64, lower: f64, upper: f64| {
            if (lower..=upper).contains(&value) {
                Ok(())
            } else {
                Err(SpecError::Size { field, value })
            }
        };
        within("width", self.size.width, 200.0, 4000.0)?;
        within("panel_height", self.size.panel_height.unwrap_or(100.0), 40.0, 2000.0)?;
        within("aspect", self.size.aspect.unwrap_or(1.0), 0.1, 10.0)
    }

    fn check_panel(&self, index: usize, panel: &Panel) -> Result<(), SpecError> {
        for (j, series) in panel.series.iter().enumerate() {
            if series.key >= self.keys.len() {
                return Err(SpecError::UnknownKey { panel: index, key: series.key });
            }
            let place = format!("panel {index}, series {j}");
            finite(series.dodge, &place)?;
            for (direction, axis) in [(Direction::X, &self.x), (Direction::Y, &self.y)] {
                check_series(series, direction, axis, &place)?;
            }
        }
        Ok(())
    }
}

fn check_axis(axis: &Axis, place: &str) -> Result<(), SpecError> {
    let given = axis.lower.into_iter().chain(axis.upper);
    let ticks = match &axis.ticks {
        Ticks::At(values) => values.as_slice(),
        _ => &[],
    };
    let all = given.chain(ticks.iter().copied()).chain(axis.include.iter().copied());
    for value in all {
        on_scale(value, axis, place)?;
    }
    match (axis.lower, axis.upper) {
        (Some(lower), Some(upper)) if lower >= upper => {
            Err(SpecError::Reversed { place: place.to_owned() })
        }
        _ => Ok(()),
    }
}

fn check_series(
    series: &Series,
    direction: Direction,
    axis: &Axis,
    place: &str,
) -> Result<(), SpecError> {
    for value in positions(&series.mark, direction) {
        on_scale(value, axis, place)?;
    }
    for value in extras(&series.mark, direction) {
        finite(value, place)?;
    }
    for (lower, upper) in intervals(&series.mark, direction) {
        finite(lower, place)?;
        finite(upper, place)?;
        if lower > upper {
            return Err(SpecError::Reversed { place: place.to_owned() });
        }
    }
    match &series.mark {
        Mark::Bars(bars) if bars.iter().any(|b| b.width <= 0.0) => {
            Err(SpecError::Reversed { place: place.to_owned() })
        }
        _ => Ok(()),
    }
}

fn finite(value: f64, place: &str) -> Result<(), SpecError> {
    if value.abs() <= 1e300 {
        Ok(())
    } else {
        Err(SpecError::NotFinite { place: place.to_owned() })
    }
}

fn on_scale(value: f64, axis: &Axis, place: &str) -> Result<(), SpecError> {
    finite(value, place)?;
    if axis.scale == Scale::Log && value < 1e-300 {
        return Err(SpecError::NotPositive { place: place.to_owned(), value });
    }
    Ok(())
}
