//! Figures of a made-up study; with `PARSIM_GALLERY=folder` they are written there to be looked at.

use super::*;
use crate::synthetic;
use std::path::Path;

#[test]
fn every_figure_of_a_study_becomes_a_picture() {
    let plan = synthetic::plan(synthetic::TWO_SIGNALS);
    let figures = build(&plan, &synthetic::results(&plan, 2000));
    assert_eq!(figures.omitted, []);
    for figure in &figures.figures {
        let drawing = crate::draw::svg(&figure.spec).unwrap();
        let Ok(folder) = std::env::var("PARSIM_GALLERY") else { continue };
        let stem = Path::new(&folder).join(&figure.stem);
        std::fs::write(stem.with_extension("svg"), &drawing).unwrap();
        std::fs::write(stem.with_extension("png"), crate::draw::png(&drawing, 1.4).unwrap())
            .unwrap();
    }
}
