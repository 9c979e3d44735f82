//! What a run publishes: its tables as text, and all that must be equal byte for byte.

use crate::place::Place;
use std::collections::BTreeMap;
use std::fs;

/// A CSV table of a run.
pub struct Table {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// Reads `output/study/tables/<name>.csv`.
    pub fn of(place: &Place, name: &str) -> Self {
        Self::parse(&place.read(&format!("output/study/tables/{name}.csv")))
    }

    /// Reads CSV as RFC 4180 has it.
    pub fn parse(text: &str) -> Self {
        let mut lines = text.lines().map(cells);
        let columns = lines.next().unwrap();
        let rows: Vec<Vec<String>> = lines.collect();
        assert!(rows.iter().all(|row| row.len() == columns.len()), "ragged rows");
        Self { columns, rows }
    }

    /// A column's cells.
    pub fn column(&self, name: &str) -> Vec<&str> {
        let at = self.columns.iter().position(|column| column == name);
        let at = at.unwrap_or_else(|| panic!("no column {name} in {:?}", self.columns));
        self.rows.iter().map(|row| row[at].as_str()).collect()
    }

    /// The rows in which columns have these values, as a table.
    pub fn filter(&self, conditions: &[(&str, &str)]) -> Self {
        let mut rows = self.rows.clone();
        for (name, value) in conditions {
            let at = self.columns.iter().position(|column| column == name).unwrap();
            rows.retain(|row| row[at] == *value);
        }
        Self { columns: self.columns.clone(), rows }
    }
}

/// The cells of a line; a quoted cell may hold commas and doubled quotes.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    let mut characters = line.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cells.last_mut().unwrap().push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            _ => cells.last_mut().unwrap().push(c),
        }
    }
    assert!(!quoted, "an open quote in {line}");
    cells
}

/// Everything in a study's folder that may not depend on how the run went: all but the store,
/// which may hold more, and what ran where.
pub struct Published(BTreeMap<String, Vec<u8>>);

impl Published {
    /// What `output/study` of a place holds.
    pub fn of(place: &Place) -> Self {
        Self::at(place, "output/study")
    }

    /// What a study's folder holds.
    pub fn at(place: &Place, folder: &str) -> Self {
        let kept = |file: &String| {
            file.starts_with("tables/") || file.starts_with("figures/") || file == "report.html"
        };
        let files = place.files(folder).into_iter().filter(kept);
        let bytes = |file: &String| fs::read(place.path(folder).join(file)).unwrap();
        let all: BTreeMap<_, _> = files.map(|file| (file.clone(), bytes(&file))).collect();
        assert!(all.contains_key("report.html"), "nothing is published in {folder}");
        Self(all)
    }

    /// Demands the same files with the same bytes.
    #[track_caller]
    pub fn equals(&self, other: &Self, when: &str) {
        let names = |all: &Self| all.0.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(self), names(other), "{when}");
        let different: Vec<&String> =
            self.0.keys().filter(|name| self.0[*name] != other.0[*name]).collect();
        assert!(different.is_empty(), "{when}: other bytes in {different:?}");
    }
}

/// The processes' shares in `run.json`, of which the last to end comes last.
pub fn shares(place: &Place) -> Vec<serde_json::Value> {
    let text = place.read("output/study/run.json");
    let all: serde_json::Value = serde_json::from_str(&text).unwrap();
    let mut runs = all["runs"].as_array().unwrap().clone();
    runs.sort_by_key(|run| run["finished"].as_u64());
    runs
}
