//! Reads `measures`: the themes that a study asks for.

use super::fields;
use crate::problems::Problems;
use crate::tree::{Entry, Tree};
use parsim_stats::measures::{Theme, Themes};

pub(super) fn read(entry: &Entry, problems: &mut Problems) -> Themes {
    let mut names: Vec<&'static str> = Theme::ALL.map(Theme::name).to_vec();
    if let Tree::Text(text) = &entry.node.value {
        names.push("all");
        if text == "all" {
            return Themes::ALL;
        }
        problems.unknown(&entry.node.span, "theme of measures", text, &names);
        return Themes::CORE;
    }
    let mut themes = Themes::CORE;
    for word in fields::texts("measures", &entry.node, problems).into_iter().flatten() {
        match Theme::find(&word.value) {
            Some(theme) => themes.add(theme),
            None => problems.unknown(&word.span, "theme of measures", &word.value, &names),
        }
    }
    themes
}
