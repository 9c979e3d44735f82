//! Canonical form: the text whose hash is a component's identity.
//!
//! It names the kind and those parameters that differ from their default, sorted by name, with
//! numbers by their bits and data files by their content. So a parameter that is added later,
//! with a default that keeps the old behaviour, changes no identity.

use super::{Component, Default, Value};
use std::fmt::Write;

/// A 128-bit identity, printed as 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub [u8; 16]);

impl Fingerprint {
    /// Reads what `Display` wrote; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 32 || !text.is_ascii() {
            return None;
        }
        let mut bytes = [0; 16];
        for (i, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * i..2 * i + 2], 16).ok()?;
        }
        Some(Self(bytes))
    }
}

impl std::fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}

/// The first 128 bits of the BLAKE3 hash of a text.
pub fn fingerprint(text: &str) -> Fingerprint {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&blake3::hash(text.as_bytes()).as_bytes()[..16]);
    Fingerprint(bytes)
}

impl Component {
    /// The canonical form, e.g. `lasso{lambdas=n4049000000000000}`.
    pub fn canonical(&self) -> String {
        let mut text = String::from(self.kind());
        text.push('{');
        let mut separator = "";
        for (name, value) in &self.arguments {
            if self.is_default(name, value) {
                continue;
            }
            let _ = write!(text, "{separator}{name}=");
            write_value(&mut text, value);
            separator = ";";
        }
        text.push('}');
        text
    }

    /// Whether every parameter outside of `names` is at its default: for laws, which know what they
    /// were derived for and not what a kind may be given later.
    pub(crate) fn is_plain_but(&self, names: &[&str]) -> bool {
        let mut arguments = self.arguments.iter();
        arguments.all(|(name, value)| names.contains(name) || self.is_default(name, value))
    }

    fn is_default(&self, name: &str, value: &Value) -> bool {
        let Some(parameter) = self.specification.parameter(name) else { return false };
        match (parameter.default, value) {
            (Default::Number(default), Value::Number(number)) => default == *number,
            (Default::Flag(default), Value::Flag(flag)) => default == *flag,
            (Default::Text(default), Value::Text(text)) => default == text,
            (Default::Part(kind), Value::Part(part)) => part.canonical() == format!("{kind}{{}}"),
            _ => false,
        }
    }
}

fn write_value(text: &mut String, value: &Value) {
    match value {
        Value::Number(number) => write_number(text, *number),
        Value::Flag(flag) => text.push_str(if *flag { "true" } else { "false" }),
        Value::Text(word) => write_quoted(text, word),
        Value::Numbers(numbers) => {
            text.push('[');
            for number in numbers {
                write_number(text, *number);
                text.push(',');
            }
            text.push(']');
        }
        Value::Texts(words) => {
            text.push('[');
            for word in words {
                write_quoted(text, word);
                text.push(',');
            }
            text.push(']');
        }
        Value::Part(part) => text.push_str(&part.canonical()),
        Value::Data(data) => {
            let _ = write!(text, "data:{}", data.hash);
        }
    }
}

/// A number by its bits, with one zero only.
fn write_number(text: &mut String, number: f64) {
    let bits = (number + 0.0).to_bits();
    let _ = write!(text, "n{bits:016x}");
}

fn write_quoted(text: &mut String, word: &str) {
    let _ = write!(text, "{word:?}");
}

#[cfg(test)]
mod tests {
    use super::super::{Family, Parameter, Shape, Specification};
    use super::*;

    static SPECIFICATION: Specification = Specification {
        family: Family::Noise,
        kind: "demo",
        summary: "",
        formula: "",
        source: "",
        parameters: &[
            Parameter { name: "df", shape: Shape::Text, default: Default::Number(3.0), doc: "" },
            Parameter { name: "sigma", shape: Shape::Text, default: Default::Absent, doc: "" },
        ],
    };

    fn demo(df: f64, sigma: Option<f64>) -> Component {
        let mut demo = Component::with_defaults(&SPECIFICATION, &|_, _| None).unwrap();
        demo.arguments.insert("df", Value::Number(df));
        if let Some(sigma) = sigma {
            demo.arguments.insert("sigma", Value::Number(sigma));
        }
        demo
    }

    #[test]
    fn defaults_leave_no_trace_and_numbers_are_bits() {
        assert_eq!(demo(3.0, None).canonical(), "demo{}");
        assert_eq!(demo(3.0, Some(0.0)).canonical(), demo(3.0, Some(-0.0)).canonical());
        assert_eq!(
            demo(4.0, Some(1.0)).canonical(),
            "demo{df=n4010000000000000;sigma=n3ff0000000000000}"
        );
    }

    #[test]
    fn fingerprints_read_back() {
        // The first 16 bytes of BLAKE3's published test vector for the empty input.
        let empty = fingerprint("");
        assert_eq!(empty.to_string(), "af1349b9f5f9a1a6a0404dea36dcc949");
        assert_eq!(Fingerprint::parse(&empty.to_string()), Some(empty));
        assert_eq!(Fingerprint::parse("af13"), None);
    }
}
