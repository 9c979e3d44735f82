//! Standard errors of least squares on a design.

use super::Design;

impl Design {
    /// Standard errors of intercept and slopes of a least-squares fit to one of the responses, p + 1 numbers, as
    /// [`LeastSquares::standard_errors`](crate::LeastSquares::standard_errors) has them; the design is decomposed.
    pub fn standard_errors(&mut self, rss: f64, out: &mut Vec<f64>) -> Option<f64> {
        out.clear();
        let used = self.problem.p() + usize::from(self.problem.intercept);
        let free = self.moments.n().checked_sub(used).filter(|free| *free > 0)? as f64;
        if self.variances.is_none() {
            self.variances = Some(self.variances()?);
        }
        let variance = rss / free;
        let factors = self.variances.iter().flatten();
        out.extend(factors.map(|factor| (variance * factor).sqrt()));
        Some(free)
    }

    /// The variances of intercept and slopes over that of the noise: with G = QDQ' of standardised columns, the
    /// sums of squares of Q's rows over n D. NaN for an intercept that is not fitted.
    fn variances(&self) -> Option<Vec<f64>> {
        let spectrum = self.spectrum()?;
        let (p, n) = (self.problem.p(), self.moments.n() as f64);
        let terms = || spectrum.eigen.values.iter().zip(0..p);
        let means: Vec<f64> =
            (0..p).map(|j| self.problem.x_mean(j) / self.problem.x_scale(j)).collect();
        let level = terms().map(|(d, k)| {
            let vector = spectrum.eigen.vector(k);
            let product: f64 = vector.iter().zip(&means).map(|(q, m)| q * m).sum();
            product * product / d
        });
        let level = (1.0 + level.sum::<f64>()) / n;
        let mut out = vec![if self.problem.intercept { level } else { f64::NAN }];
        out.extend((0..p).map(|j| {
            let entry = terms().map(|(d, k)| spectrum.eigen.vector(k)[j].powi(2) / d).sum::<f64>();
            let scale = self.problem.x_scale(j);
            entry / (n * scale * scale)
        }));
        Some(out)
    }
}
