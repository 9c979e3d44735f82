//! Run-time choice of the instruction set.
//!
//! A kernel is written once, in plain loops whose summation order is fixed, and compiled for each instruction
//! set. No version contracts a product and a sum, so all give the same bits.

/// A piece of hot code that is compiled once per instruction set. `run` must be `#[inline(always)]`: only then
/// does it take on the instruction set of the function that it is inlined into.
pub(crate) trait Kernel {
    /// What the kernel returns.
    type Output;
    /// Runs the kernel. `WIDE` says that 32 registers of eight numbers exist, so that larger tiles pay.
    fn run<const WIDE: bool>(self) -> Self::Output;
}

/// The instruction sets that kernels are compiled for, narrowest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// What every processor of the architecture has.
    Baseline,
    /// AVX2, without FMA.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// AVX-512 F.
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

/// The widest instruction set of this processor.
#[inline]
pub(crate) fn level() -> Level {
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx512f") {
            return Level::Avx512;
        }
        if is_x86_feature_detected!("avx2") {
            return Level::Avx2;
        }
    }
    Level::Baseline
}

/// Runs a kernel with the widest instruction set of this processor.
#[inline]
pub(crate) fn dispatch<K: Kernel>(kernel: K) -> K::Output {
    versions::run_at(level(), kernel)
}

#[cfg(target_arch = "x86_64")]
// A function compiled for a wider instruction set may only be called where the processor has it; the language
// cannot see the check at run time that `level` makes. This module alone holds such calls.
#[allow(unsafe_code)]
mod versions {
    use super::{Kernel, Level, level};

    #[target_feature(enable = "avx512f")]
    fn avx512<K: Kernel>(kernel: K) -> K::Output {
        kernel.run::<true>()
    }

    #[target_feature(enable = "avx2")]
    fn avx2<K: Kernel>(kernel: K) -> K::Output {
        kernel.run::<false>()
    }

    /// Runs a kernel at `wanted`, or at the widest level that exists where that is narrower.
    #[inline]
    pub(crate) fn run_at<K: Kernel>(wanted: Level, kernel: K) -> K::Output {
        match wanted.min(level()) {
            // SAFETY: the level is no wider than what `level` has found on this processor.
            Level::Avx512 => unsafe { avx512(kernel) },
            // SAFETY: as above.
            Level::Avx2 => unsafe { avx2(kernel) },
            Level::Baseline => kernel.run::<false>(),
        }
    }
}

#[cfg(not(target_arch = "x86_64"))]
mod versions {
    use super::{Kernel, Level};

    pub(crate) fn run_at<K: Kernel>(_wanted: Level, kernel: K) -> K::Output {
        kernel.run::<false>()
    }
}

#[cfg(test)]
pub(crate) use versions::run_at;
