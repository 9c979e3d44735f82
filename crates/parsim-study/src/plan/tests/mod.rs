//! Compiles study files, good and bad.

mod errors_of_components;
mod errors_of_grids;
mod errors_of_references;
mod errors_of_values;
mod grids;
mod identities;
mod queries;
mod robustness;
mod written;

use super::Plan;
use crate::data::{DataFileError, DataFiles};
use crate::diagnostic::{Diagnostics, Severity};
use crate::source::Source;
use parsim_numerics::Matrix;
use parsim_stats::component::{DataTable, Default, Family, Parameter, Shape, Specification};
use std::sync::Arc;

/// A text that a figure may leave out.
const fn word(name: &'static str) -> Parameter {
    Parameter { name, shape: Shape::Text, default: Default::Absent, doc: "" }
}

const FACET: Parameter = Parameter {
    name: "facet",
    shape: Shape::Texts,
    default: Default::Absent,
    doc: "rows and columns of panels",
};

/// A kind of figure as the report declares them.
const fn figure(kind: &'static str, parameters: &'static [Parameter]) -> Specification {
    let (summary, formula, source) = ("", "", "");
    Specification { family: Family::Figure, kind, summary, formula, source, parameters }
}

static FIGURES: [Specification; 6] = [
    figure(
        "curve",
        &[
            Parameter {
                name: "measure",
                shape: Shape::Text,
                default: Default::Text("relative_risk"),
                doc: "the measure",
            },
            Parameter { name: "x", shape: Shape::Text, default: Default::Required, doc: "an axis" },
            FACET,
            word("where"),
            Parameter { name: "methods", shape: Shape::Texts, default: Default::Absent, doc: "" },
        ],
    ),
    figure("bias-variance", &[FACET, word("where")]),
    figure("coefficients", &[FACET, word("where")]),
    figure("selection", &[FACET, word("where")]),
    figure(
        "distribution",
        &[
            Parameter {
                name: "coefficient",
                shape: Shape::Integer { min: 0, max: 1000 },
                default: Default::Absent,
                doc: "",
            },
            FACET,
            word("where"),
        ],
    ),
    figure("tpr-fdp", &[word("group"), FACET]),
];

/// One data file, `people.csv`, with 4 rows of `age` and `height`; `copy.csv` has the same bytes.
struct People;

impl DataFiles for People {
    fn load(&self, path: &str) -> Result<Arc<DataTable>, DataFileError> {
        if !["people.csv", "copy.csv"].contains(&path) {
            let hint = "there is people.csv".to_owned();
            return Err(DataFileError { message: format!("no file {path}"), hint });
        }
        let data = vec![31.0, 44.0, 52.0, 60.0, 1.8, 1.6, 1.7, 1.9];
        let values = Matrix::from_columns(4, 2, data).expect("4 x 2");
        let columns = vec!["age".to_owned(), "height".to_owned()];
        let (path, hash) = (path.to_owned(), "c0ffee".to_owned());
        Ok(Arc::new(DataTable { path, hash, columns, values, unusable: Vec::new() }))
    }
}

/// Compiles a text under the name `s.toml`.
fn compile(text: &str) -> Result<Plan, Diagnostics> {
    let figures: Vec<&Specification> = FIGURES.iter().collect();
    Plan::compile(&Source::new("s.toml", text), &figures, &People)
}

const HEAD: &str = "title = \"t\"\nseed = 1\nreplicates = 16\n";
const MECHANISM: &str = "[mechanism]\nkind = \"linear\"\nn = 30\n\
     covariates = { kind = \"gaussian\", p = 5 }\n\
     coefficients = { kind = \"leading\", s = 2 }\n\
     noise = { kind = \"gaussian\", snr = 1 }\n";
const METHOD: &str = "[[method]]\nkind = \"lasso\"\n";

/// The plan of the smallest study with this mechanism.
fn with_mechanism(mechanism: &str) -> Result<Plan, Diagnostics> {
    compile(&format!("{HEAD}[mechanism]\nkind = \"linear\"\n{mechanism}\n{METHOD}"))
}

/// The plan of the smallest study with something after it.
fn with_more(more: &str) -> Result<Plan, Diagnostics> {
    compile(&format!("{HEAD}{MECHANISM}{METHOD}{more}"))
}

/// The errors as `line:column: message`.
fn errors(result: Result<Plan, Diagnostics>) -> Vec<String> {
    let diagnostics = result.expect_err("the study is wrong");
    let errors = diagnostics.list().iter().filter(|each| each.severity == Severity::Error);
    let prefix = "s.toml:";
    errors
        .map(|error| diagnostics.line(error))
        .map(|line| line.strip_prefix(prefix).unwrap_or(&line).replacen(" error: ", " ", 1))
        .collect()
}

/// The hint of the only error.
fn hint(result: Result<Plan, Diagnostics>) -> String {
    let diagnostics = result.expect_err("the study is wrong");
    let [only] = diagnostics.list() else { panic!("one message: {diagnostics}") };
    only.hint.clone()
}

fn labels(plan: &Plan) -> Vec<&str> {
    plan.scenarios.iter().map(|scenario| scenario.label.as_str()).collect()
}
