//! Random positions and signs.

use super::{Entry, S, VALUE, sparsity};
use crate::component::{Default, Family, Parameter, Shape, Specification};
use rand::RngExt;

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Coefficients,
        kind: "random",
        summary: "s coefficients at random positions, drawn once per scenario",
        formula: "β_j = ±value on a uniformly drawn set of s positions, else 0",
        source: "",
        parameters: &[
            S,
            VALUE,
            Parameter {
                name: "signs",
                shape: Shape::Choice(&["random", "positive"]),
                default: Default::Text("random"),
                doc: "whether each sign is drawn as well",
            },
        ],
    },
    fill: |component, p, stream| {
        let s = sparsity(component, p)?;
        let value = component.require_number("value")?;
        let signed = component.text("signs") == Some("random");
        let mut positions: Vec<usize> = (0..p).collect();
        let mut beta = vec![0.0; p];
        for drawn in 0..s {
            // Fisher and Yates: the first s entries become a uniform sample without replacement.
            positions.swap(drawn, stream.random_range(drawn as u64..p as u64) as usize);
            let negative = signed && stream.random::<bool>();
            beta[positions[drawn]] = if negative { -value } else { value };
        }
        Ok(beta)
    },
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::component::{Component, Value};
    use crate::stream::Stream;
    use rand::SeedableRng;

    #[test]
    fn draws_s_distinct_positions() {
        let mut component = Component {
            specification: &ENTRY.specification,
            arguments: [("s", Value::Number(4.0)), ("value", Value::Number(2.0))].into(),
        };
        component.arguments.insert("signs", Value::Text("random".into()));
        let mut signs = [0; 2];
        for seed in 0..50 {
            let mut stream = Stream::seed_from_u64(seed);
            let beta = (ENTRY.fill)(&component, 9, &mut stream).unwrap();
            assert_eq!(beta.iter().filter(|b| b.abs() == 2.0).count(), 4);
            assert_eq!(beta.iter().filter(|b| **b == 0.0).count(), 5);
            signs[0] += beta.iter().filter(|b| **b > 0.0).count();
            signs[1] += beta.iter().filter(|b| **b < 0.0).count();
        }
        assert!(signs.iter().all(|&count| count > 60), "{signs:?}");
    }
}
