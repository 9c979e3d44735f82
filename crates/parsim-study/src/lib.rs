//! From the text of a study file to a plan.
//!
//! A [`Source`] is read into a tree with places, the tree into a study file as typed, and that is
//! compiled into a [`Plan`]: scenarios, methods, claims and figures, held to each other. What is
//! wrong comes back all at once as [`Diagnostics`] with `file:line:column`, caret and hint.
//!
//! This crate opens no file: data files come through [`DataFiles`].
//!
//! ```
//! use parsim_study::{NoDataFiles, Plan, Source};
//!
//! let text = r#"
//! title = "Shrinkage at work"
//! seed = 1
//! replicates = 1000
//! [mechanism]
//! kind = "linear"
//! n = [50, 100]
//! covariates = { kind = "gaussian", p = 10 }
//! coefficients = { kind = "leading", s = 3 }
//! noise = { kind = "gaussian", snr = [0.5, 2] }
//! [[method]]
//! kind = "ridge"
//! "#;
//! let plan = Plan::compile(&Source::new("shrinkage.toml", text), &[], &NoDataFiles)?;
//! assert_eq!(plan.scenarios.len(), 4);
//! assert_eq!(plan.scenarios[1].label, "n=50,snr=2");
//! assert_eq!(plan.select("n >= 100")?, [2, 3]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod cell;
mod claim;
mod data;
mod diagnostic;
mod draft;
mod grid;
mod kinds;
mod lone_method;
mod measures;
mod plan;
mod problems;
pub mod reference;
mod replicates;
mod source;
mod study_file;
mod template;
mod toml_text;
mod tree;

pub use cell::Cell;
pub use claim::{
    Claim, Comparison, Condition, DEFAULT_LEVEL, Expression, Linear, Operand, Operator, Relation,
    SyntaxError, Term,
};
pub use data::{DataFileError, DataFiles, NoDataFiles};
pub use diagnostic::{Diagnostic, Diagnostics, Severity};
pub use lone_method::lone_method;
pub use plan::{
    Axis, Block, Entrant, Estimator, HeaderError, Plan, PlanHeader, PlannedFigure, Role, Scenario,
    block_size,
};
pub use replicates::{BATCH, MAX_REPLICATES, Precision, Replicates, Target};
pub use source::{Source, Span, Spanned};
