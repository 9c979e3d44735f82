//! Which scenarios and methods a study file stands for, and what they are called.

use super::{compile, labels, with_mechanism, with_more};
use crate::cell::Cell;
use proptest::prelude::*;
use std::fmt::Write;

const REST: &str = "covariates = { kind = \"gaussian\", p = 5 }\n\
     coefficients = { kind = \"leading\", s = 2 }\n";

#[test]
fn the_shipped_study_has_36_scenarios() {
    let text = include_str!("../../../../../studies/two-signals.toml");
    let plan = compile(text).unwrap();
    assert_eq!(plan.scenarios.len(), 4 * 3 * 3);
    assert_eq!(plan.scenarios[0].label, "n=60,rho=0,snr=0.25");
    assert_eq!(plan.scenarios[1].label, "n=60,rho=0,snr=1", "the last list varies fastest");
    assert_eq!(plan.scenarios[35].label, "n=1000,rho=0.9,snr=4");
    assert_eq!(plan.scenarios[0].signals, [1, 2]);
    assert_eq!(plan.scenarios[0].estimands, [1, 2, 3, 4, 5]);
    let names: Vec<&str> = plan.methods.iter().map(|method| method.name.as_str()).collect();
    assert_eq!(names, ["ols", "ridge", "lasso"]);
    assert_eq!(plan.claims.len(), 8);
    let figures: Vec<&str> = plan.figures.iter().map(|figure| figure.name.as_str()).collect();
    let expected = [
        "curve-relative_risk",
        "bias-variance",
        "coefficients",
        "selection",
        "distribution",
        "tpr-fdp",
    ];
    assert_eq!(figures, expected);
    let small = plan.scenarios.iter().filter(|scenario| !scenario.applies(0)).count();
    assert_eq!(small, 9, "least squares does not apply at n = 60");
    assert!(plan.notices.is_empty(), "{}", plan.notices);
}

#[test]
fn the_template_is_a_valid_study() {
    let plan = compile(&crate::reference::template("a \"new\" study")).unwrap();
    assert_eq!(plan.title, "a \"new\" study");
    assert_eq!(plan.scenarios.len(), 2 * 2 * 2);
    assert_eq!(plan.methods.len(), 4);
    assert!(plan.notices.is_empty(), "{}", plan.notices);
}

#[test]
fn columns_are_the_same_everywhere_and_varied_ones_are_named() {
    let plan = with_mechanism(&format!(
        "n = [20, 30]\n{REST}noise = [{{ kind = \"gaussian\", snr = 1 }}, \
         {{ kind = \"student-t\", df = [3, 5], snr = 1 }}]"
    ))
    .unwrap();
    assert_eq!(
        labels(&plan),
        [
            "n=20,noise=gaussian",
            "n=20,noise=student-t,df=3",
            "n=20,noise=student-t,df=5",
            "n=30,noise=gaussian",
            "n=30,noise=student-t,df=3",
            "n=30,noise=student-t,df=5",
        ]
    );
    let expected = [
        "n",
        "p",
        "design",
        "intercept",
        "covariates",
        "correlation",
        "coefficients",
        "s",
        "value",
        "noise",
        "snr",
        "df",
    ];
    for scenario in &plan.scenarios {
        let names: Vec<&str> = scenario.columns.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, expected);
    }
    assert_eq!(plan.scenarios[0].cell("df"), Some(&Cell::Null));
    assert_eq!(plan.scenarios[1].cell("df"), Some(&Cell::Number(3.0)));
}

#[test]
fn tables_of_one_kind_are_told_apart_by_what_differs() {
    let plan = with_mechanism(&format!(
        "n = 20\n{REST}noise = [{{ kind = \"gaussian\", snr = 1 }}, \
         {{ kind = \"gaussian\", snr = 4 }}]"
    ))
    .unwrap();
    assert_eq!(labels(&plan), ["noise=gaussian,snr=1", "noise=gaussian,snr=4"]);
}

#[test]
fn lists_by_nature_cross_as_lists_of_lists() {
    let coefficients = |values: &str| {
        with_mechanism(&format!(
            "n = 20\ncovariates = {{ kind = \"gaussian\", p = 3 }}\n\
             coefficients = {{ kind = \"explicit\", values = {values} }}\n\
             noise = {{ kind = \"gaussian\", sigma = 1 }}"
        ))
        .unwrap()
    };
    assert_eq!(labels(&coefficients("[1, 0, 2]")), ["single"]);
    assert_eq!(labels(&coefficients("[[1, 0, 2], [0, 0, 3]]")), ["values=list1", "values=list2"]);
    assert_eq!(coefficients("[1, 0, 2]").scenarios[0].signals, [1, 3]);
}

#[test]
fn zipped_lists_go_together_at_the_place_of_the_first() {
    let plan = compile(&format!(
        "title = \"t\"\nseed = 1\nreplicates = 16\nzip = [[\"n\", \"noise.snr\"]]\n\
         [mechanism]\nkind = \"linear\"\nn = [20, 30]\n\
         covariates = {{ kind = \"gaussian\", p = [3, 4, 5] }}\n\
         coefficients = {{ kind = \"leading\", s = 2 }}\n\
         noise = {{ kind = \"gaussian\", snr = [1, 4] }}\n{}",
        super::METHOD
    ))
    .unwrap();
    assert_eq!(
        labels(&plan),
        [
            "n=20,p=3,snr=1",
            "n=20,p=4,snr=1",
            "n=20,p=5,snr=1",
            "n=30,p=3,snr=4",
            "n=30,p=4,snr=4",
            "n=30,p=5,snr=4",
        ]
    );
}

#[test]
fn tables_zip_too() {
    let plan = compile(&format!(
        "title = \"t\"\nseed = 1\nreplicates = 16\nzip = [[\"n\", \"noise\"]]\n\
         [mechanism]\nkind = \"linear\"\nn = [20, 30]\n{REST}\
         noise = [{{ kind = \"gaussian\", snr = [1, 2] }}, {{ kind = \"laplace\", snr = 1 }}]\n{}",
        super::METHOD
    ))
    .unwrap();
    let expected =
        ["n=20,noise=gaussian,snr=1", "n=20,noise=gaussian,snr=2", "n=30,noise=laplace,snr=1"];
    assert_eq!(labels(&plan), expected);
}

#[test]
fn lists_in_a_method_make_methods() {
    let plan = with_more(
        "[[method]]\nkind = \"ridge\"\nname = \"R\"\n\
         tuning = [{ kind = \"fixed\", lambda = [0.1, 1] }, { kind = \"gcv\" }]\n\
         [[oracle]]\nkind = \"best-lambda\"\nmethod = [\"lasso\", \"R[tuning=gcv]\"]\n",
    )
    .unwrap();
    let names: Vec<&str> = plan.methods.iter().map(|method| method.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "lasso",
            "R[tuning=fixed,lambda=0.1]",
            "R[tuning=fixed,lambda=1]",
            "R[tuning=gcv]",
            "best-lambda[method=lasso]",
            "best-lambda[method='R[tuning=gcv]']",
        ]
    );
}

#[test]
fn a_data_file_brings_its_own_n_and_p() {
    let plan = with_mechanism(
        "covariates = { kind = \"file\", path = \"people.csv\", columns = [[\"age\"], \
         [\"age\", \"height\"]] }\ncoefficients = { kind = \"leading\", s = 1 }\n\
         noise = { kind = \"gaussian\", snr = 1 }",
    );
    let text = plan.unwrap_err().to_string();
    assert!(text.contains("10 folds where n is 4"), "{text}");
    let plan = compile(&format!(
        "{}[mechanism]\nkind = \"linear\"\n\
         covariates = {{ kind = \"file\", path = \"people.csv\", columns = [[\"age\"], \
         [\"age\", \"height\"]] }}\ncoefficients = {{ kind = \"leading\", s = 1 }}\n\
         noise = {{ kind = \"gaussian\", snr = 1 }}\n[[method]]\nkind = \"ols\"\n",
        super::HEAD
    ))
    .unwrap();
    assert_eq!(labels(&plan), ["columns=list1", "columns=list2"]);
    let sizes: Vec<_> = plan.scenarios.iter().map(|each| (each.n, each.p)).collect();
    assert_eq!(sizes, [(4, 1), (4, 2)]);
    assert_eq!(plan.scenarios[1].cell("p"), Some(&Cell::Number(2.0)));
    assert_eq!(plan.scenarios[1].cell("path"), Some(&Cell::Text("people.csv".to_owned())));
}

proptest! {
    /// A full factorial has as many cells as the product of its levels, all different.
    #[test]
    fn a_grid_has_the_product_of_its_levels(
        n in 1_usize..5, rho in 1_usize..4, s in 1_usize..4, snr in 1_usize..5,
    ) {
        let list = |count: usize, value: fn(usize) -> f64| {
            let mut text = String::from("[");
            for i in 0..count {
                let _ = write!(text, "{:?}, ", value(i));
            }
            text + "]"
        };
        let plan = with_mechanism(&format!(
            "n = {}\ncovariates = {{ kind = \"gaussian\", p = 5, correlation = \"ar1\", rho = {} }}\n\
             coefficients = {{ kind = \"leading\", s = {} }}\n\
             noise = {{ kind = \"gaussian\", snr = {} }}",
            list(n, |i| 20.0 + i as f64),
            list(rho, |i| 0.1 * i as f64),
            list(s, |i| 1.0 + i as f64),
            list(snr, |i| (1_u32 << i).into()),
        ))
        .unwrap();
        prop_assert_eq!(plan.scenarios.len(), n * rho * s * snr);
        let mut labels = labels(&plan);
        labels.sort_unstable();
        labels.dedup();
        prop_assert_eq!(labels.len(), plan.scenarios.len());
        let levels: usize = plan.axes().iter().map(|axis| axis.levels.len()).product();
        prop_assert_eq!(levels, plan.scenarios.len());
    }
}
