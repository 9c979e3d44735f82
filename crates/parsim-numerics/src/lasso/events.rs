//! Where variables enter, eight at a time.

use super::homotopy::STILL;
use crate::simd::{Kernel, LANES, Lanes};

/// Events of inactive variables whose gradient is g at `now` and g - t a at now - t: the slack on the side that
/// can be reached, that of g - now a, shrinks at the rate 1 - a on that side. Returns the largest.
pub(super) struct Entering<'a> {
    pub gradient: &'a [f64],
    pub rate: &'a [f64],
    /// 1 for variables that may enter.
    pub free: &'a [f64],
    pub now: f64,
    pub events: &'a mut [f64],
}

impl Kernel for Entering<'_> {
    type Output = f64;

    #[inline(always)]
    fn run<V: Lanes>(self) -> f64 {
        let Self { gradient, rate, free, now, events } = self;
        let [gradient, rate, free] = [gradient, rate, free].map(|v| v.as_chunks::<LANES>().0);
        let (zero, one, still) = (V::zero(), V::splat(1.0), V::splat(STILL));
        let (never, now) = (V::splat(-1.0), V::splat(now));
        let mut largest = never;
        for (i, out) in events.as_chunks_mut().0.iter_mut().enumerate() {
            let (g, a, free) = (V::load(&gradient[i]), V::load(&rate[i]), V::load(&free[i]));
            let side = V::where_greater(zero, g - now * a, zero - one, one);
            let shrinks = one - side * a;
            let event = now - (now - side * g) / shrinks;
            let event = V::where_greater(shrinks, still, event, never);
            let event = V::where_greater(now, event, event, now);
            let event = V::where_greater(free, zero, event, never);
            event.store(out);
            largest = largest.max(event);
        }
        largest.largest()
    }
}
