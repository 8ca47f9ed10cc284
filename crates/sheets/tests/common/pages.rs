//! Files printed by LibreOffice, as pages of grey points and of words.

use std::path::{Path, PathBuf};
use std::process::Command;

/// One printed page.
pub struct Page {
    /// Points across and down, at [`DPI`].
    pub width: usize,
    pub height: usize,
    /// From 0, black, to 255, row by row.
    grey: Vec<u8>,
    pub words: Vec<Word>,
}

/// A word as it is printed, its box in points of the page.
#[derive(Debug, Clone)]
pub struct Word {
    pub text: String,
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

pub const DPI: f64 = 60.0;
/// Lighter points are paper: thin grey lines of a form are darker than this.
const PAPER: u8 = 215;

impl Page {
    pub fn dark(&self, x: usize, y: usize) -> bool {
        self.grey[y * self.width + x] < PAPER
    }

    /// Whether a dark point lies no further than this.
    pub fn dark_near(&self, x: usize, y: usize, reach: usize) -> bool {
        let across = x.saturating_sub(reach)..=(x + reach).min(self.width - 1);
        let mut down = y.saturating_sub(reach)..=(y + reach).min(self.height - 1);
        down.any(|y| across.clone().any(|x| self.dark(x, y)))
    }

    /// The first word that begins so.
    pub fn word(&self, text: &str) -> Option<&Word> {
        self.words.iter().find(|word| word.text.starts_with(text))
    }
}

/// Prints files that lie in one folder, in one go, and reads the pages of each.
pub fn printed(files: &[PathBuf]) -> Vec<Vec<Page>> {
    let folder = files.first().and_then(|file| file.parent()).expect("a file in a folder");
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let mut office = Command::new("soffice");
    office.args([&profile, "--headless", "--norestore", "--convert-to", "pdf", "--outdir"]).arg(folder).args(files);
    run(office, "LibreOffice (soffice)");
    files.iter().map(|file| pages(&file.with_extension("pdf"))).collect()
}

fn run(mut command: Command, name: &str) -> Vec<u8> {
    let output = command.output().unwrap_or_else(|error| panic!("{name} cannot be run: {error}; scripts/setup test installs it"));
    assert!(output.status.success(), "{name}: {}{}", String::from_utf8_lossy(&output.stderr), String::from_utf8_lossy(&output.stdout));
    output.stdout
}

fn pages(pdf: &Path) -> Vec<Page> {
    assert!(pdf.is_file(), "LibreOffice printed no {}", pdf.display());
    let mut images = Command::new("pdftoppm");
    images.args(["-gray", "-r", &DPI.to_string()]).arg(pdf);
    let mut texts = Command::new("pdftotext");
    texts.arg("-bbox").arg(pdf).arg("-");
    let images = run(images, "pdftoppm (poppler-utils)");
    let texts = String::from_utf8(run(texts, "pdftotext (poppler-utils)")).expect("UTF-8");
    let mut rest = images.as_slice();
    let pages = texts.split("<page ").skip(1).map(|words| {
        let (width, height, grey);
        (width, height, grey, rest) = portable_grey_map(rest);
        Page { width, height, grey: grey.to_vec(), words: words.lines().filter_map(word).collect() }
    });
    pages.collect()
}

/// "P5", width, height, 255, then a byte a point; returns what follows too.
fn portable_grey_map(bytes: &[u8]) -> (usize, usize, &[u8], &[u8]) {
    let mut rest = bytes.strip_prefix(b"P5").expect("a grey image");
    let [width, height, most] = [(); 3].map(|()| {
        rest = rest.trim_ascii_start();
        let digits = rest.iter().position(|byte| !byte.is_ascii_digit()).expect("an end");
        let number = std::str::from_utf8(&rest[..digits]).ok().and_then(|number| number.parse().ok()).expect("a number");
        rest = &rest[digits..];
        number
    });
    assert_eq!(most, 255);
    let (grey, rest) = rest[1..].split_at(width * height);
    (width, height, grey, rest)
}

/// `<word xMin="57.0" yMin="77.2" xMax="69.0" yMax="94.1">表</word>`
fn word(line: &str) -> Option<Word> {
    let (head, text) = line.trim().strip_prefix("<word ")?.split_once('>')?;
    let number = |name: &str| head.split_once(&format!("{name}=\""))?.1.split('"').next()?.parse::<f64>().ok().map(|at| at * DPI / 72.0);
    Some(Word {
        text: text.strip_suffix("</word>")?.replace("&amp;", "&"),
        left: number("xMin")?,
        top: number("yMin")?,
        right: number("xMax")?,
        bottom: number("yMax")?,
    })
}
