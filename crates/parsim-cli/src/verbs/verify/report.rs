//! A comparison with a pin, for a person and for a program.

use crate::exit::{Exit, counted};
use crate::terminal;
use comfy_table::CellAlignment;
use parsim_engine::pins::{Difference, Member, Mode, Pin, Place, Verification};
use serde_json::{Value, json};
use std::fmt::Write;

/// Differences that the terminal shows; JSON has all.
const MOST_ROWS: usize = 30;

/// The comparison in words.
pub fn text(verification: &Verification, sides: (&Pin, &Pin)) -> String {
    let mut text = match verification.mode {
        Mode::Exact { tolerance } => exact(verification, tolerance),
        Mode::Statistical { false_alarms, .. } => statistical(verification, false_alarms, sides),
    };
    if !verification.unpinned.is_empty() {
        let names = verification.unpinned.join(", ");
        let _ = writeln!(text, "not pinned, and so held to nothing: {names}");
    }
    text + &table(&verification.differences)
}

fn exact(verification: &Verification, tolerance: f64) -> String {
    let rows = counted(verification.rows, "row");
    let closely = if tolerance > 0.0 {
        format!("to {tolerance:e}, since this machine does not promise the same bits")
    } else {
        "digit by digit".to_owned()
    };
    let differ = verification.differences.len();
    let found =
        if differ == 0 { "all are the same".to_owned() } else { counted(differ, "difference") };
    format!("exact: {rows} compared {closely}: {found}\n")
}

fn statistical(
    verification: &Verification,
    false_alarms: f64,
    (pin, found): (&Pin, &Pin),
) -> String {
    let family = &verification.family;
    let mut text = format!(
        "statistical: seed {} against {}, {} against {} replicates, results version {} against {}\n",
        found.seed,
        pin.seed,
        found.replicates,
        pin.replicates,
        found.results_version,
        pin.results_version
    );
    if found.seed == pin.seed {
        text += "the same seed: both sides share replicates, so the true rate of false alarms is below the stated one\n";
    }
    let _ = writeln!(
        text,
        "{} ({} of single values, {} over all scenarios) at a false-alarm rate of {false_alarms} for all \
         together: |z| up to {:.2} is chance",
        counted(family.members.len(), "comparison"),
        family.single,
        family.combined(),
        family.limit(),
    );
    if let Some(largest) = family.largest() {
        let Member { place, what, expected, found, test } = largest;
        let _ = writeln!(
            text,
            "largest |z|: {:.2} at {place} ({what}: {found} against {expected})",
            test.z.abs()
        );
    }
    let share = 100.0 * family.share_above_two();
    let _ = writeln!(
        text,
        "|z| > 2 in {share:.1} % of single values (4.6 % by chance, if all were normal)"
    );
    text
}

/// The differences as a table, cut where it is long.
pub fn table(differences: &[Difference]) -> String {
    if differences.is_empty() {
        return String::new();
    }
    let header = ["scenario", "method", "measure", "what", "expected", "found", "z"];
    let mut table = terminal::table(&header);
    for column in table.column_iter_mut().skip(4) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    for difference in differences.iter().take(MOST_ROWS) {
        let Difference { place: Place { scenario, method, measure }, what, pinned, found, z } =
            difference;
        let word = |word: &Option<String>| word.clone().unwrap_or_else(|| "(all)".to_owned());
        let number = |value: &Option<f64>| value.map_or_else(|| "-".to_owned(), |v| v.to_string());
        table.add_row([
            word(scenario),
            word(method),
            word(measure),
            what.clone(),
            number(pinned),
            number(found),
            z.map_or_else(String::new, |z| format!("{z:.2}")),
        ]);
    }
    let more = differences.len().saturating_sub(MOST_ROWS);
    let more =
        if more > 0 { format!("... and {more} more (--json has all)\n") } else { String::new() };
    format!("{table}\n{more}")
}

/// The comparison as JSON.
///
/// # Errors
/// A number cannot be written.
pub fn json(verification: &Verification, (pin, found): (&Pin, &Pin)) -> Result<String, Exit> {
    let side = |side: &Pin| {
        json!({
            "seed": side.seed,
            "replicates": side.replicates,
            "results_version": side.results_version,
        })
    };
    let family = &verification.family;
    let mode = match verification.mode {
        Mode::Exact { tolerance } => json!({ "mode": "exact", "tolerance": tolerance }),
        Mode::Statistical { false_alarms, .. } => json!({
            "mode": "statistical",
            "false_alarms": false_alarms,
            "comparisons": family.members.len(),
            "single_values": family.single,
            "over_all_scenarios": family.combined(),
            "limit": family.limit(),
            "largest": family.largest().map(member),
            "share_above_two": family.share_above_two(),
        }),
    };
    let differences: Vec<Value> = verification.differences.iter().map(difference).collect();
    let value = json!({
        "study": pin.study,
        "agrees": differences.is_empty(),
        "rows": verification.rows,
        "pin": side(pin),
        "run": side(found),
        "comparison": mode,
        "differences": differences,
        "unpinned_measures": verification.unpinned,
    });
    serde_json::to_string_pretty(&value).map_err(|error| Exit::Missing(error.to_string()))
}

pub(super) fn member(member: &Member) -> Value {
    let Member { place, what, expected, found, test } = member;
    json!({
        "scenario": place.scenario,
        "method": place.method,
        "measure": place.measure,
        "what": what,
        "expected": expected,
        "found": found,
        "z": test.z,
        "p": test.p,
    })
}

pub(super) fn difference(difference: &Difference) -> Value {
    let Difference { place, what, pinned, found, z } = difference;
    json!({
        "scenario": place.scenario,
        "method": place.method,
        "measure": place.measure,
        "what": what,
        "expected": pinned,
        "found": found,
        "z": z,
    })
}
