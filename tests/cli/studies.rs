//! Studies that are quick to run.

/// Four scenarios of one block each, three methods with their tunings, a claim that holds and one
/// that is refuted.
pub const SMALL: &str = r#"title = "A small study"
aim = "Is everything written?"
seed = 7
replicates = 64

[mechanism]
kind = "linear"
n = [30, 45]
covariates = { kind = "gaussian", p = 8, correlation = "ar1", rho = [0.0, 0.5] }
coefficients = { kind = "leading", s = 2, value = 1.0 }
noise = { kind = "gaussian", snr = 4.0 }

[[method]]
kind = "ols"

[[method]]
kind = "ridge"
tuning = { kind = "gcv" }

[[method]]
kind = "lasso"
tuning = { kind = "cross-validation", folds = 5 }

[[claim]]
text = "The lasso predicts better than the null model"
holds = "relative_risk(lasso) < 1"

[[claim]]
text = "Ridge selects covariates"
holds = "exact_zeros(ridge) > 0.5"
"#;

/// Thirty-two blocks of 32 replicates, in two scenarios: long enough to be interrupted.
pub const OF_MANY_BLOCKS: &str = r#"title = "Many blocks"
seed = 11
replicates = 512

[mechanism]
kind = "linear"
n = 512
covariates = { kind = "gaussian", p = 128 }
coefficients = { kind = "leading", s = 4, value = 1.0 }
noise = { kind = "gaussian", snr = [1.0, 4.0] }

[[method]]
kind = "ols"

[[method]]
kind = "lasso"
tuning = { kind = "bic" }
"#;

/// One scenario, one method.
pub const SINGLE: &str = r#"title = "One method"
seed = 3
replicates = 32

[mechanism]
kind = "linear"
n = 30
covariates = { kind = "gaussian", p = 6 }
coefficients = { kind = "leading", s = 2, value = 1.0 }
noise = { kind = "gaussian", snr = 2.0 }

[[method]]
kind = "lasso"
"#;

/// Least squares on rows drawn from a file in which two covariates differ in one row alone: where
/// that is not drawn, there is no unique solution.
pub const FAILING_NOW_AND_THEN: &str = r#"title = "Failures"
seed = 5
replicates = 64

[mechanism]
kind = "linear"
n = 20
covariates = { kind = "file", path = "rare.csv" }
coefficients = { kind = "leading", s = 1, value = 1.0 }
noise = { kind = "gaussian", sigma = 1.0 }

[[method]]
kind = "ols"

[[method]]
kind = "ridge"
tuning = { kind = "gcv" }
"#;

/// The data of [`FAILING_NOW_AND_THEN`]: the columns differ in one row of ten, which is not among
/// 20 rows drawn with replacement with probability 0.9^20 = 0.12.
pub const RARE: &str = "one,other\n1,1\n2,2\n4,4\n3,5\n7,7\n5,5\n6,6\n9,9\n8,8\n10,10\n";
