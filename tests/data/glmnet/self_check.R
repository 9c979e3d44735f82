# Writes self_check.csv: studies/self-check.toml simulated by R and glmnet, with data of R's own.
#
#   Rscript self_check.R > self_check.csv     (R 4.2.2, glmnet 4.1-6; some minutes)
#
# y = 2 + x'beta + e, six Gaussian covariates with correlation 0.5^|j - k|, beta = (1, 1, 0, 0, 0, 0), sigma = 1.
# Ridge: parsim's plain penalty lambda is glmnet's lambda / sd(y), the sd with divisor n. MCSE = sd/sqrt(R).
suppressMessages(library(glmnet))
set.seed(1981)
replicates <- 20000
p <- 6
beta <- c(1, 1, 0, 0, 0, 0)
Sigma <- 0.5^abs(outer(1:p, 1:p, "-"))
root <- chol(Sigma)
signal <- beta != 0

scores <- function(coefficients, x) {
  delta <- coefficients[-1] - beta
  shift <- coefficients[1] - 2
  selected <- coefficients[-1] != 0
  c(excess_risk = shift^2 + drop(delta %*% Sigma %*% delta),
    in_sample_error = mean((shift + drop(x %*% delta))^2),
    mse = sum(delta^2),
    nonzeros = sum(selected), exact_zeros = mean(!selected[!signal]), tpr = mean(selected[signal]),
    screening = all(selected[signal]), exact_support = all(selected == signal))
}

fit <- function(x, y, alpha, lambda)
  as.vector(coef(glmnet(x, y, alpha = alpha, lambda = lambda, thresh = 1e-14, maxit = 1e6)))

cat("scenario,method,measure,estimate,mcse,replicates\n")
for (n in c(20, 200)) {
  one <- function(r) {
    x <- matrix(rnorm(n * p), n) %*% root
    y <- 2 + drop(x %*% beta) + rnorm(n)
    sd <- sqrt(mean((y - mean(y))^2))
    c(ridge = scores(fit(x, y, 0, 1.0 * sd), x), lasso = scores(fit(x, y, 1, 0.6), x))
  }
  all <- vapply(seq_len(replicates), one, numeric(16))
  for (name in rownames(all)) {
    method <- sub("\\..*", "", name)
    measure <- sub("^[a-z]*\\.", "", name)
    if (method == "ridge" && !measure %in% c("excess_risk", "in_sample_error", "mse")) next
    v <- all[name, ]
    cat(sprintf("n=%d,%s,%s,%.12g,%.6g,%d\n", n, method, measure, mean(v), sd(v) / sqrt(replicates), replicates))
  }
}
