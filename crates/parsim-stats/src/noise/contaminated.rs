//! Gaussian noise with outliers.

use super::{Entry, Noise, R_SQUARED, SIGMA, SNR};
use crate::component::{
    ArgumentError, Component, Default, Family, Parameter, Shape, Specification,
};
use crate::stream::Stream;
use rand::RngExt;
use rand_distr::StandardNormal;

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Noise,
        kind: "contaminated",
        summary: "Gaussian noise of which a share are outliers, wider or shifted; standard deviation sigma over all",
        formula: "e_i = σ (w_i − m)/v;  w = z, z standard normal, but scale · z ± shift with probability share; \
                  both sides: m = 0, v² = 1 + share (scale² − 1 + shift²);  upper side: m = share · shift, \
                  v² = 1 + share (scale² − 1) + share (1 − share) shift²",
        source: "Tukey (1960), where scale = 3; Huber (1964), section 1",
        parameters: &[
            Parameter {
                name: "share",
                shape: Shape::Real { min: 0.0, max: 1.0, open: (true, true) },
                default: Default::Number(0.1),
                doc: "probability that a row is an outlier",
            },
            Parameter {
                name: "scale",
                shape: Shape::Real { min: 0.0, max: 1e6, open: (false, false) },
                default: Default::Number(3.0),
                doc: "standard deviation of the outliers in units of that of the other rows",
            },
            Parameter {
                name: "shift",
                shape: Shape::Real { min: 0.0, max: 1e6, open: (false, false) },
                default: Default::Number(0.0),
                doc: "distance of the outliers' mean from that of the other rows, in the same units",
            },
            Parameter {
                name: "side",
                shape: Shape::Choice(&["both", "upper"]),
                default: Default::Text("both"),
                doc: "whether outliers are shifted up or down with equal probability, or up only",
            },
            SIGMA,
            SNR,
            R_SQUARED,
        ],
    },
    build: |component, _| Ok(Box::new(Contaminated::read(component)?)),
};

#[derive(Debug)]
struct Contaminated {
    share: f64,
    scale: f64,
    shift: f64,
    /// Whether outliers go up and down.
    both: bool,
    /// Mean and standard deviation before standardisation.
    centre: f64,
    sd: f64,
}

impl Contaminated {
    fn read(component: &Component) -> Result<Self, ArgumentError> {
        let share = component.require_number("share")?;
        let (scale, shift) =
            (component.require_number("scale")?, component.require_number("shift")?);
        if scale == 1.0 && shift == 0.0 {
            let hint = "give a scale other than 1, or a shift; or kind = \"gaussian\"";
            return Err(ArgumentError::at("scale", "1 without a shift makes no outliers", hint));
        }
        let both = component.text("side") != Some("upper");
        let wider = share * (scale * scale - 1.0);
        let shifted = if both { share } else { share * (1.0 - share) } * shift * shift;
        let centre = if both { 0.0 } else { share * shift };
        let sd = (1.0 + wider + shifted).sqrt();
        Ok(Self { share, scale, shift, both, centre, sd })
    }
}

impl Noise for Contaminated {
    fn fill(&self, stream: &mut Stream, _first: &[f64], noise: &mut [f64]) {
        for e in noise {
            let z: f64 = stream.sample(StandardNormal);
            // Three numbers for every row, so that rows that are no outliers are the same whatever the share.
            let drawn: f64 = stream.random();
            let down = stream.random::<bool>() && self.both;
            let w = if drawn < self.share {
                self.scale * z + if down { -self.shift } else { self.shift }
            } else {
                z
            };
            *e = (w - self.centre) / self.sd;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::component::Value;
    use rand::SeedableRng;

    #[test]
    fn moments_are_those_of_the_mixture() {
        // Second and fourth moments of the mixture before standardisation, by hand: a shift d and a scale c give
        // E w^2 = 1 + e (c^2 - 1 + d^2), E w^4 = 3 (1 - e) + e (3 c^4 + 6 c^2 d^2 + d^4), for both sides.
        let (share, scale, shift) = (0.2, 2.0, 3.0);
        let mut component = Component::with_defaults(&ENTRY.specification, &|_, _| None).unwrap();
        for (name, value) in [("share", share), ("scale", scale), ("shift", shift)] {
            component.arguments.insert(name, Value::Number(value));
        }
        let second = 1.0 + share * (scale * scale - 1.0 + shift * shift);
        let fourth = 3.0 * (1.0 - share)
            + share * (3.0 * scale.powi(4) + 6.0 * (scale * shift).powi(2) + shift.powi(4));
        let n = 400_000;
        let mut noise = vec![0.0; n];
        Contaminated::read(&component).unwrap().fill(
            &mut Stream::seed_from_u64(5),
            &[],
            &mut noise,
        );
        let moment = |k: i32| noise.iter().map(|e| e.powi(k)).sum::<f64>() / n as f64;
        let kurtosis = fourth / (second * second);
        let error = ((kurtosis - 1.0) / n as f64).sqrt();
        assert!((moment(2) - 1.0).abs() < 4.0 * error, "{}", moment(2));
        assert!(moment(1).abs() < 4.0 / (n as f64).sqrt());
        assert!((moment(4) / kurtosis - 1.0).abs() < 0.03, "{}", moment(4));
    }
}
