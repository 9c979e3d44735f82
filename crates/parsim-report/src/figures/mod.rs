//! The kinds of figures, one file each: from a plan and its results to [`FigureSpec`]s.
//!
//! A study file names a figure by its kind; every kind's manual is a [`Specification`], so that
//! parsing, messages, defaults and `parsim list figures` follow from this folder.

mod arrangement;
mod captions;
mod input;
mod list;
mod looks;
mod words;

pub(crate) use captions::{place, telling_place};
pub(crate) use input::interval;
pub use input::{FigureInput, Omission, Rows};
pub use list::{Figure, Figures, Omitted, SCALE, build, defaults, picture};
pub(crate) use words::{cell, enumerate, symbol};

use crate::spec::FigureSpec;
use parsim_stats::component::Specification;

/// Declares the modules of this folder that define a kind, and the table of the kinds.
macro_rules! registry {
    ($($module:ident),+ $(,)?) => {
        $(mod $module;)+
        /// Every kind of figure; a report without wishes shows them in this order.
        const ENTRIES: &[&Entry] = &[$(&$module::ENTRY),+];
    };
}

registry! { curve, bias_variance, along_lambda, coefficients, selection, distribution, tpr_fdp }

/// A kind of figure.
struct Entry {
    /// The manual.
    specification: Specification,
    /// Builds the figure: several where one would not be legible.
    build: fn(&FigureInput<'_>) -> Result<Vec<FigureSpec>, Omission>,
    /// Whether a report that does not ask for it draws it.
    by_default: bool,
}

/// The manuals of all kinds of figures, for the compiler of plans.
pub fn specifications() -> Vec<&'static Specification> {
    ENTRIES.iter().map(|entry| &entry.specification).collect()
}

/// Parameters that kinds share.
mod parameters {
    use parsim_stats::component::{Default, Parameter, Shape};

    /// How the panels are arranged.
    pub(super) const FACET: Parameter = Parameter {
        name: "facet",
        shape: Shape::Texts,
        default: Default::Absent,
        doc: "up to two parameters of the scenarios, for the rows and the columns of panels; by \
              default varied ones",
    };

    /// Which methods are shown.
    pub(super) const METHODS: Parameter = Parameter {
        name: "methods",
        shape: Shape::Texts,
        default: Default::Absent,
        doc: "names of the methods shown; by default all for which the figure says something",
    };

    /// Which scenarios are shown.
    pub(super) const WHERE: Parameter = Parameter {
        name: "where",
        shape: Shape::Text,
        default: Default::Absent,
        doc: "a condition on the scenarios shown, such as \"n >= 250 and rho = 0.5\"",
    };
}

#[cfg(test)]
mod tests;
