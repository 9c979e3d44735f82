//! Writes keys and strings of TOML.

use std::fmt::Write;

/// A key, in quotes where it is dotted.
pub(crate) fn key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
    if !name.is_empty() && name.chars().all(bare) { name.to_owned() } else { string(name) }
}

/// A basic string of TOML.
pub(crate) fn string(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            control if control.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(control));
            }
            plain => quoted.push(plain),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use toml::de::{DeTable, DeValue};

    #[test]
    fn any_string_reads_back() {
        let texts = ["", "a \"b\" \\ c", "line\nline\ttab\u{7f}\u{1}", "λ = 0.5 # no comment"];
        for text in texts {
            let document = format!("{} = {}", key("a.b"), string(text));
            let table = DeTable::parse(&document).unwrap();
            let (name, value) = table.get_ref().iter().next().unwrap();
            assert_eq!(name.get_ref(), "a.b");
            let DeValue::String(read) = value.get_ref() else { panic!("a string") };
            assert_eq!(read, text);
        }
    }
}
