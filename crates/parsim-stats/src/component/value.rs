//! Values of parameters, and the component that holds them.

use super::{ArgumentError, Default, Family, Specification};
use parsim_numerics::Matrix;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A data file, loaded.
#[derive(Debug, PartialEq)]
pub struct DataTable {
    /// The path as the study file gives it.
    pub path: String,
    /// Hash of the file's bytes, in hexadecimal: its identity.
    pub hash: String,
    /// Names of the columns, in file order.
    pub columns: Vec<String>,
    /// One row per line, one column per name; every entry finite, and 0 in columns that cannot be used.
    pub values: Matrix,
    /// Columns that hold something other than finite numbers. That is no fault of the file until one is asked for.
    pub unusable: Vec<Unusable>,
}

/// Why a column of a data file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unusable {
    /// Position of the column, from 0.
    pub column: usize,
    /// What is wrong, with line (Parquet: row) and column.
    pub message: String,
    /// What to do instead; may be empty.
    pub hint: String,
}

impl DataTable {
    /// Why a column, by position, cannot be used; `None` where it can.
    pub fn refusal(&self, column: usize) -> Option<&Unusable> {
        self.unusable.iter().find(|unusable| unusable.column == column)
    }
}

/// The value of a parameter.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number, whole or real.
    Number(f64),
    /// A truth value.
    Flag(bool),
    /// A word, a name or free text.
    Text(String),
    /// A list of numbers.
    Numbers(Vec<f64>),
    /// A list of strings.
    Texts(Vec<String>),
    /// A component of another family.
    Part(Box<Component>),
    /// A data file; its identity is its content.
    Data(Arc<DataTable>),
}

/// One use of a kind: every parameter resolved, absent ones left out.
#[derive(Clone, Debug)]
pub struct Component {
    /// The manual of the kind.
    pub specification: &'static Specification,
    /// Values by parameter name; a parameter whose default is "absent" may be missing.
    pub arguments: BTreeMap<&'static str, Value>,
}

impl PartialEq for Component {
    fn eq(&self, other: &Self) -> bool {
        self.family() == other.family()
            && self.kind() == other.kind()
            && self.arguments == other.arguments
    }
}

impl Component {
    /// The kind with its defaults; `resolve` finds the manual of a default part's kind.
    ///
    /// # Errors
    /// Names the first parameter that has no default.
    pub fn with_defaults(
        specification: &'static Specification,
        resolve: &dyn Fn(Family, &str) -> Option<&'static Specification>,
    ) -> Result<Self, ArgumentError> {
        let mut arguments = BTreeMap::new();
        for parameter in specification.parameters {
            let value = match parameter.default {
                Default::Required => {
                    return Err(ArgumentError::at(parameter.name, "is required", parameter.doc));
                }
                Default::Absent => continue,
                Default::Number(number) => Value::Number(number),
                Default::Flag(flag) => Value::Flag(flag),
                Default::Text(text) => Value::Text(text.to_owned()),
                Default::Part(kind) => default_part(parameter, kind, resolve)?,
            };
            arguments.insert(parameter.name, value);
        }
        Ok(Self { specification, arguments })
    }

    /// The kind's name.
    pub const fn kind(&self) -> &'static str {
        self.specification.kind
    }

    /// The kind's family.
    pub const fn family(&self) -> Family {
        self.specification.family
    }

    /// A parameter's value, if present.
    pub fn get(&self, parameter: &str) -> Option<&Value> {
        self.arguments.get(parameter)
    }

    /// A number, if present.
    pub fn number(&self, parameter: &str) -> Option<f64> {
        match self.get(parameter) {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// A number that the specification makes present.
    ///
    /// # Errors
    /// The parameter is absent, which a validated component never is.
    pub fn require_number(&self, parameter: &str) -> Result<f64, ArgumentError> {
        self.number(parameter)
            .ok_or_else(|| ArgumentError::at(parameter, "is required", "give a number"))
    }

    /// A whole number that the specification makes present.
    ///
    /// # Errors
    /// As [`Component::require_number`].
    pub fn require_count(&self, parameter: &str) -> Result<usize, ArgumentError> {
        self.require_number(parameter).map(whole)
    }

    /// A whole number that may be absent.
    pub fn count(&self, parameter: &str) -> Option<usize> {
        self.number(parameter).map(whole)
    }

    /// A truth value; absent means false.
    pub fn flag(&self, parameter: &str) -> bool {
        matches!(self.get(parameter), Some(Value::Flag(true)))
    }

    /// A word, if present.
    pub fn text(&self, parameter: &str) -> Option<&str> {
        match self.get(parameter) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// A component, if present.
    pub fn part(&self, parameter: &str) -> Option<&Self> {
        match self.get(parameter) {
            Some(Value::Part(part)) => Some(part),
            _ => None,
        }
    }
}

fn default_part(
    parameter: &super::Parameter,
    kind: &str,
    resolve: &dyn Fn(Family, &str) -> Option<&'static Specification>,
) -> Result<Value, ArgumentError> {
    let super::Shape::Part(family) = parameter.shape else {
        return Err(ArgumentError::at(parameter.name, "has a default of another shape", ""));
    };
    let specification = resolve(family, kind)
        .ok_or_else(|| ArgumentError::at(parameter.name, format!("no kind {kind}"), ""))?;
    let part = Component::with_defaults(specification, resolve)?;
    Ok(Value::Part(Box::new(part)))
}

#[expect(clippy::cast_sign_loss, reason = "the shapes of counts admit no negative number")]
fn whole(number: f64) -> usize {
    number as usize
}
