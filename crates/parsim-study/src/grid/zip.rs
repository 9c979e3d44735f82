//! Zipped lists: parameters that advance together.

use super::Path;
use crate::draft::{Argument, Draft};
use crate::problems::{Problems, nearest};
use crate::source::{Span, Spanned};

/// The groups of paths that advance together.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Zips {
    groups: Vec<Vec<Path>>,
}

impl Zips {
    /// The group that a path belongs to.
    pub(crate) fn of(&self, path: &Path) -> Option<usize> {
        self.groups.iter().position(|group| group.contains(path))
    }

    pub(crate) fn len(&self) -> usize {
        self.groups.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }
}

/// Finds the lists that `zip` names in the mechanism's draft, and holds them to equal lengths.
pub(crate) fn resolve(
    typed: &[Spanned<Vec<Spanned<String>>>],
    draft: &Draft,
    problems: &mut Problems,
) -> Zips {
    let mut zips = Zips::default();
    for group in typed {
        if group.value.len() < 2 {
            let hint = "name at least two lists, e.g. zip = [[\"n\", \"noise.snr\"]]";
            problems.error(&group.span, "a zip of fewer than two lists", hint);
        }
        let mut paths: Vec<Path> = Vec::with_capacity(group.value.len());
        let mut first: Option<(&str, usize)> = None;
        for member in &group.value {
            let Some((path, length)) = list(member, draft, problems) else { continue };
            if zips.of(&path).is_some() || paths.contains(&path) {
                let message = format!("{} is zipped twice", member.value);
                problems.error(&member.span, message, "a list can go together with others once");
                continue;
            }
            let (name, expected) = *first.get_or_insert((&member.value, length));
            if length != expected {
                let message =
                    format!("{} has {length} values and {name} has {expected}", member.value);
                problems.error(&member.span, message, "zipped lists have equal lengths");
            }
            paths.push(path);
        }
        zips.groups.push(paths);
    }
    zips
}

/// The list at a dotted path, with its length.
fn list(member: &Spanned<String>, draft: &Draft, problems: &mut Problems) -> Option<(Path, usize)> {
    let Spanned { value: dotted, span } = member;
    let names: Vec<&str> = dotted.split('.').collect();
    let found = draft.at(&names);
    let Some(first) = found.first() else {
        report_unknown(dotted, span, draft, problems);
        return None;
    };
    let length = first.alternatives.len();
    let is_list = |argument: &&Argument| argument.crossed;
    if !found.iter().all(is_list) {
        let message = format!("{dotted} is no list of values that cross");
        problems.error(span, message, "only lists can be zipped");
        return None;
    }
    if found.iter().any(|argument| argument.alternatives.len() != length) {
        let message = format!("{dotted} has lists of several lengths");
        problems.error(span, message, "give it equally many values in every table");
        return None;
    }
    Some((path(draft, &names), length))
}

/// The path in the manuals' own words, which outlive the study file.
fn path(draft: &Draft, names: &[&str]) -> Path {
    let depths = (1..=names.len()).filter_map(|depth| draft.at(&names[..depth]).first().copied());
    depths.map(|argument| argument.parameter.name).collect()
}

fn report_unknown(dotted: &str, span: &Span, draft: &Draft, problems: &mut Problems) {
    let mut lists = Vec::new();
    collect(draft, "", &mut lists);
    let known: Vec<&str> = lists.iter().map(String::as_str).collect();
    let hint = match nearest(dotted, &known) {
        Some(candidate) => {
            format!("did you mean \"{candidate}\"? lists here: {}", known.join(", "))
        }
        None => format!("lists of this mechanism, by dotted path: {}", known.join(", ")),
    };
    problems.error(span, format!("the mechanism gives no \"{dotted}\""), hint);
}

fn collect(draft: &Draft, prefix: &str, lists: &mut Vec<String>) {
    for argument in &draft.arguments {
        let path = format!("{prefix}{}", argument.parameter.name);
        if argument.crossed && !lists.contains(&path) {
            lists.push(path.clone());
        }
        for part in argument.parts() {
            collect(part, &format!("{path}."), lists);
        }
    }
}
