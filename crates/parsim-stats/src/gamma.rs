//! Gamma and chi-square numbers whose bits are the same on every processor.

use crate::stream::Stream;
use rand::RngExt;
use rand_distr::{Exp1, StandardNormal};

/// A chi-square draw with df of at least 2.
pub(crate) fn chi_square(df: f64, stream: &mut Stream) -> f64 {
    2.0 * gamma(0.5 * df, stream)
}

/// A gamma draw with unit scale by Marsaglia and Tsang (2000), for shapes of at least 1.
/// Built on `StandardNormal`, `Exp1` and `libm`, whose bits are the same on every CPU.
fn gamma(shape: f64, stream: &mut Stream) -> f64 {
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let z: f64 = stream.sample(StandardNormal);
        let root = 1.0 + c * z;
        if root <= 0.0 {
            continue;
        }
        let v = root * root * root;
        // -ln(uniform) is a standard exponential.
        let exponential: f64 = stream.sample(Exp1);
        if -exponential < 0.5 * z * z + d - d * v + d * libm::log(v) {
            return d * v;
        }
    }
}
