//! The page: one self-contained HTML file.
//!
//! The folder's modules turn a study into plain views, in the page's order; the templates turn
//! views into HTML, escaping every text. Figures and the style sheet are the only things that
//! stand in the page unescaped, and both are made here.

mod claims;
mod definitions;
mod failures;
mod number;
mod precision;
mod scenarios;
mod study;
mod tables;

use crate::document::Document;
use crate::figures::{Figures, Omitted, Rows};
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error};
use serde::Serialize;

/// Tables of the page end after so many rows; the files beside the page have all.
const MOST_ROWS: usize = 500;

/// The templates by name.
const TEMPLATES: [(&str, &str); 8] = [
    ("report.html", include_str!("../../templates/report.html")),
    ("claims.html", include_str!("../../templates/claims.html")),
    ("precision.html", include_str!("../../templates/precision.html")),
    ("tables.html", include_str!("../../templates/tables.html")),
    ("figures.html", include_str!("../../templates/figures.html")),
    ("definitions.html", include_str!("../../templates/definitions.html")),
    ("study.html", include_str!("../../templates/study.html")),
    ("style.css", include_str!("../../templates/style.css")),
];

/// All that the page shows, by the names that the templates use.
#[derive(Debug, Serialize)]
struct Page<'a> {
    study: study::StudyView<'a>,
    notices: Vec<study::NoticeView>,
    claims: Vec<claims::ClaimView>,
    precision: Option<precision::PrecisionView<'a>>,
    tables: Vec<tables::TableView>,
    figures: Vec<FigureView<'a>>,
    omitted: Vec<OmittedView<'a>>,
    failures: Vec<failures::FailureView<'a>>,
    certificate: Option<failures::CertificateView>,
    engines: Vec<failures::EnginesView<'a>>,
    mechanism: Vec<definitions::DefinitionView>,
    methods: Vec<definitions::DefinitionView>,
    measures: Vec<definitions::MeasureView>,
    coefficient_measures: Vec<definitions::MeasureView>,
    laws: Vec<definitions::LawView>,
    scenarios: scenarios::ScenariosView,
}

/// A figure as the page shows it.
#[derive(Debug, Serialize)]
struct FigureView<'a> {
    stem: &'a str,
    title: &'a str,
    svg: String,
}

/// Why a figure is left out.
#[derive(Debug, Serialize)]
struct OmittedView<'a> {
    name: &'a str,
    reason: &'a str,
}

/// The page with the figures' SVG documents, in their order.
pub(crate) fn page(
    document: &Document<'_>,
    figures: &Figures,
    drawings: &[&str],
) -> Result<String, Error> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|name| {
        if name == "style.css" { AutoEscape::None } else { AutoEscape::Html }
    });
    for (name, text) in TEMPLATES {
        environment.add_template(name, text)?;
    }
    let (plan, results) = (document.plan, document.results);
    let rows = Rows::new(results);
    let shown = figures.figures.iter().zip(drawings).map(|(figure, svg)| FigureView {
        stem: &figure.stem,
        title: &figure.spec.title,
        svg: inline(svg),
    });
    let omitted = figures.omitted.iter();
    let page = Page {
        study: study::view(document),
        notices: study::notices(plan),
        claims: claims::views(plan, results),
        precision: precision::view(plan, results),
        tables: tables::views(plan, results, &rows),
        figures: shown.collect(),
        omitted: omitted.map(|Omitted { name, reason }| OmittedView { name, reason }).collect(),
        failures: failures::views(plan, results),
        certificate: failures::certificate(results),
        engines: failures::engines(plan, results),
        mechanism: definitions::mechanism(plan),
        methods: definitions::methods(plan),
        measures: definitions::measures(results),
        coefficient_measures: definitions::coefficient_measures(plan),
        laws: definitions::laws(results),
        scenarios: scenarios::view(plan, results),
    };
    environment.get_template("report.html")?.render(Serde(&page))
}

/// An SVG document as an element of the page: without the XML declaration.
fn inline(svg: &str) -> String {
    svg.find("<svg").map_or(svg, |start| &svg[start..]).trim_end().to_owned()
}

#[cfg(test)]
mod tests;
