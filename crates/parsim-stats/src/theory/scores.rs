//! Measures that follow from one another.

use super::{Setting, Value, Values};

/// The prediction measures that follow from the excess risk, each with its share of the allowance.
pub(super) fn of_risk(setting: &Setting<'_>, risk: Value) -> Values {
    let (noise, signal) = (setting.noise_variance(), setting.truth.signal_variance);
    let linear = |offset: f64, slope: f64| Value {
        value: offset + slope * risk.value,
        allowance: slope.abs() * risk.allowance,
        testable: risk.testable,
    };
    let total = signal + noise;
    let mut values = vec![
        ("excess_risk", risk),
        ("relative_test_error", linear(1.0, 1.0 / noise)),
        ("pve", linear(1.0 - noise / total, -1.0 / total)),
    ];
    if signal > 0.0 {
        values.push(("relative_risk", linear(0.0, 1.0 / signal)));
    }
    values
}

/// Squared bias, variance and mean squared error of the slopes.
pub(super) fn of_slopes(squared_bias: Value, variance: Value) -> Values {
    let mse = Value {
        value: squared_bias.value + variance.value,
        allowance: squared_bias.allowance + variance.allowance,
        testable: squared_bias.testable && variance.testable,
    };
    vec![("squared_bias", squared_bias), ("variance", variance), ("mse", mse)]
}
