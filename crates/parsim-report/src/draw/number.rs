//! Numbers as they are printed at ticks.

/// A number as plain text with this many decimals and a true minus sign.
pub(super) fn fixed(value: f64, decimals: usize) -> String {
    // Adding zero turns a negative zero into a plain one.
    format!("{:.decimals$}", value + 0.0).replace('-', "\u{2212}")
}

/// A number as short as it can be written, as a power of ten where that is shorter to read.
pub(super) fn shortest(value: f64) -> String {
    let (mantissa, exponent) = split(value);
    if value == 0.0 || (-4..=4).contains(&exponent) {
        return format!("{value}").replace('-', "\u{2212}");
    }
    power(mantissa, exponent)
}

/// `mantissa` times ten to the `exponent`, with superscripts: `10³`, `2×10⁻⁴`.
pub(super) fn power(mantissa: f64, exponent: i32) -> String {
    let ten = format!("10{}", superscript(exponent));
    match mantissa {
        1.0 => ten,
        -1.0 => format!("\u{2212}{ten}"),
        _ => format!("{mantissa}×{ten}").replace('-', "\u{2212}"),
    }
}

/// Mantissa in [1, 10) and exponent, both as the shortest decimal text has them.
pub(super) fn split(value: f64) -> (f64, i32) {
    let text = format!("{value:e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    (mantissa.parse().unwrap_or(value), exponent.parse().unwrap_or(0))
}

/// A whole number in Unicode superscripts.
pub(super) fn superscript(number: i32) -> String {
    let raise = |c: char| match c {
        '0' => '⁰',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        '9' => '⁹',
        _ => '⁻',
    };
    number.to_string().chars().map(raise).collect()
}
