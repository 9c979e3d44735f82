//! PNG pictures of SVG figures.

use std::sync::{Arc, OnceLock};

use png::{BitDepth, ColorType, Encoder, EncodingError, PixelDimensions, Unit};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};

use super::{BOLD, DrawError, REGULAR};

/// Units of a figure's size to an inch of print, as documented at [`Size`](crate::spec::Size).
const UNITS_PER_INCH: f64 = 128.0;

/// A picture of an SVG document at `scale` pixels a unit, 0.1 to 10; 2 gives 256 dots
/// an inch and a width of seven inches for a figure of the default size. Words are set in the embedded font alone, so the
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
    let (width, height) = (f64::from(size.width()) * scale, f64::from(size.height()) * scale);
    let mut picture = Pixmap::new(pixels(width), pixels(height)).ok_or(DrawError::Scale(scale))?;
    let zoom = scale as f32;
    resvg::render(&tree, Transform::from_scale(zoom, zoom), &mut picture.as_mut());
    encode(&picture, scale).map_err(|fault| DrawError::Svg(fault.to_string()))
}

/// The file: without the alpha channel, since a figure's ground is opaque, and with its resolution, so that
/// word processors place it at its printed size.
fn encode(picture: &Pixmap, scale: f64) -> Result<Vec<u8>, EncodingError> {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, picture.width(), picture.height());
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    let per_metre = pixels(UNITS_PER_INCH * scale / 0.0254);
    let resolution = PixelDimensions { xppu: per_metre, yppu: per_metre, unit: Unit::Meter };
    encoder.set_pixel_dims(Some(resolution));
    let mut writer = encoder.write_header()?;
    let colors: Vec<u8> =
        picture.pixels().iter().flat_map(|p| [p.red(), p.green(), p.blue()]).collect();
    writer.write_image_data(&colors)?;
    writer.finish()?;
    Ok(file)
}

fn pixels(length: f64) -> u32 {
    #[expect(clippy::cast_sign_loss, reason = "lengths are positive")]
    let pixels = length.ceil() as u32;
    pixels
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
