//! What every page shares: the frame around it, and the bundled front end.

pub mod leaf;
mod why;

pub use why::Why;

use askama::Template;
use kernel::{Frame, Lang, Shell, t};
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
    tabs: Vec<Link>,
}

struct Section {
    title: String,
    links: Vec<Link>,
}

struct Link {
    url: &'static str,
    title: &'static str,
    here: bool,
}

/// A person's own pages are the phone's, whichever desk they also stand on.
pub fn frame(frame: &Frame) -> String {
    let phone = frame.shell == Shell::Desk && crate::policy::is_personal(&frame.actor.role);
    let frame = &Frame { shell: if phone { Shell::Phone } else { frame.shell }, ..*frame };
    let nav = if frame.shell == Shell::Desk && frame.actor.account.is_some() { nav(frame) } else { vec![] };
    let layout = Layout { frame, nav, tabs: tabs(frame) };
    layout.render().unwrap_or_else(|e| e.to_string())
}

/// The fonts of the system for printed papers, looked for once.
pub fn fonts() -> &'static documents::Fonts {
    static FONTS: LazyLock<documents::Fonts> = LazyLock::new(documents::Fonts::of_system);
    &FONTS
}

/// Address, name, permission.
type Entry = (&'static str, &'static str, &'static str);

/// Every page that stands in the menu: where, what it is called, and the permission it needs.
#[rustfmt::skip]
fn menu() -> [(&'static str, Vec<Entry>); 7] {
    [
        ("", vec![("/", t("工作台", "Workbench"), "workbench.view")]),
        (t("人", "People"), vec![
            ("/members", t("党员台账", "Member ledger"), "people.view"),
            ("/categories", t("党员分类", "Categories"), "categories.view"),
            ("/contacts", t("联系与谈心", "Contacts and talks"), "people.view"),
            ("/dues", t("党费", "Dues"), "dues.view"),
            ("/imports", t("导入", "Import"), "imports.view"),
            ("/forms", t("填表", "Forms"), "forms.fill"),
        ]),
        (t("服务", "Service"), vec![
            ("/report-ins", t("在职党员报到", "Reported in"), "report_in.view"),
            ("/units", t("单位", "Units"), "units.view"),
            ("/letters", t("给单位的函", "Letters to units"), "letters.view"),
            ("/needs", t("居民需求", "Needs"), "needs.view"),
            ("/posts", t("岗位", "Posts"), "posts.view"),
            ("/matching", t("匹配", "Matching"), "offers.view"),
            ("/service", t("服务记录", "Service"), "service.view"),
            ("/commitments", t("承诺", "Promises"), "commitments.view"),
            ("/service-points", t("服务积分", "Points for service"), "service.view"),
            ("/skills", t("特长清单", "Skills"), "skills.view"),
            ("/venues", t("场地和开放日", "Venues"), "venues.view"),
            ("/away", t("为什么没来", "Why people stay away"), "away.view"),
        ]),
        (t("本单位", "Our unit"), vec![
            ("/unit", t("本月计划", "This month's plan"), "units.follow"),
            ("/unit/letters", t("社区来函", "Letters to us"), "units.own"),
            ("/unit/people", t("报到的党员", "Our members"), "units.own"),
            ("/unit/rosters", t("交名册", "Hand in a roster"), "units.own"),
            ("/unit/link", t("报到链接", "Link to report in"), "units.own"),
        ]),
        (t("组织", "Organisation"), vec![
            ("/orgs", t("组织树", "Organisations"), "orgs.view"),
            ("/places", t("地点", "Places"), "places.view"),
            ("/ebranch", t("网上支部", "E-branch"), "ebranch.view"),
            ("/consents", t("公示里的同意", "Consents"), "publicity.decide"),
        ]),
        (t("事", "Work"), vec![
            ("/plan", t("本月计划", "This month's plan"), "activities.view"),
            ("/calendar", t("日程与活动", "Calendar"), "activities.view"),
            ("/rounds", t("上门走访", "Visit rounds"), "rounds.view"),
            ("/notices", t("通知", "Notices"), "notices.view"),
            ("/closings", t("月结", "Month close"), "closing.view"),
            ("/bulletins", t("通报", "Bulletins"), "closing.view"),
            ("/difficulties", t("八难指标", "Eight difficulties"), "difficulties.view"),
        ]),
        (t("系统", "System"), vec![
            ("/rules", t("规则", "Rule book"), "rules.view"),
            ("/accounts", t("账号", "Accounts"), "accounts.manage"),
            ("/audit", t("审计日志", "Audit log"), "audit.view"),
            ("/settings", t("设置", "Settings"), "settings.edit"),
        ]),
    ]
}

fn nav(frame: &Frame) -> Vec<Section> {
    let may = |permission: &str| frame.house.allows(frame.actor, permission);
    let exists = |url: &str| frame.house.routes.table.iter().any(|r| r.path == url);
    let mut sections = vec![];
    for (title, links) in menu() {
        let links: Vec<_> = links
            .into_iter()
            .filter(|l| may(l.2) && exists(l.0))
            .map(|(url, title, _)| Link {
                url,
                title,
                here: frame.path == url || (url != "/" && frame.path.starts_with(&format!("{url}/"))),
            })
            .collect();
        if !links.is_empty() {
            sections.push(Section { title: title.into(), links });
        }
    }
    sections
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
