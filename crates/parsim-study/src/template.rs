//! A first study file, to be edited.

use crate::toml_text::string;

/// A commented study file that is valid as it stands, for a study of that name.
pub fn template(name: &str) -> String {
    TEMPLATE.replace("{title}", &string(name))
}

const TEMPLATE: &str = r#"# A simulation study. Sections follow ADEMP (Morris, White & Crowther 2019): aims,
# data-generating mechanisms, estimands, methods, performance measures.
# `parsim list mechanisms|methods|tunings|measures|figures` shows what can stand here.

title = {title}
aim = "How do ridge and lasso compare when few covariates matter?"
seed = 1              # the same seed gives the same results, on any number of threads
replicates = 400      # per scenario; or as many as a precision takes, absolute or relative:
                      # { target_mcse = { mse = { relative = 0.02 }, tpr = 0.01 }, max = 20000 }
# reference = "ols"         # contrasts compare with this method, by default the first
# contrasts = "all-pairs"   # or compare every two methods

# How the data arise. Lists cross: this is 2 x 2 x 2 = 8 scenarios.
[mechanism]
kind = "linear"
n = [50, 200]
covariates = { kind = "gaussian", p = 20, correlation = "ar1", rho = [0.0, 0.7] }
coefficients = { kind = "leading", s = 3, value = 1.0 }
noise = { kind = "gaussian", snr = [0.5, 2.0] }

# What competes. A list makes several methods: tuning = [{ kind = "bic" }, { kind = "aic" }].
[[method]]
kind = "ols"

[[method]]
kind = "ridge"
tuning = { kind = "cross-validation", folds = 10 }

[[method]]
kind = "lasso"
tuning = { kind = "cross-validation", folds = 10, rule = "min" }

# Baselines that see the truth: the best that the lasso's path could have given.
[[oracle]]
kind = "best-lambda"
method = "lasso"

# What is claimed. A side is measure(method), a number, or arithmetic of such.
[[claim]]
text = "The lasso predicts better than least squares"
holds = "relative_risk(lasso) < relative_risk(ols)"

[[claim]]
text = "but ridge does so too where covariates are correlated"
holds = "relative_risk(ridge) < relative_risk(ols)"
where = "rho > 0 and n <= 200"      # or a label, n=50,rho=0,snr=2, or a pattern, n=50,*

# What is drawn.
[[figure]]
kind = "curve"
measure = "relative_risk"
x = "snr"
facet = ["rho", "n"]
"#;
