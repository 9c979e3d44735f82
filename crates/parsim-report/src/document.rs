//! The report of a study, written into its folder.

use crate::draw::DrawError;
use crate::figures::{self, Figures, Picture};
use crate::html;
use parsim_engine::results::Results;
use parsim_study::Plan;
use std::fmt;
use std::fs;
use std::io::{self, Write};
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
    /// A file could not be written or removed.
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

impl Document<'_> {
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

    /// Writes `figures/*.svg`, `figures/*.png` and `report.html` into the study's folder and
    /// returns the path of the latter; `pictures` are the [rendered](figures::Figure::render)
    /// `figures`, in their order. Each file appears whole or not at all. Figures of earlier runs,
    /// by the pattern of their names, are removed.
    ///
    /// # Errors
    /// A figure could not be drawn, or a file cannot be written.
    pub fn write(
        &self,
        folder: &Path,
        figures: &Figures,
        pictures: Vec<Result<Picture, DrawError>>,
    ) -> Result<PathBuf, ReportError> {
        let mut drawn = Vec::with_capacity(pictures.len());
        for (figure, picture) in figures.figures.iter().zip(pictures) {
            let stem = figure.stem.clone();
            drawn.push(picture.map_err(|error| ReportError::Figure { stem, error })?);
        }
        let place = folder.join("figures");
        fs::create_dir_all(&place).map_err(|error| fault(&place, error))?;
        for (figure, picture) in figures.figures.iter().zip(&drawn) {
            write_whole(&place.join(format!("{}.svg", figure.stem)), picture.svg.as_bytes())?;
            write_whole(&place.join(format!("{}.png", figure.stem)), &picture.png)?;
        }
        remove_others(&place, figures)?;
        let drawings: Vec<&str> = drawn.iter().map(|picture| picture.svg.as_str()).collect();
        let report = folder.join("report.html");
        write_whole(&report, self.page(figures, &drawings)?.as_bytes())?;
        Ok(report)
    }
}

/// Removes figures of earlier runs: files named as ours are, and not among ours.
fn remove_others(place: &Path, figures: &Figures) -> Result<(), ReportError> {
    let entries = fs::read_dir(place).map_err(|error| fault(place, error))?;
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

/// Writes a file by way of a temporary one beside it, so that it appears whole or not at all.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), ReportError> {
    let write = || {
        let folder = path.parent().unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        builder.prefix(".");
        #[cfg(unix)]
        {
            // A report is for reading by others, unlike what temporary files mostly hold.
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o644));
        }
        let mut file = builder.tempfile_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    };
    write().map_err(|error| fault(path, error))
}

fn fault(path: &Path, error: io::Error) -> ReportError {
    ReportError::File { path: path.to_owned(), error }
}

#[cfg(test)]
mod tests;
