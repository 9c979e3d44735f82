//! Parameters and lists as readers of figures see them.

use parsim_study::Cell;

/// A column's name in print: the field's symbol where it has one.
pub(crate) fn symbol(column: &str) -> String {
    let (path, leaf) = column.rsplit_once('.').map_or(("", column), |(path, leaf)| (path, leaf));
    let printed = match leaf {
        "rho" => "ρ".to_owned(),
        "sigma" => "σ".to_owned(),
        "gamma" => "γ".to_owned(),
        "lambda" => "λ".to_owned(),
        "snr" => "SNR".to_owned(),
        "r_squared" => "R²".to_owned(),
        other => other.replace('_', " "),
    };
    if path.is_empty() { printed } else { format!("{printed} ({})", path.replace('_', " ")) }
}

/// A cell in print, with a true minus sign; what a scenario lacks is a dash.
pub(crate) fn cell(value: &Cell) -> String {
    match value {
        Cell::Null => "–".to_owned(),
        Cell::Number(_) => value.to_string().replace('-', "\u{2212}"),
        other => other.to_string(),
    }
}

/// A parameter's setting in print: `ρ = 0.5`.
pub(crate) fn setting(column: &str, value: &Cell) -> String {
    format!("{} = {}", symbol(column), cell(value))
}

/// Words as a list in a sentence: `a`, `a and b`, `a, b and c`.
pub(crate) fn enumerate<S: AsRef<str>>(words: &[S]) -> String {
    match words {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [most @ .., last] => {
            let most: Vec<&str> = most.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", most.join(", "), last.as_ref())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_printed_as_the_field_writes_them() {
        assert_eq!(setting("rho", &Cell::Number(-0.5)), "ρ = \u{2212}0.5");
        assert_eq!(setting("noise.snr", &Cell::Number(4.0)), "SNR (noise) = 4");
        assert_eq!(setting("block_size", &Cell::Null), "block size = –");
        assert_eq!(enumerate(&["a", "b", "c"]), "a, b and c");
        assert_eq!(enumerate::<&str>(&[]), "");
    }
}
