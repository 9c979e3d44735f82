//! Groups of equal coefficients.

use super::{Entry, VALUE};
use crate::component::{ArgumentError, Default, Family, Parameter, Shape, Specification};

const COUNT: Shape = Shape::Integer { min: 1, max: 1_000_000 };

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Coefficients,
        kind: "grouped",
        summary: "consecutive groups of equal coefficients from the first on, with or without zeros between them",
        formula: "β_j = ±value for j in group g = 1..groups, which starts at 1 + (g − 1)(group_size + gap), else 0; \
                  sign + (equal), (−1)^(g − 1) (between), (−1)^(i − 1) for member i (within)",
        source: "Zou & Hastie (2005), section 5, example 4: groups = 3, group_size = 5, value = 3",
        parameters: &[
            Parameter {
                name: "groups",
                shape: COUNT,
                default: Default::Number(3.0),
                doc: "number of groups",
            },
            Parameter {
                name: "group_size",
                shape: COUNT,
                default: Default::Number(5.0),
                doc: "coefficients in each group",
            },
            Parameter {
                name: "gap",
                shape: Shape::Integer { min: 0, max: 1_000_000 },
                default: Default::Number(0.0),
                doc: "zeros between one group and the next",
            },
            VALUE,
            Parameter {
                name: "signs",
                shape: Shape::Choice(&["equal", "between", "within"]),
                default: Default::Text("equal"),
                doc: "all signs equal, or alternating between groups, or within each group",
            },
        ],
    },
    fill: |component, p, _| {
        let count = |name: &str| component.require_count(name);
        let (groups, size, gap) = (count("groups")?, count("group_size")?, count("gap")?);
        let end = (groups - 1).saturating_mul(size + gap).saturating_add(size);
        if end > p {
            let message = format!("{groups} groups of {size} end at {end}, beyond p = {p}");
            return Err(ArgumentError::at("groups", message, "fewer or smaller groups, or gaps"));
        }
        let value = component.require_number("value")?;
        let signs = component.text("signs").unwrap_or("equal");
        let mut beta = vec![0.0; p];
        for (group, member) in (0..groups).flat_map(|g| (0..size).map(move |i| (g, i))) {
            let turn = match signs {
                "between" => group,
                "within" => member,
                _ => 0,
            };
            beta[group * (size + gap) + member] = if turn % 2 == 1 { -value } else { value };
        }
        Ok(beta)
    },
};
