//! Eight numbers at a time, on whatever processor this is.
//!
//! A kernel is written once, over [`Lanes`], and compiled for each instruction set; the choice is made at run
//! time. Every version sums in the same order, and a product and a sum are rounded once where the source says
//! so ([`Lanes::plus`]) and nowhere else: all give the same bits.

#[cfg(target_arch = "x86_64")]
mod x86;

use std::ops::{Add, Div, Mul, Sub};

/// Numbers that are processed together; rows of matrices are padded to a multiple of it.
pub(crate) const LANES: usize = 8;

/// The next multiple of [`LANES`].
pub(crate) const fn padded(n: usize) -> usize {
    n.div_ceil(LANES) * LANES
}

/// Eight numbers with elementwise arithmetic.
pub(crate) trait Lanes:
    Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self>
{
    /// Whether 32 registers of eight numbers exist, so that larger tiles pay.
    const WIDE: bool;

    /// The same number in every lane.
    fn splat(value: f64) -> Self;

    /// Reads eight numbers.
    fn load(from: &[f64; LANES]) -> Self;

    /// The eight numbers.
    fn to_array(self) -> [f64; LANES];

    /// In each lane `yes` where a > b, else `no`.
    fn where_greater(a: Self, b: Self, yes: Self, no: Self) -> Self;

    /// The columns of eight rows.
    fn transpose(rows: [Self; LANES]) -> [Self; LANES];

    /// self + a b, rounded once.
    fn plus(self, a: Self, b: Self) -> Self;

    /// self - a b, rounded once.
    fn minus(self, a: Self, b: Self) -> Self;

    /// Zero in every lane.
    #[inline(always)]
    fn zero() -> Self {
        Self::splat(0.0)
    }

    /// Writes eight numbers.
    #[inline(always)]
    fn store(self, to: &mut [f64; LANES]) {
        *to = self.to_array();
    }

    /// The larger of two numbers in each lane; `self` where they do not compare.
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        Self::where_greater(other, self, other, self)
    }

    /// The absolute value of each lane.
    fn abs(self) -> Self;

    /// The sum of the lanes, in a fixed order: the halves, then their halves, then the two numbers left.
    fn sum(self) -> f64;

    /// The sums of eight vectors, each in the order of [`Lanes::sum`].
    fn sums(vectors: [Self; LANES]) -> Self;

    /// Whether a > b in any lane.
    #[inline(always)]
    fn exceeds(a: Self, b: Self) -> bool {
        Self::where_greater(a, b, Self::splat(1.0), Self::zero()).largest() > 0.0
    }

    /// The largest lane; what is no number counts as the smallest.
    #[inline(always)]
    fn largest(self) -> f64 {
        let least = Self::splat(f64::NEG_INFINITY);
        Self::where_greater(self, least, self, least).peak()
    }

    /// The largest lane of numbers: of halves, then of their halves, then of the two left.
    fn peak(self) -> f64;
}

/// Reads consecutive blocks.
#[inline(always)]
pub(crate) fn load_all<V: Lanes, const N: usize>(from: &[[f64; LANES]; N]) -> [V; N] {
    let mut out = [V::zero(); N];
    for i in 0..N {
        out[i] = V::load(&from[i]);
    }
    out
}

/// Repeats each of the first numbers of a slice in a block of its own; zero where the slice has ended.
#[inline(always)]
pub(crate) fn splat_all<V: Lanes, const N: usize>(from: &[f64]) -> [V; N] {
    let mut out = [V::zero(); N];
    if let Some(from) = from.first_chunk::<N>() {
        for i in 0..N {
            out[i] = V::splat(from[i]);
        }
    }
    out
}

/// A piece of hot code. `run` must be `#[inline(always)]`, as must be all that it calls with lanes: only then
/// does it take on the instruction set of the function that it is inlined into. A closure cannot be, so none
/// may touch lanes.
pub(crate) trait Kernel {
    /// What the kernel returns.
    type Output;
    /// Runs the kernel.
    fn run<V: Lanes>(self) -> Self::Output;
}

/// The instruction sets that kernels are compiled for, narrowest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// What every processor of the architecture has.
    Baseline,
    /// AVX2 with FMA.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// AVX-512 F.
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

/// Runs a kernel with the widest instruction set of this processor.
#[inline]
pub(crate) fn dispatch<K: Kernel>(kernel: K) -> K::Output {
    #[cfg(test)]
    let level = || level().min(tests::limit());
    run_at(level(), kernel)
}

#[cfg(target_arch = "x86_64")]
pub(crate) use x86::{level, run_at};

/// The widest instruction set of this processor.
#[cfg(not(target_arch = "x86_64"))]
pub(crate) fn level() -> Level {
    Level::Baseline
}

/// Runs a kernel at a level.
#[cfg(not(target_arch = "x86_64"))]
pub(crate) fn run_at<K: Kernel>(_: Level, kernel: K) -> K::Output {
    kernel.run::<Portable>()
}

/// Lanes in plain Rust.
#[derive(Clone, Copy)]
pub(crate) struct Portable([f64; LANES]);

macro_rules! elementwise {
    ($($trait:ident $method:ident $op:tt),*) => {$(
        impl $trait for Portable {
            type Output = Self;

            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                Self(std::array::from_fn(|l| self.0[l] $op other.0[l]))
            }
        }
    )*};
}

elementwise!(Add add +, Sub sub -, Mul mul *, Div div /);

impl Lanes for Portable {
    const WIDE: bool = false;

    #[inline(always)]
    fn splat(value: f64) -> Self {
        Self([value; LANES])
    }

    #[inline(always)]
    fn load(from: &[f64; LANES]) -> Self {
        Self(*from)
    }

    #[inline(always)]
    fn to_array(self) -> [f64; LANES] {
        self.0
    }

    #[inline(always)]
    fn abs(self) -> Self {
        Self(self.0.map(f64::abs))
    }

    #[inline(always)]
    fn sum(self) -> f64 {
        let a = self.0;
        ((a[0] + a[4]) + (a[2] + a[6])) + ((a[1] + a[5]) + (a[3] + a[7]))
    }

    #[inline(always)]
    fn peak(self) -> f64 {
        let mut a = self.0;
        for distance in [4, 2, 1] {
            for l in 0..distance {
                a[l] = if a[l + distance] > a[l] { a[l + distance] } else { a[l] };
            }
        }
        a[0]
    }

    #[inline(always)]
    fn sums(vectors: [Self; LANES]) -> Self {
        Self(vectors.map(Self::sum))
    }

    #[inline(always)]
    fn transpose(rows: [Self; LANES]) -> [Self; LANES] {
        std::array::from_fn(|c| Self(rows.map(|row| row.0[c])))
    }

    #[inline(always)]
    fn plus(self, a: Self, b: Self) -> Self {
        Self(std::array::from_fn(|l| a.0[l].mul_add(b.0[l], self.0[l])))
    }

    #[inline(always)]
    fn minus(self, a: Self, b: Self) -> Self {
        Self(std::array::from_fn(|l| (-a.0[l]).mul_add(b.0[l], self.0[l])))
    }

    #[inline(always)]
    fn where_greater(a: Self, b: Self, yes: Self, no: Self) -> Self {
        Self(std::array::from_fn(|l| if a.0[l] > b.0[l] { yes.0[l] } else { no.0[l] }))
    }
}

#[cfg(test)]
mod tests;
