//! TOML with the places of keys and values, entries in file order.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{Source, Span};
use toml::de::{DeTable, DeValue};

/// A value and its place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    pub(crate) span: Span,
    pub(crate) value: Tree,
}

/// The values of TOML.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Tree {
    Text(String),
    Integer(i64),
    /// A real number, or a whole one beyond 64 bits.
    Real(f64),
    Flag(bool),
    /// A date or time, which no parameter takes.
    Date,
    List(Vec<Node>),
    Table(Vec<Entry>),
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) key_span: Span,
    pub(crate) node: Node,
}

impl Tree {
    /// What the value is, in the words of messages.
    pub(crate) const fn describe(&self) -> &'static str {
        match self {
            Self::Text(_) => "a string",
            Self::Integer(_) => "a whole number",
            Self::Real(_) => "a number",
            Self::Flag(_) => "a truth value",
            Self::Date => "a date",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

impl Tree {
    /// The value in a message, written out where it is short.
    pub(crate) fn show(&self) -> String {
        match self {
            Self::Integer(whole) => whole.to_string(),
            Self::Real(real) => crate::draft::shortest(*real),
            Self::Flag(flag) => flag.to_string(),
            Self::Text(text) => format!("{text:?}"),
            other => other.describe().to_owned(),
        }
    }
}

/// Reads a document; the entries of its top level.
pub(crate) fn parse(source: &Source) -> Result<Vec<Entry>, Diagnostics> {
    let (table, errors) = DeTable::parse_recoverable(&source.text);
    if errors.is_empty() {
        return Ok(entries(table.get_ref()));
    }
    let list = errors.iter().map(|error| {
        let message = error.message().trim().replace('\n', ", ");
        let diagnostic =
            Diagnostic::error(message).hint("the file must be valid TOML, see toml.io");
        match error.span() {
            Some(span) => diagnostic.at(span),
            None => diagnostic,
        }
    });
    Err(Diagnostics::new(source.clone(), list.collect()))
}

fn entries(table: &DeTable<'_>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            key_span: key.span(),
            node: Node { span: value.span(), value: tree(value.get_ref()) },
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_span.start);
    entries
}

fn tree(value: &DeValue<'_>) -> Tree {
    match value {
        DeValue::String(text) => Tree::Text(text.to_string()),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(whole) => Tree::Integer(whole),
            Err(_) => Tree::Real(f64::INFINITY),
        },
        DeValue::Float(number) => Tree::Real(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(flag) => Tree::Flag(*flag),
        DeValue::Datetime(_) => Tree::Date,
        DeValue::Array(items) => Tree::List(
            items
                .iter()
                .map(|item| Node { span: item.span(), value: tree(item.get_ref()) })
                .collect(),
        ),
        DeValue::Table(table) => Tree::Table(entries(table)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_keep_file_order_and_spans() {
        let source = Source::new("a.toml", "z = 0x10\n[m]\nb = 1_0.5\na = { c = [true] }\n");
        let top = parse(&source).unwrap();
        assert_eq!(top[0].node.value, Tree::Integer(16));
        let Tree::Table(inner) = &top[1].node.value else { panic!("a table") };
        assert_eq!(inner[0].key, "b");
        assert_eq!(inner[0].node.value, Tree::Real(10.5));
        assert_eq!(source.position(inner[1].key_span.start), (4, 1));
    }

    #[test]
    fn text_that_is_not_toml_is_located() {
        let source = Source::new("a.toml", "title = \"x\"\nn = [1, 2\nseed = 1\n");
        let text = parse(&source).unwrap_err().to_string();
        assert!(text.starts_with("a.toml:3:"), "{text}");
    }
}
