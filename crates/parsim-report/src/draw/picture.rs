//! PNG pictures of SVG figures.

use std::cell::RefCell;
use std::sync::{Arc, OnceLock};

use png::{
    BitDepth, ColorType, DeflateCompression, Encoder, EncodingError, Filter, PixelDimensions, Unit,
};
use resvg::tiny_skia::{PixmapMut, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};

use super::palette::Palette;
use super::{BOLD, DrawError, REGULAR};

/// Units of a figure's size to an inch of print, as documented at [`Size`](crate::spec::Size).
const UNITS_PER_INCH: f64 = 128.0;

/// Deflate's level of compression. Numbered colours compress so well that the fastest level gives smaller files
/// than the default level gives of three bytes per pixel, in a twentieth of the time.
const LEVEL: u8 = 1;

thread_local! {
    /// The thread's sheet, kept from picture to picture: fresh memory costs as much as drawing does.
    static SHEET: RefCell<Sheet> = RefCell::default();
}

/// Rows that are drawn at once: so many stay in the second-level cache until they are read again, and need no fresh
/// memory from picture to picture.
const BAND: u32 = 160;

/// A picture's memory.
#[derive(Debug, Default)]
struct Sheet {
    /// Red, green, blue and alpha of the pixels of a band, row by row.
    pixels: Vec<u8>,
    /// The numbers of the pixels' colours, or three bytes per pixel where there are too many for numbers.
    samples: Vec<u8>,
    /// The colours, unless there are too many.
    palette: Option<Palette>,
}

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
    let (width, height) = (pixels(width), pixels(height));
    // Taken and not borrowed: what panics in between leaves an empty sheet.
    let mut sheet = SHEET.take();
    sheet.render(&tree, (width, height), scale).ok_or(DrawError::Scale(scale))?;
    let file = sheet.encode((width, height), scale);
    SHEET.replace(sheet);
    file.map_err(|fault| DrawError::Svg(fault.to_string()))
}

impl Sheet {
    /// Draws band by band; `None` if the picture is too large.
    fn render(&mut self, tree: &Tree, (width, height): (u32, u32), scale: f64) -> Option<()> {
        let row = (width as usize).checked_mul(4)?;
        let all = (width as usize).checked_mul(height as usize)?;
        let zoom = scale as f32;
        self.palette = Some(Palette::new());
        self.samples.clear();
        self.samples.try_reserve(all).ok()?;
        for top in (0..height).step_by(BAND as usize) {
            let rows = BAND.min(height - top);
            let bytes = row.checked_mul(rows as usize)?;
            self.pixels.clear();
            self.pixels.try_reserve_exact(bytes).ok()?;
            self.pixels.resize(bytes, 0);
            let mut band = PixmapMut::from_bytes(&mut self.pixels, width, rows)?;
            let place = Transform::from_row(zoom, 0.0, 0.0, zoom, 0.0, -(top as f32));
            resvg::render(tree, place, &mut band);
            let Self { pixels, samples, palette } = &mut *self;
            let numbered = palette.as_mut().map(|p| p.index(pixels, width as usize, samples));
            if numbered == Some(Some(())) {
                continue;
            }
            if let Some(palette) = palette.take() {
                let places = std::mem::take(samples);
                samples.try_reserve(all.checked_mul(3)?).ok()?;
                palette.expand(&places, samples);
            }
            let (pixels, _) = pixels.as_chunks::<4>();
            samples.extend(pixels.iter().flat_map(|[red, green, blue, _]| [red, green, blue]));
        }
        Some(())
    }

    /// The file: without the alpha channel, since a figure's ground is opaque, and with its resolution, so that
    /// word processors place it at its printed size.
    fn encode(&self, (width, height): (u32, u32), scale: f64) -> Result<Vec<u8>, EncodingError> {
        let mut file = Vec::new();
        let mut encoder = Encoder::new(&mut file, width, height);
        encoder.set_depth(BitDepth::Eight);
        encoder.set_deflate_compression(DeflateCompression::Level(LEVEL));
        if let Some(palette) = &self.palette {
            encoder.set_color(ColorType::Indexed);
            encoder.set_palette(palette.colors());
            // Neighbouring numbers say nothing about each other.
            encoder.set_filter(Filter::NoFilter);
        } else {
            encoder.set_color(ColorType::Rgb);
            encoder.set_filter(Filter::Up);
        }
        let per_metre = pixels(UNITS_PER_INCH * scale / 0.0254);
        let resolution = PixelDimensions { xppu: per_metre, yppu: per_metre, unit: Unit::Meter };
        encoder.set_pixel_dims(Some(resolution));
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.samples)?;
        writer.finish()?;
        Ok(file)
    }
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
