//! The manual of a kind: its parameters with shapes, ranges and defaults.

use super::Family;

/// What a kind is, where it comes from, and which parameters it takes.
#[derive(Debug)]
pub struct Specification {
    /// The family of the kind.
    pub family: Family,
    /// The name in study files, kebab-case, unique in its family.
    pub kind: &'static str,
    /// One sentence for `parsim list` and the report.
    pub summary: &'static str,
    /// The defining formula in Unicode text.
    pub formula: &'static str,
    /// Author, year and section or equation; empty where the kind is its own definition.
    pub source: &'static str,
    /// The parameters, in the order in which the manual lists them.
    pub parameters: &'static [Parameter],
}

impl Specification {
    /// The parameter of that name.
    pub fn parameter(&self, name: &str) -> Option<&'static Parameter> {
        self.parameters.iter().find(|parameter| parameter.name == name)
    }
}

/// One parameter of a kind.
#[derive(Debug)]
pub struct Parameter {
    /// The key in study files, `snake_case`.
    pub name: &'static str,
    /// What values it takes.
    pub shape: Shape,
    /// What holds when the study file is silent.
    pub default: Default,
    /// One sentence on its meaning, with its unit where it has one.
    pub doc: &'static str,
}

/// The values that a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// A whole number in `min..=max`.
    Integer {
        /// Smallest value allowed.
        min: u64,
        /// Largest value allowed.
        max: u64,
    },
    /// A finite real number in the interval; `open` ends are excluded.
    Real {
        /// Lower end.
        min: f64,
        /// Upper end.
        max: f64,
        /// Whether the lower and the upper end are excluded.
        open: (bool, bool),
    },
    /// `true` or `false`.
    Flag,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A list of finite real numbers, at least one; it crosses only as a list of lists.
    Numbers,
    /// A list of strings; it crosses only as a list of lists.
    Texts,
    /// A component of another family.
    Part(Family),
    /// The name of a method of the same study.
    MethodName,
    /// The path of a CSV or Parquet file, relative to the study file.
    DataFile,
    /// Free text.
    Text,
}

impl Shape {
    /// Whether a list in the study file is one value (and not several that cross).
    pub const fn is_list(self) -> bool {
        matches!(self, Self::Numbers | Self::Texts)
    }

    /// The shape in words, as messages name it: "a whole number from 1 to 10".
    pub fn describe(self) -> String {
        match self {
            Self::Integer { min, max: u64::MAX } => format!("a whole number of at least {min}"),
            Self::Integer { min, max } => format!("a whole number from {min} to {max}"),
            Self::Real { min, max, open } => describe_interval(min, max, open),
            Self::Flag => "true or false".to_owned(),
            Self::Choice(words) => {
                let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
                format!("one of {}", quoted.join(", "))
            }
            Self::Numbers => "a list of finite numbers".to_owned(),
            Self::Texts => "a list of strings".to_owned(),
            Self::Part(family) => {
                format!("a table {{ kind = ... }} of the {} family", family.name())
            }
            Self::MethodName => "the name of a method of this study".to_owned(),
            Self::DataFile => "the path of a CSV or Parquet file".to_owned(),
            Self::Text => "a string".to_owned(),
        }
    }
}

fn describe_interval(min: f64, max: f64, open: (bool, bool)) -> String {
    let above = if open.0 { format!("above {min}") } else { format!("of at least {min}") };
    let below = if open.1 { format!("below {max}") } else { format!("at most {max}") };
    match (min.is_finite(), max.is_finite()) {
        (false, false) => "a finite number".to_owned(),
        (true, false) => format!("a finite number {above}"),
        (false, true) => format!("a finite number {below}"),
        (true, true) => {
            let (left, right) = (if open.0 { "(" } else { "[" }, if open.1 { ")" } else { "]" });
            format!("a number in {left}{min}, {max}{right}")
        }
    }
}

/// What a parameter is when the study file does not name it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Default {
    /// The study file must give it.
    Required,
    /// It is absent, and the kind's documentation says what that means.
    Absent,
    /// A number.
    Number(f64),
    /// A truth value.
    Flag(bool),
    /// A word.
    Text(&'static str),
    /// The kind of that name with its own defaults.
    Part(&'static str),
}

/// A parameter's value that its shape allows and its kind refuses.
#[derive(Clone, Debug, PartialEq)]
pub struct ArgumentError {
    /// The offending parameter, as a path from the component downwards, e.g. `["noise", "snr"]`;
    /// empty where the component as a whole is at fault.
    pub path: Vec<String>,
    /// What is wrong, a lower-case fragment with the numbers.
    pub message: String,
    /// What to do instead; may be empty.
    pub hint: String,
}

impl ArgumentError {
    /// An error at one parameter of the component itself.
    pub fn at(parameter: &str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        let path = if parameter.is_empty() { Vec::new() } else { vec![parameter.to_owned()] };
        Self { path, message: message.into(), hint: hint.into() }
    }

    /// The same error seen from the component that holds this one under `parameter`.
    #[must_use]
    pub fn within(mut self, parameter: &str) -> Self {
        self.path.insert(0, parameter.to_owned());
        self
    }
}

impl std::fmt::Display for ArgumentError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.path.join("."), self.message)
        }
    }
}

impl std::error::Error for ArgumentError {}
