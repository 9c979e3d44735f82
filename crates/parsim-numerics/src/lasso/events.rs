//! Where variables enter and leave, eight at a time.

use super::homotopy::STILL;
use crate::simd::{Kernel, LANES, Lanes, padded};

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

/// Events of active variables, whose coefficients are b at `now` and b + t w at now - t: where they reach zero, or
/// -1. Returns the largest.
pub(super) struct Leaving<'a> {
    pub beta: &'a [f64],
    /// w, padded.
    pub direction: &'a [f64],
    pub signs: &'a [f64],
    pub now: f64,
    /// The events, and -1 up to a multiple of eight.
    pub events: &'a mut Vec<f64>,
}

impl Kernel for Leaving<'_> {
    type Output = f64;

    #[inline(always)]
    fn run<V: Lanes>(self) -> f64 {
        let Self { beta, direction, signs, now, events } = self;
        events.resize(padded(beta.len()), 0.0);
        let (never, now, zero) = (V::splat(-1.0), V::splat(now), V::zero());
        let mut largest = never;
        let groups = beta.chunks(LANES).zip(signs.chunks(LANES)).zip(direction.as_chunks().0);
        for (((b, sign), w), out) in groups.zip(events.as_chunks_mut().0) {
            let (b, sign, w) = (eight::<V>(b), eight::<V>(sign), V::load(w));
            let shrinks = V::where_greater(zero, sign * w, V::splat(1.0), zero);
            let event = now + b / V::where_greater(shrinks, zero, w, V::splat(1.0));
            let event = V::where_greater(now, event, event, now);
            let event = V::where_greater(shrinks, zero, event, never);
            event.store(out);
            largest = largest.max(event);
        }
        largest.largest()
    }
}

/// Up to eight numbers, then zeros.
#[inline(always)]
fn eight<V: Lanes>(from: &[f64]) -> V {
    if let Some(all) = from.first_chunk() {
        return V::load(all);
    }
    let mut out = [0.0; LANES];
    out.iter_mut().zip(from).for_each(|(out, from)| *out = *from);
    V::load(&out)
}

/// Places of events, a multiple of eight of them, that are no less than `bound`.
pub(super) struct Reached<'a> {
    pub events: &'a [f64],
    pub bound: f64,
    pub out: &'a mut Vec<usize>,
}

impl Kernel for Reached<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        let Self { events, bound, out } = self;
        out.clear();
        let limit = V::splat(bound);
        for (group, events) in events.as_chunks::<LANES>().0.iter().enumerate() {
            let reached = V::where_greater(limit, V::load(events), V::zero(), V::splat(1.0));
            if V::exceeds(reached, V::zero()) {
                let places = events.iter().enumerate().filter(|(_, event)| **event >= bound);
                out.extend(places.map(|(k, _)| group * LANES + k));
            }
        }
    }
}
