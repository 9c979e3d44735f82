//! Results for a person at a terminal.

use comfy_table::{CellAlignment, Table, presets};
use parsim_engine::precision;
use parsim_engine::results::{Results, SummaryRow, Verdict};
use parsim_study::{Plan, Replicates};

/// Measures that a terminal shows.
const MEASURES: [&str; 6] =
    ["relative_risk", "squared_bias", "variance", "screening", "exact_support", "nonzeros"];

/// Rows of the table of measures beyond which it is left to the report.
const MOST_ROWS: usize = 60;

/// A plain table with a header.
pub fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(header.to_vec());
    table
}

/// The claims with their verdicts.
pub fn claims(plan: &Plan, results: &Results) -> String {
    if plan.claims.is_empty() {
        return String::new();
    }
    let header = ["claim", "verdict", "holds", "refuted", "undecided", "n/a", "needed"];
    let mut table = table(&header);
    for column in table.column_iter_mut().skip(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    for (at, claim) in plan.claims.iter().enumerate() {
        let count = |verdict: Verdict| {
            let rows = results.claims.iter();
            rows.filter(|row| row.claim == at && row.verdict == verdict).count().to_string()
        };
        let needed = results.claims.iter().filter(|row| row.claim == at);
        let needed = needed.filter_map(|row| row.replicates_needed).max();
        table.add_row([
            claim.text.clone(),
            results.verdicts.get(at).map_or("", |verdict| verdict.word()).to_owned(),
            count(Verdict::Holds),
            count(Verdict::Refuted),
            count(Verdict::Undecided),
            count(Verdict::NotApplicable),
            needed.map_or_else(String::new, |replicates| replicates.to_string()),
        ]);
    }
    format!(
        "{table}\n(counts are scenarios; needed: replicates that would probably decide the undecided)\n"
    )
}

/// Lines of targets that are not reached, beyond which they are left to the report.
const MOST_SHORTFALLS: usize = 12;

/// What is missing of the precision that the study asks for; empty without targets.
pub fn shortfalls(plan: &Plan, results: &Results) -> String {
    let Replicates::Precision(_) = plan.replicates else { return String::new() };
    let missing = precision::shortfalls(plan, results);
    if missing.is_empty() {
        return "every target of precision is reached\n".to_owned();
    }
    let header = ["not reached", "method", "scenario", "MCSE", "target", "replicates needed"];
    let mut table = table(&header);
    for column in table.column_iter_mut().skip(3) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    for each in missing.iter().take(MOST_SHORTFALLS) {
        table.add_row([
            each.measure.to_owned(),
            plan.methods[each.method].name.clone(),
            plan.scenarios[each.scenario].label.clone(),
            each.mcse.map_or_else(|| "undefined".to_owned(), |mcse| format!("{mcse:.2e}")),
            format!("{:.2e}", each.wanted),
            each.replicates_needed.map_or_else(|| "-".to_owned(), |r| r.to_string()),
        ]);
    }
    let more = missing.len().saturating_sub(MOST_SHORTFALLS);
    let more = if more > 0 { format!("and {more} more; see the report\n") } else { String::new() };
    format!("{table}\n{more}")
}

/// A few measures by scenario and method, as estimate (MCSE); empty for large studies.
pub fn measures(plan: &Plan, results: &Results) -> String {
    let mut table = table(&["scenario", "method"]);
    let mut header = vec!["scenario".to_owned(), "method".to_owned()];
    header.extend(MEASURES.map(str::to_owned));
    table.set_header(header);
    let mut rows = 0;
    for (s, scenario) in plan.scenarios.iter().enumerate() {
        for (m, method) in plan.methods.iter().enumerate() {
            let find = |measure: &str| {
                let of = |row: &&SummaryRow| {
                    row.scenario == s && row.method == m && row.measure == measure
                };
                results.summary.iter().find(of)
            };
            if find(MEASURES[0]).is_none() {
                continue;
            }
            let mut cells = vec![scenario.label.clone(), method.name.clone()];
            cells.extend(MEASURES.map(|measure| find(measure).map_or_else(String::new, cell)));
            table.add_row(cells);
            rows += 1;
        }
    }
    for column in table.column_iter_mut().skip(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    if rows == 0 || rows > MOST_ROWS { String::new() } else { format!("{table}\n") }
}

fn cell(row: &SummaryRow) -> String {
    match (row.value.estimate, row.value.mcse) {
        (Some(estimate), Some(mcse)) => with_error(estimate, mcse),
        (Some(estimate), None) => format!("{estimate:.3}"),
        _ => String::new(),
    }
}

/// An estimate with its MCSE, both to the MCSE's second digit: `0.1234 (0.0056)`.
pub fn with_error(estimate: f64, mcse: f64) -> String {
    #[expect(clippy::cast_sign_loss, reason = "clamped")]
    let digits = if mcse > 0.0 { (1.0 - mcse.log10().floor()).clamp(0.0, 8.0) as usize } else { 4 };
    format!("{estimate:.digits$} ({mcse:.digits$})")
}
