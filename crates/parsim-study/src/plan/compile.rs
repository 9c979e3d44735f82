//! From a source to a plan, with everything that is wrong with it at once.

use super::check::{self, Known};
use super::entrants::Typed;
use super::scenarios::Grid;
use super::settle::Settling;
use super::{Entrant, Plan, PlannedFigure, entrants, figures, scenarios};
use crate::data::DataFiles;
use crate::diagnostic::Diagnostics;
use crate::draft::Reader;
use crate::kinds::Kinds;
use crate::problems::Problems;
use crate::replicates::Replicates;
use crate::source::Source;
use crate::study_file::{self, StudyFile};
use crate::tree;
use parsim_stats::component::Specification;
use parsim_stats::measures::{self, Themes};

impl Plan {
    /// Compiles a study file: the only way to a plan.
    ///
    /// `figures` are the manuals of the figures that a report can draw; `data` loads the data
    /// files that covariates name.
    ///
    /// # Errors
    /// Everything that is wrong with the file, with places and hints. A file that is not TOML
    /// yields the errors of TOML alone.
    pub fn compile(
        source: &Source,
        figures: &[&'static Specification],
        data: &dyn DataFiles,
    ) -> Result<Self, Diagnostics> {
        let entries = tree::parse(source)?;
        let kinds = Kinds::new(figures);
        let mut problems = Problems::default();
        let file =
            study_file::read(source, &entries, &mut Reader::new(&kinds, data, &mut problems));
        let plan = assemble(&file, &kinds, &mut problems);
        let failed = problems.errors() > 0;
        let diagnostics = Diagnostics::new(source.clone(), problems.into_list());
        match plan {
            Some(mut plan) if !failed => {
                plan.notices = diagnostics;
                Ok(plan)
            }
            _ => Err(diagnostics),
        }
    }
}

/// Puts the sections together; `None` where one of them is missing.
fn assemble(file: &StudyFile, kinds: &Kinds, problems: &mut Problems) -> Option<Plan> {
    let entrants = entrants::build(file, kinds, problems);
    let mut grid = file
        .mechanism
        .as_ref()
        .and_then(|draft| scenarios::build(draft, &file.zip, kinds, problems));
    let named_estimands = file.named_estimands();
    if let Some(grid) = &mut grid {
        check::estimands(file, grid, problems);
        settle(file, named_estimands.as_deref(), grid, &entrants, problems);
    }
    let known = Known {
        file,
        methods: entrants.iter().map(|typed| typed.entrant.name.as_str()).collect(),
        columns: grid.as_ref().map(columns),
        measures: crate::measures::names(),
    };
    check::claims(&known, grid.as_ref(), problems);
    let reference = check::reference(&known, problems);
    let figures = figures::build(&known, kinds, problems);
    let themes = themes(file, &figures);
    let grid = grid?;
    Some(Plan {
        title: file.title.clone()?,
        aim: file.aim.clone(),
        seed: file.seed?,
        replicates: file.replicates.clone()?,
        common_random_numbers: file.common_random_numbers,
        keeps_all: file.keeps_all,
        themes,
        scenarios: grid.scenarios,
        methods: entrants.into_iter().map(|typed| typed.entrant).collect(),
        claims: file.claims.iter().map(|typed| typed.claim.clone()).collect(),
        figures,
        reference,
        all_pairs: file.all_pairs,
        notices: Diagnostics::new(Source::new("", ""), Vec::new()),
        varied: grid.varied,
        named_estimands,
    })
}

/// The themes that the study asks for, and those of the measures that it names.
fn themes(file: &StudyFile, figures: &[PlannedFigure]) -> Themes {
    let mut themes = file.themes;
    let claimed = file.claims.iter().flat_map(|typed| &typed.terms);
    let claimed = claimed.map(|(located, ..)| located.term.measure.as_str());
    let drawn = figures.iter().flat_map(PlannedFigure::measures);
    let targets = match &file.replicates {
        Some(Replicates::Precision(precision)) => &precision.targets[..],
        _ => &[],
    };
    let targets = targets.iter().map(|(measure, _)| measure.as_str());
    for measure in claimed.chain(drawn).chain(targets).filter_map(measures::find) {
        themes.add(measure.theme);
    }
    themes
}

fn settle(
    file: &StudyFile,
    estimands: Option<&[u32]>,
    grid: &mut Grid,
    entrants: &[Typed],
    problems: &mut Problems,
) {
    let (seed, common_random_numbers) = (file.seed.unwrap_or(0), file.common_random_numbers);
    let settling = Settling { seed, common_random_numbers, estimands };
    let plain: Vec<&Entrant> = entrants.iter().map(|typed| &typed.entrant).collect();
    settling.grid(grid, &plain, problems);
    check::applicability(grid, entrants, problems);
}

fn columns(grid: &Grid) -> Vec<&str> {
    let first = grid.scenarios.first();
    first.map_or_else(Vec::new, |scenario| {
        scenario.columns.iter().map(|(name, _)| name.as_str()).collect()
    })
}
