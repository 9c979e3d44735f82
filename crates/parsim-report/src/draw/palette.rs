//! The colours of a picture, numbered.

/// Pixels that are compared at once: figures are mostly runs of one colour.
const RUN: usize = 16;
/// Slots of the table of colours, a power of two well above the colours it may hold.
const SLOTS: usize = 1024;

/// A pixel: red, green, blue, and an alpha that is not looked at.
type Pixel = [u8; 4];

/// At most 256 colours, in the order of their first pixels.
#[derive(Debug)]
pub(super) struct Palette {
    pixels: Vec<Pixel>,
    /// By hash: one more than the position in `pixels`; 0 is empty.
    slots: Box<[u16; SLOTS]>,
}

impl Palette {
    /// A palette without colours.
    pub fn new() -> Self {
        Self { pixels: Vec::new(), slots: Box::new([0; SLOTS]) }
    }

    /// Numbers the pixels (four bytes each, alpha all the same) of further rows of `width`, after those in `places`;
    /// `None`, and `places` as it was, if there are more than 256 colours.
    pub fn index(&mut self, pixels: &[u8], width: usize, places: &mut Vec<u8>) -> Option<()> {
        let (pixels, _) = pixels.as_chunks::<4>();
        let length = places.len();
        let mut before: &[Pixel] = &[];
        for row in pixels.chunks(width.max(1)) {
            // As most rows of a figure are.
            if row == before {
                places.extend_from_within(places.len() - row.len()..);
            } else if self.index_row(row, places).is_none() {
                places.truncate(length);
                return None;
            }
            before = row;
        }
        Some(())
    }

    /// Numbers the pixels of a row; `None` if there are too many colours.
    fn index_row(&mut self, row: &[Pixel], places: &mut Vec<u8>) -> Option<()> {
        let mut last = *row.first()?;
        let mut place = self.place(last)?;
        for run in row.chunks(RUN) {
            let wanted = u32::from_ne_bytes(last);
            let differs =
                run.iter().fold(0, |sum, &pixel| sum | (u32::from_ne_bytes(pixel) ^ wanted));
            if differs == 0 {
                places.extend_from_slice(&[place; RUN][..run.len()]);
                continue;
            }
            for &pixel in run {
                if pixel != last {
                    (last, place) = (pixel, self.place(pixel)?);
                }
                places.push(place);
            }
        }
        Some(())
    }

    /// The colours, three bytes each.
    pub fn colors(&self) -> Vec<u8> {
        self.pixels.iter().flat_map(|&[red, green, blue, _]| [red, green, blue]).collect()
    }

    /// Appends the colours of pixels, given by their numbers, three bytes each.
    pub fn expand(&self, places: &[u8], out: &mut Vec<u8>) {
        for &place in places {
            let [red, green, blue, _] = self.pixels[usize::from(place)];
            out.extend_from_slice(&[red, green, blue]);
        }
    }

    /// The number of a colour; a new one if it is the first of its kind.
    fn place(&mut self, pixel: Pixel) -> Option<u8> {
        // Knuth's multiplicative hash, its highest bits.
        let hash = u32::from_ne_bytes(pixel).wrapping_mul(0x9e37_79b1) >> 22;
        let mut slot = hash as usize;
        loop {
            match self.slots[slot] {
                0 => break,
                taken if self.pixels[usize::from(taken) - 1] == pixel => {
                    return u8::try_from(taken - 1).ok();
                }
                _ => slot = (slot + 1) % SLOTS,
            }
        }
        let place = u8::try_from(self.pixels.len()).ok()?;
        self.pixels.push(pixel);
        self.slots[slot] = u16::from(place) + 1;
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture with this many colours, each in runs of several lengths.
    fn picture(colors: usize) -> Vec<Pixel> {
        let color = |i: usize| [(i % 251) as u8, (i / 251) as u8, 7, 255];
        (0..20 * colors).flat_map(|i| vec![color(i * i % colors); 1 + i % 37]).collect()
    }

    #[test]
    fn every_pixel_has_its_color() {
        for (colors, width) in [(1, 7), (2, 40), (17, 33), (255, 100), (256, 1), (256, 90)] {
            let mut pixels = picture(colors);
            // Rows that are equal to those before them.
            pixels.extend_from_within(pixels.len() - 2 * width..);
            let length = pixels.len() / width * width;
            pixels.extend_from_within(length - width..length);
            let (mut places, mut palette) = (Vec::new(), Palette::new());
            let (first, rest) = pixels.split_at(3 * width);
            palette.index(first.as_flattened(), width, &mut places).unwrap();
            palette.index(rest.as_flattened(), width, &mut places).unwrap();
            let table = palette.colors();
            assert_eq!(places.len(), pixels.len());
            let mut expanded = Vec::new();
            palette.expand(&places, &mut expanded);
            assert!(expanded == pixels.iter().flat_map(|p| &p[..3]).copied().collect::<Vec<u8>>());
            for (pixel, place) in pixels.iter().zip(&places) {
                assert_eq!(table[3 * usize::from(*place)..][..3], pixel[..3]);
            }
        }
    }

    #[test]
    fn more_colors_than_numbers_are_refused() {
        let mut pixels: Vec<Pixel> = (0..=255).map(|i| [i, 0, 0, 255]).collect();
        assert!(Palette::new().index(pixels.as_flattened(), 16, &mut Vec::new()).is_some());
        pixels.push([0, 1, 0, 255]);
        let mut places = vec![3];
        assert!(Palette::new().index(pixels.as_flattened(), 16, &mut places).is_none());
        assert_eq!(places, [3]);
    }
}
