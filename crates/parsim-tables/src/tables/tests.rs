//! Tests of the tables as files.

use super::*;
use parsim_engine::results::{
    ClaimRow, CoefficientRow, ContrastRow, FailureRow, Measured, SummaryRow, Verdict,
};
use parsim_stats::coefficient_measures::Values;
use parsim_stats::measures::Themes;
use parsim_stats::summaries::Summary;
use parsim_study::Cell;
use polars::prelude::{DataFrame, DataType, SerReader};
use std::path::PathBuf;
use tempfile::TempDir;

fn keys() -> TableKeys {
    let scenario = |n: f64, noise: &str, df: Option<f64>| {
        let df = df.map_or(Cell::Null, Cell::Number);
        let cells = [("n", Cell::Number(n)), ("noise", Cell::Text(noise.to_owned())), ("df", df)];
        let cells = cells.map(|(name, cell)| (name.to_owned(), cell)).to_vec();
        (format!("n={n},noise={noise}"), cells)
    };
    TableKeys {
        scenarios: vec![scenario(60.0, "gaussian", None), scenario(120.0, "student-t", Some(4.5))],
        methods: vec!["ols".to_owned(), "lasso[rule=\"min\"]".to_owned()],
        claims: vec!["The L1 penalty, alone, helps".to_owned()],
        themes: Themes::CORE,
    }
}

fn measured(estimate: f64, mcse: f64) -> Measured {
    Measured { estimate: Some(estimate), mcse: Some(mcse) }
}

fn summary(scenario: usize, method: usize) -> SummaryRow {
    SummaryRow {
        scenario,
        method,
        measure: "excess_risk",
        value: measured(0.1, 1e-7),
        lower: Some(-0.25),
        upper: Some(1e300),
        replicates: 1984,
        failures: 16,
        undefined: 0,
        listwise: Measured::default(),
        theory: None,
        z: Some(-0.0),
        law: None,
    }
}

fn coefficient(coefficient: u32) -> CoefficientRow {
    CoefficientRow {
        scenario: 1,
        method: 0,
        coefficient,
        truth: 1.0,
        replicates: 2000,
        values: Values::new(Themes::CORE, |measure| {
            let (estimate, mcse) = match measure.name {
                "mean" => (1.01, 0.01),
                "bias" => (0.01, 0.01),
                "empirical_se" => (0.5, 0.008),
                "mse" => (0.25, 0.002),
                "rmse" => (0.5, 0.002),
                _ => (1.0, 0.0),
            };
            Some(Summary { estimate, mcse: Some(mcse), interval: Some((0.998, 1.0)) })
        }),
    }
}

fn results() -> Results {
    let contrast = ContrastRow {
        scenario: 0,
        method: 1,
        reference: 0,
        measure: "mse",
        difference: measured(-0.5, 0.25),
        difference_interval: Some((-0.99, -0.01)),
        ratio: Measured::default(),
        win_rate: measured(0.75, 0.125),
        ties: Some(0.0),
        replicates: 2000,
    };
    let claim = ClaimRow {
        claim: 0,
        scenario: 1,
        verdict: Verdict::NotApplicable,
        difference: Measured::default(),
        z: None,
        p_adjusted: None,
        replicates_needed: None,
        replicates: 0,
        note: "ols: n <= p".to_owned(),
    };
    let failure = FailureRow {
        scenario: 0,
        method: 1,
        cause: "rank 5, not 6".to_owned(),
        count: 16,
        first_replicate: 7,
        replay: "parsim replay a.toml --scenario \"n=60\" --replicate 7 --method ols".to_owned(),
    };
    Results {
        replicates: vec![2000, 2000],
        summary: vec![summary(0, 0), summary(0, 1), summary(1, 0)],
        coefficients: vec![coefficient(0), coefficient(1)],
        contrasts: vec![contrast],
        claims: vec![claim],
        failures: vec![failure],
        ..Results::default()
    }
}

fn written(results: &Results) -> (TempDir, PathBuf) {
    let output = tempfile::tempdir().unwrap();
    Pending::publish(write_tables(output.path(), &keys(), results).unwrap()).unwrap();
    let folder = output.path().join("tables");
    (output, folder)
}

fn lines(folder: &Path, name: &str) -> Vec<String> {
    let text = std::fs::read_to_string(folder.join(name)).unwrap();
    assert!(text.ends_with('\n'));
    text.lines().map(str::to_owned).collect()
}

fn frame(folder: &Path, name: &str) -> DataFrame {
    crate::parquet::reader(std::fs::read(folder.join(name)).unwrap()).finish().unwrap()
}

#[test]
fn columns_are_those_of_the_design() {
    let (_output, folder) = written(&results());
    let header = |name: &str| lines(&folder, name).remove(0);
    assert_eq!(
        header("summary.csv"),
        "scenario,n,noise,df,method,measure,estimate,mcse,lower,upper,replicates,failures,\
         undefined,listwise,listwise_mcse,theory,z,law"
    );
    assert_eq!(
        header("coefficients.csv"),
        "scenario,n,noise,df,method,coefficient,truth,mean,mean_mcse,bias,bias_mcse,empirical_se,\
         empirical_se_mcse,mse,mse_mcse,rmse,rmse_mcse,selected,selected_mcse,selected_lower,\
         selected_upper,replicates"
    );
    assert_eq!(
        header("contrasts.csv"),
        "scenario,n,noise,df,method,reference,measure,difference,difference_mcse,\
         difference_lower,difference_upper,ratio,ratio_mcse,win_rate,win_rate_mcse,ties,replicates"
    );
    assert_eq!(
        header("claims.csv"),
        "claim,scenario,n,noise,df,verdict,difference,mcse,z,p_adjusted,replicates_needed,\
         replicates,note"
    );
    assert_eq!(
        header("failures.csv"),
        "scenario,n,noise,df,method,cause,count,first_replicate,replay"
    );
}

#[test]
fn rows_are_in_order_null_is_empty_and_words_are_quoted() {
    let (_output, folder) = written(&results());
    let summary = lines(&folder, "summary.csv");
    assert_eq!(
        summary[1],
        "\"n=60,noise=gaussian\",60,gaussian,,ols,excess_risk,0.1,1e-7,-0.25,1e300,1984,16,0,,,,-0,"
    );
    assert!(summary[2].contains(",\"lasso[rule=\"\"min\"\"]\",excess_risk,"), "{}", summary[2]);
    assert!(summary[3].starts_with("\"n=120,noise=student-t\",120,student-t,4.5,ols,"));
    assert_eq!(
        lines(&folder, "claims.csv")[1],
        "\"The L1 penalty, alone, helps\",\"n=120,noise=student-t\",120,student-t,4.5,\
         not applicable,,,,,,0,ols: n <= p"
    );
    assert!(lines(&folder, "failures.csv")[1].contains(",\"rank 5, not 6\",16,7,\"parsim replay"));
}

#[test]
fn parquet_holds_what_csv_holds() {
    let (_output, folder) = written(&results());
    for name in ["summary", "coefficients", "contrasts"] {
        let frame = frame(&folder, &format!("{name}.parquet"));
        let csv = std::fs::read(folder.join(format!("{name}.csv"))).unwrap();
        let mut reader = ::csv::Reader::from_reader(&csv[..]);
        let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let names = frame.get_column_names();
        assert_eq!(header, names.iter().map(ToString::to_string).collect::<Vec<_>>());
        for (row, record) in reader.records().enumerate() {
            for (at, cell) in record.unwrap().iter().enumerate() {
                assert_eq!(text(&frame, at, row), cell, "{name} {row} {}", header[at]);
            }
        }
    }
    let summary = frame(&folder, "summary.parquet");
    assert_eq!(*summary.column("n").unwrap().dtype(), DataType::Float64);
}

/// A cell of a frame as CSV would have it, by `str::parse` instead of our own formatting.
fn text(frame: &DataFrame, column: usize, row: usize) -> String {
    let column = &frame.columns()[column];
    match column.dtype() {
        DataType::String => column.str().unwrap().get(row).unwrap_or_default().to_owned(),
        DataType::UInt64 => column.u64().unwrap().get(row).map_or(String::new(), |n| n.to_string()),
        _ => column.f64().unwrap().get(row).map_or(String::new(), |number| {
            let plain = number.to_string();
            if plain.len() < 8 { plain } else { format!("{number:e}") }
        }),
    }
}

#[test]
fn the_same_results_give_the_same_bytes() {
    let ((_one, first), (_two, second)) = (written(&results()), written(&results()));
    let mut names: Vec<_> =
        std::fs::read_dir(&first).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names.len(), 8, "{names:?}");
    for name in names {
        let bytes = |folder: &Path| std::fs::read(folder.join(&name)).unwrap();
        assert_eq!(bytes(&first), bytes(&second), "{}", name.display());
    }
}

#[test]
fn tables_without_rows_keep_their_columns() {
    let (_output, folder) = written(&Results::default());
    assert_eq!(lines(&folder, "failures.csv").len(), 1);
    let frame = frame(&folder, "contrasts.parquet");
    assert_eq!((frame.height(), frame.width()), (0, 17));
}

#[test]
fn a_number_that_is_not_finite_is_named_and_nothing_is_written() {
    for (bad, text) in [(f64::NAN, "NaN"), (f64::NEG_INFINITY, "-inf")] {
        let output = tempfile::tempdir().unwrap();
        let mut results = results();
        results.contrasts[0].win_rate.mcse = Some(bad);
        let error = write_tables(output.path(), &keys(), &results).unwrap_err();
        assert!(error.path.ends_with("contrasts.csv"), "{error}");
        for part in ["row 1", "n=60,noise=gaussian", "measure mse", "win_rate_mcse", text] {
            assert!(error.message.contains(part), "{error}");
        }
        assert_eq!(std::fs::read_dir(output.path()).unwrap().count(), 0);
    }
}

#[test]
fn a_table_of_several_row_groups_reads_back() {
    let mut results = results();
    results.coefficients = (0..70_000).map(coefficient).collect();
    let (_output, folder) = written(&results);
    let frame = frame(&folder, "coefficients.parquet");
    let column = frame.column("coefficient").unwrap().u64().unwrap();
    assert!(column.iter().eq((0..70_000).map(Some)));
}
