//! What every page shares: the frame around it, and the bundled front end.

pub mod leaf;
mod menu;
mod why;

pub use why::Why;

use askama::Template;
use kernel::{Frame, Lang, Shell, t};
use menu::{Link, Section};
use std::{borrow::Cow, sync::LazyLock};

/// The front end as esbuild bundled it (`src/ui/web`, `make web`).
#[derive(rust_embed::RustEmbed)]
#[folder = "src/ui/web/dist"]
struct Bundle;

pub fn asset(path: &str) -> Option<(Cow<'static, [u8]>, String)> {
    let file = Bundle::get(path)?;
    Some((file.data, mime(path).into()))
}

fn mime(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("json" | "webmanifest") => "application/manifest+json",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}

#[derive(Template)]
#[template(path = "ui/layout.html")]
struct Layout<'a> {
    frame: &'a Frame<'a>,
    nav: Vec<Section>,
    family: Vec<Link>,
    tabs: Vec<Link>,
}

/// A person's own pages are the phone's, whichever desk they also stand on.
pub fn frame(frame: &Frame) -> String {
    let phone = frame.shell == Shell::Desk && crate::policy::is_personal(&frame.actor.role);
    let frame = &Frame { shell: if phone { Shell::Phone } else { frame.shell }, ..*frame };
    let is_desk = frame.shell == Shell::Desk && frame.actor.account.is_some();
    let (nav, family) = if is_desk { menu::menu(frame) } else { (vec![], vec![]) };
    let layout = Layout { frame, nav, family, tabs: tabs(frame) };
    layout.render().unwrap_or_else(|e| e.to_string())
}

/// The fonts of the system for printed papers, looked for once.
pub fn fonts() -> &'static documents::Fonts {
    static FONTS: LazyLock<documents::Fonts> = LazyLock::new(documents::Fonts::of_system);
    &FONTS
}

/// The bar at the foot of a member's phone.
fn tabs(frame: &Frame) -> Vec<Link> {
    let links = match frame.actor.role.as_str() {
        "in_service" => {
            vec![
                ("/me/report-in", t("我的报到", "My slip")),
                ("/me/posts", t("岗位", "Posts")),
                ("/me/service", t("服务", "Service")),
                ("/me/report-in/call", t("打电话", "Call")),
            ]
        }
        _ => vec![
            ("/me", t("我的", "Mine")),
            ("/me/activities", t("活动", "Activities")),
            ("/me/card", t("我的卡", "My card")),
            ("/me/call", t("打电话", "Call")),
        ],
    };
    links
        .into_iter()
        .filter(|l| frame.house.routes.table.iter().any(|r| r.path == l.0))
        .map(|(url, title)| Link { url, title, here: frame.path == url })
        .collect()
}

/// Who wrote something down, as people read it: what came with a workbook says so.
pub fn by(name: &str) -> &str {
    if name == "import" { t("导入", "by import") } else { name }
}

/// `2026年11月23日 周一`, or `Mon 23 Nov 2026`.
pub fn day(date: jiff::civil::Date) -> String {
    const ZH: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
    match Lang::here() {
        Lang::Zh => format!("{}年{}月{}日 {}", date.year(), date.month(), date.day(), ZH[date.weekday().to_monday_zero_offset() as usize]),
        Lang::En => date.strftime("%a %-d %b %Y").to_string(),
    }
}

/// The same of a moment's text, such as `2026-11-23T10:00:00`.
pub fn day_of(moment: &str) -> String {
    moment.get(..10).and_then(|d| d.parse().ok()).map_or_else(|| moment.to_owned(), day)
}

/// `11月30日`, or `30 Nov`.
pub fn short_day(date: jiff::civil::Date) -> String {
    match Lang::here() {
        Lang::Zh => format!("{}月{}日", date.month(), date.day()),
        Lang::En => date.strftime("%-d %b").to_string(),
    }
}

/// `2026年11月`, or `November 2026`.
pub fn month(date: jiff::civil::Date) -> String {
    match Lang::here() {
        Lang::Zh => format!("{}年{}月", date.year(), date.month()),
        Lang::En => date.strftime("%B %Y").to_string(),
    }
}
