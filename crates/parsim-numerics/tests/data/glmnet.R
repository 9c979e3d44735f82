# Writes glmnet_data.csv and glmnet_coefficients.csv: small random data sets and glmnet's solutions for them at
# a tolerance of 1e-26 and given lambdas. Run with: Rscript glmnet.R (written with R 4.2.2, glmnet 4.1-6).
library(glmnet)
set.seed(20191006)
number <- function(v) trimws(formatC(v, digits = 17, format = "g"))
data <- file("glmnet_data.csv", "w")
out <- file("glmnet_coefficients.csv", "w")
writeLines("case,y,x...", data)
writeLines("case,penalty,intercept,standardize,lambda,b0,b...", out)
for (case in c("tall", "square", "wide", "correlated", "signs")) {
  n <- c(tall = 40, square = 16, wide = 12, correlated = 30, signs = 24)[[case]]
  p <- c(tall = 6, square = 16, wide = 30, correlated = 8, signs = 10)[[case]]
  x <- round(matrix(rnorm(n * p), n) %*% diag(exp(rnorm(p))) + rep(rnorm(p), each = n), 3)
  if (case == "correlated") x <- round(matrix(rnorm(n * p), n) + 3 * rnorm(n), 3)
  if (case == "signs") x <- matrix(sample(c(-1, 1), n * p, replace = TRUE), n)
  y <- round(3 + x[, 1] - 2 * x[, 2] + rnorm(n), if (case == "signs") 0 else 3)
  for (i in 1:n) writeLines(paste(c(case, number(y[i]), number(x[i, ])), collapse = ","), data)
  sd_y <- sqrt(mean((y - mean(y))^2))
  for (intercept in c(TRUE, FALSE)) for (standardize in c(TRUE, FALSE)) {
    centred <- if (intercept) scale(x, scale = FALSE) else x
    s <- if (standardize) sqrt(colMeans(scale(x, scale = FALSE)^2)) else rep(1, p)
    top <- max(abs(crossprod(centred, if (intercept) y - mean(y) else y)) / n / s)
    for (penalty in c("lasso", "ridge")) {
      lambdas <- top * c(0.7, 0.3, 0.1, 0.03)
      fit <- glmnet(x, y, alpha = as.numeric(penalty == "lasso"), lambda = lambdas, thresh = 1e-26,
                    maxit = 1e9, intercept = intercept, standardize = standardize)
      b <- as.matrix(coef(fit))
      # The ridge lambda that is written is that of the plain penalty.
      unit <- if (penalty == "ridge") (if (intercept) sd_y else sqrt(mean(y^2))) else 1
      for (l in seq_along(lambdas)) {
        writeLines(paste(c(case, penalty, intercept, standardize, number(fit$lambda[l] / unit),
                           number(b[, l])), collapse = ","), out)
      }
    }
  }
}
close(data)
close(out)
