//! A folder of its own for a test, and the program started in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A folder that is removed at the end of the test.
pub struct Place(TempDir);

impl Place {
    /// An empty folder.
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A folder with `study.toml` in it.
    pub fn of(study: &str) -> Self {
        let place = Self::new();
        place.write("study.toml", study);
        place
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, with the folders that it needs.
    pub fn write(&self, name: &str, contents: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, contents).unwrap();
    }

    /// The text of a file.
    pub fn read(&self, name: &str) -> String {
        let path = self.path(name);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Replaces a part of a file, which must be there.
    pub fn edit(&self, name: &str, old: &str, new: &str) {
        let text = self.read(name);
        assert!(text.contains(old), "{name} lacks {old}");
        self.write(name, text.replace(old, new));
    }

    /// All files below a folder, as paths relative to it, sorted; none where there is no folder.
    pub fn files(&self, folder: &str) -> Vec<String> {
        let root = self.path(folder);
        let mut files = Vec::new();
        collect(&root, &root, &mut files);
        files.sort();
        files
    }

    /// Files of the store of `study.toml`.
    pub fn blocks(&self) -> Vec<String> {
        let mut files = self.files("output/study/store");
        files.retain(|file| file.ends_with(".parquet"));
        files
    }

    /// The program with the words of a line as its arguments, not yet started.
    pub fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_parsim"));
        command.current_dir(self.0.path()).args(line.split_whitespace()).stdin(Stdio::null());
        command
    }

    /// Starts the program with the words of a line as its arguments and waits for its end.
    pub fn parsim(&self, line: &str) -> Answer {
        Answer::new(format!("parsim {line}"), &self.command(line).output().unwrap())
    }

    /// Runs a line of a shell in which `parsim` is the program.
    pub fn shell(&self, line: &str) -> Answer {
        let binary = Path::new(env!("CARGO_BIN_EXE_parsim")).parent().unwrap();
        let path = std::env::var("PATH").unwrap_or_default();
        let output = Command::new("bash")
            .args(["-c", line])
            .current_dir(self.0.path())
            .env("PATH", format!("{}:{path}", binary.display()))
            .stdin(Stdio::null())
            .output();
        Answer::new(line.to_owned(), &output.unwrap())
    }
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<String>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            files.push(path.strip_prefix(root).unwrap().to_str().unwrap().to_owned());
        }
    }
}

/// What the program said and how it ended.
pub struct Answer {
    line: String,
    /// The exit code; `None` if a signal ended the program.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Answer {
    pub fn new(line: String, output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let (out, err) = (text(&output.stdout), text(&output.stderr));
        Self { line, code: output.status.code(), out, err }
    }

    /// Demands an exit code.
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self}");
        // No way out of the program is a panic.
        assert!(!self.err.contains("panicked"), "{self}");
        self
    }

    /// Demands a piece of standard output.
    #[track_caller]
    pub fn says(self, piece: &str) -> Self {
        assert!(self.out.contains(piece), "no {piece:?} in standard output of {self}");
        self
    }

    /// Demands a piece of standard error.
    #[track_caller]
    pub fn warns(self, piece: &str) -> Self {
        assert!(self.err.contains(piece), "no {piece:?} in standard error of {self}");
        self
    }
}

impl std::fmt::Display for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { line, code, out, err } = self;
        write!(f, "`{line}` (exit code {code:?})\n--- out\n{out}\n--- err\n{err}")
    }
}
