//! Bins that several histograms share.

/// The fewest and the most bins.
const FEWEST: f64 = 15.0;
const MOST: f64 = 40.0;
/// The share of estimates at each end that may lie beyond the bins.
const TAIL: f64 = 0.0025;

/// Bins of equal width; a multiple of the width is an edge, so that 0 is one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bins {
    pub(super) width: f64,
    /// Lower end of the bins.
    pub(super) low: f64,
    /// Upper end of the bins.
    pub(super) high: f64,
    /// Index of the first bin: it begins at `first * width`.
    first: f64,
    count: usize,
}

impl Bins {
    /// Bins for all samples together, exact zeros left out; `None` where there is nothing else and
    /// no spread either.
    ///
    /// The width is the median of the samples' Freedman-Diaconis widths, 2 IQR / n^(1/3), held to
    /// [`FEWEST`] and [`MOST`] bins, and rounded to 1, 2 or 5 times a power of ten.
    pub(super) fn new(samples: &[&[f64]]) -> Option<Self> {
        let mut widths = Vec::new();
        let mut pooled = Vec::new();
        for sample in samples {
            let mut sample: Vec<f64> = sample.iter().copied().filter(|e| *e != 0.0).collect();
            sample.sort_by(f64::total_cmp);
            if let (Some(low), Some(high)) = (quantile(&sample, 0.25), quantile(&sample, 0.75)) {
                widths.push(2.0 * (high - low) / libm::cbrt(sample.len() as f64));
            }
            pooled.extend(sample);
        }
        pooled.sort_by(f64::total_cmp);
        widths.sort_by(f64::total_cmp);
        let low = quantile(&pooled, TAIL).unwrap_or(-0.5);
        let high = quantile(&pooled, 1.0 - TAIL).unwrap_or(0.5);
        let spread = if high > low { high - low } else { low.abs().max(1.0) };
        let width = quantile(&widths, 0.5).unwrap_or(0.0).clamp(spread / MOST, spread / FEWEST);
        let width = round(width);
        let (first, last) = ((low / width).floor(), (high / width).floor());
        let (low, high) = (first * width, (last + 1.0) * width);
        let count = whole(last - first)? + 1;
        width.is_finite().then_some(Self { width, low, high, first, count })
    }

    fn place(&self, estimate: f64) -> Option<usize> {
        let place = whole((estimate / self.width).floor() - self.first);
        place.filter(|place| *place < self.count)
    }

    /// The centres of the bins that are not empty, with their counts.
    pub(super) fn counts(&self, estimates: &[f64]) -> Vec<(f64, usize)> {
        let mut counts = vec![0; self.count];
        for place in nonzero(estimates).filter_map(|estimate| self.place(estimate)) {
            counts[place] += 1;
        }
        let centre = |place: usize| (self.first + place as f64 + 0.5) * self.width;
        let counts = counts.into_iter().enumerate().filter(|(_, count)| *count > 0);
        counts.map(|(place, count)| (centre(place), count)).collect()
    }

    /// The largest share of the estimates in one bin.
    pub(super) fn highest(&self, estimates: &[f64]) -> f64 {
        let most = self.counts(estimates).into_iter().map(|(_, count)| count).max().unwrap_or(0);
        most as f64 / estimates.len().max(1) as f64
    }

    /// How many estimates lie in no bin, zeros aside.
    pub(super) fn beyond(&self, estimates: &[f64]) -> usize {
        nonzero(estimates).filter(|estimate| self.place(*estimate).is_none()).count()
    }
}

/// A difference of bins as a count, if it is one.
fn whole(difference: f64) -> Option<usize> {
    #[expect(clippy::cast_sign_loss, reason = "negative ones are refused below")]
    let count = difference as usize;
    (difference >= 0.0).then_some(count)
}

fn nonzero(estimates: &[f64]) -> impl Iterator<Item = f64> {
    estimates.iter().copied().filter(|estimate| *estimate != 0.0)
}

/// The empirical quantile of sorted values: the value of rank ceil(share n).
fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    #[expect(clippy::cast_sign_loss, reason = "a share and a length are not negative")]
    let rank = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.max(1) - 1).copied()
}

/// The smallest of 1, 2 and 5 times a power of ten that is at least the value.
fn round(value: f64) -> f64 {
    let text = format!("{value:e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let step = match mantissa.parse::<f64>().unwrap_or(1.0) {
        m if m > 5.0 => 10,
        m if m > 2.0 => 5,
        m if m > 1.0 => 2,
        _ => 1,
    };
    format!("{step}e{exponent}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_estimate_is_counted_once() {
        let estimates = [-0.31, 0.0, 0.0, 0.04, 0.05, 0.26, 0.27, 0.31, 0.4, 0.55];
        let bins = Bins::new(&[&estimates]).unwrap();
        let counted: usize = bins.counts(&estimates).iter().map(|(_, count)| count).sum();
        assert_eq!(counted + bins.beyond(&estimates) + 2, estimates.len());
        assert_eq!(bins.beyond(&estimates), 0, "so few estimates have no tails to leave out");
    }

    #[test]
    fn zero_is_an_edge_and_constant_samples_have_a_bin() {
        let bins = Bins::new(&[&[0.3; 5]]).unwrap();
        assert_eq!(bins.counts(&[0.3; 5]).len(), 1);
        let bins = Bins::new(&[&[-1.0, -0.5, 0.5, 1.0]]).unwrap();
        let straddles = |(centre, _): &(f64, usize)| centre.abs() < 0.49 * bins.width;
        assert!(!bins.counts(&[-1e-3, 1e-3]).iter().any(straddles));
    }

    #[test]
    fn widths_are_round_numbers() {
        for (value, rounded) in [(0.37, 0.5), (0.05, 0.05), (7.0, 10.0), (1.9e-4, 2e-4)] {
            assert_eq!(round(value), rounded);
        }
    }

    #[test]
    fn nothing_but_zeros_is_drawn_as_a_spike_alone() {
        let bins = Bins::new(&[&[0.0; 4]]).unwrap();
        assert_eq!(bins.counts(&[0.0; 4]), []);
        assert_eq!(bins.highest(&[0.0; 4]), 0.0);
    }
}
