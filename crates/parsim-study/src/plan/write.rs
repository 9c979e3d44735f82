//! `plan.toml`: the plan written out, every default included, so that a result explains itself.

use super::{Entrant, Plan, Role, Scenario};
use crate::cell::Cell;
use crate::draft::shortest;
use crate::replicates::{Replicates, Target};
use crate::toml_text::{key, string};
use parsim_stats::component::{Component, Value};
use parsim_stats::identity::RESULTS_VERSION;
use std::fmt::Write;

/// Lists of positions up to this length are written out.
const SHORT: usize = 20;

impl Plan {
    /// The plan as TOML, under the stem of the study file. [`super::PlanHeader`] reads the head.
    pub fn to_toml(&self, stem: &str) -> String {
        let mut text = String::from(
            "# Written by parsim. The study with every default written out; edit the study file,\n\
             # not this one.\n\n",
        );
        self.write_head(&mut text, stem);
        self.write_axes(&mut text);
        for method in &self.methods {
            write_entrant(&mut text, method);
        }
        self.write_claims(&mut text);
        for figure in &self.figures {
            text.push_str("\n[[figure]]\n");
            line(&mut text, "name", &string(&figure.name));
            line(&mut text, "figure", &component(&figure.component));
        }
        for scenario in &self.scenarios {
            self.write_scenario(&mut text, scenario);
        }
        text
    }

    fn write_head(&self, text: &mut String, stem: &str) {
        text.push_str("[plan]\n");
        line(text, "stem", &string(stem));
        line(text, "fingerprint", &string(&self.fingerprint().to_string()));
        line(text, "results_version", &RESULTS_VERSION.to_string());
        line(text, "title", &string(&self.title));
        line(text, "aim", &string(&self.aim));
        line(text, "seed", &self.seed.to_string());
        line(text, "replicates", &replicates(&self.replicates));
        line(text, "common_random_numbers", &self.common_random_numbers.to_string());
        line(text, "keep", if self.keeps_all { "\"all\"" } else { "\"estimands\"" });
        let themes: Vec<String> = self.themes.names().skip(1).map(string).collect();
        line(text, "measures", &format!("[{}]", themes.join(", ")));
        let reference = self.reference.and_then(|position| self.methods.get(position));
        if let Some(reference) = reference {
            line(text, "reference", &string(&reference.name));
        } else {
            text.push_str("# reference: in each scenario the first method that applies\n");
        }
        line(text, "contrasts", if self.all_pairs { "\"all-pairs\"" } else { "\"reference\"" });
        line(text, "scenarios", &self.scenarios.len().to_string());
    }

    fn write_axes(&self, text: &mut String) {
        let axes = self.axes();
        if axes.is_empty() {
            return;
        }
        text.push_str("\n# Levels of what varies.\n[axes]\n");
        for axis in axes {
            let levels: Vec<String> = axis.levels.iter().map(cell).collect();
            line(text, &key(&axis.name), &format!("[{}]", levels.join(", ")));
        }
    }

    fn write_claims(&self, text: &mut String) {
        for claim in &self.claims {
            text.push_str("\n[[claim]]\n");
            line(text, "text", &string(&claim.text));
            line(text, "holds", &string(&claim.holds.to_string()));
            if let Some(condition) = &claim.condition {
                line(text, "where", &string(&condition.to_string()));
            }
            line(text, "level", &shortest(claim.level));
        }
    }

    fn write_scenario(&self, text: &mut String, scenario: &Scenario) {
        text.push_str("\n[[scenario]]\n");
        line(text, "label", &string(&scenario.label));
        line(text, "id", &string(&scenario.id.to_string()));
        line(text, "n", &scenario.n.to_string());
        line(text, "p", &scenario.p.to_string());
        line(text, "s", &scenario.signals.len().to_string());
        if scenario.signals.len() <= SHORT {
            line(text, "signals", &format!("{:?}", scenario.signals));
        }
        line(text, "estimands", &format!("{:?}", scenario.estimands));
        line(text, "block_size", &scenario.block_size.to_string());
        line(text, "mechanism", &component(&scenario.component));
        for (method, reason) in self.methods.iter().zip(&scenario.inapplicable) {
            if let Some(reason) = reason {
                let _ = writeln!(text, "# {} does not apply: {reason}", method.name);
            }
        }
    }
}

fn write_entrant(text: &mut String, entrant: &Entrant) {
    let section = match entrant.role() {
        Role::Method => "method",
        Role::Oracle => "oracle",
    };
    let _ = writeln!(text, "\n[[{section}]]");
    line(text, "name", &string(&entrant.name));
    line(text, "id", &string(&entrant.id.to_string()));
    line(text, section, &component(&entrant.component));
}

fn line(text: &mut String, key: &str, value: &str) {
    let _ = writeln!(text, "{key} = {value}");
}

fn replicates(replicates: &Replicates) -> String {
    match replicates {
        Replicates::Fixed(count) => count.to_string(),
        Replicates::Precision(precision) => {
            let target = |(measure, target): &(String, Target)| {
                let target = match target {
                    Target::Absolute(mcse) => shortest(*mcse),
                    Target::Relative(share) => format!("{{ relative = {} }}", shortest(*share)),
                };
                format!("{} = {target}", key(measure))
            };
            let targets: Vec<String> = precision.targets.iter().map(target).collect();
            let (min, max) = (precision.min, precision.max);
            format!("{{ target_mcse = {{ {} }}, min = {min}, max = {max} }}", targets.join(", "))
        }
    }
}

fn component(component: &Component) -> String {
    let mut text = format!("{{ kind = {}", string(component.kind()));
    for parameter in component.specification.parameters {
        if let Some(given) = component.get(parameter.name) {
            let _ = write!(text, ", {} = {}", parameter.name, value(given));
        }
    }
    text.push_str(" }");
    text
}

fn value(value: &Value) -> String {
    match value {
        Value::Number(number) => shortest(*number),
        Value::Flag(flag) => flag.to_string(),
        Value::Text(text) => string(text),
        Value::Numbers(numbers) => {
            format!("[{}]", numbers.iter().map(|n| shortest(*n)).collect::<Vec<_>>().join(", "))
        }
        Value::Texts(words) => {
            format!("[{}]", words.iter().map(|word| string(word)).collect::<Vec<_>>().join(", "))
        }
        Value::Part(part) => component(part),
        Value::Data(table) => string(&table.path),
    }
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => string(text),
        other => other.to_string(),
    }
}
