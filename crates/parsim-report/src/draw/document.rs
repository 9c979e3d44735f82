//! From the back-end's SVG to the document that is handed out.

use super::canvas::FINE;

/// The document at its true size, with the title as its accessible name, words on one line with their tags,
/// no attributes that say the default, and neighbouring strokes of one pen joined into one path: the dashes of
/// a line are then one object in an editor, and the file is a third as long.
pub(super) fn finish(drawing: &str, title: &str, (width, height): (f64, f64)) -> String {
    let mut document = Document { text: String::new(), stroke: None, within_words: false };
    document.text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {} {}\" role=\"img\">\n<title>{}</title>\n",
        width * FINE,
        height * FINE,
        escape(title)
    );
    drawing.lines().skip(1).for_each(|line| document.push(&line.replace(" opacity=\"1\"", "")));
    document.text
}

struct Document {
    text: String,
    /// The stroke at the end, to which more may be joined.
    stroke: Option<Stroke>,
    within_words: bool,
}

struct Stroke {
    /// The attributes of its pen.
    pen: String,
    /// Its separate lines, as lists of points.
    lines: Vec<String>,
}

impl Document {
    fn push(&mut self, line: &str) {
        if let Some((pen, points)) = stroke(line) {
            match &mut self.stroke {
                Some(last) if last.pen == pen => last.lines.push(points.to_owned()),
                _ => {
                    self.close_stroke();
                    self.stroke =
                        Some(Stroke { pen: pen.to_owned(), lines: vec![points.to_owned()] });
                }
            }
            return;
        }
        self.close_stroke();
        self.text.push_str(&line.replace(" \"/>", "\"/>"));
        self.within_words = line.starts_with("<text") || (self.within_words && line != "</text>");
        if !self.within_words {
            self.text.push('\n');
        }
    }

    fn close_stroke(&mut self) {
        if let Some(Stroke { pen, lines }) = self.stroke.take() {
            let path = lines.join("M");
            self.text.extend(["<path ", &pen, " d=\"M", &path, "\"/>\n"]);
        }
    }
}

/// Pen and points of a line of the back-end's that holds an open stroke.
fn stroke(line: &str) -> Option<(&str, &str)> {
    let (pen, points) = line.strip_prefix("<polyline ")?.split_once(" points=\"")?;
    Some((pen, points.strip_suffix("\"/>")?.trim_end()))
}

fn escape(text: &str) -> String {
    printable(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The text with a space for every character that XML cannot hold (XML 1.0, production 2) or that breaks lines.
pub(super) fn printable(text: &str) -> String {
    let replace = |c: char| c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    text.replace(replace, " ")
}
