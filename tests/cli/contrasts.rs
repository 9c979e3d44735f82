//! Methods compared on the same data.

use crate::place::Place;
use crate::published::Table;
use crate::studies::SMALL;

fn pairs(table: &Table) -> Vec<(String, String)> {
    let (methods, references) = (table.column("method"), table.column("reference"));
    let one = table.filter(&[("scenario", "n=30,rho=0"), ("measure", "mse")]);
    assert_eq!(methods.len(), references.len());
    let methods = one.column("method").into_iter().map(str::to_owned);
    methods.zip(one.column("reference").into_iter().map(str::to_owned)).collect()
}

#[test]
fn all_pairs_are_compared_on_request() {
    let place = Place::of(SMALL);
    place.parsim("run study.toml --quiet").exits(0);
    let plain = Table::of(&place, "contrasts");
    let named = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    };
    assert_eq!(pairs(&plain), named(&[("ridge", "ols"), ("lasso", "ols")]));
    let page = place.read("output/study/report.html");
    assert!(page.contains("as if their replicates were independent"));
    // The key is no part of the study's identity: nothing is computed again.
    place.edit("study.toml", "seed = 7", "seed = 7\ncontrasts = \"all-pairs\"");
    let answer = place.parsim("plan study.toml --pilot 32").exits(0).says("0 of 4 blocks missing");
    assert!(!answer.out.contains("stale"), "{answer}");
    place.parsim("run study.toml --quiet").exits(0);
    let all = Table::of(&place, "contrasts");
    assert_eq!(pairs(&all), named(&[("ridge", "ols"), ("lasso", "ols"), ("lasso", "ridge")]));
    assert!(plain.rows.iter().all(|row| all.rows.contains(row)), "the same rows, and more");
    let page = place.read("output/study/report.html");
    assert!(!page.contains("as if their replicates were independent"));
    differences_add_up(&all);
}

/// No fit fails here: lasso - ridge is (lasso - ols) - (ridge - ols) for every measure that is defined.
fn differences_add_up(all: &Table) {
    let column = |method: &str, reference: &str| {
        let rows = all.filter(&[("method", method), ("reference", reference)]);
        let (measures, differences) = (rows.column("measure"), rows.column("difference"));
        let cells = measures.into_iter().zip(differences);
        cells.map(|(m, d)| (m.to_owned(), d.parse::<f64>().ok())).collect::<Vec<_>>()
    };
    let (ridge, lasso) = (column("ridge", "ols"), column("lasso", "ols"));
    let mut compared = 0;
    for (((measure, ridge), (_, lasso)), (_, both)) in
        ridge.iter().zip(&lasso).zip(&column("lasso", "ridge"))
    {
        let (Some(ridge), Some(lasso), Some(both)) = (ridge, lasso, both) else { continue };
        if measure == "precision" || measure == "mcc" {
            continue; // Undefined on replicates of one method alone.
        }
        assert!((both - (lasso - ridge)).abs() < 1e-9 * (1.0 + lasso.abs()), "{measure}");
        compared += 1;
    }
    assert!(compared > 40, "{compared}");
}
