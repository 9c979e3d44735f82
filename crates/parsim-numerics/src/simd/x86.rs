//! AVX2 with FMA, and AVX-512.

// An instruction may only be executed where the processor has it, which the language cannot see from the check
// at run time that `level` makes. This module alone calls such code.
#![allow(unsafe_code)]

use super::{Kernel, LANES, Lanes, Level, Portable};
use std::arch::x86_64::{
    __m256d, __m512d, _CMP_GT_OQ, _mm_add_pd, _mm_add_sd, _mm_cvtsd_f64, _mm_max_pd, _mm_max_sd,
    _mm_unpackhi_pd, _mm256_add_pd, _mm256_andnot_pd, _mm256_blendv_pd, _mm256_castpd256_pd128,
    _mm256_cmp_pd, _mm256_div_pd, _mm256_extractf128_pd, _mm256_fmadd_pd, _mm256_fnmadd_pd,
    _mm256_loadu_pd, _mm256_max_pd, _mm256_movemask_pd, _mm256_mul_pd, _mm256_or_pd,
    _mm256_permute2f128_pd, _mm256_set1_pd, _mm256_storeu_pd, _mm256_sub_pd, _mm256_unpackhi_pd,
    _mm256_unpacklo_pd, _mm512_abs_pd, _mm512_add_pd, _mm512_castpd512_pd256, _mm512_cmp_pd_mask,
    _mm512_div_pd, _mm512_extractf64x4_pd, _mm512_fmadd_pd, _mm512_fnmadd_pd, _mm512_loadu_pd,
    _mm512_mask_blend_pd, _mm512_max_pd, _mm512_mul_pd, _mm512_set1_pd, _mm512_shuffle_f64x2,
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
    fn sum(self) -> f64 {
        let (low, high) =
            unsafe { (_mm512_castpd512_pd256(self.0), _mm512_extractf64x4_pd::<1>(self.0)) };
        Pair(low, high).sum()
    }

    #[inline(always)]
    fn peak(self) -> f64 {
        let (low, high) =
            unsafe { (_mm512_castpd512_pd256(self.0), _mm512_extractf64x4_pd::<1>(self.0)) };
        Pair(low, high).peak()
    }

    #[inline(always)]
    fn sums(v: [Self; LANES]) -> Self {
        let (a, b) = (halves(v[0], v[2]), halves(v[4], v[6]));
        let (c, d) = (halves(v[1], v[3]), halves(v[5], v[7]));
        let (even, odd) = (quarters(a, b).0, quarters(c, d).0);
        unsafe {
            let (low, high) = (_mm512_unpacklo_pd(even, odd), _mm512_unpackhi_pd(even, odd));
            Self(_mm512_add_pd(low, high))
        }
    }

    #[inline(always)]
    fn transpose(v: [Self; LANES]) -> [Self; LANES] {
        let (a, b) = (zip(v[0], v[1]), zip(v[2], v[3]));
        let (c, d) = (zip(v[4], v[5]), zip(v[6], v[7]));
        let mut out = v;
        for odd in 0..2 {
            let (low, high) = (alternate(a[odd], b[odd]), alternate(c[odd], d[odd]));
            for half in 0..2 {
                let [first, second] = alternate(low[half], high[half]);
                (out[2 * half + odd], out[2 * half + odd + 4]) = (first, second);
            }
        }
        out
    }

    #[inline(always)]
    fn plus(self, a: Self, b: Self) -> Self {
        Self(unsafe { _mm512_fmadd_pd(a.0, b.0, self.0) })
    }

    #[inline(always)]
    fn minus(self, a: Self, b: Self) -> Self {
        Self(unsafe { _mm512_fnmadd_pd(a.0, b.0, self.0) })
    }

    #[inline(always)]
    fn max(self, other: Self) -> Self {
        // The second operand where the two do not compare, or are equal.
        Self(unsafe { _mm512_max_pd(other.0, self.0) })
    }

    #[inline(always)]
    fn abs(self) -> Self {
        Self(unsafe { _mm512_abs_pd(self.0) })
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
    fn sum(self) -> f64 {
        unsafe {
            let four = _mm256_add_pd(self.0, self.1);
            let two = _mm_add_pd(_mm256_castpd256_pd128(four), _mm256_extractf128_pd::<1>(four));
            _mm_cvtsd_f64(_mm_add_sd(two, _mm_unpackhi_pd(two, two)))
        }
    }

    #[inline(always)]
    fn peak(self) -> f64 {
        unsafe {
            let four = _mm256_max_pd(self.1, self.0);
            let two = _mm_max_pd(_mm256_extractf128_pd::<1>(four), _mm256_castpd256_pd128(four));
            _mm_cvtsd_f64(_mm_max_sd(_mm_unpackhi_pd(two, two), two))
        }
    }

    #[inline(always)]
    fn sums(v: [Self; LANES]) -> Self {
        Self(four_sums(v[0], v[1], v[2], v[3]), four_sums(v[4], v[5], v[6], v[7]))
    }

    #[inline(always)]
    fn transpose(v: [Self; LANES]) -> [Self; LANES] {
        let a = four_by_four(v[0].0, v[1].0, v[2].0, v[3].0);
        let b = four_by_four(v[4].0, v[5].0, v[6].0, v[7].0);
        let c = four_by_four(v[0].1, v[1].1, v[2].1, v[3].1);
        let d = four_by_four(v[4].1, v[5].1, v[6].1, v[7].1);
        let mut out = v;
        for i in 0..4 {
            (out[i], out[4 + i]) = (Self(a[i], b[i]), Self(c[i], d[i]));
        }
        out
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
    fn max(self, other: Self) -> Self {
        // The second operand where the two do not compare, or are equal.
        unsafe { Self(_mm256_max_pd(other.0, self.0), _mm256_max_pd(other.1, self.1)) }
    }

    #[inline(always)]
    fn abs(self) -> Self {
        unsafe {
            let sign = _mm256_set1_pd(-0.0);
            Self(_mm256_andnot_pd(sign, self.0), _mm256_andnot_pd(sign, self.1))
        }
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

/// The two halves of each of two vectors, added.
#[inline(always)]
fn halves(a: Wide, b: Wide) -> Wide {
    unsafe {
        let low = _mm512_shuffle_f64x2::<0b01_00_01_00>(a.0, b.0);
        let high = _mm512_shuffle_f64x2::<0b11_10_11_10>(a.0, b.0);
        Wide(_mm512_add_pd(low, high))
    }
}

/// The two quarters of each of the four halves in two vectors, added.
#[inline(always)]
fn quarters(a: Wide, b: Wide) -> Wide {
    unsafe {
        let even = _mm512_shuffle_f64x2::<0b10_00_10_00>(a.0, b.0);
        let odd = _mm512_shuffle_f64x2::<0b11_01_11_01>(a.0, b.0);
        Wide(_mm512_add_pd(even, odd))
    }
}

/// The sums of four vectors.
#[inline(always)]
fn four_sums(a: Pair, b: Pair, c: Pair, d: Pair) -> __m256d {
    unsafe {
        let (a, b) = (_mm256_add_pd(a.0, a.1), _mm256_add_pd(b.0, b.1));
        let (c, d) = (_mm256_add_pd(c.0, c.1), _mm256_add_pd(d.0, d.1));
        let (ac, bd) = (four_halves(a, c), four_halves(b, d));
        _mm256_add_pd(_mm256_unpacklo_pd(ac, bd), _mm256_unpackhi_pd(ac, bd))
    }
}

/// The two halves of each of two registers, added.
#[inline(always)]
fn four_halves(a: __m256d, b: __m256d) -> __m256d {
    unsafe {
        let low = _mm256_permute2f128_pd::<0x20>(a, b);
        _mm256_add_pd(low, _mm256_permute2f128_pd::<0x31>(a, b))
    }
}

/// The even numbers of two vectors in turns, and the odd ones.
#[inline(always)]
fn zip(a: Wide, b: Wide) -> [Wide; 2] {
    unsafe { [Wide(_mm512_unpacklo_pd(a.0, b.0)), Wide(_mm512_unpackhi_pd(a.0, b.0))] }
}

/// The even pairs of two vectors, first those of one, then those of the other; and the odd ones.
#[inline(always)]
fn alternate(a: Wide, b: Wide) -> [Wide; 2] {
    unsafe {
        [
            Wide(_mm512_shuffle_f64x2::<0b10_00_10_00>(a.0, b.0)),
            Wide(_mm512_shuffle_f64x2::<0b11_01_11_01>(a.0, b.0)),
        ]
    }
}

/// The columns of four rows of four.
#[inline(always)]
fn four_by_four(a: __m256d, b: __m256d, c: __m256d, d: __m256d) -> [__m256d; 4] {
    unsafe {
        let (ab, cd) = (_mm256_unpacklo_pd(a, b), _mm256_unpacklo_pd(c, d));
        let (ab1, cd1) = (_mm256_unpackhi_pd(a, b), _mm256_unpackhi_pd(c, d));
        [
            _mm256_permute2f128_pd::<0x20>(ab, cd),
            _mm256_permute2f128_pd::<0x20>(ab1, cd1),
            _mm256_permute2f128_pd::<0x31>(ab, cd),
            _mm256_permute2f128_pd::<0x31>(ab1, cd1),
        ]
    }
}
