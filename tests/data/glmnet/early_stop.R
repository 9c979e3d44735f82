# Makes cv_default.csv: cv.glmnet as it is by default, with its early stop (fdev = 1e-5, devmax =
# .999), for the data and folds that make.R has written; only the convergence threshold is tighter.
# Usage: Rscript early_stop.R        (in this folder; R >= 4.2, glmnet >= 4.1)

suppressPackageStartupMessages(library(glmnet))
folds <- read.csv("folds.csv")
text <- function(x) if (is.double(x)) sprintf("%.17g", x) else as.character(x)

one <- function(case, method) {
  data <- as.matrix(read.csv(paste0("data_", case, ".csv")))
  fit <- cv.glmnet(data[, -1], data[, 1], alpha = if (method == "lasso") 1 else 0,
                   foldid = folds$fold[folds$case == case], thresh = 1e-26, maxit = 1e8)
  data.frame(case = case, method = method, index = seq_along(fit$lambda), lambda = fit$lambda,
             cvm = fit$cvm, cvsd = fit$cvsd,
             chosen = ifelse(fit$lambda == fit$lambda.min, "min",
                             ifelse(fit$lambda == fit$lambda.1se, "one-se", "")))
}
table <- do.call(rbind, lapply(unique(folds$case), function(case) {
  rbind(one(case, "lasso"), one(case, "ridge"))
}))
rows <- do.call(paste, c(lapply(table, text), sep = ","))
writeLines(c(paste(names(table), collapse = ","), rows), "cv_default.csv")
cat(R.version.string, " glmnet", as.character(packageVersion("glmnet")), "\n")
