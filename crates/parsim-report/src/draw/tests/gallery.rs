//! Every specimen is drawn; with `PARSIM_GALLERY=folder` the pictures are written there to be looked at.

use std::path::Path;

use super::specimens;
use crate::draw::{png, svg};

#[test]
fn every_specimen_becomes_a_picture() {
    for (name, spec) in specimens::all() {
        let drawing = svg(&spec).unwrap();
        let folder = std::env::var("PARSIM_GALLERY");
        let picture = png(&drawing, if folder.is_ok() { 2.0 } else { 0.5 }).unwrap();
        assert!(picture.starts_with(b"\x89PNG\r\n\x1a\n"), "{name}");
        if let Ok(folder) = folder {
            let stem = Path::new(&folder).join(name);
            std::fs::write(stem.with_extension("svg"), &drawing).unwrap();
            std::fs::write(stem.with_extension("png"), &picture).unwrap();
        }
    }
}
