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
    /// The designs of a matrix; those of another are dropped.
    pub(crate) fn of<'a>(kept: &'a mut Option<Self>, x: &Arc<Matrix>) -> &'a mut Self {
        if kept.as_ref().is_some_and(|kept| !Arc::ptr_eq(&kept.x, x)) {
            *kept = None;
        }
        kept.get_or_insert_with(|| Self { x: Arc::clone(x), scaled: Vec::new() })
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
        let at = self.under(scaling);
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

    /// Position of the design under a scaling.
    fn under(&mut self, scaling: Scaling) -> usize {
        let at = self.scaled.iter().position(|scaled| scaled.scaling == scaling);
        at.unwrap_or_else(|| {
            let design = Design::new(&self.x, scaling);
            self.scaled.push(Scaled { scaling, design, loaded: None });
            self.scaled.len() - 1
        })
    }

    /// The standardised design with an intercept, if its products are formed.
    pub(crate) fn centred(&mut self) -> Option<&Design> {
        let at = self.under(Scaling::default());
        self.scaled[at].design.as_ref().ok()
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
