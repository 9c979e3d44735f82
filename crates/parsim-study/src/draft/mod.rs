//! Drafts: components as typed, where every parameter may have several values that cross.

mod argument;
mod number;
mod read;

pub(crate) use number::{number, shortest};
pub(crate) use read::Reader;

use crate::source::{Span, Spanned};
use parsim_stats::component::{Parameter, Specification, Value};

/// A component as typed: the arguments given, in file order.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    /// The manual of its kind.
    pub(crate) specification: &'static Specification,
    /// Where its table stands.
    pub(crate) span: Span,
    /// What the study file says; parameters left to their defaults are not here.
    pub(crate) arguments: Vec<Argument>,
}

/// A parameter with the values that it takes.
#[derive(Clone, Debug)]
pub(crate) struct Argument {
    /// The parameter.
    pub(crate) parameter: &'static Parameter,
    /// Whether it was typed as a list of values that cross, be it a list of one.
    pub(crate) crossed: bool,
    /// The values, at least one.
    pub(crate) alternatives: Vec<Alternative>,
}

/// One value of a parameter and its place.
pub(crate) type Alternative = Spanned<Drafted>;

/// A value as typed.
#[derive(Clone, Debug)]
pub(crate) enum Drafted {
    /// A finished value.
    Value(Value),
    /// A component that may have crossing parameters of its own.
    Part(Draft),
}

impl Draft {
    /// The argument given for a parameter.
    pub(crate) fn argument(&self, name: &str) -> Option<&Argument> {
        self.arguments.iter().find(|argument| argument.parameter.name == name)
    }

    /// Every argument that stands at a path of parameter names, in all alternatives of its parents.
    pub(crate) fn at<'a>(&'a self, path: &[&str]) -> Vec<&'a Argument> {
        let Some((first, rest)) = path.split_first() else { return Vec::new() };
        let Some(argument) = self.argument(first) else { return Vec::new() };
        if rest.is_empty() {
            return vec![argument];
        }
        argument.parts().flat_map(|part| part.at(rest)).collect()
    }
}

impl Argument {
    /// The alternatives that are components.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &Draft> {
        self.alternatives.iter().filter_map(|alternative| match &alternative.value {
            Drafted::Part(part) => Some(part),
            Drafted::Value(_) => None,
        })
    }
}
