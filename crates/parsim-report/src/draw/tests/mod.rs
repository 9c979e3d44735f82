mod gallery;
mod specimens;
