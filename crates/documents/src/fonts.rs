//! The fonts of the system: found once, read when a page first needs them.

use std::path::PathBuf;
use std::sync::OnceLock;

use fontdb::{Database, Source};
use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo};
use typst::utils::LazyHash;

/// Families to set Chinese text in, the best first. Serif, as official papers are; files of static
/// weights before others. Any other font with the common characters does when none is installed.
const TEXT_FAMILIES: [&str; 14] = [
    "Noto Serif CJK SC",
    "Noto Serif SC",
    "Source Han Serif SC",
    "Source Han Serif CN",
    "Songti SC",
    "SimSun",
    "AR PL UMing CN",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "LXGW WenKai",
    "PingFang SC",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
];

/// Simplified characters: a font made for Japanese or Korean alone lacks them.
const COMMON: [char; 3] = ['这', '们', '区'];

/// Characters of names that only large fonts have, of three blocks of Unicode.
const RARE: [char; 3] = ['㛃', '䶮', '𬌗'];

/// The fonts a page may use. Loading looks at every font file of the system: do it once.
pub struct Fonts {
    pub(crate) book: LazyHash<FontBook>,
    pub(crate) faces: Vec<Face>,
    /// The family of the text; none when no font for Chinese is installed.
    pub(crate) family: Option<String>,
}

/// One font file's face. The large Chinese files (20 MB each) are read when they are first used.
pub(crate) struct Face {
    path: PathBuf,
    index: u32,
    font: OnceLock<Option<Font>>,
}

/// What a page cannot show for want of a font, and the Debian package that brings it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    pub zh: &'static str,
    pub en: &'static str,
    pub package: &'static str,
}

impl Fonts {
    pub fn of_system() -> Fonts {
        let mut database = Database::new();
        database.load_system_fonts();
        Fonts::of(&database)
    }

    /// No font at all: what a machine without fonts has.
    pub fn none() -> Fonts {
        Fonts::of(&Database::new())
    }

    /// What is lacking, the worst first; empty when every paper can be printed in full.
    pub fn missing(&self) -> Vec<Missing> {
        if self.family.is_none() {
            return vec![NO_CHINESE];
        }
        let rare = RARE.iter().all(|&character| self.show(character));
        if rare { Vec::new() } else { vec![NO_RARE] }
    }

    /// Whether some face has a glyph for the character.
    pub(crate) fn show(&self, character: char) -> bool {
        (0..self.faces.len()).filter_map(|index| self.book.info(index)).any(|info| info.coverage.contains(character as u32))
    }

    fn of(database: &Database) -> Fonts {
        let (faces, infos): (Vec<Face>, Vec<FontInfo>) = database.faces().filter_map(|face| read(database, face)).unzip();
        let reads_chinese = |info: &&FontInfo| COMMON.iter().all(|&character| info.coverage.contains(character as u32));
        let family = TEXT_FAMILIES
            .iter()
            .find_map(|name| infos.iter().find(|info| info.family == *name))
            .or_else(|| infos.iter().find(reads_chinese))
            .map(|info| info.family.clone());
        Fonts { book: LazyHash::new(FontBook::from_infos(infos)), faces, family }
    }
}

impl Face {
    pub(crate) fn font(&self) -> Option<Font> {
        let read = || Font::new(Bytes::new(std::fs::read(&self.path).ok()?), self.index);
        self.font.get_or_init(read).clone()
    }
}

/// A face that can show Chinese or one of the rare characters; others are left out, so that a
/// page looks the same whatever else is installed.
fn read(database: &Database, face: &fontdb::FaceInfo) -> Option<(Face, FontInfo)> {
    let (Source::File(path) | Source::SharedFile(path, _)) = &face.source else {
        return None;
    };
    let info = database.with_face_data(face.id, FontInfo::new)??;
    let wanted = COMMON.iter().chain(&RARE).any(|&character| info.coverage.contains(character as u32));
    wanted.then(|| (Face { path: path.clone(), index: face.index, font: OnceLock::new() }, info))
}

pub(crate) const NO_CHINESE: Missing = Missing {
    zh: "没有安装中文字体，PDF 只能给出说明页。请安装软件包 fonts-noto-cjk；在此之前可用浏览器打印。",
    en: "No font for Chinese is installed, so a PDF can only hold this notice. \
         Install the package fonts-noto-cjk; until then print from the browser.",
    package: "fonts-noto-cjk",
};

const NO_RARE: Missing = Missing {
    zh: "已装字体缺少部分姓名用的生僻字，打印时以“〓”代替。请安装软件包 fonts-hanazono。",
    en: "The installed fonts lack some rare characters of names; 〓 is printed in their place. \
         Install the package fonts-hanazono.",
    package: "fonts-hanazono",
};
