//! A method by itself, for fits outside a study.

use crate::data::NoDataFiles;
use crate::diagnostic::Diagnostics;
use crate::draft::Reader;
use crate::grid::{Variant, Zips, expand};
use crate::kinds::Kinds;
use crate::plan::place_of;
use crate::problems::Problems;
use crate::source::Source;
use crate::tree::{self, Node, Tree};
use parsim_stats::catalogue;
use parsim_stats::component::{Component, Family};

/// Compiles the keys of one `[[method]]` section, without a name: `kind = "lasso"` and so on.
///
/// # Errors
/// Everything that is wrong with it, as for a study file; lists that cross are wrong here.
pub fn lone_method(source: &Source) -> Result<Component, Diagnostics> {
    let entries = tree::parse(source)?;
    let kinds = Kinds::new(&[]);
    let mut problems = Problems::default();
    let span = 0..source.text.len();
    let node = Node { span: span.clone(), value: Tree::Table(entries) };
    let draft =
        Reader::new(&kinds, &NoDataFiles, &mut problems).component(Family::Method, &node, &[]);
    let variants = draft.and_then(|draft| expand(&draft, &Zips::default(), &kinds, 1).ok());
    let variant = variants.and_then(|variants| variants.into_iter().next());
    if problems.errors() == 0 {
        match &variant {
            None => problems.error(&span, "is not one method", "give every parameter one value"),
            Some(Variant { component, places }) => {
                if let Err(error) = catalogue::build_method(component) {
                    let place = place_of(places, &error.path).unwrap_or(span);
                    problems.error(&place, error.to_string(), error.hint);
                }
            }
        }
    }
    match variant {
        Some(variant) if problems.errors() == 0 => Ok(variant.component),
        _ => Err(Diagnostics::new(source.clone(), problems.into_list())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compile(text: &str) -> Result<Component, String> {
        lone_method(&Source::new("m", text)).map_err(|diagnostics| diagnostics.to_string())
    }

    #[test]
    fn a_method_has_its_defaults() {
        let method = compile("kind = \"lasso\"\ntuning = { kind = \"bic\" }\n").unwrap();
        assert_eq!(method.part("tuning").map(Component::kind), Some("bic"));
        assert_eq!(method.number("lambdas"), Some(100.0));
    }

    #[test]
    fn what_is_wrong_is_located() {
        let error = |text: &str| compile(text).unwrap_err();
        assert!(error("kind = \"laso\"").starts_with("m:1:8: error: unknown method kind"));
        assert!(error("kind = \"ols\"\nfold = 3").starts_with("m:2:1: error: unknown key"));
        let list = "kind = \"lasso\"\nlambdas = [10, 20]";
        assert!(error(list).starts_with("m:1:1: error: is not one method"));
        let fixed = "kind = \"lasso\"\ntuning = { kind = \"fixed\" }";
        assert!(error(fixed).starts_with("m:2:10: error: tuning: no lambda is fixed"));
    }
}
