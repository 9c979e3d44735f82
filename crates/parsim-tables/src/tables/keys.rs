//! What a plan's positions stand for in the tables.

use super::columns::{Column, Values};
use parsim_stats::measures::Themes;
use parsim_study::{Cell, Plan};

/// Labels and parameter columns of the scenarios, names of the methods, texts of the claims; rows
/// refer to them by position.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableKeys {
    /// Per scenario its label and its cells, of the same columns in every scenario.
    pub scenarios: Vec<(String, Vec<(String, Cell)>)>,
    /// Names of the methods.
    pub methods: Vec<String>,
    /// Texts of the claims.
    pub claims: Vec<String>,
    /// Themes of the measures, which say what columns there are.
    pub themes: Themes,
}

impl TableKeys {
    /// The keys of a plan.
    pub fn new(plan: &Plan) -> Self {
        let scenarios = plan.scenarios.iter();
        Self {
            scenarios: scenarios.map(|s| (s.label.clone(), s.columns.clone())).collect(),
            methods: plan.methods.iter().map(|method| method.name.clone()).collect(),
            claims: plan.claims.iter().map(|claim| claim.text.clone()).collect(),
            themes: plan.themes,
        }
    }

    /// The columns `scenario` and one per parameter, for rows of these scenarios.
    ///
    /// A parameter that is a number wherever it is set makes a column of numbers, any other one a
    /// column of words.
    pub(super) fn scenario_columns(&self, rows: &[usize]) -> Vec<Column<'_>> {
        let labels = rows.iter().map(|&s| Some(self.scenarios[s].0.as_str().into())).collect();
        let mut columns = vec![Column { name: "scenario".into(), values: Values::Words(labels) }];
        let names = self.scenarios.first().map_or(&[][..], |scenario| &scenario.1);
        for (at, (name, _)) in names.iter().enumerate() {
            let cell = |s: usize| &self.scenarios[s].1[at].1;
            let numeric =
                (0..self.scenarios.len()).all(|s| matches!(cell(s), Cell::Number(_) | Cell::Null));
            let values = if numeric {
                Values::Numbers(rows.iter().map(|&s| cell(s).number()).collect())
            } else {
                Values::Words(rows.iter().map(|&s| word(cell(s))).collect())
            };
            columns.push(Column { name: name.as_str().into(), values });
        }
        columns
    }

    /// A column of method names.
    pub(super) fn methods(
        &self,
        name: &'static str,
        rows: impl Iterator<Item = usize>,
    ) -> Column<'_> {
        let names = rows.map(|m| Some(self.methods[m].as_str().into())).collect();
        Column { name: name.into(), values: Values::Words(names) }
    }
}

fn word(cell: &Cell) -> Option<std::borrow::Cow<'_, str>> {
    match cell {
        Cell::Null => None,
        Cell::Text(text) => Some(text.as_str().into()),
        other => Some(other.to_string().into()),
    }
}
