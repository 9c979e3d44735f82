//! The extended Bayesian information criterion.

use super::Entry;
use super::criterion::{Criterion, Fitted};
use crate::component::{ArgumentError, Default, Family, Parameter, Shape, Specification};

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Tuning,
        kind: "ebic",
        summary: "the smallest extended BIC, for penalties that select",
        formula: "BIC + 2 gamma log C(p, df)",
        source: "Chen & Chen (2008)",
        parameters: &[Parameter {
            name: "gamma",
            shape: Shape::Real { min: 0.0, max: 1.0, open: (false, false) },
            default: Default::Number(1.0),
            doc: "weight of the number of models of that size",
        }],
    },
    build: |component, penalty| {
        if !penalty.degrees_of_freedom_are_counts {
            let message =
                format!("ebic needs a count of selected covariates, {} has none", penalty.name);
            return Err(ArgumentError::at("", message, "use bic, gcv or cross-validation"));
        }
        let gamma = component.require_number("gamma")?;
        Ok(Box::new(Criterion(move |fit| ebic(fit, gamma))))
    },
};

fn ebic(fit: Fitted, gamma: f64) -> f64 {
    let models =
        libm::lgamma(fit.p + 1.0) - libm::lgamma(fit.df + 1.0) - libm::lgamma(fit.p - fit.df + 1.0);
    fit.n * libm::log(fit.mean_square) + fit.k * libm::log(fit.n) + 2.0 * gamma * models
}
