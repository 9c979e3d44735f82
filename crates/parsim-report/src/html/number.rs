//! Numbers in tables: as many digits as their Monte Carlo error leaves meaningful.

/// An estimate with its Monte Carlo standard error, in the digits that the error leaves: its first
/// significant one, and the second too if the first is 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct WithError {
    pub(super) value: String,
    /// Empty where the error is unknown.
    pub(super) error: String,
}

/// Formats an estimate and its error.
pub(super) fn with_error(value: f64, mcse: Option<f64>) -> WithError {
    let Some(mcse) = mcse.filter(|mcse| *mcse > 0.0 && mcse.is_finite()) else {
        let error = if mcse == Some(0.0) { "0".to_owned() } else { String::new() };
        return WithError { value: significant(value, 4), error };
    };
    let one_digit = format!("{mcse:.0e}");
    let keep = u8::from(one_digit.starts_with('1'));
    let exponent = exponent(&one_digit);
    let decimals = i32::from(keep) - exponent;
    let keep = usize::from(keep);
    if decimals > 6 || exponent > 5 {
        let digits = usize::try_from(self::exponent(&format!("{value:e}")) + decimals).unwrap_or(0);
        return WithError {
            value: minus(&format!("{value:.digits$e}")),
            error: minus(&format!("{mcse:.keep$e}")),
        };
    }
    let decimals = usize::try_from(decimals).unwrap_or(0);
    let value = minus(&format!("{:.decimals$}", value + 0.0));
    WithError { value, error: format!("{mcse:.decimals$}") }
}

/// A number in so many significant digits, trailing zeros kept off.
pub(super) fn significant(value: f64, digits: usize) -> String {
    let rounded: f64 = format!("{:.*e}", digits.saturating_sub(1), value).parse().unwrap_or(value);
    let size = rounded.abs();
    if rounded == 0.0 || (1e-4..1e7).contains(&size) {
        minus(&format!("{}", rounded + 0.0))
    } else {
        minus(&format!("{rounded:e}"))
    }
}

/// A p-value; small ones as powers of ten.
pub(super) fn p_value(p: f64) -> String {
    match p {
        p if p >= 0.1 => format!("{p:.2}"),
        p if p >= 0.001 => format!("{p:.3}"),
        p if p > 0.0 => minus(&format!("{p:.0e}")),
        _ => "0".to_owned(),
    }
}

/// A count with thin spaces between thousands.
pub(super) fn count(number: u64) -> String {
    let digits = number.to_string();
    if digits.len() <= 4 {
        return digits;
    }
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

fn exponent(text: &str) -> i32 {
    text.split_once('e').and_then(|(_, exponent)| exponent.parse().ok()).unwrap_or(0)
}

/// The text of a number with true minus signs, and none where nothing but zeros is left of it.
pub(super) fn minus(text: &str) -> String {
    let is_zero = text.chars().all(|c| "-0.".contains(c));
    if is_zero { text.replace('-', "") } else { text.replace('-', "\u{2212}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: f64, mcse: f64) -> String {
        let WithError { value, error } = with_error(value, Some(mcse));
        format!("{value} ({error})")
    }

    #[test]
    fn the_error_sets_the_digits() {
        assert_eq!(shown(0.123_456, 0.004_2), "0.123 (0.004)");
        assert_eq!(shown(0.123_456, 0.001_49), "0.1235 (0.0015)");
        assert_eq!(shown(0.123_456, 0.000_96), "0.1235 (0.0010)", "0.00096 rounds to a leading 1");
        assert_eq!(shown(-12.3, 0.5), "\u{2212}12.3 (0.5)");
        assert_eq!(shown(12_345.6, 31.0), "12346 (31)");
        assert_eq!(shown(3.21e-9, 2e-10), "3.2e\u{2212}9 (2e\u{2212}10)");
        assert_eq!(shown(-0.000_02, 0.000_4), "0.0000 (0.0004)");
        assert_eq!(shown(0.5, 0.0), "0.5 (0)");
        assert_eq!(with_error(0.5, None).error, "");
    }

    #[test]
    fn p_values_and_counts_are_short() {
        assert_eq!([0.61, 0.012, 3e-14, 0.0].map(p_value), ["0.61", "0.012", "3e\u{2212}14", "0"]);
        assert_eq!(count(21_000), "21\u{202f}000");
        assert_eq!(count(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(count(2000), "2000");
    }

    #[test]
    fn plain_numbers_have_no_needless_zeros() {
        assert_eq!(significant(0.25, 4), "0.25");
        assert_eq!(significant(-0.0, 4), "0");
        assert_eq!(significant(1.0 / 3.0, 4), "0.3333");
        assert_eq!(significant(3.1e-13, 2), "3.1e\u{2212}13");
    }
}
