//! Every shipped study compiles, and runs with a few replicates.

use parsim_engine::Selection;
use parsim_numerics::Matrix;
use parsim_stats::component::{DataTable, fingerprint};
use parsim_study::{DataFileError, DataFiles, Plan, Source};
use parsim_tests::store::MemoryStore;
use parsim_tests::study::execute;
use parsim_tests::table::{Table, root};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Data files beside a study, CSV alone.
struct Beside(PathBuf);

impl DataFiles for Beside {
    fn load(&self, path: &str) -> Result<Arc<DataTable>, DataFileError> {
        let full = self.0.join(path);
        if !full.is_file() {
            let message = format!("no data file \"{path}\"");
            return Err(DataFileError { message, hint: String::new() });
        }
        let table = Table::read(&full);
        let columns = table.columns().to_vec();
        let values: Vec<f64> = columns.iter().flat_map(|name| table.column(name)).collect();
        let rows = values.len() / columns.len();
        let values = Matrix::from_columns(rows, columns.len(), values).unwrap();
        let hash = fingerprint(&std::fs::read_to_string(&full).unwrap()).to_string();
        Ok(Arc::new(DataTable {
            path: path.to_owned(),
            hash,
            columns,
            values,
            unusable: Vec::new(),
        }))
    }
}

/// The text without its figures, whose kinds only a report knows.
fn without_figures(text: &str) -> String {
    let mut kept = true;
    let mut lines = Vec::new();
    for line in text.lines() {
        if line.starts_with('[') {
            kept = !line.starts_with("[[figure]]");
        }
        if kept {
            lines.push(line);
        }
    }
    lines.join("\n")
}

fn studies() -> Vec<PathBuf> {
    let folder = root().join("studies");
    let entries = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let mut studies: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|end| end == "toml")).collect();
    studies.sort();
    assert!(!studies.is_empty(), "{} holds no study", folder.display());
    studies
}

fn compile(path: &Path) -> Plan {
    let text = without_figures(&std::fs::read_to_string(path).unwrap());
    let name = path.file_name().unwrap().to_string_lossy();
    let data = Beside(path.parent().unwrap().to_owned());
    Plan::compile(&Source::new(name, text), &[], &data).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn every_study_compiles_and_says_what_it_is_for() {
    for path in studies() {
        let plan = compile(&path);
        let name = path.display();
        assert!(!plan.title.is_empty() && !plan.aim.is_empty(), "{name}: title and aim");
        assert!(!plan.scenarios.is_empty() && !plan.methods.is_empty(), "{name}");
    }
}

#[test]
fn every_study_runs() {
    for path in studies() {
        let plan = compile(&path);
        let name = path.display();
        let outcome = execute(&plan, &MemoryStore::new(), 2, (16, &Selection::default()));
        let results = outcome.results.unwrap();
        assert_eq!(results.replicates, vec![16; plan.scenarios.len()], "{name}");
        let rows = |scenario: usize, method: usize| {
            results
                .summary
                .iter()
                .filter(move |row| (row.scenario, row.method) == (scenario, method))
        };
        for (at, scenario) in plan.scenarios.iter().enumerate() {
            for method in (0..plan.methods.len()).filter(|&method| scenario.applies(method)) {
                let estimated = rows(at, method).filter(|row| row.value.estimate.is_some());
                let what = format!("{name}: {} in {}", plan.methods[method].name, scenario.label);
                assert!(estimated.count() > 10, "{what} has no results");
            }
        }
        assert!(results.worst_kkt.unwrap_or(0.0) <= 1e-9, "{name}: KKT {:?}", results.worst_kkt);
        assert!(results.worst_gap.unwrap_or(0.0) <= 1e-9, "{name}: gap {:?}", results.worst_gap);
        assert_eq!(results.verdicts.len(), plan.claims.len(), "{name}");
        // The cells of coefficients are NaN in memory where they are null in files.
        let text = format!("{:?}", (&results.summary, &results.contrasts, &results.claims));
        assert!(!text.contains("NaN"), "{name}: a table holds NaN");
    }
}
