//! A design that all replicates of a scenario share, kept from one replicate to the next.

use crate::methods::Group;
use parsim_numerics::{Design, FitError, Matrix, Scaling};
use std::sync::Arc;

/// The designs of one matrix of covariates, one for each scaling that methods ask for.
#[derive(Debug)]
pub(crate) struct FixedDesign {
    x: Arc<Matrix>,
    scaled: Vec<Scaled>,
}

#[derive(Debug)]
struct Scaled {
    scaling: Scaling,
    /// Why there is none, where there is none.
    design: Result<Design, FitError>,
    /// First replicate and size of the group whose responses are loaded.
    loaded: Option<(u64, usize)>,
}

impl FixedDesign {
    pub(crate) fn new(x: &Arc<Matrix>) -> Self {
        Self { x: Arc::clone(x), scaled: Vec::new() }
    }

    /// Whether it is of that matrix.
    pub(crate) fn is_of(&self, x: &Arc<Matrix>) -> bool {
        Arc::ptr_eq(&self.x, x)
    }

    /// Forgets all responses.
    pub(crate) fn begin(&mut self) {
        self.scaled.iter_mut().for_each(|scaled| scaled.loaded = None);
    }

    /// Position of the design under a scaling, with the responses of a group loaded; `None` where
    /// products are not formed.
    pub(crate) fn respond(
        &mut self,
        group: &Group<'_>,
        scaling: Scaling,
    ) -> Result<Option<usize>, FitError> {
        let at = self.scaled.iter().position(|scaled| scaled.scaling == scaling);
        let at = at.unwrap_or_else(|| {
            let design = Design::new(&self.x, scaling);
            self.scaled.push(Scaled { scaling, design, loaded: None });
            self.scaled.len() - 1
        });
        let Scaled { design, loaded, .. } = &mut self.scaled[at];
        let design = match design {
            Ok(design) => design,
            Err(FitError::NotAvailable(_)) => return Ok(None),
            Err(error) => return Err(error.clone()),
        };
        let this = Some((group.first(), group.len()));
        if *loaded != this {
            design.respond(group.datasets().iter().map(|dataset| &dataset.y[..]));
            *loaded = this;
        }
        Ok(Some(at))
    }

    /// The design at a position that [`FixedDesign::respond`] gave.
    pub(crate) fn design(&self, at: usize) -> &Design {
        match &self.scaled[at].design {
            Ok(design) => design,
            Err(_) => unreachable!("a position is given only where there is a design"),
        }
    }

    /// As [`FixedDesign::design`], to choose a response.
    pub(crate) fn design_mut(&mut self, at: usize) -> &mut Design {
        match &mut self.scaled[at].design {
            Ok(design) => design,
            Err(_) => unreachable!("a position is given only where there is a design"),
        }
    }
}
