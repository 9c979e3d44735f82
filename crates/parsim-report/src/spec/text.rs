//! The text form of a spec, one fact a line: for snapshots and for reading a figure without eyes.

use std::fmt::{self, Display, Formatter};

use super::{Axis, Bar, Direction, Facets, FigureSpec, Mark, Panel, Point, Scale, Ticks};

/// A number with at most six significant digits, so that a snapshot does not hang on a last bit.
struct Short(f64);

impl Display for Short {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let rounded = format!("{:.5e}", self.0).parse().unwrap_or(self.0);
        // Adding zero turns a negative zero into a plain one.
        write!(f, "{}", rounded + 0.0)
    }
}

impl Display for FigureSpec {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "figure {:?}", self.title)?;
        for (name, words) in [("subtitle", &self.subtitle), ("caption", &self.caption)] {
            if !words.is_empty() {
                writeln!(f, "{name} {words:?}")?;
            }
        }
        writeln!(f, "x {}", self.x)?;
        writeln!(f, "y {}", self.y)?;
        for (i, key) in self.keys.iter().enumerate() {
            let super::Color(r, g, b) = key.color;
            write!(f, "key {i} {:?} #{r:02X}{g:02X}{b:02X}", key.label)?;
            writeln!(f, " {:?} {:?} {:?}", key.marker, key.dash, key.fill)?;
        }
        writeln!(f, "legend {:?} {:?}", self.legend.place, self.legend.title)?;
        for (i, panel) in self.panels.iter().enumerate() {
            writeln!(f, "panel{}", place(&self.facets, i))?;
            write_panel(f, panel, self)?;
        }
        Ok(())
    }
}

impl Display for Axis {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} ", self.label)?;
        match &self.scale {
            Scale::Linear => write!(f, "linear")?,
            Scale::Log => write!(f, "log")?,
            Scale::Categories(names) => write!(f, "{names:?}")?,
        }
        if let Some(lower) = self.lower {
            write!(f, " from {}", Short(lower))?;
        }
        if let Some(upper) = self.upper {
            write!(f, " to {}", Short(upper))?;
        }
        if !self.include.is_empty() {
            write!(f, " including")?;
            self.include.iter().try_for_each(|v| write!(f, " {}", Short(*v)))?;
        }
        match &self.ticks {
            Ticks::Auto => {}
            Ticks::Whole => write!(f, " whole")?,
            Ticks::At(values) => {
                write!(f, " at")?;
                values.iter().try_for_each(|v| write!(f, " {}", Short(*v)))?;
            }
        }
        write!(f, " {:?} {:?}", self.labels, self.sharing)
    }
}

/// The labels that a panel stands under.
fn place(facets: &Facets, index: usize) -> String {
    let (_, columns) = facets.shape();
    match facets {
        Facets::None => String::new(),
        Facets::Grid { rows, columns: names } => {
            let row = rows.get(index / columns).map(|s| format!(" {s:?}")).unwrap_or_default();
            let column = names.get(index % columns).map(|s| format!(" {s:?}")).unwrap_or_default();
            row + &column
        }
        Facets::Wrap { labels, .. } => {
            labels.get(index).map(|s| format!(" {s:?}")).unwrap_or_default()
        }
    }
}

fn write_panel(f: &mut Formatter<'_>, panel: &Panel, spec: &FigureSpec) -> fmt::Result {
    for series in &panel.series {
        let label = spec.keys.get(series.key).map_or("?", |key| key.label.as_str());
        write!(f, "  {label:?}")?;
        if series.dodge != 0.0 {
            write!(f, " dodged {}", Short(series.dodge))?;
        }
        if let Some(super::Color(r, g, b)) = series.color {
            write!(f, " in #{r:02X}{g:02X}{b:02X}")?;
        }
        writeln!(f, " {}", series.mark)?;
    }
    if panel.note.is_empty() { Ok(()) } else { writeln!(f, "  note {:?}", panel.note) }
}

impl Display for Mark {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let pair =
            |f: &mut Formatter<'_>, p: &(f64, f64)| write!(f, " {},{}", Short(p.0), Short(p.1));
        match self {
            Self::Line(points) => {
                write!(f, "line")?;
                points.iter().try_for_each(|p| pair(f, p))
            }
            Self::Guide(points) => {
                write!(f, "guide")?;
                points.iter().try_for_each(|p| pair(f, p))
            }
            Self::Steps(points) => {
                write!(f, "steps")?;
                points.iter().try_for_each(|p| pair(f, p))
            }
            Self::Segments(segments) => {
                write!(f, "segments")?;
                segments.iter().try_for_each(|s| {
                    pair(f, &s.from)?;
                    write!(f, " to")?;
                    pair(f, &s.to)?;
                    write!(f, ";")
                })
            }
            Self::Points(points) => write_points(f, "points", points),
            Self::Stems { base, points } => {
                write_points(f, &format!("stems from {}", Short(*base)), points)
            }
            Self::Bars(bars) => write_bars(f, bars),
            Self::Reference { axis: Direction::X, value } => write!(f, "at x = {}", Short(*value)),
            Self::Reference { axis: Direction::Y, value } => write!(f, "at y = {}", Short(*value)),
            Self::Text(labels) => {
                write!(f, "text")?;
                labels.iter().try_for_each(|l| {
                    write!(f, " {},{} {:?} {:?}", Short(l.x), Short(l.y), l.side, l.text)
                })
            }
        }
    }
}

fn write_points(f: &mut Formatter<'_>, name: &str, points: &[Point]) -> fmt::Result {
    write!(f, "{name}")?;
    points.iter().try_for_each(|p| {
        write!(f, " {},{}", Short(p.x), Short(p.y))?;
        write_interval(f, "x", p.x_interval)?;
        write_interval(f, "y", p.y_interval)
    })
}

fn write_bars(f: &mut Formatter<'_>, bars: &[Bar]) -> fmt::Result {
    write!(f, "bars")?;
    bars.iter().try_for_each(|b| {
        write!(f, " {}~{}: {}..{}", Short(b.x), Short(b.width), Short(b.base), Short(b.top))?;
        write_interval(f, "", b.interval)
    })
}

fn write_interval(f: &mut Formatter<'_>, name: &str, ends: Option<(f64, f64)>) -> fmt::Result {
    match ends {
        Some((lower, upper)) => write!(f, " {name}[{}, {}]", Short(lower), Short(upper)),
        None => Ok(()),
    }
}
