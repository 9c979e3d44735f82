//! Expands and builds methods and oracles.

use super::entrant::{Entrant, Estimator};
use super::identity;
use crate::draft::Draft;
use crate::grid::factors::{Factors, label};
use crate::grid::{Failure, Path, Variant, Zips, expand};
use crate::kinds::Kinds;
use crate::problems::{Problems, suggestion};
use crate::source::Span;
use crate::study_file::{Named, StudyFile};
use parsim_stats::catalogue;
use parsim_stats::component::{ArgumentError, Component, Shape};
use parsim_stats::identity::MethodId;

/// More methods than this are a slip of the keyboard.
const MOST: usize = 1000;

/// An entrant with the places where it was typed.
#[derive(Debug)]
pub(super) struct Typed {
    pub(super) entrant: Entrant,
    /// Its name or its section.
    pub(super) place: Span,
    /// Paths of its arguments and the places of their values.
    pub(super) places: Vec<(Path, Span)>,
}

/// The methods and oracles of a study file, in file order, methods first.
pub(super) fn build(file: &StudyFile, kinds: &Kinds, problems: &mut Problems) -> Vec<Typed> {
    let mut entrants: Vec<Typed> = Vec::new();
    for named in &file.methods {
        for (name, variant) in variants(named, kinds, problems) {
            let id = identity::method_id(&variant.component);
            let estimator = catalogue::build_method(&variant.component).map(Estimator::Method);
            let built = Built { name, id, estimator };
            entrants.extend(built.typed(named, variant, problems));
        }
    }
    for named in &file.oracles {
        for (name, variant) in variants(named, kinds, problems) {
            let Ok(target) = target(&variant, file, &entrants, problems) else { continue };
            let id = identity::oracle_id(&variant.component, target.as_ref());
            let estimator = catalogue::build_oracle(&variant.component, target.as_ref());
            let built = Built { name, id, estimator: estimator.map(Estimator::Oracle) };
            entrants.extend(built.typed(named, variant, problems));
        }
    }
    check_names(&entrants, problems);
    entrants
}

/// The combinations of a section with their names: `lasso`, or `lasso[lambda=0.1]` where lists
/// were given.
pub(super) fn variants(
    named: &Named,
    kinds: &Kinds,
    problems: &mut Problems,
) -> Vec<(String, Variant)> {
    let variants = match expand(&named.draft, &Zips::default(), kinds, MOST) {
        Ok(variants) => variants,
        Err(failure) => {
            report_failure(&failure, &named.draft, MOST, problems);
            return Vec::new();
        }
    };
    let factors = Factors::new(&named.draft, &variants);
    let name = |row: usize| {
        let varied = factors.varied(row);
        let suffix =
            if varied.is_empty() { String::new() } else { format!("[{}]", label(&varied)) };
        format!("{}{suffix}", named.base())
    };
    variants.into_iter().enumerate().map(|(row, variant)| (name(row), variant)).collect()
}

/// Reports why a draft could not be expanded.
pub(super) fn report_failure(
    failure: &Failure,
    draft: &Draft,
    limit: usize,
    problems: &mut Problems,
) {
    let family = draft.specification.family.name();
    let (message, hint) = match failure {
        Failure::TooMany(Some(count)) => {
            (format!("this {family} stands for {count} combinations"), format!("at most {limit}"))
        }
        Failure::TooMany(None) => {
            (format!("this {family} stands for more than {limit} combinations"), String::new())
        }
        Failure::Default(error) => (error.to_string(), String::new()),
    };
    problems.error(&draft.span, message, hint);
}

/// The method that an oracle names, if it names one; `Err` after reporting an unknown name.
fn target(
    variant: &Variant,
    file: &StudyFile,
    entrants: &[Typed],
    problems: &mut Problems,
) -> Result<Option<Component>, ()> {
    let component = &variant.component;
    let parameters = component.specification.parameters.iter();
    let Some(parameter) = parameters.clone().find(|each| each.shape == Shape::MethodName) else {
        return Ok(None);
    };
    let Some(name) = component.text(parameter.name) else { return Ok(None) };
    let is_method = |typed: &&Typed| matches!(typed.entrant.estimator, Estimator::Method(_));
    let methods: Vec<&Typed> = entrants.iter().filter(is_method).collect();
    if let Some(found) = methods.iter().find(|typed| typed.entrant.name == name) {
        return Ok(Some(found.entrant.component.clone()));
    }
    if !file.may_be_unread(name) {
        let known: Vec<&str> = methods.iter().map(|typed| typed.entrant.name.as_str()).collect();
        let place = place_of(&variant.places, &[parameter.name.to_owned()]);
        let message = format!("no method is called \"{name}\"");
        problems.error(&place.unwrap_or_default(), message, suggestion(name, &known));
    }
    Err(())
}

/// An estimator, or why it cannot be built.
#[derive(Debug)]
struct Built {
    name: String,
    id: MethodId,
    estimator: Result<Estimator, ArgumentError>,
}

impl Built {
    /// The entrant with its places; `None` after reporting a refusal.
    fn typed(self, named: &Named, variant: Variant, problems: &mut Problems) -> Option<Typed> {
        let Self { name, id, estimator } = self;
        let Variant { component, places } = variant;
        match estimator {
            Ok(estimator) => {
                let entrant = Entrant { id, name, component, estimator };
                Some(Typed { entrant, place: named.place(), places })
            }
            Err(error) => {
                let place = place_of(&places, &error.path);
                let place = place.unwrap_or_else(|| named.draft.span.clone());
                problems.error(&place, format!("{name}: {error}"), error.hint);
                None
            }
        }
    }
}

/// The place of the argument at a path, or of the nearest component above it that was typed.
pub(crate) fn place_of(places: &[(Path, Span)], path: &[String]) -> Option<Span> {
    (1..=path.len()).rev().find_map(|depth| {
        let wanted = &path[..depth];
        let found = places.iter().find(|(known, _)| known.iter().eq(wanted.iter()));
        found.map(|(_, span)| span.clone())
    })
}

fn check_names(entrants: &[Typed], problems: &mut Problems) {
    for (i, typed) in entrants.iter().enumerate() {
        let earlier = &entrants[..i];
        let name = &typed.entrant.name;
        if earlier.iter().any(|other| other.entrant.name == *name) {
            let hint = "give each a name of its own, e.g. name = \"lasso-bic\"";
            problems.error(&typed.place, format!("a second method is called \"{name}\""), hint);
        } else if let Some(other) =
            earlier.iter().find(|other| other.entrant.id == typed.entrant.id)
        {
            let message = format!("\"{name}\" is the same method as \"{}\"", other.entrant.name);
            problems.error(&typed.place, message, "remove one of them, or change a parameter");
        }
    }
}
