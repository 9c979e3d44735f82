//! The expansion itself.

use super::{Path, Zips};
use crate::draft::{Argument, Draft, Drafted};
use crate::kinds::Kinds;
use crate::source::Span;
use parsim_stats::component::{ArgumentError, Component, Default, Parameter, Shape, Value};
use std::collections::BTreeMap;

/// One combination: a component with every parameter resolved, and where its values were typed.
#[derive(Clone, Debug)]
pub(crate) struct Variant {
    /// The component.
    pub(crate) component: Component,
    /// Paths of the arguments given, with the place of the value that this variant has.
    pub(crate) places: Vec<(Path, Span)>,
}

/// Why a grid cannot be expanded.
#[derive(Debug)]
pub(crate) enum Failure {
    /// More combinations than are allowed; the number, where it is known.
    TooMany(Option<u128>),
    /// A default that a kind promises does not exist.
    Default(ArgumentError),
}

/// What was chosen on the way to a variant.
#[derive(Clone, Debug)]
struct Choice {
    places: Vec<(Path, Span)>,
    /// The position that each zip has settled on.
    zipped: Vec<Option<usize>>,
}

/// All combinations of a draft, at most `limit`.
pub(crate) fn expand(
    draft: &Draft,
    zips: &Zips,
    kinds: &Kinds,
    limit: usize,
) -> Result<Vec<Variant>, Failure> {
    if zips.is_empty() {
        let size = size(draft);
        if size > limit as u128 {
            return Err(Failure::TooMany(Some(size)));
        }
    }
    let start = Choice { places: Vec::new(), zipped: vec![None; zips.len()] };
    let expansion = Expansion { zips, kinds, limit };
    let variants = expansion.component(draft, &Path::new(), start)?;
    Ok(variants
        .into_iter()
        .map(|(component, choice)| Variant { component, places: choice.places })
        .collect())
}

/// Number of combinations, were nothing zipped.
fn size(draft: &Draft) -> u128 {
    let factor = |argument: &Argument| {
        let sizes = argument.alternatives.iter().map(|alternative| match &alternative.value {
            Drafted::Value(_) => 1,
            Drafted::Part(part) => size(part),
        });
        sizes.fold(0_u128, u128::saturating_add)
    };
    draft.arguments.iter().map(factor).fold(1, u128::saturating_mul)
}

struct Expansion<'a> {
    zips: &'a Zips,
    kinds: &'a Kinds,
    limit: usize,
}

/// A component on the way to completion.
#[derive(Clone, Debug)]
struct Partial {
    arguments: BTreeMap<&'static str, Value>,
    choice: Choice,
}

impl Partial {
    /// The same with one more argument.
    fn with(&self, name: &'static str, value: Value, choice: Choice) -> Self {
        let mut arguments = self.arguments.clone();
        arguments.insert(name, value);
        Self { arguments, choice }
    }
}

impl Expansion<'_> {
    fn component(
        &self,
        draft: &Draft,
        path: &Path,
        start: Choice,
    ) -> Result<Vec<(Component, Choice)>, Failure> {
        let mut partials = vec![Partial { arguments: BTreeMap::new(), choice: start }];
        for argument in &draft.arguments {
            let mut path = path.clone();
            path.push(argument.parameter.name);
            let mut next = Vec::new();
            for partial in &partials {
                self.extend(partial, argument, &path, &mut next)?;
            }
            partials = next;
        }
        let complete =
            |partial: Partial| Ok((self.complete(draft, partial.arguments)?, partial.choice));
        partials.into_iter().map(complete).collect()
    }

    /// Extends one partial combination by every value that an argument may take in it.
    fn extend(
        &self,
        partial: &Partial,
        argument: &Argument,
        path: &Path,
        next: &mut Vec<Partial>,
    ) -> Result<(), Failure> {
        let zip = self.zips.of(path);
        let settled = zip.and_then(|zip| partial.choice.zipped[zip]);
        let name = argument.parameter.name;
        for (position, alternative) in argument.alternatives.iter().enumerate() {
            if settled.is_some_and(|settled| settled != position) {
                continue;
            }
            let mut choice = partial.choice.clone();
            choice.places.push((path.clone(), alternative.span.clone()));
            if let Some(zip) = zip {
                choice.zipped[zip] = Some(position);
            }
            match &alternative.value {
                Drafted::Value(value) => next.push(partial.with(name, value.clone(), choice)),
                Drafted::Part(part) => {
                    for (component, choice) in self.component(part, path, choice)? {
                        next.push(partial.with(name, Value::Part(Box::new(component)), choice));
                    }
                }
            }
            if next.len() > self.limit {
                return Err(Failure::TooMany(None));
            }
        }
        Ok(())
    }

    /// Adds the defaults of what was not given.
    fn complete(
        &self,
        draft: &Draft,
        mut arguments: BTreeMap<&'static str, Value>,
    ) -> Result<Component, Failure> {
        let specification = draft.specification;
        for parameter in specification.parameters {
            if !arguments.contains_key(parameter.name) {
                let default = self.default(parameter).map_err(Failure::Default)?;
                arguments.extend(default.map(|value| (parameter.name, value)));
            }
        }
        Ok(Component { specification, arguments })
    }

    fn default(&self, parameter: &Parameter) -> Result<Option<Value>, ArgumentError> {
        Ok(match (parameter.default, parameter.shape) {
            (Default::Required | Default::Absent, _) => None,
            (Default::Number(number), _) => Some(Value::Number(number)),
            (Default::Flag(flag), _) => Some(Value::Flag(flag)),
            (Default::Text(text), _) => Some(Value::Text(text.to_owned())),
            (Default::Part(kind), Shape::Part(family)) => {
                let specification = self.kinds.find(family, kind).ok_or_else(|| {
                    let message = format!("no {} is called {kind}", family.name());
                    ArgumentError::at(parameter.name, message, "")
                })?;
                let resolve = |family, kind: &str| self.kinds.find(family, kind);
                let part = Component::with_defaults(specification, &resolve)?;
                Some(Value::Part(Box::new(part)))
            }
            (Default::Part(_), _) => {
                return Err(ArgumentError::at(
                    parameter.name,
                    "has a default of another shape",
                    "",
                ));
            }
        })
    }
}
