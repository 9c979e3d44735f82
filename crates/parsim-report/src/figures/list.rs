//! The figures of a report: those that the study file lists, and the kinds it left out.

use super::{ENTRIES, FigureInput, Omission, Rows};
use crate::draw::{self, DrawError};
use crate::spec::FigureSpec;
use parsim_engine::results::Results;
use parsim_stats::component::Component;
use parsim_study::Plan;

/// A figure with the stem of its files.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Number, kind and measure, or number and the name given: `01-curve-relative_risk`.
    pub stem: String,
    /// What it shows.
    pub spec: FigureSpec,
}

/// Pixels of a picture per unit of the figure's size.
pub const SCALE: f64 = 2.0;

impl Figure {
    /// Draws the figure as an SVG document.
    ///
    /// # Errors
    /// The figure's data are faulty.
    pub fn draw(&self) -> Result<String, DrawError> {
        draw::svg(&self.spec)
    }
}

/// The PNG file of a figure's SVG document, [`SCALE`] pixels a unit; takes some milliseconds.
///
/// # Errors
/// The picture does not fit into memory.
pub fn picture(svg: &str) -> Result<Vec<u8>, DrawError> {
    draw::png(svg, SCALE)
}

/// A figure that would be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Omitted {
    /// Its name, without a number.
    pub name: String,
    /// Why there is nothing to show, a sentence without its full stop.
    pub reason: String,
}

/// The figures of a report, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// What is shown.
    pub figures: Vec<Figure>,
    /// What is left out, and why.
    pub omitted: Vec<Omitted>,
}

/// The figures that a report shows beside those that the study file lists: one of each kind, with
/// its defaults, unless the study lists that kind (of that measure) itself.
pub fn defaults(plan: &Plan) -> Vec<(String, Component)> {
    let alike = |ours: &Component, theirs: &Component| {
        ours.kind() == theirs.kind() && ours.text("measure") == theirs.text("measure")
    };
    ENTRIES
        .iter()
        .filter(|entry| entry.by_default)
        .map(|entry| &entry.specification)
        .filter_map(|specification| Component::with_defaults(specification, &|_, _| None).ok())
        .filter(|ours| !plan.figures.iter().any(|figure| alike(ours, &figure.component)))
        .map(|component| (name(&component), component))
        .collect()
}

/// The name of a figure whose study file gives none: kind and measure.
fn name(component: &Component) -> String {
    match component.text("measure") {
        Some(measure) => format!("{}-{measure}", component.kind()),
        None => component.kind().to_owned(),
    }
}

/// Builds all figures of a study: first those it lists, then the [`defaults`].
pub fn build(plan: &Plan, results: &Results) -> Figures {
    let rows = Rows::new(results);
    let listed = plan.figures.iter().map(|each| (each.name.clone(), each.component.clone()));
    let mut drawn = Vec::new();
    let mut omitted = Vec::new();
    for (name, component) in listed.chain(defaults(plan)) {
        let input = FigureInput { plan, results, rows: &rows, arguments: &component };
        match build_one(&input) {
            Ok(specs) => drawn.extend(specs.into_iter().map(|spec| (name.clone(), spec))),
            Err(Omission(reason)) => omitted.push(Omitted { name, reason }),
        }
    }
    let digits = drawn.len().to_string().len().max(2);
    let numbered = drawn.into_iter().zip(1..).map(|((name, spec), number)| {
        let stem = format!("{number:0digits$}-{name}");
        Figure { stem, spec }
    });
    Figures { figures: numbered.collect(), omitted }
}

fn build_one(input: &FigureInput<'_>) -> Result<Vec<FigureSpec>, Omission> {
    let kind = input.arguments.kind();
    let entry = ENTRIES.iter().find(|entry| entry.specification.kind == kind);
    let entry = entry.ok_or_else(|| Omission(format!("no figure is called {kind}")))?;
    let specs = (entry.build)(input)?;
    for spec in &specs {
        spec.check().map_err(|error| Omission(format!("it cannot be drawn: {error}")))?;
    }
    Ok(specs)
}
