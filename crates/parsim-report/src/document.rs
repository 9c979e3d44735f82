//! The report of a study, part by part.

use crate::draw::DrawError;
use crate::figures::{self, Figures};
use crate::html;
use parsim_engine::results::Results;
use parsim_study::Plan;
use std::cmp::Reverse;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A study and its results: all that a report depends on.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The stem of the study file, which names the study's folder.
    pub stem: &'a str,
    /// The text of the study file.
    pub source: &'a str,
    /// The results.
    pub results: &'a Results,
}

/// Why a report could not be written.
#[derive(Debug)]
pub enum ReportError {
    /// A figure could not be drawn.
    Figure {
        /// The stem of its files.
        stem: String,
        /// Why.
        error: DrawError,
    },
    /// The page could not be put together: a fault of its templates.
    Page(String),
    /// A file could not be removed.
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
}

impl fmt::Display for ReportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Figure { stem, error } => write!(f, "figure {stem}: {error}"),
            Self::Page(fault) => write!(f, "the report's page: {fault}"),
            Self::File { path, error } => write!(f, "{}: {error}", path.display()),
        }
    }
}

impl std::error::Error for ReportError {}

impl<'a> Document<'a> {
    /// The figures of the report: those that the study lists, and those that it always has.
    pub fn figures(&self) -> Figures {
        figures::build(self.plan, self.results)
    }

    /// The page, with the figures' SVG documents in their order.
    ///
    /// # Errors
    /// A fault of the page's templates.
    pub fn page(&self, figures: &Figures, drawings: &[&str]) -> Result<String, ReportError> {
        html::page(self, figures, drawings).map_err(|error| ReportError::Page(error.to_string()))
    }

    /// The report with the [drawn](figures::Figure::draw) `figures`, in their order.
    ///
    /// # Errors
    /// A figure could not be drawn.
    pub fn report(
        self,
        figures: Figures,
        drawings: Vec<Result<String, DrawError>>,
    ) -> Result<Report<'a>, ReportError> {
        let named = figures.figures.iter().zip(drawings);
        let drawings = named.map(|(figure, drawing)| drawing.map_err(|e| undrawn(figure, e)));
        let drawings = drawings.collect::<Result<_, _>>()?;
        Ok(Report { document: self, figures, drawings })
    }
}

/// A report whose figures are drawn, to be made part by part; parts may be made in parallel.
#[derive(Debug)]
pub struct Report<'a> {
    document: Document<'a>,
    figures: Figures,
    /// The figures' SVG documents.
    drawings: Vec<String>,
}

/// A part of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The page.
    Page,
    /// The figure at this position.
    Figure(usize),
}

impl Report<'_> {
    /// Where the page stands in the study's folder.
    pub const PAGE: &'static str = "report.html";

    /// All parts, those first that take longest.
    pub fn parts(&self) -> impl Iterator<Item = Part> + use<> {
        let mut figures: Vec<usize> = (0..self.drawings.len()).collect();
        figures.sort_by_key(|&position| Reverse(self.drawings[position].len()));
        figures.into_iter().map(Part::Figure).chain([Part::Page])
    }

    /// The files of a part, with their places in the study's folder: `report.html`, or
    /// `figures/*.svg` and `figures/*.png`.
    ///
    /// # Errors
    /// A picture does not fit into memory, or a fault of the page's templates.
    pub fn files(&self, part: Part) -> Result<Vec<(PathBuf, Vec<u8>)>, ReportError> {
        match part {
            Part::Page => {
                let drawings: Vec<&str> = self.drawings.iter().map(String::as_str).collect();
                let page = self.document.page(&self.figures, &drawings)?;
                Ok(vec![(PathBuf::from(Self::PAGE), page.into_bytes())])
            }
            Part::Figure(position) => {
                let (figure, svg) = (&self.figures.figures[position], &self.drawings[position]);
                let png = figures::picture(svg).map_err(|error| undrawn(figure, error))?;
                let place = |kind| Path::new("figures").join(format!("{}.{kind}", figure.stem));
                Ok(vec![(place("svg"), svg.clone().into_bytes()), (place("png"), png)])
            }
        }
    }

    /// Removes figures of earlier runs from the study's folder: files named as ours are, and not
    /// among ours.
    ///
    /// # Errors
    /// The folder cannot be read, or a file cannot be removed.
    pub fn remove_others(&self, folder: &Path) -> Result<(), ReportError> {
        remove_others(&folder.join("figures"), &self.figures)
    }
}

fn undrawn(figure: &figures::Figure, error: DrawError) -> ReportError {
    ReportError::Figure { stem: figure.stem.clone(), error }
}

fn remove_others(place: &Path, figures: &Figures) -> Result<(), ReportError> {
    let entries = match fs::read_dir(place) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(|error| fault(place, error))?,
    };
    for entry in entries {
        let path = entry.map_err(|error| fault(place, error))?.path();
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let kind = path.extension().and_then(|kind| kind.to_str()).unwrap_or_default();
        let is_ours = figures.figures.iter().any(|figure| figure.stem == stem);
        if matches!(kind, "svg" | "png") && is_numbered(stem) && !is_ours {
            fs::remove_file(&path).map_err(|error| fault(&path, error))?;
        }
    }
    Ok(())
}

/// Whether a stem is of the pattern `01-curve-relative_risk`.
fn is_numbered(stem: &str) -> bool {
    let Some((number, name)) = stem.split_once('-') else { return false };
    number.len() >= 2 && number.bytes().all(|byte| byte.is_ascii_digit()) && !name.is_empty()
}

fn fault(path: &Path, error: io::Error) -> ReportError {
    ReportError::File { path: path.to_owned(), error }
}

#[cfg(test)]
mod tests;
