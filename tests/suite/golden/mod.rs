//! Fits against values that glmnet, scikit-learn, NIST and textbooks give.

mod acceptance;
mod data_sets;
mod glmnet;
mod glmnet_cv;
mod inference;
mod nist;
mod self_check;
mod sklearn;
