# Writes answers.json: what the studies beside it must give, from closed forms alone.
#
#   Rscript answers.R > answers.json      (R 4.2.2, no package)
#
# E1  OLS on Gaussian rows: (X'X)^-1 is inverse Wishart. Without intercept: slopes have covariance
#     sigma^2 Sigma^-1/(n - p - 1), the risk is sigma^2 p/(n - p - 1). With it: n - p - 2, and
#     sigma^2 [1/n + (1 + 1/n) p/(n - p - 2)]. (Anderson 2003, section 7.7.)
# E2  Minimum-norm least squares, p > n + 1, independent covariates: risk r^2 (1 - n/p) +
#     sigma^2 n/(p - n - 1) (Hastie, Montanari, Rosset & Tibshirani 2022, section 3); E(beta hat) =
#     (n/p) beta by symmetry, so the squared bias is r^2 (1 - n/p)^2.
# E3  Ridge given X'X = n I: z/(1 + lambda).
# E4  Lasso given X'X = n I: the soft threshold of z; moments of a truncated normal.
# E6  t intervals of OLS with Gaussian noise: the slope's error over its standard error is Student's t on n - p - 1
#     (without an intercept n - p) degrees of freedom, so 0.95, 0.025 and 0.05 are exact (Student 1908).
# E5  OLS given X: covariance sigma^2 (X'X)^-1, in-sample error sigma^2 (p + 1)/n with an intercept.
rows <- character()
add <- function(study, scenario, method, values, law)
  for (measure in names(values))
    rows[length(rows) + 1] <<- sprintf(
      '  {"study": "%s", "scenario": "%s", "method": "%s", "measure": "%s", "expected": %.17g, "law": "%s"}',
      study, scenario, method, measure, values[[measure]], law)

p <- 8
for (n in c(20, 40)) for (rho in c(0, 0.5)) {
  scenario <- sprintf("n=%d,rho=%g", n, rho)
  trace <- sum(diag(solve(rho^abs(outer(1:p, 1:p, "-")))))
  add("least-squares", scenario, "ols", list(excess_risk = 1/n + (1 + 1/n) * p/(n - p - 2),
    squared_bias = 0, variance = trace/(n - p - 2), mse = trace/(n - p - 2)), "E1")
  add("least-squares", scenario, "through the origin", list(excess_risk = p/(n - p - 1),
    squared_bias = 0, variance = trace/(n - p - 1), mse = trace/(n - p - 1)), "E1")
  for (method in c("ols", "through the origin"))
    add("least-squares", scenario, method, list(coverage = 0.95, left_miss = 0.025, right_miss = 0.025,
      rejection_noise = 0.05), "E6")
}

n <- 40; p <- 60; r2 <- 5
risk <- r2 * (1 - n/p) + n/(p - n - 1)
add("minimum-norm", "single", "ols", list(excess_risk = risk, mse = risk,
  squared_bias = r2 * (1 - n/p)^2, variance = risk - r2 * (1 - n/p)^2), "E2")

beta <- c(0, 0.5, 1, 2, 3, 0); p <- length(beta); sigma <- 8; n <- 64
decomposition <- function(bias, variance) {
  mse <- sum(bias^2) + sum(variance)
  list(squared_bias = sum(bias^2), variance = sum(variance), mse = mse,
    excess_risk = mse + sigma^2/n, in_sample_error = mse + sigma^2/n)
}
add("orthonormal", "single", "ols", decomposition(0 * beta, rep(1, p)), "E5")
l <- 0.5
add("orthonormal", "single", "ridge", decomposition(-l * beta/(1 + l), rep(1/(1 + l)^2, p)), "E3")
t <- 1; m <- beta - t; k <- -beta - t
zero <- pnorm(t - beta) - pnorm(-t - beta)
first <- m * pnorm(m) + dnorm(m) - k * pnorm(k) - dnorm(k)
second <- (m^2 + 1) * pnorm(m) + m * dnorm(m) + (k^2 + 1) * pnorm(k) + k * dnorm(k)
signal <- beta != 0
right <- pnorm(m)   # of the sign of a positive coefficient
add("orthonormal", "single", "lasso", c(decomposition(first - beta, second - first^2), list(
  nonzeros = sum(1 - zero), exact_zeros = mean(zero[!signal]), tpr = mean(1 - zero[signal]),
  fpr = mean(1 - zero[!signal]), screening = prod(1 - zero[signal]),
  exact_support = prod(1 - zero[signal]) * prod(zero[!signal]),
  sign_recovery = prod(right[signal]) * prod(zero[!signal]))), "E4")

x <- cbind(c(1, 1, 1, 1, -1, -1, -1, -1), c(1, 1, 1, -1, 1, -1, -1, -1))
trace <- sum(diag(solve(crossprod(x))))
stopifnot(abs(trace - 1/3) < 1e-15)
add("eight-rows", "single", "ols", list(squared_bias = 0, variance = trace, mse = trace,
  in_sample_error = 3/8, excess_risk = 3/8), "E5")

cat("[", paste(rows, collapse = ",\n"), "]", sep = "\n")
