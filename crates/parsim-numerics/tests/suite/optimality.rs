//! How far a solution is from optimal, recomputed from the raw data in twice the working precision.

use crate::design::{Data, mean_sd};
use crate::twice::Twice;
use parsim_numerics::{Certificate, Fit, Problem, Scaling};

/// Below this fraction of the largest lambda, violations are measured in units of that (as certificates are).
const SMALLEST_UNIT: f64 = 1e-4;

/// How many roundings of the largest terms a sum may be off by.
const ROUNDINGS: f64 = 8.0;

/// A problem as it is penalised: columns less their mean (with an intercept), over their standard deviation
/// (standardised); all in units that are powers of two.
pub struct Standard {
    columns: Vec<Vec<Twice>>,
    y: Vec<Twice>,
    /// What the slope on the original column is multiplied by.
    scale: Vec<Twice>,
    /// Root mean squares of the columns.
    size: Vec<f64>,
    /// y'y/n.
    yty: f64,
    /// Root mean square of the part of y that is explained or not, before it is centred.
    y_size: f64,
    y_unit: f64,
    lambda_max: f64,
}

/// What is left of optimality at one solution.
#[derive(Clone, Copy, Debug)]
pub struct Verdict {
    /// The certificate as it should be. For ridge the gap is |c - G b - lambda b|^2/(2 lambda).
    pub certificate: Certificate,
    /// What the rounding of data and slopes to doubles may add to either.
    pub noise: Certificate,
    /// Residual sum of squares over the total.
    pub unexplained: f64,
    /// The largest residual correlation of the centred columns, over that of y.
    pub stationarity: f64,
}

/// The power of two at or below the largest size.
fn unit(values: &[f64]) -> f64 {
    let largest = values.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
    if largest == 0.0 { 1.0 } else { f64::from_bits(largest.to_bits() & (0x7ff << 52)) }
}

fn centred(values: &[f64], unit: f64, intercept: bool) -> (Vec<Twice>, Vec<Twice>) {
    let n = Twice::from(values.len() as f64);
    let scaled: Vec<Twice> = values.iter().map(|v| Twice::from(v / unit)).collect();
    let mean = scaled.iter().copied().sum::<Twice>().over(n);
    let deviations: Vec<Twice> = scaled.iter().map(|v| *v - mean).collect();
    if intercept { (deviations.clone(), deviations) } else { (scaled, deviations) }
}

fn mean_product(a: &[Twice], b: &[Twice]) -> Twice {
    let sum: Twice = a.iter().zip(b).map(|(a, b)| *a * *b).sum();
    sum.over(Twice::from(a.len() as f64))
}

impl Standard {
    /// The problem of some rows; columns for which `constant` holds are zero.
    pub fn new(data: &Data, scaling: Scaling, constant: impl Fn(usize) -> bool) -> Self {
        let y_unit = unit(&data.y);
        let (y, _) = centred(&data.y, y_unit, scaling.intercept);
        let raw = mean_sd(&data.y.iter().map(|y| y / y_unit).collect::<Vec<f64>>());
        let yty = mean_product(&y, &y).value();
        let mut out = Self {
            columns: Vec::new(),
            scale: Vec::new(),
            size: Vec::new(),
            yty,
            y_size: yty.sqrt() + f64::EPSILON * raw.0.abs(),
            y_unit,
            lambda_max: 0.0,
            y,
        };
        for j in 0..data.x.cols() {
            out.add(data.x.column(j), scaling, constant(j));
        }
        let c = out.columns.iter().map(|z| mean_product(z, &out.y).value().abs());
        out.lambda_max = c.fold(0.0, f64::max);
        out
    }

    fn add(&mut self, column: &[f64], scaling: Scaling, constant: bool) {
        let unit = unit(column);
        let (mut z, deviations) = centred(column, unit, scaling.intercept);
        let mut scale = if scaling.standardize {
            mean_product(&deviations, &deviations).sqrt()
        } else {
            Twice::from(1.0).over(Twice::from(unit))
        };
        if constant {
            (z, scale) = (vec![Twice::default(); z.len()], Twice::from(1.0));
        } else {
            z.iter_mut().for_each(|z| *z = z.over(scale));
        }
        self.size.push(mean_product(&z, &z).value().sqrt());
        // Slopes are per y_unit of y and unit of x.
        let to_units = Twice::from(unit / self.y_unit.max(1e-300));
        self.scale.push(if constant { Twice::default() } else { scale * to_units });
        self.columns.push(z);
    }

    /// The smallest lambda with no slope, in the units of the caller.
    pub fn lambda_max(&self) -> f64 {
        self.lambda_max * self.y_unit
    }

    /// The largest lambda that rounding alone may make of columns without any correlation.
    pub fn lambda_noise(&self) -> f64 {
        let largest = self.size.iter().copied().fold(0.0, f64::max);
        ROUNDINGS * f64::EPSILON * largest * self.y_size * self.y_unit
    }

    /// Coefficients of the standardised columns, residuals and their correlations.
    fn state(&self, slopes: &[f64]) -> (Vec<Twice>, Vec<Twice>, Vec<Twice>) {
        let pairs = slopes.iter().zip(&self.scale);
        let beta: Vec<Twice> = pairs.map(|(b, s)| Twice::from(*b) * *s).collect();
        let mut r = self.y.clone();
        for (z, b) in self.columns.iter().zip(&beta).filter(|(_, b)| b.value() != 0.0) {
            for (r, z) in r.iter_mut().zip(z) {
                *r = *r - *z * *b;
            }
        }
        let gradient = self.columns.iter().map(|z| mean_product(z, &r)).collect();
        (beta, r, gradient)
    }

    /// What rounding does to a gradient: a few units in the last place of the terms of its sum.
    fn gradient_noise(&self, beta: &[Twice]) -> f64 {
        let terms = beta.iter().zip(&self.size).map(|(b, s)| b.value().abs() * s).sum::<f64>();
        let largest = self.size.iter().copied().fold(0.0, f64::max);
        ROUNDINGS * f64::EPSILON * largest * (self.y_size + terms)
    }

    /// Judges a lasso solution at a lambda in the units of the caller.
    pub fn lasso(&self, lambda: f64, slopes: &[f64]) -> Verdict {
        let lambda = lambda / self.y_unit;
        let (beta, r, gradient) = self.state(slopes);
        let level = Twice::from(lambda);
        let mut excess = 0.0_f64;
        for (b, g) in beta.iter().zip(&gradient) {
            let target = if b.value() < 0.0 { -level } else { level };
            let away = if b.value() == 0.0 {
                (g.abs() - level).value().max(0.0)
            } else {
                (*g - target).value().abs()
            };
            excess = excess.max(away);
        }
        let norm: Twice = beta.iter().map(|b| b.abs()).sum();
        let steepest = gradient.iter().fold(0.0_f64, |m, g| m.max(g.value().abs()));
        // The residual, shrunk until it is feasible, is a dual point.
        let t = if steepest > lambda { level.over(Twice::from(steepest)) } else { 1.0.into() };
        let (rr, ry) = (mean_product(&r, &r), mean_product(&r, &self.y));
        let half = Twice::from(0.5);
        let primal = half * rr + level * norm;
        let dual = t * ry - half * t * t * rr;
        self.verdict(lambda, (excess, (primal - dual).value()), &beta, (&gradient, rr))
    }

    /// Judges a ridge solution at a plain penalty, which has no unit.
    pub fn ridge(&self, lambda: f64, slopes: &[f64]) -> Verdict {
        let (beta, r, gradient) = self.state(slopes);
        let level = Twice::from(lambda);
        let left = gradient.iter().zip(&beta).map(|(g, b)| (*g - level * *b).value().abs());
        let left: Vec<f64> = left.collect();
        let squares: f64 = left.iter().map(|v| v * v).sum();
        let excess = left.iter().copied().fold(0.0, f64::max);
        let gap = if lambda > 0.0 { squares / (2.0 * lambda) } else { 0.0 };
        // The unit of ridge's certificate is the largest entry of c.
        let unit = self.lambda_max;
        self.verdict(unit, (excess, gap), &beta, (&gradient, mean_product(&r, &r)))
    }

    fn verdict(
        &self,
        lambda: f64,
        (excess, gap): (f64, f64),
        beta: &[Twice],
        (gradient, rr): (&[Twice], Twice),
    ) -> Verdict {
        let unit = lambda.max(SMALLEST_UNIT * self.lambda_max);
        let null = 0.5 * self.yty;
        let over = |a: f64, b: f64| if b > 0.0 { a / b } else { 0.0 };
        let noise = self.gradient_noise(beta);
        let norm: f64 = beta.iter().map(|b| b.value().abs()).sum();
        let terms = beta.iter().zip(&self.size).map(|(b, s)| b.value().abs() * s).sum::<f64>();
        let gap_noise =
            ROUNDINGS * f64::EPSILON * (self.y_size + terms).powi(2) + (noise + excess) * norm;
        let steepest = gradient.iter().fold(0.0_f64, |m, g| m.max(g.value().abs()));
        Verdict {
            certificate: Certificate { kkt: over(excess, unit), gap: over(gap, null) },
            noise: Certificate { kkt: over(noise, unit), gap: over(gap_noise, null) },
            unexplained: over(rr.value(), self.yty),
            stationarity: over(steepest, self.lambda_max),
        }
    }
}

impl Verdict {
    /// Asserts that the solution is optimal to 1e-9 lambda and 1e-10 of the null objective, and that the
    /// fit's own certificate says what was found here; both up to what rounding may have added.
    #[track_caller]
    pub fn check(&self, fit: &Certificate, what: &str) {
        let Self { certificate, noise, .. } = *self;
        assert!(certificate.kkt <= 1e-9 + noise.kkt, "{what}: {self:?}");
        assert!(certificate.gap <= 1e-10 + noise.gap, "{what}: {self:?}");
        assert!((certificate.kkt - fit.kkt).abs() <= 1e-12 + noise.kkt, "{what}: {fit:?} {self:?}");
        assert!((certificate.gap - fit.gap).abs() <= 1e-13 + noise.gap, "{what}: {fit:?} {self:?}");
    }
}

/// Asserts that the intercept makes residuals sum to zero, or is zero where none is fitted.
#[track_caller]
pub fn check_intercept(data: &Data, problem: &Problem, fit: &Fit, what: &str) {
    if !problem.intercept() {
        assert_eq!(fit.intercept, 0.0, "{what}");
        return;
    }
    let n = Twice::from(data.y.len() as f64);
    let mean = |v: &[f64]| v.iter().map(|v| Twice::from(*v)).sum::<Twice>().over(n);
    let terms = |j: usize| mean(data.x.column(j)) * Twice::from(fit.slopes[j]);
    let fitted: Twice = (0..fit.slopes.len()).map(terms).sum();
    let size: f64 = (0..fit.slopes.len()).map(|j| terms(j).value().abs()).sum();
    let largest = data.y.iter().fold(size, |m, y| m.max(y.abs()));
    let away = (mean(&data.y) - fitted - Twice::from(fit.intercept)).value().abs();
    assert!(away <= 256.0 * f64::EPSILON * largest, "{what}: intercept {}", fit.intercept);
}
