//! Twice the working precision, so that what is recomputed here has no rounding errors of its own to speak of.

use std::ops::{Add, Mul, Neg, Sub};

/// An unevaluated sum of two doubles (Dekker 1971; Ogita, Rump & Oishi 2005).
#[derive(Clone, Copy, Debug, Default)]
pub struct Twice(f64, f64);

impl Twice {
    /// The nearest double.
    pub fn value(self) -> f64 {
        self.0
    }

    /// The exact product of two doubles.
    pub fn product(a: f64, b: f64) -> Self {
        let high = a * b;
        Self(high, a.mul_add(b, -high))
    }

    pub fn abs(self) -> Self {
        if self.0 < 0.0 { -self } else { self }
    }

    pub fn sqrt(self) -> Self {
        if self.0 <= 0.0 {
            return Self::default();
        }
        let root = self.0.sqrt();
        let rest = (self - Self::product(root, root)).0 / (2.0 * root);
        normalised(root, rest)
    }

    pub fn over(self, by: Self) -> Self {
        let first = self.0 / by.0;
        let second = (self - by * Self::from(first)).0 / by.0;
        normalised(first, second)
    }
}

impl From<f64> for Twice {
    fn from(value: f64) -> Self {
        Self(value, 0.0)
    }
}

/// The sum of two doubles of which the first is not the smaller.
fn normalised(a: f64, b: f64) -> Twice {
    let sum = a + b;
    Twice(sum, b - (sum - a))
}

impl Add for Twice {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let sum = self.0 + other.0;
        let part = sum - self.0;
        let rest = (self.0 - (sum - part)) + (other.0 - part);
        normalised(sum, rest + self.1 + other.1)
    }
}

impl Neg for Twice {
    type Output = Self;

    fn neg(self) -> Self {
        Self(-self.0, -self.1)
    }
}

impl Sub for Twice {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Mul for Twice {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        let Self(high, low) = Self::product(self.0, other.0);
        normalised(high, low + (self.0 * other.1 + self.1 * other.0))
    }
}

impl std::iter::Sum for Twice {
    fn sum<I: Iterator<Item = Self>>(terms: I) -> Self {
        terms.fold(Self::default(), |sum, term| sum + term)
    }
}

#[test]
fn it_holds_what_a_double_loses() {
    let third = Twice::from(1.0).over(Twice::from(3.0));
    let back = third * Twice::from(3.0) - Twice::from(1.0);
    assert!(back.value().abs() < 1e-31);
    let two = Twice::from(2.0);
    assert!((two.sqrt() * two.sqrt() - two).value().abs() < 1e-31);
    let sum: Twice = [1e20, 1.0, -1e20].into_iter().map(Twice::from).sum();
    assert_eq!(sum.value(), 1.0);
}
