//! Families of comparisons of simulated means with references.
//!
//! One comparison fails at |z| > 4. A family of K also fails if its largest |z| exceeds the normal
//! quantile at 1 - 0.01/(2K); if more values exceed 2 than 8 % of K and than a binomial count with
//! probability 0.0455 does in one case of a hundred; or if the mean of z lies outside
//! 3/sqrt(settings), since comparisons within a setting share data. A systematic error of 1 % shows
//! in the family before it shows in any member.

use statrs::distribution::{Binomial, ContinuousCDF, DiscreteCDF, Normal};

/// A family of comparisons.
#[derive(Clone, Debug)]
pub struct Family {
    name: String,
    /// Number of independent settings that the comparisons come from.
    settings: usize,
    members: Vec<(String, f64)>,
}

impl Family {
    /// An empty family over a number of independent settings.
    pub fn new(name: &str, settings: usize) -> Self {
        Self { name: name.to_owned(), settings, members: Vec::new() }
    }

    /// Compares a mean with another, each with its standard error (0 for an exact reference).
    pub fn compare(&mut self, what: impl Into<String>, ours: (f64, f64), reference: (f64, f64)) {
        let z = (ours.0 - reference.0) / ours.1.hypot(reference.1);
        self.push(what, z);
    }

    /// Adds a standardised difference.
    pub fn push(&mut self, what: impl Into<String>, z: f64) {
        let what = what.into();
        assert!(z.is_finite() && z.abs() <= 4.0, "{}: {what}: z = {z:.2}", self.name);
        self.members.push((what, z));
    }

    /// Fails if the comparisons as a whole are not what chance makes.
    pub fn check(&self) {
        let count = self.members.len();
        assert!(count > 0, "{}: empty", self.name);
        let k = count as f64;
        let limit = Normal::standard().inverse_cdf(1.0 - 0.01 / (2.0 * k));
        let by_size = |a: &&(String, f64), b: &&(String, f64)| a.1.abs().total_cmp(&b.1.abs());
        let largest = self.members.iter().max_by(by_size).unwrap();
        assert!(largest.1.abs() < limit, "{}: {largest:?} of {count}", self.name);
        let large = self.members.iter().filter(|(_, z)| z.abs() > 2.0).count() as u64;
        let chance = Binomial::new(0.0455, count as u64).unwrap();
        let unlikely = large > 0 && chance.sf(large - 1) < 0.01;
        let many = large as f64 > 0.08 * k && unlikely;
        assert!(!many, "{}: {large} of {count} with |z| > 2", self.name);
        let mean = self.members.iter().map(|(_, z)| z).sum::<f64>() / k;
        let bound = 3.0 / (self.settings as f64).sqrt();
        assert!(mean.abs() < bound, "{}: mean z {mean:.2} over {count}", self.name);
    }

    /// The comparisons.
    pub fn members(&self) -> &[(String, f64)] {
        &self.members
    }
}
