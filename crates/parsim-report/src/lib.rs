//! Figures and the report of a study.
//!
//! Results become [`figures`], which are plain data ([`spec`]); these are drawn ([`draw`]) and
//! bound into one self-contained page; a [`Document`] writes both into the study's folder. Nothing
//! here starts a thread or reads a clock: what is written depends on the study, its results and
//! the version of this crate alone.

mod document;
pub mod draw;
pub mod figures;
mod html;
pub mod spec;

#[cfg(test)]
mod synthetic;

pub use document::{Document, Part, Report, ReportError};
