//! Names and values of what varies over a grid.

use super::{Path, Variant};
use crate::cell::Cell;
use crate::draft::Draft;
use parsim_stats::component::{Component, Value};
use std::collections::BTreeMap;

/// The leaves of one component by path; a part's leaf is its kind.
type Leaves<'a> = BTreeMap<Path, Leaf<'a>>;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Leaf<'a> {
    Kind(&'static str),
    Value(&'a Value),
}

/// The columns of a grid: every scalar parameter and every kind, and which of them vary.
#[derive(Debug)]
pub(crate) struct Factors {
    /// Column names, in the order of the manuals: the leaf name of the parameter, or its dotted
    /// path where two parameters share a leaf name.
    pub(crate) names: Vec<String>,
    /// Positions of the varied columns, in file order.
    pub(crate) varied: Vec<usize>,
    /// One row of cells per variant.
    pub(crate) rows: Vec<Vec<Cell>>,
}

impl Factors {
    /// The columns of the variants that a draft expanded to.
    pub(crate) fn new(draft: &Draft, variants: &[Variant]) -> Self {
        let leaves: Vec<Leaves<'_>> =
            variants.iter().map(|variant| leaves(&variant.component)).collect();
        let mut varied = Vec::new();
        collect_varied(draft, &Path::new(), &leaves, &mut varied);
        let paths = columns(variants, &leaves, &varied);
        let names = paths.iter().map(|path| name(path, &paths)).collect();
        let position = |path: &Path| paths.iter().position(|other| other == path);
        let varied = varied.iter().filter_map(position).collect();
        let columns: Vec<Vec<Cell>> = paths.iter().map(|path| cells(path, &leaves)).collect();
        let row = |i: usize| columns.iter().map(|column| column[i].clone()).collect();
        Self { names, varied, rows: (0..variants.len()).map(row).collect() }
    }

    /// The varied columns of a row that has them, by name.
    pub(crate) fn varied(&self, row: usize) -> Vec<(String, Cell)> {
        let pairs = self.varied.iter().map(|&j| (self.names[j].clone(), self.rows[row][j].clone()));
        pairs.filter(|(_, cell)| *cell != Cell::Null).collect()
    }
}

/// `n=60,rho=0.5`: a label that conditions can read back.
pub(crate) fn label(varied: &[(String, Cell)]) -> String {
    let parts: Vec<String> =
        varied.iter().map(|(name, cell)| format!("{name}={}", readable(cell))).collect();
    parts.join(",")
}

/// A cell as conditions read it.
fn readable(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => crate::claim::quoted(text),
        other => other.to_string(),
    }
}

fn leaves(component: &Component) -> Leaves<'_> {
    let mut leaves = Leaves::new();
    add_leaves(component, &Path::new(), &mut leaves);
    leaves
}

fn add_leaves<'a>(component: &'a Component, prefix: &Path, leaves: &mut Leaves<'a>) {
    for (name, value) in &component.arguments {
        let mut path = prefix.clone();
        path.push(name);
        if let Value::Part(part) = value {
            add_leaves(part, &path, leaves);
            leaves.insert(path, Leaf::Kind(part.kind()));
        } else {
            leaves.insert(path, Leaf::Value(value));
        }
    }
}

/// Paths of the parameters that vary: those typed as lists and, under a list of tables, what
/// differs between tables of the same kind.
fn collect_varied(draft: &Draft, prefix: &Path, leaves: &[Leaves<'_>], varied: &mut Vec<Path>) {
    for argument in &draft.arguments {
        let mut path = prefix.clone();
        path.push(argument.parameter.name);
        if argument.crossed && !varied.contains(&path) {
            varied.push(path.clone());
        }
        for part in argument.parts() {
            collect_varied(part, &path, leaves, varied);
        }
        if argument.crossed && argument.parts().next().is_some() {
            for differing in differing(&path, leaves) {
                if !varied.contains(&differing) {
                    varied.push(differing);
                }
            }
        }
    }
}

fn differing(root: &Path, leaves: &[Leaves<'_>]) -> Vec<Path> {
    let mut below: Vec<&Path> = Vec::new();
    for path in leaves.iter().flat_map(Leaves::keys) {
        if path.len() > root.len() && path.starts_with(root) && !below.contains(&path) {
            below.push(path);
        }
    }
    let differs = |path: &Path| {
        let mut seen: Vec<(Option<&Leaf<'_>>, Option<&Leaf<'_>>)> = Vec::new();
        leaves.iter().any(|leaves| {
            let (kind, value) = (leaves.get(root), leaves.get(path));
            let clash = seen.iter().any(|(other, known)| *other == kind && *known != value);
            if !seen.contains(&(kind, value)) {
                seen.push((kind, value));
            }
            clash
        })
    };
    below.into_iter().filter(|path| differs(path)).cloned().collect()
}

/// The paths of all columns in the order of the manuals. Lists by nature are columns only where
/// they vary.
fn columns(variants: &[Variant], leaves: &[Leaves<'_>], varied: &[Path]) -> Vec<Path> {
    let mut paths: Vec<Path> = Vec::new();
    for (variant, leaves) in variants.iter().zip(leaves) {
        for path in manual_order(&variant.component, &Path::new()) {
            let list =
                matches!(leaves.get(&path), Some(Leaf::Value(Value::Numbers(_) | Value::Texts(_))));
            if !paths.contains(&path) && (!list || varied.contains(&path)) {
                paths.push(path);
            }
        }
    }
    paths
}

fn manual_order(component: &Component, prefix: &Path) -> Vec<Path> {
    let mut paths = Vec::new();
    for parameter in component.specification.parameters {
        let mut path = prefix.clone();
        path.push(parameter.name);
        let Some(value) = component.get(parameter.name) else { continue };
        paths.push(path.clone());
        if let Value::Part(part) = value {
            paths.extend(manual_order(part, &path));
        }
    }
    paths
}

fn name(path: &Path, all: &[Path]) -> String {
    let alone = all.iter().filter(|other| other.last() == path.last()).count() == 1;
    match path.last() {
        Some(leaf) if alone => (*leaf).to_owned(),
        _ => path.join("."),
    }
}

/// A column of cells. Lists have no short text: they are numbered in the order of the scenarios.
fn cells(path: &Path, leaves: &[Leaves<'_>]) -> Vec<Cell> {
    let mut lists: Vec<&Value> = Vec::new();
    let mut column = Vec::with_capacity(leaves.len());
    for leaves in leaves {
        column.push(match leaves.get(path) {
            None | Some(Leaf::Value(Value::Part(_))) => Cell::Null,
            Some(Leaf::Kind(kind)) => Cell::Text((*kind).to_owned()),
            Some(Leaf::Value(Value::Number(number))) => Cell::Number(*number),
            Some(Leaf::Value(Value::Flag(flag))) => Cell::Flag(*flag),
            Some(Leaf::Value(Value::Text(text))) => Cell::Text(text.clone()),
            Some(Leaf::Value(Value::Data(table))) => Cell::Text(table.path.clone()),
            Some(Leaf::Value(list @ (Value::Numbers(_) | Value::Texts(_)))) => {
                if !lists.contains(list) {
                    lists.push(list);
                }
                let number = lists.iter().position(|known| known == list).map_or(0, |i| i + 1);
                Cell::Text(format!("list{number}"))
            }
        });
    }
    column
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::NoDataFiles;
    use crate::draft::Reader;
    use crate::grid::{Zips, expand};
    use crate::kinds::Kinds;
    use crate::problems::Problems;
    use crate::source::Source;
    use crate::tree::{Node, Tree, parse};
    use parsim_stats::component::{Default, Family, Parameter, Shape, Specification};

    const SIZE: Parameter = Parameter {
        name: "size",
        shape: Shape::Real { min: 0.0, max: 9.0, open: (false, false) },
        default: Default::Number(1.0),
        doc: "",
    };
    static OUTER: Specification = Specification {
        family: Family::Figure,
        kind: "outer",
        summary: "",
        formula: "",
        source: "",
        parameters: &[
            SIZE,
            Parameter {
                name: "inner",
                shape: Shape::Part(Family::Figure),
                default: Default::Required,
                doc: "",
            },
        ],
    };
    static INNER: Specification = Specification {
        family: Family::Figure,
        kind: "inner",
        summary: "",
        formula: "",
        source: "",
        parameters: &[
            SIZE,
            Parameter { name: "word", shape: Shape::Text, default: Default::Text("w"), doc: "" },
        ],
    };

    fn labels(text: &str) -> Vec<String> {
        let kinds = Kinds::new(&[&OUTER, &INNER]);
        let value = Tree::Table(parse(&Source::new("a", text)).unwrap());
        let node = Node { span: 0..0, value };
        let mut problems = Problems::default();
        let mut reader = Reader::new(&kinds, &NoDataFiles, &mut problems);
        let draft = reader.component(Family::Figure, &node, &[]).unwrap();
        let variants = expand(&draft, &Zips::default(), &kinds, 100).unwrap();
        let factors = Factors::new(&draft, &variants);
        (0..variants.len()).map(|row| label(&factors.varied(row))).collect()
    }

    #[test]
    fn a_leaf_name_that_occurs_twice_is_dotted() {
        let found = labels("kind = 'outer'\nsize = [1, 2]\ninner = { kind = 'inner', word = 'v' }");
        assert_eq!(found, ["size=1", "size=2"], "the outer one's path is its name");
        let found = labels("kind = 'outer'\ninner = { kind = 'inner', size = [1, 2] }");
        assert_eq!(found, ["inner.size=1", "inner.size=2"]);
    }

    #[test]
    fn words_with_blanks_are_quoted() {
        let found =
            labels("kind = 'outer'\ninner = { kind = 'inner', word = ['a b', 'and', 'c'] }");
        assert_eq!(found, ["word='a b'", "word='and'", "word=c"]);
    }
}
