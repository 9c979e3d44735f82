# Makes every CSV of this folder: data sets from R's generator, and glmnet's answers for them.
# Stops, and writes nothing more, if an answer fails its own check:
#   lasso  KKT violation above 1e-9 lambda, or coefficients that differ by more than 1e-8 from
#          the exact solution on glmnet's active set and signs;
#   ridge  a difference above 1e-8 from a direct solve of the penalised normal equations;
#   CV     a difference above 1e-9 from curves recomputed here, fold by fold.
# Usage: Rscript make.R        (in this folder; R >= 4.2, glmnet >= 4.1)

suppressPackageStartupMessages(library(glmnet))
glmnet.control(fdev = 0, devmax = 1) # never stop a path early
options(digits = 17)
threshold <- 1e-26 # glmnet's convergence threshold; its default is 1e-7
iterations <- 1e8

text <- function(x) if (is.double(x)) sprintf("%.17g", x) else as.character(x)
write_table <- function(table, file) {
  rows <- do.call(paste, c(lapply(table, text), sep = ","))
  writeLines(c(paste(names(table), collapse = ","), rows), file)
}
stop_unless <- function(holds, ...) if (!isTRUE(holds)) stop(..., call. = FALSE)
population_sd <- function(v) sqrt(mean((v - mean(v))^2))

# ---- data ---------------------------------------------------------------------------------------

seed <- function(k) {
  set.seed(k, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
}
gaussian <- function(n, correlation) {
  matrix(rnorm(n * ncol(correlation)), n) %*% chol(correlation)
}
ar1 <- function(p, rho) rho^abs(outer(1:p, 1:p, "-"))
equal <- function(p, rho) (1 - rho) * diag(p) + rho
signals <- function(p, values) c(values, rep(0, p - length(values)))

# Each maker returns x and y; values are rounded so that the CSV holds the very doubles used.
makers <- list(
  tall = function() {
    x <- gaussian(60, ar1(12, 0.5))
    list(x = x, y = 1 + x %*% signals(12, c(2, -1, 0, 0.5)) + rnorm(60))
  },
  wide = function() {
    x <- gaussian(30, diag(60))
    list(x = x, y = 3 + x %*% signals(60, c(2, 2, -1.5, 1)) + 0.5 * rnorm(30))
  },
  square = function() {
    x <- gaussian(40, ar1(40, 0.3))
    list(x = x, y = -2 + x %*% signals(40, c(1.5, 0, -1, 0, 0.8)) + rnorm(40))
  },
  correlated = function() {
    x <- gaussian(80, equal(20, 0.9))
    list(x = x, y = x %*% signals(20, c(3, 0, -2, 1, 0, 0.5)) + rnorm(80))
  },
  signs = function() {
    x <- matrix(sample(c(-1, 1), 48 * 16, replace = TRUE), 48)
    list(x = x, y = round(10 + x %*% signals(16, c(4, -3, 2, 1)) + 3 * rnorm(48)))
  },
  offset = function() {
    x <- gaussian(60, diag(8))
    x[, 3] <- x[, 3] + 1e4
    list(x = x, y = x[, -3] %*% signals(7, c(1, -2)) + 1.5 * (x[, 3] - 1e4) + rnorm(60))
  },
  near_duplicates = function() {
    x <- gaussian(60, diag(10))
    x[, 6:10] <- x[, 1:5] + 0.02 * x[, 6:10]
    list(x = x, y = x %*% signals(10, c(2, -1, 1)) + rnorm(60))
  },
  shifted = function() {
    x <- sweep(sweep(gaussian(50, ar1(8, 0.6)), 2, c(0.2, 1, 5, 0.5, 20, 1, 3, 0.1), "*"),
               2, c(0, 1, -2, 3, 10, 0, -1, 0.5), "+")
    list(x = x, y = 4 + x %*% c(3, -1, 0.5, 0, 0.1, 0, 0, 2) + rnorm(50))
  }
)

datasets <- list()
for (name in names(makers)) {
  seed(20190 + match(name, names(makers)))
  made <- makers[[name]]()
  table <- data.frame(y = round(as.vector(made$y), 6), round(made$x, 6))
  names(table) <- c("y", paste0("x", seq_len(ncol(made$x))))
  file <- paste0("data_", name, ".csv")
  writeLines(c(paste(names(table), collapse = ","),
               do.call(paste, c(lapply(table, function(v) sprintf("%.12g", v)), sep = ","))), file)
  stored <- as.matrix(read.csv(file))
  datasets[[name]] <- list(y = stored[, 1], x = unname(stored[, -1]))
}

cases <- data.frame(
  case = c("tall", "wide", "square", "correlated", "signs", "offset", "near_duplicates", "shifted",
           "shifted_no_intercept", "shifted_no_standardize", "shifted_neither"),
  data = c("tall", "wide", "square", "correlated", "signs", "offset", "near_duplicates",
           rep("shifted", 4)),
  intercept = c(rep(TRUE, 8), FALSE, TRUE, FALSE),
  standardize = c(rep(TRUE, 8), TRUE, FALSE, FALSE)
)
cases$n <- sapply(cases$data, function(d) nrow(datasets[[d]]$x))
cases$p <- sapply(cases$data, function(d) ncol(datasets[[d]]$x))

# ---- glmnet's conventions, written out ----------------------------------------------------------

# Predictors as penalised: centred if there is an intercept; divided by their 1/n standard
# deviation about the mean if standardised, whether centred or not. The response's scale is the
# 1/n standard deviation about the mean with an intercept, the root mean square without.
standard_form <- function(x, y, intercept, standardize) {
  centre <- if (intercept) colMeans(x) else rep(0, ncol(x))
  scale <- if (standardize) apply(x, 2, population_sd) else rep(1, ncol(x))
  shift <- if (intercept) mean(y) else 0
  list(x = sweep(sweep(x, 2, centre), 2, scale, "/"), y = y - shift, centre = centre,
       scale = scale, shift = shift, y_scale = sqrt(mean((y - shift)^2)))
}
lambda_max <- function(form) max(abs(crossprod(form$x, form$y))) / nrow(form$x)
original_scale <- function(form, b) {
  slopes <- b / form$scale
  c(form$shift - sum(form$centre * slopes), slopes)
}
fit_path <- function(x, y, case, alpha, lambda) {
  fit <- glmnet(x, y, alpha = alpha, lambda = lambda, intercept = case$intercept,
                standardize = case$standardize, thresh = threshold, maxit = iterations)
  stop_unless(length(fit$lambda) == length(lambda), case$case, ": glmnet stopped early")
  unname(as.matrix(coef(fit)))
}

# ---- lasso --------------------------------------------------------------------------------------

kkt_violation <- function(form, b, lambda) {
  gradient <- as.vector(crossprod(form$x, form$y - form$x %*% b)) / nrow(form$x)
  max(ifelse(b != 0, abs(gradient - lambda * sign(b)), pmax(abs(gradient) - lambda, 0)))
}
# The minimiser among vectors with the nonzeros and signs of b: a linear system.
solve_on_active_set <- function(form, b, lambda) {
  active <- which(b != 0)
  if (length(active) == 0) return(b)
  x <- form$x[, active, drop = FALSE]
  n <- nrow(x)
  replace(b, active, solve(crossprod(x) / n,
                           crossprod(x, form$y) / n - lambda * sign(b[active]), tol = 1e-30))
}

lasso_case <- function(case) {
  data <- datasets[[case$data]]
  form <- standard_form(data$x, data$y, case$intercept, case$standardize)
  shares <- c(1.01, 0.9, 0.7, 0.5, 0.3, 0.1, 0.05, 0.02, 0.01)
  if (case$n > case$p) shares <- c(shares, 0.001)
  lambda <- signif(shares * lambda_max(form), 8)
  coefficients <- fit_path(data$x, data$y, case, 1, lambda)
  for (k in seq_along(lambda)) {
    b <- coefficients[-1, k] * form$scale
    kkt <- kkt_violation(form, b, lambda[k]) / lambda[k]
    exact <- solve_on_active_set(form, b, lambda[k])
    away <- max(abs(exact - b)) / max(abs(exact), 1e-300)
    worst_kkt <<- max(worst_kkt, kkt)
    worst_distance <<- max(worst_distance, away)
    stop_unless(kkt <= 1e-9, case$case, ": KKT violation ", kkt, " lambda at ", k)
    stop_unless(away <= 1e-8, case$case, ": distance ", away, " at ", k)
    intercept <- original_scale(form, b)[1]
    stop_unless(abs(intercept - coefficients[1, k]) <= 1e-9 * (1 + abs(intercept)),
                case$case, ": intercept at ", k)
  }
  data.frame(case = case$case, lambda = rep(lambda, each = case$p + 1),
             coefficient = rep(0:case$p, length(lambda)), value = as.vector(coefficients))
}
worst_kkt <- worst_distance <- 0
each_case <- function(f) do.call(rbind, lapply(seq_len(nrow(cases)), function(i) f(cases[i, ])))
write_table(each_case(lasso_case), "lasso.csv")

# ---- ridge --------------------------------------------------------------------------------------

ridge_direct <- function(form, plain) {
  n <- nrow(form$x)
  b <- solve(crossprod(form$x) / n + plain * diag(ncol(form$x)), crossprod(form$x, form$y) / n,
             tol = 1e-30)
  original_scale(form, as.vector(b))
}
ridge_case <- function(case) {
  data <- datasets[[case$data]]
  form <- standard_form(data$x, data$y, case$intercept, case$standardize)
  plain <- c(100, 10, 3, 1, 0.3, 0.1, 0.03, 0.01)
  given <- plain * form$y_scale
  coefficients <- fit_path(data$x, data$y, case, 0, given)
  for (k in seq_along(plain)) {
    direct <- ridge_direct(form, plain[k])
    away <- max(abs(direct - coefficients[, k])) / max(abs(direct))
    worst_ridge <<- max(worst_ridge, away)
    stop_unless(away <= 1e-8, case$case, ": ridge differs by ", away, " at ", k)
  }
  data.frame(case = case$case, lambda_glmnet = rep(given, each = case$p + 1),
             lambda = rep(plain, each = case$p + 1),
             coefficient = rep(0:case$p, length(plain)), value = as.vector(coefficients))
}
worst_ridge <- 0
write_table(each_case(ridge_case), "ridge.csv")

# ---- default grids ------------------------------------------------------------------------------

grid_formula <- function(top, ratio, length = 100) top * ratio^((seq_len(length) - 1) / (length - 1))
grid_case <- function(case) {
  data <- datasets[[case$data]]
  form <- standard_form(data$x, data$y, case$intercept, case$standardize)
  ratio <- if (case$n < case$p) 1e-2 else 1e-4
  per_method <- function(method, alpha, factor) {
    fit <- glmnet(data$x, data$y, alpha = alpha, intercept = case$intercept,
                  standardize = case$standardize)
    expected <- grid_formula(factor * lambda_max(form), ratio)
    stop_unless(max(abs(fit$lambda / expected - 1)) < 1e-11, case$case, ": grid of ", method)
    data.frame(case = case$case, method = method, index = seq_along(fit$lambda),
               lambda = fit$lambda)
  }
  rbind(per_method("lasso", 1, 1), per_method("ridge", 0, 1000))
}
grids <- do.call(rbind, lapply(c(1, 2, 3, 9, 11), function(i) grid_case(cases[i, ])))
write_table(grids, "grids.csv")

# ---- cross-validation ---------------------------------------------------------------------------

folds_of <- list(tall = 10, wide = 10, correlated = 7)
fold_labels <- lapply(names(folds_of), function(name) {
  seed(4711 + match(name, names(folds_of)))
  sample(rep_len(seq_len(folds_of[[name]]), nrow(datasets[[name]]$x)))
})
names(fold_labels) <- names(folds_of)
write_table(do.call(rbind, lapply(names(fold_labels), function(name) {
  data.frame(case = name, row = seq_along(fold_labels[[name]]), fold = fold_labels[[name]])
})), "folds.csv")

# Mean squared errors of the folds -> curve: mean weighted by fold size, standard error of it,
# the largest lambda at the minimum, and the largest within one standard error of it.
summarise_folds <- function(lambda, predictions, y, labels) {
  size <- as.vector(table(labels))
  errors <- t(sapply(seq_along(size), function(k) {
    colMeans((y[labels == k] - predictions[labels == k, , drop = FALSE])^2)
  }))
  mean_error <- colSums(errors * size) / sum(size)
  spread <- colSums(sweep(errors, 2, mean_error)^2 * size) / sum(size)
  standard_error <- sqrt(spread / (length(size) - 1))
  best <- which.min(mean_error)
  list(cvm = mean_error, cvsd = standard_error, lambda = lambda, min = best,
       one_se = which(mean_error <= mean_error[best] + standard_error[best])[1])
}
# Predictions of each row by coefficients(training rows), one column per lambda.
held_out <- function(data, labels, count, coefficients) {
  predictions <- matrix(NA_real_, length(data$y), count)
  for (k in unique(labels)) {
    out <- labels == k
    b <- coefficients(data$x[!out, ], data$y[!out])
    predictions[out, ] <- cbind(1, data$x[out, , drop = FALSE]) %*% b
  }
  predictions
}
interpolated <- function(own, b, lambda) {
  t(apply(b, 1, function(row) approx(own, row, lambda, rule = 2)$y))
}
cv_rows <- function(name, method, mode, curve) {
  stop_unless(all(is.finite(curve$cvm)), name, ": curve")
  chosen <<- rbind(chosen, data.frame(case = name, method = method, mode = mode,
    lambda_min = curve$lambda[curve$min], index_min = curve$min,
    lambda_1se = curve$lambda[curve$one_se], index_1se = curve$one_se))
  data.frame(case = name, method = method, mode = mode, index = seq_along(curve$lambda),
             lambda = curve$lambda, cvm = curve$cvm, cvsd = curve$cvsd)
}
from_glmnet <- function(name, alpha, lambda, own) {
  data <- datasets[[name]]
  labels <- fold_labels[[name]]
  fit <- cv.glmnet(data$x, data$y, alpha = alpha, lambda = lambda, foldid = labels,
                   thresh = threshold, maxit = iterations)
  stop_unless(length(fit$lambda) == 100, name, ": cv.glmnet's grid")
  again <- summarise_folds(fit$lambda, held_out(data, labels, 100, own(fit$lambda)), data$y, labels)
  worst_cv <<- max(worst_cv, abs(again$cvm / fit$cvm - 1), abs(again$cvsd / fit$cvsd - 1))
  stop_unless(worst_cv <= 1e-9, name, ": cross-validation differs by ", worst_cv)
  stop_unless(fit$lambda[again$min] == fit$lambda.min, name, ": lambda.min")
  stop_unless(fit$lambda[again$one_se] == fit$lambda.1se, name, ": lambda.1se")
  list(cvm = unname(fit$cvm), cvsd = unname(fit$cvsd), lambda = fit$lambda, min = again$min,
       one_se = again$one_se)
}
common_lasso <- function(lambda) function(x, y) {
  form <- standard_form(x, y, TRUE, TRUE)
  b <- fit_path(x, y, list(case = "fold", intercept = TRUE, standardize = TRUE), 1, lambda)
  sapply(seq_along(lambda), function(k) {
    exact <- solve_on_active_set(form, b[-1, k] * form$scale, lambda[k])
    kkt <- kkt_violation(form, exact, lambda[k]) / lambda[k]
    stop_unless(kkt <= 1e-9, "KKT violation ", kkt, " lambda in a fold at ", k)
    original_scale(form, exact)
  })
}
ridge_solver <- function(plain_of) function(lambda) function(x, y) {
  form <- standard_form(x, y, TRUE, TRUE)
  sapply(plain_of(lambda, form), function(plain) ridge_direct(form, plain))
}
# A fold's own default grid, then linear interpolation in lambda; ridge's first point is the null model.
own_grid <- function(alpha) function(lambda) function(x, y) {
  form <- standard_form(x, y, TRUE, TRUE)
  ratio <- if (nrow(x) < ncol(x)) 1e-2 else 1e-4
  own <- grid_formula(lambda_max(form) * (if (alpha == 0) 1000 else 1), ratio)
  b <- if (alpha == 0) {
    cbind(c(mean(y), rep(0, ncol(x))),
          sapply(own[-1] / form$y_scale, function(plain) ridge_direct(form, plain)))
  } else {
    common_lasso(own)(x, y)
  }
  interpolated(own, b, lambda)
}

worst_cv <- 0
chosen <- NULL
curves <- do.call(rbind, lapply(names(folds_of), function(name) {
  data <- datasets[[name]]
  labels <- fold_labels[[name]]
  form <- standard_form(data$x, data$y, TRUE, TRUE)
  top <- lambda_max(form)
  grid <- grid_formula(top, if (nrow(data$x) < ncol(data$x)) 1e-2 else 1e-4)
  plain <- grid_formula(1000 * top / form$y_scale, 1e-7)
  plain_coefficients <- ridge_solver(function(lambda, form) lambda)(plain)
  plain_curve <- summarise_folds(plain, held_out(data, labels, 100, plain_coefficients), data$y,
                                 labels)
  scaled <- ridge_solver(function(lambda, form) lambda / form$y_scale)
  rbind(
    cv_rows(name, "lasso", "common", from_glmnet(name, 1, grid, common_lasso)),
    cv_rows(name, "lasso", "parity", from_glmnet(name, 1, NULL, own_grid(1))),
    cv_rows(name, "ridge", "common", plain_curve),
    cv_rows(name, "ridge", "scaled", from_glmnet(name, 0, 1000 * grid, scaled)),
    cv_rows(name, "ridge", "parity", from_glmnet(name, 0, NULL, own_grid(0)))
  )
}))
write_table(curves, "cv.csv")
write_table(chosen, "cv_chosen.csv")

cases$lambda_max <- sapply(seq_len(nrow(cases)), function(i) {
  data <- datasets[[cases$data[i]]]
  lambda_max(standard_form(data$x, data$y, cases$intercept[i], cases$standardize[i]))
})
cases$y_scale <- sapply(seq_len(nrow(cases)), function(i) {
  data <- datasets[[cases$data[i]]]
  standard_form(data$x, data$y, cases$intercept[i], cases$standardize[i])$y_scale
})
cases$intercept <- tolower(cases$intercept)
cases$standardize <- tolower(cases$standardize)
write_table(cases, "cases.csv")

cat(R.version.string, " glmnet", as.character(packageVersion("glmnet")), "\n")
cat(sprintf("worst: KKT %.1e lambda, lasso against exact active-set solution %.1e,\n", worst_kkt,
            worst_distance))
cat(sprintf("       ridge against direct solve %.1e, cross-validation recomputed %.1e\n", worst_ridge,
            worst_cv))
