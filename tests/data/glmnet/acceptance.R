# Makes acceptance.csv: the lambdas that converged cross-validation chooses in 1,000 small data sets, as positions
# in the grid, from 0. The data are whole numbers from a generator that any language can repeat, so that
# they need not be stored. Usage: Rscript acceptance.R        (in this folder; R >= 4.2, glmnet >= 4.1)

suppressPackageStartupMessages(library(glmnet))

# Park & Miller's generator (multiplier 48271): every product is below 2^53.
state <- 1
draw <- function() (state <<- (state * 48271) %% 2147483647)
# Ten high bits.
bits <- function() draw() %/% 2097152
# Nearly normal: mean 0, standard deviation 590.6.
sum_of_four <- function() bits() + bits() + bits() + bits() - 2046

made <- function(n, p, seed) {
  state <<- seed
  for (k in 1:10) draw()
  x <- matrix(0, n, p)
  y <- numeric(n)
  signals <- c(2, -2, 1, 1, -1)
  for (i in 1:n) {
    z <- numeric(p + 1)
    for (j in 1:(p + 1)) z[j] <- sum_of_four()
    x[i, ] <- z[1:p] + z[2:(p + 1)]
    y[i] <- sum(signals * x[i, c(1, 3, 5, 7, 9)]) + 4 * sum_of_four()
  }
  labels <- (0:(n - 1)) %% 10
  for (i in (n - 1):1) {
    j <- draw() %% (i + 1)
    labels[c(i, j) + 1] <- labels[c(j, i) + 1]
  }
  list(x = x / 1024, y = y / 1024, labels = labels + 1)
}

grid <- function(x, y) {
  x <- scale(x, scale = FALSE)
  top <- max(abs(crossprod(x, y - mean(y)) / sqrt(colMeans(x^2)))) / nrow(x)
  top * (if (nrow(x) < ncol(x)) 1e-2 else 1e-4)^((0:99) / 99)
}
chosen <- function(fit) match(c(fit$lambda.min, fit$lambda.1se), fit$lambda) - 1
converged <- function(data, lambda) {
  chosen(cv.glmnet(data$x, data$y, foldid = data$labels, lambda = lambda, thresh = 1e-14, maxit = 1e8))
}

out <- file("acceptance.csv", "w")
writeLines("n,p,seed,common_min,common_1se,parity_min,parity_1se", out)
for (size in list(c(40, 10), c(100, 20), c(50, 100), c(30, 60))) {
  for (r in 1:250) {
    seed <- size[2] * 1000 + r
    data <- made(size[1], size[2], seed)
    row <- c(size, seed, converged(data, grid(data$x, data$y)), converged(data, NULL))
    writeLines(paste(row, collapse = ","), out)
  }
}
close(out)
