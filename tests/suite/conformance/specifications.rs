//! Every kind says what it is, where it comes from, and which parameters it takes.

use parsim_stats::catalogue::specifications;
use parsim_stats::component::{Component, Default, Family, Parameter, Shape, Specification};
use parsim_stats::measures::MEASURES;

const FAMILIES: [Family; 7] = [
    Family::Mechanism,
    Family::Covariates,
    Family::Coefficients,
    Family::Noise,
    Family::Method,
    Family::Tuning,
    Family::Oracle,
];

fn resolve(family: Family, kind: &str) -> Option<&'static Specification> {
    specifications(family).into_iter().find(|specification| specification.kind == kind)
}

fn is_lower(text: &str, separator: char) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == separator;
    !text.is_empty() && text.chars().all(allowed) && !text.starts_with(separator)
}

#[test]
fn every_kind_has_a_name_a_summary_and_a_formula() {
    for family in FAMILIES {
        let kinds: Vec<&str> = specifications(family).iter().map(|each| each.kind).collect();
        let mut sorted = kinds.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(kinds, sorted, "in alphabetical order, each once");
        assert!(!kinds.is_empty());
        for specification in specifications(family) {
            let kind = specification.kind;
            assert_eq!(specification.family, family);
            assert!(is_lower(kind, '-'), "{kind}");
            assert!(specification.summary.len() >= 10 && !specification.summary.ends_with('.'));
            assert!(specification.formula.len() >= 5, "{kind} has no formula");
        }
    }
}

/// Kinds that are their own definition have no source; all others do.
#[test]
fn every_kind_names_its_source() {
    let own = [
        (Family::Mechanism, "linear"),
        (Family::Covariates, "file"),
        (Family::Coefficients, "explicit"),
        (Family::Coefficients, "random"),
        (Family::Noise, "gaussian"),
        (Family::Noise, "heteroskedastic"),
        (Family::Noise, "laplace"),
        (Family::Method, "ols"),
        (Family::Tuning, "fixed"),
        (Family::Oracle, "known-support"),
    ];
    for family in FAMILIES {
        for specification in specifications(family) {
            let exempt = own.contains(&(family, specification.kind));
            let source = specification.source;
            assert_eq!(source.is_empty(), exempt, "{}: \"{source}\"", specification.kind);
            let has_year = source.contains("(1") || source.contains("(2");
            assert!(exempt || has_year, "{}: a source has a year", specification.kind);
        }
    }
}

#[test]
fn every_parameter_is_documented_and_its_default_is_allowed() {
    for family in FAMILIES {
        for specification in specifications(family) {
            for parameter in specification.parameters {
                let name = format!("{}.{}", specification.kind, parameter.name);
                assert!(is_lower(parameter.name, '_'), "{name}");
                assert!(parameter.doc.len() >= 8 && !parameter.doc.ends_with('.'), "{name}");
                assert!(!parameter.shape.describe().is_empty());
                assert!(
                    allows(parameter),
                    "{name}: {:?} is not {:?}",
                    parameter.default,
                    parameter.shape
                );
            }
        }
    }
}

/// Whether a default has its parameter's shape and lies in its range.
fn allows(parameter: &Parameter) -> bool {
    match (parameter.default, parameter.shape) {
        (Default::Required | Default::Absent, _)
        | (Default::Flag(_), Shape::Flag)
        | (Default::Text(_), Shape::Text) => true,
        (Default::Number(number), Shape::Integer { min, max }) => {
            number.fract() == 0.0 && (min as f64..=max as f64).contains(&number)
        }
        (Default::Number(number), Shape::Real { min, max, open }) => {
            let above = if open.0 { number > min } else { number >= min };
            above && if open.1 { number < max } else { number <= max }
        }
        (Default::Text(text), Shape::Choice(words)) => words.contains(&text),
        (Default::Part(kind), Shape::Part(family)) => {
            let specification = resolve(family, kind).unwrap();
            Component::with_defaults(specification, &resolve).is_ok()
        }
        _ => false,
    }
}

#[test]
fn every_measure_says_what_it_means() {
    for measure in MEASURES {
        assert!(is_lower(measure.name, '_'), "{}", measure.name);
        assert!(!measure.title.is_empty() && !measure.formula.is_empty(), "{}", measure.name);
        assert!(measure.reading.len() >= 8, "{}", measure.name);
    }
    let names: Vec<&str> = MEASURES.iter().map(|measure| measure.name).collect();
    let mut sorted = names.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(names, sorted, "in alphabetical order, each once");
}
