//! AVX2 with FMA, and AVX-512.

// An instruction may only be executed where the processor has it, which the language cannot see from the check
// at run time that `level` makes. This module alone calls such code.
#![allow(unsafe_code)]

use super::{Kernel, LANES, Lanes, Level, Portable};
use std::arch::x86_64::{
    __m256d, __m512d, _CMP_GT_OQ, _mm256_add_pd, _mm256_blendv_pd, _mm256_cmp_pd, _mm256_div_pd,
    _mm256_fmadd_pd, _mm256_fnmadd_pd, _mm256_loadu_pd, _mm256_movemask_pd, _mm256_mul_pd,
    _mm256_or_pd, _mm256_permute2f128_pd, _mm256_set1_pd, _mm256_storeu_pd, _mm256_sub_pd,
    _mm256_unpackhi_pd, _mm256_unpacklo_pd, _mm512_add_pd, _mm512_cmp_pd_mask, _mm512_div_pd,
    _mm512_fmadd_pd, _mm512_fnmadd_pd, _mm512_loadu_pd, _mm512_mask_blend_pd, _mm512_mul_pd,
    _mm512_permutexvar_pd, _mm512_set1_pd, _mm512_setr_epi64, _mm512_shuffle_f64x2,
    _mm512_storeu_pd, _mm512_sub_pd, _mm512_unpackhi_pd, _mm512_unpacklo_pd,
};
use std::ops::{Add, Div, Mul, Sub};

/// The widest instruction set of this processor.
#[inline]
pub(crate) fn level() -> Level {
    if is_x86_feature_detected!("avx512f") {
        Level::Avx512
    } else if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
        Level::Avx2
    } else {
        Level::Baseline
    }
}

/// Runs a kernel at `wanted`, or at the widest level that exists where that is narrower.
#[inline]
pub(crate) fn run_at<K: Kernel>(wanted: Level, kernel: K) -> K::Output {
    match wanted.min(level()) {
        // SAFETY: the level is no wider than what `level` has found on this processor.
        Level::Avx512 => unsafe { avx512(kernel) },
        // SAFETY: as above.
        Level::Avx2 => unsafe { avx2(kernel) },
        Level::Baseline => kernel.run::<Portable>(),
    }
}

#[target_feature(enable = "avx512f")]
fn avx512<K: Kernel>(kernel: K) -> K::Output {
    kernel.run::<Wide>()
}

#[target_feature(enable = "avx2,fma")]
fn avx2<K: Kernel>(kernel: K) -> K::Output {
    kernel.run::<Pair>()
}

/// Eight numbers in one register. Exists only inside [`avx512`].
#[derive(Clone, Copy)]
struct Wide(__m512d);

/// Eight numbers in two registers. Exists only inside [`avx2`].
#[derive(Clone, Copy)]
struct Pair(__m256d, __m256d);

macro_rules! elementwise {
    ($($trait:ident $method:ident $wide:ident $half:ident),*) => {$(
        impl $trait for Wide {
            type Output = Self;

            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                // SAFETY: `Wide` exists only inside `avx512`, which runs only where AVX-512 F does.
                Self(unsafe { $wide(self.0, other.0) })
            }
        }

        impl $trait for Pair {
            type Output = Self;

            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                // SAFETY: `Pair` exists only inside `avx2`, which runs only where AVX2 and FMA do.
                unsafe { Self($half(self.0, other.0), $half(self.1, other.1)) }
            }
        }
    )*};
}

elementwise!(
    Add add _mm512_add_pd _mm256_add_pd,
    Sub sub _mm512_sub_pd _mm256_sub_pd,
    Mul mul _mm512_mul_pd _mm256_mul_pd,
    Div div _mm512_div_pd _mm256_div_pd
);

// SAFETY, for every block below: as for the arithmetic above; addresses come from references to eight numbers,
// and unaligned access is allowed.
impl Lanes for Wide {
    const WIDE: bool = true;

    #[inline(always)]
    fn splat(value: f64) -> Self {
        Self(unsafe { _mm512_set1_pd(value) })
    }

    #[inline(always)]
    fn load(from: &[f64; LANES]) -> Self {
        Self(unsafe { _mm512_loadu_pd(from.as_ptr()) })
    }

    #[inline(always)]
    fn to_array(self) -> [f64; LANES] {
        let mut out = [0.0; LANES];
        self.store(&mut out);
        out
    }

    #[inline(always)]
    fn store(self, to: &mut [f64; LANES]) {
        unsafe { _mm512_storeu_pd(to.as_mut_ptr(), self.0) }
    }

    #[inline(always)]
    fn plus(self, a: Self, b: Self) -> Self {
        Self(unsafe { _mm512_fmadd_pd(a.0, b.0, self.0) })
    }

    #[inline(always)]
    fn minus(self, a: Self, b: Self) -> Self {
        Self(unsafe { _mm512_fnmadd_pd(a.0, b.0, self.0) })
    }

    /// Transposes as it adds: a third of the instructions of eight single sums.
    #[inline(always)]
    fn sums(of: [Self; LANES]) -> Self {
        let [a, b, c, d, e, f, g, h] = of;
        let left = quarters(halves(a, b), halves(c, d));
        let right = quarters(halves(e, f), halves(g, h));
        unsafe {
            let even = Self(_mm512_unpacklo_pd(left.0, right.0));
            let odd = Self(_mm512_unpackhi_pd(left.0, right.0));
            let order = _mm512_setr_epi64(0, 2, 4, 6, 1, 3, 5, 7);
            Self(_mm512_permutexvar_pd(order, (even + odd).0))
        }
    }

    #[inline(always)]
    fn exceeds(a: Self, b: Self) -> bool {
        unsafe { _mm512_cmp_pd_mask::<_CMP_GT_OQ>(a.0, b.0) != 0 }
    }

    #[inline(always)]
    fn where_greater(a: Self, b: Self, yes: Self, no: Self) -> Self {
        unsafe {
            let greater = _mm512_cmp_pd_mask::<_CMP_GT_OQ>(a.0, b.0);
            Self(_mm512_mask_blend_pd(greater, no.0, yes.0))
        }
    }
}

impl Lanes for Pair {
    const WIDE: bool = false;

    #[inline(always)]
    fn splat(value: f64) -> Self {
        let half = unsafe { _mm256_set1_pd(value) };
        Self(half, half)
    }

    #[inline(always)]
    fn load(from: &[f64; LANES]) -> Self {
        unsafe { Self(_mm256_loadu_pd(from.as_ptr()), _mm256_loadu_pd(from[4..].as_ptr())) }
    }

    #[inline(always)]
    fn to_array(self) -> [f64; LANES] {
        let mut out = [0.0; LANES];
        self.store(&mut out);
        out
    }

    #[inline(always)]
    fn store(self, to: &mut [f64; LANES]) {
        unsafe {
            _mm256_storeu_pd(to.as_mut_ptr(), self.0);
            _mm256_storeu_pd(to[4..].as_mut_ptr(), self.1);
        }
    }

    #[inline(always)]
    fn plus(self, a: Self, b: Self) -> Self {
        unsafe { Self(_mm256_fmadd_pd(a.0, b.0, self.0), _mm256_fmadd_pd(a.1, b.1, self.1)) }
    }

    #[inline(always)]
    fn minus(self, a: Self, b: Self) -> Self {
        unsafe { Self(_mm256_fnmadd_pd(a.0, b.0, self.0), _mm256_fnmadd_pd(a.1, b.1, self.1)) }
    }

    #[inline(always)]
    fn sums(of: [Self; LANES]) -> Self {
        let [a, b, c, d, e, f, g, h] = of;
        Self(four_sums([a, b, c, d]), four_sums([e, f, g, h]))
    }

    #[inline(always)]
    fn exceeds(a: Self, b: Self) -> bool {
        unsafe {
            let low = _mm256_cmp_pd::<_CMP_GT_OQ>(a.0, b.0);
            let high = _mm256_cmp_pd::<_CMP_GT_OQ>(a.1, b.1);
            _mm256_movemask_pd(_mm256_or_pd(low, high)) != 0
        }
    }

    #[inline(always)]
    fn where_greater(a: Self, b: Self, yes: Self, no: Self) -> Self {
        unsafe {
            let low = _mm256_cmp_pd::<_CMP_GT_OQ>(a.0, b.0);
            let high = _mm256_cmp_pd::<_CMP_GT_OQ>(a.1, b.1);
            Self(_mm256_blendv_pd(no.0, yes.0, low), _mm256_blendv_pd(no.1, yes.1, high))
        }
    }
}

/// Adds the halves of two registers; keeps both results in one.
#[inline(always)]
fn halves(a: Wide, b: Wide) -> Wide {
    unsafe {
        let low = Wide(_mm512_shuffle_f64x2::<0x44>(a.0, b.0));
        low + Wide(_mm512_shuffle_f64x2::<0xee>(a.0, b.0))
    }
}

/// Adds the quarters of two registers that hold two results each; keeps all four in one.
#[inline(always)]
fn quarters(a: Wide, b: Wide) -> Wide {
    unsafe {
        let low = Wide(_mm512_shuffle_f64x2::<0x88>(a.0, b.0));
        low + Wide(_mm512_shuffle_f64x2::<0xdd>(a.0, b.0))
    }
}

/// The sums of four times eight numbers.
#[inline(always)]
fn four_sums(of: [Pair; 4]) -> __m256d {
    unsafe {
        let [a, b, c, d] = of;
        let [a, b] = [_mm256_add_pd(a.0, a.1), _mm256_add_pd(b.0, b.1)];
        let [c, d] = [_mm256_add_pd(c.0, c.1), _mm256_add_pd(d.0, d.1)];
        let ac = _mm256_permute2f128_pd::<0x20>(a, c);
        let ac = _mm256_add_pd(ac, _mm256_permute2f128_pd::<0x31>(a, c));
        let bd = _mm256_permute2f128_pd::<0x20>(b, d);
        let bd = _mm256_add_pd(bd, _mm256_permute2f128_pd::<0x31>(b, d));
        _mm256_add_pd(_mm256_unpacklo_pd(ac, bd), _mm256_unpackhi_pd(ac, bd))
    }
}
