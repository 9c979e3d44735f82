//! PNG pictures of SVG figures.

use std::sync::{Arc, OnceLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};

use super::{BOLD, DrawError, REGULAR};

/// A picture of an SVG document at `scale` pixels a unit, 0.1 to 10; 2 gives a figure of the default width
/// 257 dots an inch over a text width of seven inches. Words are set in the embedded font alone, so the
/// picture does not depend on the machine's fonts.
///
/// # Errors
/// [`DrawError::Svg`] if the text is not an SVG document, [`DrawError::Scale`] if the scale is out of range or
/// the picture does not fit into memory.
pub fn png(svg: &str, scale: f64) -> Result<Vec<u8>, DrawError> {
    if !(0.1..=10.0).contains(&scale) {
        return Err(DrawError::Scale(scale));
    }
    let options = Options {
        font_family: "DejaVu Sans".to_owned(),
        fontdb: Arc::clone(fonts()),
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).map_err(|fault| DrawError::Svg(fault.to_string()))?;
    let size = tree.size();
    let pixels = |length: f32| {
        let pixels = (f64::from(length) * scale).ceil();
        #[expect(clippy::cast_sign_loss, reason = "lengths of a read document are positive")]
        let pixels = pixels as u32;
        pixels
    };
    let mut picture =
        Pixmap::new(pixels(size.width()), pixels(size.height())).ok_or(DrawError::Scale(scale))?;
    let zoom = scale as f32;
    resvg::render(&tree, Transform::from_scale(zoom, zoom), &mut picture.as_mut());
    picture.encode_png().map_err(|fault| DrawError::Svg(fault.to_string()))
}

/// The embedded faces, read once.
fn fonts() -> &'static Arc<Database> {
    static FONTS: OnceLock<Arc<Database>> = OnceLock::new();
    FONTS.get_or_init(|| {
        let mut database = Database::new();
        database.load_font_data(REGULAR.to_vec());
        database.load_font_data(BOLD.to_vec());
        Arc::new(database)
    })
}
