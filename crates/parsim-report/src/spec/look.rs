//! How the entries of a legend look: colours, marker shapes, dashes and fills.

/// A colour in sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Color(pub u8, pub u8, pub u8);

impl Color {
    /// Black, for what is not a method: truth, theory.
    pub const BLACK: Self = Self(0x1A, 0x1A, 0x1A);
    /// Grey, for what recedes: reference lines, noise covariates.
    pub const GREY: Self = Self(0x7A, 0x7A, 0x7A);
    /// The palette of Okabe and Ito (2008, Color Universal Design), made to be told apart by readers with
    /// any form of colour blindness; ordered so that the first three also differ most on a projector, yellow
    /// left out as illegible on white.
    pub const PALETTE: [Self; 6] = [
        Self(0x00, 0x72, 0xB2),
        Self(0xD5, 0x5E, 0x00),
        Self(0x00, 0x9E, 0x73),
        Self(0xCC, 0x79, 0xA7),
        Self(0xE6, 0x9F, 0x00),
        Self(0x56, 0xB4, 0xE9),
    ];

    /// This colour mixed with black; 0 is black, 1 the colour itself.
    #[must_use]
    pub fn shade(self, strength: f64) -> Self {
        let mix = |c: u8| {
            let value = f64::from(c) * strength.clamp(0.0, 1.0);
            #[expect(clippy::cast_sign_loss, reason = "between 0 and 255")]
            let byte = value.round() as u8;
            byte
        };
        Self(mix(self.0), mix(self.1), mix(self.2))
    }

    /// This colour mixed with white; 0 is white, 1 the colour itself.
    #[must_use]
    pub fn tint(self, strength: f64) -> Self {
        let mix = |c: u8| {
            let value = 255.0 - (255.0 - f64::from(c)) * strength.clamp(0.0, 1.0);
            #[expect(clippy::cast_sign_loss, reason = "between 0 and 255")]
            let byte = value.round() as u8;
            byte
        };
        Self(mix(self.0), mix(self.1), mix(self.2))
    }
}

/// A marker's shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// A disc.
    Circle,
    /// A square on its side.
    Square,
    /// A triangle pointing up.
    Triangle,
    /// A square on its corner.
    Diamond,
    /// A triangle pointing down.
    Inverted,
    /// An upright cross.
    Plus,
    /// A diagonal cross.
    Cross,
    /// A circle with an empty middle.
    Ring,
    /// A short horizontal stroke, for a truth among estimates.
    Dash,
}

/// The stroke of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dash {
    /// Unbroken.
    Solid,
    /// Long dashes.
    Dashed,
    /// Dots.
    Dotted,
    /// Dashes and dots in turn.
    DashDot,
    /// Dashes longer than `Dashed`.
    LongDash,
}

/// The inside of a bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// The key's colour.
    Solid,
    /// A light tint of the colour, outlined in it.
    Light,
    /// Diagonal strokes on white, outlined.
    Hatched,
}

/// One entry of the legend and the look of the series that name it.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// The entry's text.
    pub label: String,
    /// Colour of all its marks.
    pub color: Color,
    /// Shape of its points.
    pub marker: Marker,
    /// Stroke of its lines.
    pub dash: Dash,
    /// Inside of its bars.
    pub fill: Fill,
}

impl Key {
    const MARKERS: [Marker; 8] = [
        Marker::Circle,
        Marker::Square,
        Marker::Triangle,
        Marker::Diamond,
        Marker::Inverted,
        Marker::Cross,
        Marker::Ring,
        Marker::Plus,
    ];
    const DASHES: [Dash; 5] =
        [Dash::Solid, Dash::Dashed, Dash::DashDot, Dash::Dotted, Dash::LongDash];

    /// The look of the method at this position, from 0, in the study's order: colour, marker and dash all
    /// differ between the first methods, so that a figure stays readable in grey. The combination of the
    /// three repeats after 120 methods.
    pub fn method(position: usize, label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            color: Color::PALETTE[position % Color::PALETTE.len()],
            marker: Self::MARKERS[position % Self::MARKERS.len()],
            dash: Self::DASHES[position % Self::DASHES.len()],
            fill: Fill::Solid,
        }
    }

    /// A thin dashed grey line: a value to compare with, such as the null model's.
    pub fn reference(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            color: Color::GREY,
            marker: Marker::Dash,
            dash: Dash::Dashed,
            fill: Fill::Light,
        }
    }

    /// Black marks: the truth.
    pub fn truth(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            color: Color::BLACK,
            marker: Marker::Dash,
            dash: Dash::Solid,
            fill: Fill::Solid,
        }
    }

    /// The same entry in this colour.
    #[must_use]
    pub fn colored(self, color: Color) -> Self {
        Self { color, ..self }
    }

    /// The same entry with bars filled so.
    #[must_use]
    pub fn filled(self, fill: Fill) -> Self {
        Self { fill, ..self }
    }

    /// The same entry with lines stroked so.
    #[must_use]
    pub fn dashed(self, dash: Dash) -> Self {
        Self { dash, ..self }
    }

    /// The same entry with this marker.
    #[must_use]
    pub fn marked(self, marker: Marker) -> Self {
        Self { marker, ..self }
    }
}
