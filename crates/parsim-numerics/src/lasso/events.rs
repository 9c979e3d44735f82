//! Where variables enter and leave, eight at a time.

use super::homotopy::STILL;
use crate::simd::{Kernel, LANES, Lanes};
use crate::wide::eight;

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

/// Events of active variables whose coefficient is b at `now` and b + t w at now - t. Returns the largest.
pub(super) struct Leaving<'a> {
    pub signs: &'a [f64],
    pub beta: &'a [f64],
    pub direction: &'a [f64],
    pub now: f64,
    /// One per variable, and -1 up to a multiple of eight.
    pub events: &'a mut Vec<f64>,
}

impl Kernel for Leaving<'_> {
    type Output = f64;

    #[inline(always)]
    fn run<V: Lanes>(self) -> f64 {
        let Self { signs, beta, direction, now, events } = self;
        let (never, now) = (V::splat(-1.0), V::splat(now));
        let mut largest = never;
        events.clear();
        for first in (0..signs.len()).step_by(LANES) {
            let [signs, beta, direction] =
                [signs, beta, direction].map(|from| eight(from, first));
            let (s, b, w) = (V::load(&signs), V::load(&beta), V::load(&direction));
            let event = now + b / w;
            let event = V::where_greater(now, event, event, now);
            let event = V::where_greater(V::zero(), s * w, event, never);
            events.extend_from_slice(&event.to_array());
            largest = largest.max(event);
        }
        largest.largest()
    }
}

/// Positions of the events that are no smaller than a bound.
pub(super) struct AtLeast<'a> {
    pub events: &'a [f64],
    pub bound: f64,
    pub out: &'a mut Vec<usize>,
}

impl Kernel for AtLeast<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        let Self { events, bound, out } = self;
        for (group, events) in events.as_chunks().0.iter().enumerate() {
            let below = V::where_greater(V::splat(bound), V::load(events), V::zero(), V::splat(1.0));
            if below.sum() > 0.0 {
                let positions = (0..LANES).filter(|k| events[*k] >= bound);
                out.extend(positions.map(|k| group * LANES + k));
            }
        }
    }
}
