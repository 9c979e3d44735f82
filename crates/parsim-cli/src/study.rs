//! A study file, read and compiled.

use crate::exit::Exit;
use parsim_study::{Plan, Source};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// A study as the verbs need it.
#[derive(Debug)]
pub struct Study {
    /// The path as the user gave it.
    pub file: PathBuf,
    /// The file's stem, which names the study.
    pub stem: String,
    /// The text.
    pub text: String,
    /// The plan.
    pub plan: Plan,
}

impl Study {
    /// Reads and compiles a study file.
    ///
    /// # Errors
    /// Everything that is wrong with it, in one go.
    pub fn load(file: &Path) -> Result<Self, Exit> {
        let name = file.display().to_string();
        let bytes = std::fs::read(file)
            .map_err(|error| Exit::Input(format!("{name}: cannot be read: {error}")))?;
        let stem = file
            .file_stem()
            .and_then(|stem| stem.to_str())
            .ok_or_else(|| Exit::Input(format!("{name}: the file's name is not UTF-8")))?
            .to_owned();
        let colours = std::io::stderr().is_terminal();
        let wrong =
            |diagnostics: parsim_study::Diagnostics| Exit::Input(diagnostics.render(colours));
        let source = Source::from_bytes(name, bytes).map_err(wrong)?;
        let data = parsim_tables::FileData::beside(file);
        let figures = parsim_report::figures::specifications();
        let plan = Plan::compile(&source, &figures, &data).map_err(wrong)?;
        Ok(Self { file: file.to_owned(), stem, text: source.text, plan })
    }

    /// The study's output folder: as given, or `output/<stem>`.
    pub fn output(&self, given: Option<&Path>) -> PathBuf {
        given.map_or_else(|| Path::new("output").join(&self.stem), Path::to_path_buf)
    }

    /// Warnings and notices, for standard error.
    pub fn notices(&self) -> String {
        let notices = &self.plan.notices;
        notices.list().iter().map(|notice| notices.line(notice) + "\n").collect()
    }
}
