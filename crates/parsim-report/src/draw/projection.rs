//! From the units of an axis to the page.

/// One axis of one panel: a range of values laid along a stretch of the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Projection {
    /// The range.
    pub range: Range,
    /// Where the range's lower end lies on the page.
    pub start: f64,
    /// Where its upper end lies.
    pub end: f64,
}

/// The values from one end of an axis to the other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Range {
    pub lower: f64,
    pub upper: f64,
    pub log: bool,
}

/// How far beyond the page a value may be placed; keeps clipping free of infinities.
const FAR: f64 = 1e5;

impl Range {
    /// The position within the range: 0 at its lower end, 1 at its upper end.
    pub fn share(&self, value: f64) -> f64 {
        if !self.log {
            return (value - self.lower) / (self.upper - self.lower);
        }
        if value <= 0.0 {
            return f64::NEG_INFINITY;
        }
        (libm::log10(value) - libm::log10(self.lower))
            / (libm::log10(self.upper) - libm::log10(self.lower))
    }

    pub fn contains(&self, value: f64) -> bool {
        (self.lower..=self.upper).contains(&value)
    }
}

impl Projection {
    /// The place of a value on the page; far outside where a logarithm does not exist.
    pub fn place(&self, value: f64) -> f64 {
        (self.start + self.range.share(value) * (self.end - self.start)).clamp(-FAR, FAR)
    }

    /// Where the centre of a value's label stands: at the value, but moved inwards where the label would stand
    /// out by more than `overhang` and so reach the next panel's labels.
    pub fn place_label(&self, value: f64, width: f64, overhang: f64) -> f64 {
        let (from, to) = (self.start.min(self.end), self.start.max(self.end));
        let (lowest, highest) = (from - overhang + width / 2.0, to + overhang - width / 2.0);
        let place = self.place(value);
        if lowest < highest { place.clamp(lowest, highest) } else { f64::midpoint(from, to) }
    }
}
