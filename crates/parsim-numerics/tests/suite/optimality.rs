//! How far a solution is from optimal, recomputed from the raw data in twice the working precision.

use crate::design::Data;
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
    /// The largest entries of the columns, in rows that are left out too: what is rounded is a copy that all
    /// folds share.
    size: Vec<f64>,
    /// y'y/n.
    yty: f64,
    /// The largest entry of y.
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

/// Values in a unit, less their mean with an intercept; what they are less of; and less their mean in any case.
fn centred(values: &[f64], unit: f64, intercept: bool) -> (Vec<Twice>, f64, Vec<Twice>) {
    let n = Twice::from(values.len() as f64);
    let scaled: Vec<Twice> = values.iter().map(|v| Twice::from(v / unit)).collect();
    let mean = scaled.iter().copied().sum::<Twice>().over(n);
    let deviations: Vec<Twice> = scaled.iter().map(|v| *v - mean).collect();
    if intercept {
        (deviations.clone(), mean.value(), deviations)
    } else {
        (scaled, 0.0, deviations)
    }
}

/// The largest distance from `center` of values in a unit.
fn spread(values: &[f64], unit: f64, center: f64) -> f64 {
    values.iter().fold(0.0, |m, v| m.max((v / unit - center).abs()))
}

fn mean_product(a: &[Twice], b: &[Twice]) -> Twice {
    let sum: Twice = a.iter().zip(b).map(|(a, b)| *a * *b).sum();
    sum.over(Twice::from(a.len() as f64))
}

impl Standard {
    /// The problem of some rows of a data set; columns for which `constant` holds are zero.
    pub fn new(
        (whole, rows): (&Data, &Data),
        scaling: Scaling,
        constant: impl Fn(usize) -> bool,
    ) -> Self {
        let y_unit = unit(&rows.y);
        let (y, mean, _) = centred(&rows.y, y_unit, scaling.intercept);
        let mut out = Self {
            columns: Vec::new(),
            scale: Vec::new(),
            size: Vec::new(),
            yty: mean_product(&y, &y).value(),
            y_size: spread(&whole.y, y_unit, mean),
            y_unit,
            lambda_max: 0.0,
            y,
        };
        for j in 0..rows.x.cols() {
            out.add((whole.x.column(j), rows.x.column(j)), scaling, constant(j));
        }
        let c = out.columns.iter().map(|z| mean_product(z, &out.y).value().abs());
        out.lambda_max = c.fold(0.0, f64::max);
        out
    }

    fn add(&mut self, (whole, rows): (&[f64], &[f64]), scaling: Scaling, constant: bool) {
        let unit = unit(rows);
        let (mut z, mean, deviations) = centred(rows, unit, scaling.intercept);
        let (mut scale, mut size) = (Twice::default(), 0.0);
        if constant {
            z.fill(Twice::default());
        } else {
            scale = if scaling.standardize {
                mean_product(&deviations, &deviations).sqrt()
            } else {
                Twice::from(1.0).over(Twice::from(unit))
            };
            for z in &mut z {
                *z = z.over(scale);
            }
            size = spread(whole, unit, mean) / scale.value();
        }
        self.size.push(size);
        // Slopes are per y_unit of y and unit of x.
        self.scale.push(scale * Twice::from(unit / self.y_unit));
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

    /// What rounding does to a gradient: a few units in the last place of the terms of its sum, and of what its
    /// column is divided by.
    fn gradient_noise(&self, beta: &[Twice], gradient: &[Twice]) -> f64 {
        let terms = beta.iter().zip(&self.size).map(|(b, s)| b.value().abs() * s).sum::<f64>();
        let largest = self.size.iter().copied().fold(0.0, f64::max);
        let steepest = gradient.iter().fold(0.0_f64, |m, g| m.max(g.value().abs()));
        ROUNDINGS * f64::EPSILON * largest * (self.y_size + terms + steepest)
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
        let noise = self.gradient_noise(beta, gradient);
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
        assert!((certificate.kkt - fit.kkt).abs() <= 1e-11 + noise.kkt, "{what}: {fit:?} {self:?}");
        assert!((certificate.gap - fit.gap).abs() <= 1e-12 + noise.gap, "{what}: {fit:?} {self:?}");
    }
}

/// Asserts that the intercept makes the residuals of some rows of a data set sum to zero, or is zero where none is
/// fitted.
#[track_caller]
pub fn check_intercept((whole, rows): (&Data, &Data), problem: &Problem, fit: &Fit, what: &str) {
    if !problem.intercept() {
        assert_eq!(fit.intercept, 0.0, "{what}");
        return;
    }
    let n = Twice::from(rows.y.len() as f64);
    let mean = |v: &[f64]| v.iter().map(|v| Twice::from(*v)).sum::<Twice>().over(n);
    let largest = |v: &[f64]| v.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
    let (mut fitted, mut size) = (Twice::default(), largest(&whole.y));
    for (j, b) in fit.slopes.iter().enumerate() {
        fitted = fitted + mean(rows.x.column(j)) * Twice::from(*b);
        size += largest(whole.x.column(j)) * b.abs();
    }
    let away = (mean(&rows.y) - fitted - Twice::from(fit.intercept)).value().abs();
    assert!(away <= 32.0 * f64::EPSILON * size, "{what}: {} is {away:e} off", fit.intercept);
}
