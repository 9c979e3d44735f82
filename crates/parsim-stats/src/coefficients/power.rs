//! Coefficients that decay as a power of their rank: weakly sparse, no exact zero.

use super::{Entry, VALUE};
use crate::component::{Default, Family, Parameter, Shape, Specification};

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Coefficients,
        kind: "power",
        summary: "all p coefficients are nonzero and decay as a power of their position",
        formula: "β_j = value · j^(−decay), which lies in a weak ℓ_q ball for q = 1/decay",
        source: "Raskutti, Wainwright & Yu (2011), section 1, for ℓ_q balls; Candès & Tao (2007), section 1, for the decay",
        parameters: &[
            Parameter { doc: "the first coefficient", ..VALUE },
            Parameter {
                name: "decay",
                shape: Shape::Real { min: 0.0, max: 100.0, open: (false, false) },
                default: Default::Number(1.0),
                doc: "the exponent; above 1 the sum of all coefficients stays bounded as p grows",
            },
        ],
    },
    fill: |component, p, _| {
        let (value, decay) =
            (component.require_number("value")?, component.require_number("decay")?);
        Ok((1..=p).map(|j| value * libm::pow(j as f64, -decay)).collect())
    },
};
