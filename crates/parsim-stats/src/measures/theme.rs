//! Themes: what measures are about, and which of them a study asks for.

use super::{MEASURES, Measure};

/// What a measure is about. The core is always computed; the other themes cost work or room of
/// their own, so a study asks for them (`measures = ["intervals"]`), or names one of their measures
/// in a claim, a figure or a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Theme {
    /// Bias, variance, risk, support and lambda: what every study has.
    Core,
    /// Errors of the slopes in several norms, training error, optimism, calibration.
    Accuracy,
    /// Counts and indicators of the support, and how stable it is.
    Selection,
    /// Confidence intervals of the slopes, for methods that give them.
    Intervals,
    /// The whole path of a penalised method: order of entry, knots, what the tuning cost.
    Path,
}

impl Theme {
    /// Every theme, the core first.
    pub const ALL: [Self; 5] =
        [Self::Core, Self::Accuracy, Self::Selection, Self::Intervals, Self::Path];

    /// The name in study files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Core => "core",
            Self::Accuracy => "accuracy",
            Self::Selection => "selection",
            Self::Intervals => "intervals",
            Self::Path => "path",
        }
    }

    /// What its measures are about, in a line.
    pub const fn summary(self) -> &'static str {
        match self {
            Self::Core => "bias, variance, risk, support and lambda",
            Self::Accuracy => {
                "estimation errors in several norms, training error, optimism, calibration"
            }
            Self::Selection => "counts and indicators of the support, and its stability",
            Self::Intervals => "confidence intervals of the slopes",
            Self::Path => "order of entry on the path, and what the choice of lambda cost",
        }
    }

    /// Its measures, in the order of the registry.
    pub fn measures(self) -> impl Iterator<Item = &'static Measure> {
        MEASURES.iter().copied().filter(move |measure| measure.theme == self)
    }

    /// The theme of that name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.name() == name)
    }
}

/// The themes that a study asks for; the core is always among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Themes([bool; Theme::ALL.len()]);

impl Default for Themes {
    /// The core alone.
    fn default() -> Self {
        Self::CORE
    }
}

impl Themes {
    /// The core alone.
    pub const CORE: Self = Self([true, false, false, false, false]);

    /// Every theme.
    pub const ALL: Self = Self([true; Theme::ALL.len()]);

    /// Asks for one more.
    pub const fn add(&mut self, theme: Theme) {
        self.0[theme as usize] = true;
    }

    /// The themes of some measures, by name, and the core.
    pub fn of<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut themes = Self::CORE;
        names.filter_map(super::find).for_each(|measure| themes.add(measure.theme));
        themes
    }

    /// Whether a theme is asked for.
    pub const fn contain(self, theme: Theme) -> bool {
        self.0[theme as usize]
    }

    /// The names of the themes asked for.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Theme::ALL.into_iter().filter(move |theme| self.contain(*theme)).map(Theme::name)
    }

    /// The measures asked for, in the order of the registry.
    pub fn measures(self) -> impl Iterator<Item = &'static Measure> {
        MEASURES.iter().copied().filter(move |measure| self.contain(measure.theme))
    }

    /// Those with a score per replicate: the columns of a record, in its order.
    pub fn scored(self) -> impl Iterator<Item = &'static Measure> {
        self.measures().filter(|measure| measure.is_scored())
    }

    /// The column of a record that holds a measure's scores.
    pub fn column(self, measure: &Measure) -> Option<usize> {
        self.scored().position(|scored| scored.name == measure.name)
    }
}
