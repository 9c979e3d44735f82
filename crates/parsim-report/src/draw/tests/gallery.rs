//! Every specimen is drawn; with `PARSIM_GALLERY=folder` the pictures are written there to be looked at.

use std::path::Path;

use super::specimens;
use crate::draw::{png, svg};

#[test]
fn every_specimen_becomes_a_picture() {
    for (name, spec) in specimens::all() {
        let drawing = svg(&spec).unwrap();
        let picture = png(&drawing, 2.0).unwrap();
        assert!(picture.starts_with(b"\x89PNG\r\n\x1a\n"), "{name}");
        if let Ok(folder) = std::env::var("PARSIM_GALLERY") {
            let stem = Path::new(&folder).join(name);
            std::fs::write(stem.with_extension("svg"), &drawing).unwrap();
            std::fs::write(stem.with_extension("png"), &picture).unwrap();
        }
    }
}
