# Makes htt_low.csv: the low setting of Hastie, Tibshirani & Tibshirani (2020) for least squares,
# ridge and lasso, tuned on a validation set, with more replicates than htt_low_beta12.csv.
# Usage: Rscript htt_low.R        (in this folder; R >= 4.2, glmnet >= 4.1; about three minutes)

suppressPackageStartupMessages(library(glmnet))
glmnet.control(fdev = 0)
set.seed(1707, kind = "Mersenne-Twister", normal.kind = "Inversion")

n <- 100
p <- 10
s <- 5
replicates <- 2000
grid <- 10^seq(4, -3, length = 100) * n # of ridge: RSS + lambda L2^2, largest first

simulate <- function(root, beta, sigma) {
  x <- matrix(rnorm(n * p), n) %*% root
  list(x = x, y = as.vector(x %*% beta + sigma * rnorm(n)))
}
ridge_path <- function(x, y) {
  spectrum <- eigen(crossprod(x), symmetric = TRUE)
  rotated <- as.vector(crossprod(spectrum$vectors, crossprod(x, y)))
  spectrum$vectors %*% (rotated / outer(spectrum$values, grid, "+"))
}
lasso_path <- function(x, y) {
  fit <- glmnet(x, y, intercept = FALSE, nlambda = 50, lambda.min.ratio = 1e-4)
  as.matrix(fit$beta)
}
best <- function(path, validation) {
  path[, which.min(colMeans((validation$y - validation$x %*% path)^2))]
}
scores <- function(b, beta, covariance, sigma) {
  d <- b - beta
  risk <- drop(t(d) %*% covariance %*% d)
  signal <- drop(t(beta) %*% covariance %*% beta)
  tp <- sum(b != 0 & beta != 0)
  wrong <- sum((b != 0) != (beta != 0))
  c(relative_risk = risk / signal, relative_test_error = (risk + sigma^2) / sigma^2,
    pve = 1 - (risk + sigma^2) / (signal + sigma^2), f1 = 2 * tp / (2 * tp + wrong))
}
replicate_once <- function(root, covariance, beta, sigma) {
  train <- simulate(root, beta, sigma)
  validation <- simulate(root, beta, sigma)
  fits <- list(ols = qr.solve(train$x, train$y),
               ridge = best(ridge_path(train$x, train$y), validation),
               lasso = best(lasso_path(train$x, train$y), validation))
  sapply(fits, scores, beta = beta, covariance = covariance, sigma = sigma)
}

setting <- function(beta_type, rho, snr) {
  covariance <- rho^abs(outer(1:p, 1:p, "-"))
  beta <- rep(0, p)
  beta[if (beta_type == 1) round(seq(1, p, length = s)) else 1:s] <- 1
  sigma <- sqrt(drop(t(beta) %*% covariance %*% beta) / snr)
  root <- chol(covariance)
  values <- replicate(replicates, replicate_once(root, covariance, beta, sigma))
  data.frame(beta_type = beta_type, rho = rho, snr = snr, measure = rep(dimnames(values)[[1]], 3),
             method = rep(dimnames(values)[[2]], each = 4), replicates = replicates,
             mean = as.vector(apply(values, 1:2, mean)),
             se = as.vector(apply(values, 1:2, sd)) / sqrt(replicates))
}
settings <- expand.grid(snr = c(0.05, 0.2466212, 1.21644, 6), rho = c(0, 0.35), beta_type = 1:2)
table <- do.call(rbind, lapply(seq_len(nrow(settings)), function(i) {
  setting(settings$beta_type[i], settings$rho[i], settings$snr[i])
}))
text <- function(x) if (is.double(x)) sprintf("%.10g", x) else as.character(x)
rows <- do.call(paste, c(lapply(table, text), sep = ","))
writeLines(c(paste(names(table), collapse = ","), rows), "htt_low.csv")
