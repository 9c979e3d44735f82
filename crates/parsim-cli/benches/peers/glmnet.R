# Times glmnet on the replicates of a simulation study: per replicate one data set, then each method.
# Prints `key value` lines: versions, replicates, seconds, replicates_per_second, and the mean relative
# risk of every method (with its standard error), to see that the same thing was computed.
#
# Usage: Rscript glmnet.R --n 200 --p 102 --s 2 --value 1 --rho 0.5 --snr 1 --folds 10
#          --methods ols,ridge,lasso --replicates 64 --cores 1 --seed 1 [--full-path]
#
# Everything is what a careful glmnet user would run: its defaults (100 lambdas, early stop of the path,
# threshold 1e-7), OLS by .lm.fit, replicates over forked processes. --full-path switches the early stop off.
# Start-up of R and loading of packages are not timed.

suppressPackageStartupMessages(library(glmnet))
library(parallel)

options <- list(n = 200, p = 102, s = 2, value = 1, rho = 0, snr = 1, folds = 10,
                methods = "ols,ridge,lasso", replicates = 64, cores = 1, seed = 1)
given <- commandArgs(trailingOnly = TRUE)
full_path <- "--full-path" %in% given
given <- given[given != "--full-path"]
for (k in seq(1, length.out = length(given) / 2, by = 2)) {
  name <- sub("^--", "", given[k])
  if (!name %in% names(options)) stop("unknown option --", name, call. = FALSE)
  options[[name]] <- if (name == "methods") given[k + 1] else as.numeric(given[k + 1])
}
methods <- strsplit(options$methods, ",")[[1]]
if (full_path) glmnet.control(fdev = 0, devmax = 1)

beta <- with(options, c(rep(value, s), rep(0, p - s)))
covariance <- with(options, rho^abs(outer(seq_len(p), seq_len(p), "-")))
signal <- sum(beta * (covariance %*% beta))
sigma <- sqrt(signal / options$snr)

# AR(1) columns by their recursion: n p operations, not n p^2.
covariates <- function() {
  x <- with(options, matrix(rnorm(n * p), n))
  if (options$rho != 0) {
    for (j in seq_len(options$p)[-1]) {
      x[, j] <- options$rho * x[, j - 1] + sqrt(1 - options$rho^2) * x[, j]
    }
  }
  x
}
estimators <- list( # intercept, then slopes
  ols = function(x, y) .lm.fit(cbind(1, x), y)$coefficients,
  ridge = function(x, y) {
    as.vector(coef(cv.glmnet(x, y, alpha = 0, nfolds = options$folds), s = "lambda.min"))
  },
  lasso = function(x, y) {
    as.vector(coef(cv.glmnet(x, y, alpha = 1, nfolds = options$folds), s = "lambda.min"))
  }
)
if (!all(methods %in% names(estimators))) stop("methods are ols, ridge, lasso", call. = FALSE)

replicate_risks <- function(index) {
  x <- covariates()
  y <- as.vector(x %*% beta) + sigma * rnorm(options$n)
  vapply(methods, function(method) {
    error <- estimators[[method]](x, y) - c(0, beta)
    (error[1]^2 + sum(error[-1] * (covariance %*% error[-1]))) / signal
  }, numeric(1))
}

RNGkind("L'Ecuyer-CMRG")
set.seed(options$seed)
invisible(replicate_risks(0)) # byte-compile and load before the clock starts
seconds <- system.time(
  risks <- mclapply(seq_len(options$replicates), replicate_risks, mc.cores = options$cores)
)[["elapsed"]]
if (any(vapply(risks, inherits, logical(1), "try-error"))) stop("a replicate failed", call. = FALSE)
risks <- do.call(rbind, risks)

cat("versions", paste0("R ", getRversion(), ", glmnet ", packageVersion("glmnet"), ", BLAS ",
                       basename(extSoftVersion()[["BLAS"]])), "\n")
cat("replicates", nrow(risks), "\n")
cat("seconds", seconds, "\n")
cat("replicates_per_second", nrow(risks) / seconds, "\n")
for (method in methods) {
  cat("relative_risk", method, mean(risks[, method]), sd(risks[, method]) / sqrt(nrow(risks)), "\n")
}
