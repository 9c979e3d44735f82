//! Reads the values of one parameter.

use super::number::{fits, number};
use super::{Alternative, Argument, Drafted, Reader};
use crate::source::Spanned;
use crate::tree::{Entry, Node, Tree};
use parsim_stats::component::{Parameter, Shape, Value};

/// The argument of an entry; `None` after reporting what is wrong with it.
pub(super) fn read(
    reader: &mut Reader<'_>,
    parameter: &'static Parameter,
    entry: &Entry,
) -> Option<Argument> {
    let (nodes, crossed) = alternatives(parameter.shape, &entry.node);
    if nodes.is_empty() {
        let message = format!("{} is an empty list", parameter.name);
        let hint = "a list needs at least one value, else the grid has no scenario";
        reader.problems.error(&entry.node.span, message, hint);
        return None;
    }
    let mut values: Vec<Alternative> = Vec::with_capacity(nodes.len());
    let mut complete = true;
    for node in nodes {
        match value(reader, parameter, node) {
            Some(value) => values.push(Spanned { value, span: node.span.clone() }),
            None => complete = false,
        }
    }
    complete.then_some(Argument { parameter, crossed, alternatives: values })
}

/// The values that an entry offers, and whether they were typed as a list that crosses. What is a
/// list by nature crosses only as a list of lists.
fn alternatives(shape: Shape, node: &Node) -> (Vec<&Node>, bool) {
    let Tree::List(items) = &node.value else { return (vec![node], false) };
    let nested = items.iter().any(|item| matches!(item.value, Tree::List(_)));
    if items.is_empty() {
        (Vec::new(), false)
    } else if shape.is_list() && !nested {
        (vec![node], false)
    } else {
        (items.iter().collect(), true)
    }
}

fn value(reader: &mut Reader<'_>, parameter: &Parameter, node: &Node) -> Option<Drafted> {
    let value = match (parameter.shape, &node.value) {
        (Shape::Part(family), _) => {
            return reader.component(family, node, &[]).map(Drafted::Part);
        }
        (Shape::Integer { .. } | Shape::Real { .. }, tree) => numeric(parameter.shape, tree),
        (Shape::Flag, Tree::Flag(flag)) => Some(Value::Flag(*flag)),
        (Shape::Choice(words), Tree::Text(word)) => {
            if !words.contains(&word.as_str()) {
                reader.problems.unknown(&node.span, parameter.name, word, words);
                return None;
            }
            Some(Value::Text(word.clone()))
        }
        (Shape::MethodName | Shape::Text, Tree::Text(text)) => Some(Value::Text(text.clone())),
        (Shape::DataFile, Tree::Text(path)) => {
            return reader.table(path, &node.span).map(Value::Data).map(Drafted::Value);
        }
        (Shape::Numbers, Tree::List(items)) => numbers(items),
        (Shape::Texts, Tree::List(items)) => texts(items),
        _ => None,
    };
    if value.is_none() {
        let wanted = parameter.shape.describe();
        let message = format!("{} takes {wanted}, not {}", parameter.name, node.value.show());
        reader.problems.error(&node.span, message, parameter.doc);
    }
    value.map(Drafted::Value)
}

fn numeric(shape: Shape, tree: &Tree) -> Option<Value> {
    number(tree).filter(|number| fits(shape, *number)).map(Value::Number)
}

fn numbers(items: &[Node]) -> Option<Value> {
    let numbers = items.iter().map(|item| number(&item.value).filter(|number| number.is_finite()));
    let numbers: Option<Vec<f64>> = numbers.collect();
    numbers.filter(|numbers| !numbers.is_empty()).map(Value::Numbers)
}

fn texts(items: &[Node]) -> Option<Value> {
    let texts = items.iter().map(|item| match &item.value {
        Tree::Text(text) => Some(text.clone()),
        _ => None,
    });
    texts.collect::<Option<Vec<String>>>().map(Value::Texts)
}
