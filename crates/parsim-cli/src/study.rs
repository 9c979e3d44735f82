//! A study file, read and compiled.

use crate::exit::Exit;
use crate::folder::tell;
use parsim_study::{Diagnostic, Plan, Severity, Source};
use std::io::ErrorKind;
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
        let bytes = std::fs::read(file).map_err(|error| unreadable(&name, &error))?;
        let stem = file
            .file_stem()
            .and_then(|stem| stem.to_str())
            .ok_or_else(|| Exit::Input(format!("{name}: the file's name is not UTF-8")))?
            .to_owned();
        let source = Source::from_bytes(name, bytes)?;
        let data = parsim_tables::FileData::beside(file);
        let figures = parsim_report::figures::specifications();
        let plan = Plan::compile(&source, &figures, &data)?;
        Ok(Self { file: file.to_owned(), stem, text: source.text, plan })
    }

    /// The study with a number of replicates of its own, where one is given; says so where that is
    /// rounded up to whole batches.
    #[must_use]
    pub fn with_replicates(mut self, given: Option<u64>) -> Self {
        if let Some(given) = given {
            self.plan = self.plan.with_replicates(given);
            let rounded = self.plan.replicates.most();
            if rounded != given {
                tell(&format!("--replicates is rounded up from {given} to {rounded}"));
            }
        }
        self
    }

    /// The study's output folder: as given, or `output/<stem>`.
    pub fn output(&self, given: Option<&Path>) -> PathBuf {
        given.map_or_else(|| Path::new("output").join(&self.stem), Path::to_path_buf)
    }

    /// Warnings and notices, a line each.
    pub fn notices(&self) -> String {
        let notices = &self.plan.notices;
        let line = |notice: &Diagnostic| match (notice.severity, &*notice.hint) {
            (Severity::Notice, _) | (_, "") => notices.line(notice) + "\n",
            (_, hint) => format!("{} ({hint})\n", notices.line(notice)),
        };
        notices.list().iter().map(line).collect()
    }

    /// Shows warnings and notices on standard error.
    pub fn tell_notices(&self) {
        self.notices().lines().for_each(tell);
    }
}

fn unreadable(name: &str, error: &std::io::Error) -> Exit {
    Exit::Input(match error.kind() {
        ErrorKind::NotFound => {
            format!("there is no file {name}; `parsim new NAME` prints a study file to start from")
        }
        ErrorKind::IsADirectory => format!("{name} is a folder, not a study file"),
        _ => format!("{name} cannot be read: {error}"),
    })
}
