//! Axes: what is measured along them, on which scale, and how it is ticked.

/// One axis of all panels.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// Name and unit, as printed: `SNR`, `squared error`.
    pub label: String,
    /// The scale.
    pub scale: Scale,
    /// The lower limit; by default from the data of the panels that share the axis, with a little room
    /// except under bars and sticks.
    pub lower: Option<f64>,
    /// The upper limit; by default from the data. What lies beyond a limit is drawn as an arrow at the frame.
    pub upper: Option<f64>,
    /// Values that the axis must hold, with a little room beyond, where no limit is given: the 0 and 1 of
    /// proportions, whose markers a hard limit would put onto the frame.
    pub include: Vec<f64>,
    /// Where the ticks are.
    pub ticks: Ticks,
    /// How ticks are written.
    pub labels: TickLabels,
    /// Which panels have the same limits.
    pub sharing: Sharing,
}

/// The scale of an axis.
#[derive(Debug, Clone, PartialEq)]
pub enum Scale {
    /// Equal distances are equal differences.
    Linear,
    /// Equal distances are equal ratios; values must be positive, but an interval's lower end may be zero or
    /// less and then reaches the frame.
    Log,
    /// The i-th of these names, from 0, is centred at the value i and owns i - 0.5 to i + 0.5; from the left or
    /// from below.
    Categories(Vec<String>),
}

/// Where the ticks are.
#[derive(Debug, Clone, PartialEq)]
pub enum Ticks {
    /// Round numbers: 1, 2, 5 times powers of ten; on a log scale decades, with 1-2-5 where few decades show,
    /// and unlabelled ticks at 2 to 9.
    Auto,
    /// Round numbers that are whole: for counts and indices.
    Whole,
    /// At these values: the values a study varies.
    At(Vec<f64>),
}

/// How ticks are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TickLabels {
    /// As numbers, powers of ten with superscripts where numbers would grow long.
    #[default]
    Number,
    /// Times 100, with a percent sign.
    Percent,
}

/// Which panels have the same limits on an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sharing {
    /// All panels.
    #[default]
    All,
    /// The panels along the axis's own line: a vertical axis differs between rows, a horizontal one between
    /// columns.
    Line,
    /// None: each panel has its own limits and ticks.
    Free,
}

impl Axis {
    /// A linear axis.
    pub fn linear(label: impl Into<String>) -> Self {
        Self::with_scale(label, Scale::Linear)
    }

    /// A logarithmic axis.
    pub fn log(label: impl Into<String>) -> Self {
        Self::with_scale(label, Scale::Log)
    }

    /// An axis of named categories.
    pub fn categories<S: Into<String>>(
        label: impl Into<String>,
        names: impl IntoIterator<Item = S>,
    ) -> Self {
        Self::with_scale(label, Scale::Categories(names.into_iter().map(Into::into).collect()))
    }

    fn with_scale(label: impl Into<String>, scale: Scale) -> Self {
        Self {
            label: label.into(),
            scale,
            lower: None,
            upper: None,
            include: Vec::new(),
            ticks: Ticks::Auto,
            labels: TickLabels::Number,
            sharing: Sharing::All,
        }
    }

    /// The same axis with both limits given.
    #[must_use]
    pub fn between(self, lower: f64, upper: f64) -> Self {
        Self { lower: Some(lower), upper: Some(upper), ..self }
    }

    /// The same axis holding these values.
    #[must_use]
    pub fn including(self, values: impl Into<Vec<f64>>) -> Self {
        Self { include: values.into(), ..self }
    }

    /// The same axis with ticks at these values.
    #[must_use]
    pub fn ticks_at(self, values: impl Into<Vec<f64>>) -> Self {
        Self { ticks: Ticks::At(values.into()), ..self }
    }

    /// The same axis with whole-numbered ticks.
    #[must_use]
    pub fn whole(self) -> Self {
        Self { ticks: Ticks::Whole, ..self }
    }

    /// The same axis with ticks in percent; the data stay fractions.
    #[must_use]
    pub fn percent(self) -> Self {
        Self { labels: TickLabels::Percent, ..self }
    }

    /// The same axis with this sharing of limits.
    #[must_use]
    pub fn shared(self, sharing: Sharing) -> Self {
        Self { sharing, ..self }
    }
}
