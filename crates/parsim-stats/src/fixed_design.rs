//! A design that all replicates of a scenario share, kept from one replicate to the next.

use crate::methods::Group;
use parsim_numerics::{Design, FitError, Matrix, Nodewise, Problem, Scaling};
use std::sync::Arc;

/// The designs of one matrix of covariates, one for each scaling that methods ask for.
#[derive(Debug, Default)]
pub(crate) struct FixedDesign {
    x: Option<Arc<Matrix>>,
    scaled: Vec<Scaled>,
}

#[derive(Debug)]
struct Scaled {
    scaling: Scaling,
    design: Design,
    /// Nodewise lassos of its columns, where a method asks for them.
    nodewise: Option<Box<Nodewise>>,
    /// Why the design is empty, where it is.
    failure: Option<FitError>,
    /// First replicate and size of the group whose responses are loaded.
    loaded: Option<(u64, usize)>,
}

impl FixedDesign {
    /// The designs of a matrix; those of another are dropped.
    pub(crate) fn of(&mut self, x: &Arc<Matrix>) -> &mut Self {
        if self.x.as_ref().is_none_or(|kept| !Arc::ptr_eq(kept, x)) {
            self.x = Some(Arc::clone(x));
            self.scaled.clear();
        }
        self
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
        let Scaled { design, failure, loaded, .. } = &mut self.scaled[at];
        match failure {
            None => {}
            Some(FitError::NotAvailable(_)) => return Ok(None),
            Some(error) => return Err(error.clone()),
        }
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
            let design = self.x.as_ref().map_or_else(
                || Err(FitError::NotAvailable("a design without covariates")),
                |x| Design::new(x, scaling),
            );
            let failure = design.as_ref().err().cloned();
            let design = design.unwrap_or_default();
            self.scaled.push(Scaled { scaling, design, nodewise: None, failure, loaded: None });
            self.scaled.len() - 1
        })
    }

    /// The standardised design with an intercept, if its products are formed.
    pub(crate) fn centred(&mut self) -> Option<&Design> {
        let at = self.under(Scaling::default());
        let Scaled { design, failure, .. } = &self.scaled[at];
        failure.is_none().then_some(design)
    }

    /// The design at a position that [`FixedDesign::respond`] gave.
    pub(crate) fn design(&self, at: usize) -> &Design {
        &self.scaled[at].design
    }

    /// The problem of the response chosen last to the design at a position, with the nodewise lassos
    /// of its columns, which are solved once.
    pub(crate) fn nodewise(&mut self, at: usize) -> Result<(&Problem, &mut Nodewise), FitError> {
        let Scaled { design, nodewise, .. } = &mut self.scaled[at];
        let nodewise = if let Some(known) = nodewise {
            known
        } else {
            let mut fresh = Box::new(Nodewise::new());
            fresh.compute(design.problem(), &design.rows())?;
            nodewise.insert(fresh)
        };
        Ok((design.problem(), nodewise))
    }

    /// As [`FixedDesign::design`], to choose a response.
    pub(crate) fn design_mut(&mut self, at: usize) -> &mut Design {
        &mut self.scaled[at].design
    }
}
