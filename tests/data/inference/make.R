# Makes standard errors of least squares by lm, and debiased lassos by their definition on top of glmnet.
# Usage: Rscript make.R        (R with glmnet)
library(glmnet)

write_csv <- function(name, table) {
  numeric <- sapply(table, is.numeric)
  table[numeric] <- lapply(table[numeric], function(v) formatC(v, digits = 17, format = "g", width = 1))
  write.csv(table, name, row.names = FALSE, quote = FALSE)
}

# ---- data ---------------------------------------------------------------------------------------

make <- function(name, n, p, rho, seed) {
  set.seed(seed)
  x <- matrix(rnorm(n * p), n, p)
  for (j in 2:p) x[, j] <- rho * x[, j - 1] + sqrt(1 - rho^2) * x[, j]
  x <- sweep(sweep(x, 2, seq(0.5, 2, length.out = p), "*"), 2, seq(-1, 3, length.out = p), "+")
  y <- 2 + x[, 1] - 1.5 * x[, 4] + 0.5 * x[, 9] + rnorm(n)
  table <- as.data.frame(round(cbind(y, x), 4))
  names(table) <- c("y", paste0("x", 1:p))
  write_csv(paste0(name, ".csv"), table)
}
make("few", 40, 6 + 4, 0.3, 11)
make("many", 70, 34, 0.5, 12)
make("wide", 22, 50, 0.4, 13)

read <- function(name) {
  table <- as.matrix(read.csv(paste0(name, ".csv")))
  list(x = table[, -1], y = table[, 1])
}

# ---- least squares ------------------------------------------------------------------------------

rows <- NULL
for (name in c("few", "many")) {
  for (intercept in c(TRUE, FALSE)) {
    d <- read(name)
    fit <- if (intercept) lm(d$y ~ d$x) else lm(d$y ~ d$x - 1)
    s <- summary(fit)$coefficients
    interval <- confint(fit, level = 0.95)
    rows <- rbind(rows, data.frame(
      dataset = name, intercept = tolower(intercept), coefficient = seq_len(nrow(s)) - intercept,
      estimate = s[, 1], standard_error = s[, 2], lower = interval[, 1], upper = interval[, 2]))
  }
}
write_csv("least_squares.csv", rows)

# ---- quantiles of t -----------------------------------------------------------------------------

df <- c(1, 2, 3, 4, 5, 7, 10, 19, 30, 47, 100, 333, 999, 1000, 1001, 2500, 1e6, Inf)
write_csv("quantiles.csv", data.frame(df = ifelse(is.finite(df), df, 1e300), quantile = qt(0.975, df)))

# ---- the debiased lasso -------------------------------------------------------------------------

# The slopes of the lasso on standardised columns (1/n) and centred y.
lasso <- function(x, y, lambda) {
  fit <- glmnet(x, y, lambda = c(4, 2, 1.5, 1) * lambda, standardize = FALSE, intercept = FALSE,
                thresh = 1e-20, maxit = 1e8)
  as.vector(coef(fit)[-1, 4])
}

debiased <- function(name, lambda) {
  d <- read(name)
  n <- nrow(d$x)
  p <- ncol(d$x)
  mean_x <- colMeans(d$x)
  centred <- sweep(d$x, 2, mean_x)
  sd_x <- sqrt(colMeans(centred^2))
  x <- sweep(centred, 2, sd_x, "/")
  y <- d$y - mean(d$y)
  b <- lasso(x, y, lambda)
  r <- as.vector(y - x %*% b)
  df <- sum(b != 0)
  sigma <- sqrt(sum(r^2) / (n - df - 1))
  universal <- sqrt(2 * log(p) / n)
  out <- NULL
  for (j in 1:p) {
    others <- x[, -j]
    first <- lasso(others, x[, j], universal)
    scale <- sqrt(mean((x[, j] - others %*% first)^2))
    second <- lasso(others, x[, j], universal * scale)
    z <- as.vector(x[, j] - others %*% second)
    share <- 1 - df / n
    estimate <- b[j] + sum(z * r) / (sum(z * x[, j]) * share)
    error <- sigma * sqrt(sum(z^2)) / (abs(sum(z * x[, j])) * share)
    out <- rbind(out, data.frame(dataset = name, lambda = lambda, coefficient = j,
      lasso = b[j] / sd_x[j], estimate = estimate / sd_x[j], standard_error = error / sd_x[j]))
  }
  intercept <- mean(d$y) - sum(mean_x * out$estimate)
  rbind(data.frame(dataset = name, lambda = lambda, coefficient = 0, lasso = mean(d$y) - sum(mean_x * out$lasso),
    estimate = intercept, standard_error = NaN), out)
}
write_csv("debiased_lasso.csv", rbind(
  debiased("few", 0.1), debiased("many", 0.2), debiased("wide", 0.3), debiased("wide", 0.6)))
