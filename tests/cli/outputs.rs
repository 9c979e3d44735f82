//! A run writes everything that the design promises, and nothing that it forbids.

use crate::place::Place;
use crate::published::Table;
use crate::studies::{FAILING_NOW_AND_THEN, RARE, SMALL};

const PARAMETERS: &str =
    "n,p,design,intercept,covariates,correlation,rho,coefficients,s,value,noise,snr";

/// Columns by table, as section 11 of the design lists them; the tables may hold more.
const COLUMNS: [(&str, &str); 5] = [
    (
        "summary",
        "scenario,PARAMETERS,method,measure,estimate,mcse,lower,upper,replicates,failures,\
         undefined,listwise,listwise_mcse,theory,z,law",
    ),
    (
        "coefficients",
        "scenario,PARAMETERS,method,coefficient,truth,mean,mean_mcse,bias,bias_mcse,empirical_se,\
         empirical_se_mcse,mse,mse_mcse,selected,selected_mcse",
    ),
    (
        "contrasts",
        "scenario,PARAMETERS,method,reference,measure,difference,difference_mcse,ratio,ratio_mcse,\
         win_rate,win_rate_mcse",
    ),
    ("claims", "claim,scenario,PARAMETERS,verdict,difference,mcse,z,p_adjusted,replicates_needed"),
    ("failures", "scenario,PARAMETERS,method,cause,count,first_replicate,replay"),
];

/// Measures by name, as section 11 of the design lists them.
const MEASURES: &str = "squared_bias variance mse relative_risk relative_test_error pve nonzeros \
     exact_zeros tpr fpr fdp precision f1 mcc hamming exact_support sign_recovery screening \
     excess_risk in_sample_error lambda lambda_at_edge";

#[test]
fn a_run_writes_every_file() {
    let place = Place::of(SMALL);
    place.parsim("run study.toml").exits(0).says("output/study/report.html");
    let files = place.files("output/study");
    for file in ["plan.toml", "run.json", "report.html", "tables/claims.csv", "tables/failures.csv"]
    {
        assert!(files.iter().any(|have| have == file), "no {file} in {files:?}");
    }
    for table in ["summary", "coefficients", "contrasts"] {
        for kind in ["csv", "parquet"] {
            let file = format!("tables/{table}.{kind}");
            assert!(files.contains(&file), "no {file} in {files:?}");
        }
    }
    assert!(files.iter().all(|file| !file.contains(".writing-")), "unfinished files: {files:?}");
    assert_eq!(place.blocks().len(), 4, "one block per scenario");
}

#[test]
fn tables_have_the_columns_of_the_design() {
    let place = Place::of(SMALL);
    place.parsim("run study.toml --quiet").exits(0);
    for (name, columns) in COLUMNS {
        let table = Table::of(&place, name);
        let columns = columns.replace("PARAMETERS", PARAMETERS);
        let mut have = table.columns.iter();
        for column in columns.split(',') {
            // In this order: each is looked for after the one before it.
            let found = have.any(|each| each == column);
            assert!(found, "{name} lacks {column} at its place: {:?}", table.columns);
        }
    }
    let summary = Table::of(&place, "summary");
    assert_eq!(summary.rows.len(), 4 * 3 * MEASURES.split_whitespace().count());
    for measure in MEASURES.split_whitespace() {
        assert_eq!(summary.filter(&[("measure", measure)]).rows.len(), 12, "{measure}");
    }
    // The intercept and eight slopes of three methods in four scenarios.
    assert_eq!(Table::of(&place, "coefficients").rows.len(), 4 * 3 * 9);
}

#[test]
fn rows_stand_in_plan_order() {
    let place = Place::of(SMALL);
    place.parsim("run study.toml --quiet").exits(0);
    let summary = Table::of(&place, "summary").filter(&[("measure", "mse")]);
    let scenarios = ["n=30,rho=0", "n=30,rho=0.5", "n=45,rho=0", "n=45,rho=0.5"];
    let expected: Vec<&str> = scenarios.iter().flat_map(|scenario| [*scenario; 3]).collect();
    assert_eq!(summary.column("scenario"), expected);
    assert_eq!(summary.column("method"), ["ols", "ridge", "lasso"].repeat(4));
    assert_eq!(summary.column("replicates"), ["64"; 12]);
}

#[test]
fn no_cell_is_a_nan_and_undefined_is_empty() {
    let place = Place::of(FAILING_NOW_AND_THEN);
    place.write("rare.csv", RARE);
    place.parsim("run study.toml --quiet").exits(0);
    for (name, _) in COLUMNS {
        let table = Table::of(&place, name);
        for row in &table.rows {
            let bad = row.iter().find(|cell| {
                let cell = cell.to_lowercase();
                ["nan", "inf", "-inf", "null", "none"].contains(&cell.as_str())
            });
            assert_eq!(bad, None, "{name}: {row:?}");
        }
    }
    let summary = Table::of(&place, "summary");
    // Least squares has no lambda, in no replicate.
    let lambda = summary.filter(&[("method", "ols"), ("measure", "lambda")]);
    assert!(lambda.rows.is_empty() || lambda.column("estimate") == [""]);
    let risk = summary.filter(&[("method", "ols"), ("measure", "excess_risk")]);
    let failures: u32 = risk.column("failures")[0].parse().unwrap();
    assert!(failures > 0, "the study is made to fail now and then");
    assert_eq!(risk.column("replicates")[0].parse::<u32>().unwrap() + failures, 64);
}

#[test]
fn every_figure_is_there_as_svg_and_as_png() {
    let place = Place::of(SMALL);
    place.parsim("run study.toml --quiet").exits(0);
    let files = place.files("output/study/figures");
    let stems: Vec<&str> = files.iter().filter_map(|file| file.strip_suffix(".svg")).collect();
    assert!(stems.len() >= 5, "{files:?}");
    assert_eq!(files.len(), 2 * stems.len(), "{files:?}");
    for stem in stems {
        let svg = place.read(&format!("output/study/figures/{stem}.svg"));
        assert!(svg.trim_start().starts_with("<svg") || svg.starts_with("<?xml"), "{stem}");
        assert!(svg.trim_end().ends_with("</svg>"), "{stem}");
        let png = std::fs::read(place.path(&format!("output/study/figures/{stem}.png"))).unwrap();
        assert_eq!(png[..8], *b"\x89PNG\r\n\x1a\n", "{stem}");
        assert_eq!(png[png.len() - 8..png.len() - 4], *b"IEND", "{stem}");
    }
}

#[test]
fn the_report_needs_no_other_file_and_no_network() {
    let place = Place::of(SMALL);
    place.parsim("run study.toml --quiet").exits(0);
    let report = place.read("output/study/report.html");
    // Names of XML namespaces look like addresses and are never fetched.
    let text = report
        .replace("http://www.w3.org/2000/svg", "")
        .replace("http://www.w3.org/1999/xlink", "")
        .replace("http://www.w3.org/1999/xhtml", "");
    for forbidden in ["http://", "https://", "src=\"figures", "@import", "<link", "<script src"] {
        let at = text.find(forbidden);
        let around = at.map(|at| text[at..].chars().take(80).collect::<String>());
        assert_eq!(around, None, "the report is one self-contained file");
    }
    for piece in ["A small study", "The lasso predicts better than the null model", "refuted"] {
        assert!(report.contains(piece), "no {piece:?} in the report");
    }
}

#[test]
fn the_plan_says_every_default() {
    let place = Place::of(SMALL);
    place.parsim("run study.toml --quiet").exits(0);
    let plan = place.read("output/study/plan.toml");
    for piece in ["rule = \"min\"", "lambdas = 100", "design = \"random\"", "level = 0.01"] {
        assert!(plan.contains(piece), "no {piece:?} in {plan}");
        assert!(!SMALL.contains(piece), "{piece:?} is typed, not a default");
    }
}

#[test]
fn a_run_says_what_ran_where() {
    let place = Place::of(SMALL);
    place.parsim("run study.toml --quiet --threads 2").exits(0);
    let shares = crate::published::shares(&place);
    let [share] = &shares[..] else { panic!("one process ran: {shares:?}") };
    assert_eq!(share["replicates"], 4 * 64);
    assert_eq!(share["fits"], 4 * 64 * 3);
    assert_eq!(share["threads"], 2);
    assert_eq!(share["version"], env!("CARGO_PKG_VERSION"));
    assert!(share["seconds"].as_f64().unwrap() > 0.0);
    // The stopping rule of the exact path is optimality to rounding errors.
    assert!(share["worst_kkt"].as_f64().unwrap() < 1e-8, "{share}");
}
